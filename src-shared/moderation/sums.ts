import type { CampaignDefinition } from "../documents/campaign.ts";
import { partsOf } from "./exact-points.ts";

/** What stands for each answer of a candidate; `final` is null where nothing does. */
export interface CandidateFinals {
  candidate: string;
  answers: readonly { question: string; final: number | null }[];
}

/** What of a campaign decides an outcome. */
export type CountingRules = Pick<CampaignDefinition, "behaviours" | "questions" | "rules">;

/** What a candidate has of one behaviour, in parts of a point. */
export interface BehaviourSum {
  behaviour: string;
  sum: number;
  answers: number;
  /** How many answers have no final score, and how many have one below the pass mark. */
  missing: number;
  below: number;
  /** Null where an answer has no final score, or where passing goes by the overall total alone. */
  passed: boolean | null;
}

/** A candidate's sums, in parts of a point. */
export interface Sums {
  candidate: string;
  total: number;
  /** In the campaign's order. */
  behaviours: BehaviourSum[];
  complete: boolean;
  passed: boolean;
}

/**
 * How a campaign counts: the sums of a candidate, and whether they pass by its rules. Somebody without any answer is incomplete, and so is
 * who has one to a question that the campaign lacks: nobody knows what it counts for.
 */
export function countingOf({ behaviours, questions, rules }: CountingRules) {
  const passMark = partsOf(rules.passMark);
  const overall = rules.overallPassMark === null ? null : partsOf(rules.overallPassMark);
  const place = new Map(behaviours.map(({ id }, at) => [id, at]));
  const behaviourOf = new Map(questions.map((each) => [each.id, place.get(each.behaviour)!]));
  const isBelow = (part: number) => part < passMark;
  const reaches = ({ sum, answers, below }: Pick<BehaviourSum, "sum" | "answers" | "below">) => rules.passBy === "overall" || (answers > 0 && (rules.passBy === "answer" ? below === 0 : sum >= passMark * answers));
  const reachesOverall = (total: number) => overall === null || total >= overall;

  function sumsOf({ candidate, answers }: CandidateFinals): Sums {
    const sums: BehaviourSum[] = behaviours.map(({ id }) => ({ behaviour: id, sum: 0, answers: 0, missing: 0, below: 0, passed: null }));
    let total = 0;
    let complete = answers.length > 0;
    for (const { question, final } of answers) {
      const at = behaviourOf.get(question);
      if (at === undefined) {
        complete = false;
        continue;
      }
      const own = sums[at]!;
      const part = final === null ? 0 : partsOf(final);
      own.answers += 1;
      own.sum += part;
      total += part;
      if (final === null) own.missing += 1;
      else if (isBelow(part)) own.below += 1;
    }
    if (rules.passBy !== "overall") for (const each of sums) if (each.missing === 0) each.passed = reaches(each);
    complete &&= sums.every((each) => each.missing === 0);
    return { candidate, total, behaviours: sums, complete, passed: complete && reachesOverall(total) && sums.every((each) => each.passed !== false) };
  }

  /** Whether a candidate of these sums would pass with another final score for one answer: every other stays. */
  function passesWith({ total, behaviours: sums }: Sums, { question, final }: { question: string; final: number }, instead: number): boolean {
    const [before, after] = [partsOf(final), partsOf(instead)];
    const moved = behaviourOf.get(question)!;
    const { sum, answers, below } = sums[moved]!;
    const other = { answers, sum: sum - before + after, below: below - Number(isBelow(before)) + Number(isBelow(after)) };
    return reachesOverall(total - before + after) && reaches(other) && sums.every((each, at) => at === moved || each.passed !== false);
  }

  return { sumsOf, passesWith };
}

/** The same everywhere, whatever language a laptop speaks. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
