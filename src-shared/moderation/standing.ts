import type { CampaignRules } from "../documents/campaign.ts";
import type { Basis, CountedMark } from "../documents/decisions.ts";
import type { FlagKind } from "../documents/moderation-set.ts";

/** A mark as it was handed in, as far as moderation needs it. */
export interface ReceivedMark extends CountedMark {
  flags: FlagKind[];
  /** Scored with less watched than the campaign asks for. */
  littleWatched: boolean;
}

/** What is known of one answer. */
export interface AnswerFacts {
  /** Assessors from whom a mark is still to come. */
  awaited: number;
  /** Assessors who were allocated it and know the candidate. */
  withdrawn: number;
  /** Those that count: of each assessor the one in the newest set that speaks of the answer. */
  marks: readonly ReceivedMark[];
  /** Agreed by leads in advance: a practice answer, or a seed. */
  definitive: { score: number; rationale: string } | null;
  /** What a lead settled last; null where nobody did, or where it was reopened since. */
  settlement: { final: number | null; basis: Basis; reason: string; marks: readonly CountedMark[] } | null;
  reopened: boolean;
  /** Leads settled or defined it apart from each other, and differently. */
  leadsDiffer: boolean;
  /** What assessors were asked since the last settlement. */
  queries: AskedQueries;
  /** Drawn to be looked at although nothing speaks against it. */
  sampled: boolean;
  /** How far the marks of all of this candidate's answers lie apart, together. */
  candidateDistance: number;
}

/** Answers that were sent back to assessors. `unanswered`: to somebody who can reply no more, since they were stopped, withdrew or do not mark it any longer. */
export interface AskedQueries {
  open: number;
  replied: number;
  unanswered: number;
}

/** Why a lead should look at an answer. `replied` and `unanswered` are about what leads asked. */
export const settleReasons = [
  ...(["discrepancy", "cumulative", "flag", "cannot-score", "little-watched", "withdrawn", "lead-decides"] as const),
  ...(["reopened", "leads-differ", "marks-changed", "replied", "unanswered", "sampled"] as const),
] as const;
export type SettleReason = (typeof settleReasons)[number];

/**
 * `unallocated`: nobody is to mark it. `waiting`: marks are still to come. `asked`: it was sent back, and the reply is still to come.
 * `agreed`: nothing speaks against what its marks or the campaign's rule say. `defined`: leads agreed on it in advance.
 */
export const standings = ["unallocated", "waiting", "asked", "to-settle", "agreed", "settled", "defined"] as const;
export type StandingState = (typeof standings)[number];

export interface Standing {
  state: StandingState;
  reasons: SettleReason[];
  /** What stands now; null where nothing does yet, or where no score can stand. */
  final: number | null;
  basis: Basis | null;
}

/** Where one answer stands in moderation. Nothing of an assessor's is ever changed by it. */
export function standingOf(facts: AnswerFacts, rules: Pick<CampaignRules, "tolerance" | "cumulativeTolerance" | "combine">): Standing {
  if (facts.definitive) return { state: "defined", reasons: [], final: facts.definitive.score, basis: "adjudicated" };
  const { settlement } = facts;
  // Whatever is still to come: it was decided, and nobody knows how.
  if (facts.leadsDiffer) return { state: "to-settle", reasons: reasonsToLook(facts, rules), final: null, basis: null };
  if (settlement && marksHold(settlement.marks, facts.marks)) return { state: "settled", reasons: [], final: settlement.final, basis: settlement.basis };
  if (facts.queries.open > 0) return { state: "asked", reasons: [], final: null, basis: null };
  if (facts.awaited > 0) return { state: "waiting", reasons: [], final: null, basis: null };
  const reasons = reasonsToLook(facts, rules);
  if (reasons.length > 0) return { state: "to-settle", reasons, final: null, basis: null };
  if (facts.marks.length === 0) return { state: "unallocated", reasons: [], final: null, basis: null };
  // Nothing speaks against them, so that there are scores, and the rule says something of them.
  return { state: "agreed", reasons: [], ...combine(facts.marks, rules)! };
}

function reasonsToLook(facts: AnswerFacts, rules: Pick<CampaignRules, "tolerance" | "cumulativeTolerance" | "combine">): SettleReason[] {
  const { marks } = facts;
  const distance = distanceOf(marks);
  const holds: Record<SettleReason, boolean> = {
    discrepancy: distance > rules.tolerance,
    cumulative: distance > 0 && facts.candidateDistance > rules.cumulativeTolerance,
    flag: marks.some((mark) => mark.flags.length > 0),
    "cannot-score": marks.some((mark) => mark.score === null),
    "little-watched": marks.some((mark) => mark.littleWatched),
    withdrawn: facts.withdrawn > 0 && marks.length === 0,
    "lead-decides": distance > 0 && rules.combine === "lead-decides",
    reopened: facts.reopened,
    "leads-differ": facts.leadsDiffer,
    "marks-changed": facts.settlement !== null && !marksHold(facts.settlement.marks, marks),
    replied: facts.queries.replied > 0,
    unanswered: facts.queries.unanswered > 0,
    sampled: facts.sampled && marks.length > 0,
  };
  return settleReasons.filter((reason) => holds[reason]);
}

/** How far the scores of one answer lie apart: 0 where fewer than two assessors scored it. */
export function distanceOf(marks: readonly { score: number | null }[]): number {
  const scores = scoresOf(marks);
  return scores.length < 2 ? 0 : Math.max(...scores) - Math.min(...scores);
}

/** What the marks say together by the campaign's rule; null where the rule leaves it to a lead, or nothing was scored. */
export function combine(marks: readonly { score: number | null }[], rules: Pick<CampaignRules, "combine">): { final: number; basis: Basis } | null {
  const scores = scoresOf(marks);
  if (scores.length === 0) return null;
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)];
  if (scores.length === 1) return { final: lowest, basis: "single" };
  if (lowest === highest) return { final: lowest, basis: "agreed" };
  switch (rules.combine) {
    case "mean":
      return { final: scores.reduce((sum, score) => sum + score, 0) / scores.length, basis: "combined" };
    case "lower":
      return { final: lowest, basis: "combined" };
    case "higher":
      return { final: highest, basis: "combined" };
    case "lead-decides":
      return null;
  }
}

function scoresOf(marks: readonly { score: number | null }[]): number[] {
  return marks.flatMap((mark) => (mark.score === null ? [] : [mark.score]));
}

/**
 * Whether what was decided on some marks still rests on those that there are: the same assessors give the same scores, and raised no flag
 * since. An unchanged mark in a later revision is the same.
 */
export function marksHold(decidedOn: readonly CountedMark[], now: readonly CountedMark[]): boolean {
  const told = (marks: readonly CountedMark[]) => JSON.stringify(marks.map(({ assessor, score, cannotScore }) => [assessor, score, cannotScore !== null]).sort());
  const before = new Map(decidedOn.map((mark) => [mark.assessor, mark.flags]));
  const isFlagged = ({ assessor, flags = [] }: CountedMark) => flags.some((flag) => before.get(assessor)?.includes(flag) === false);
  return told(decidedOn) === told(now) && !now.some(isFlagged);
}
