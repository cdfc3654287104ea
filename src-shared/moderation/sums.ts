import type { CampaignDefinition } from "../documents/campaign.ts";
import { partsOf } from "./exact-points.ts";

/** What stands for each answer of a candidate; `final` is null where nothing does. */
export interface CandidateFinals {
  candidate: string;
  answers: readonly { question: string; final: number | null }[];
}

/** What of a campaign decides an outcome. */
export type CountingRules = Pick<CampaignDefinition, "behaviours" | "questions" | "rules">;

/** A candidate's sums, in parts of a point. */
export interface Sums {
  candidate: string;
  total: number;
  /** In the campaign's order. `passed` is null where an answer has no final score, or where passing goes by the overall total alone. */
  behaviours: { behaviour: string; sum: number; answers: number; missing: number; passed: boolean | null }[];
  complete: boolean;
  passed: boolean;
}

/** A candidate's sums, and whether they pass by the campaign's rules. Somebody without any answer is incomplete. */
export function sumsOf({ candidate, answers }: CandidateFinals, { behaviours, questions, rules }: CountingRules): Sums {
  const passMark = partsOf(rules.passMark);
  const behaviourOf = new Map(questions.map((each) => [each.id, each.behaviour]));
  const parts = answers.map(({ question, final }) => ({ behaviour: behaviourOf.get(question), final: final === null ? null : partsOf(final) }));
  const byBehaviour = behaviours.map(({ id }) => {
    const own = parts.filter((each) => each.behaviour === id);
    const known = own.flatMap((each) => (each.final === null ? [] : [each.final]));
    const sum = known.reduce((all, each) => all + each, 0);
    const missing = own.length - known.length;
    const reaches = own.length > 0 && (rules.passBy === "answer" ? known.every((each) => each >= passMark) : sum >= passMark * own.length);
    return { behaviour: id, sum, answers: own.length, missing, passed: rules.passBy === "overall" || missing > 0 ? null : reaches };
  });
  const total = parts.reduce((all, each) => all + (each.final ?? 0), 0);
  const complete = answers.length > 0 && parts.every((each) => each.final !== null);
  const reachesTotal = rules.overallPassMark === null || total >= partsOf(rules.overallPassMark);
  return { candidate, total, behaviours: byBehaviour, complete, passed: complete && reachesTotal && byBehaviour.every((each) => each.passed !== false) };
}

/** The same everywhere, whatever language a laptop speaks. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
