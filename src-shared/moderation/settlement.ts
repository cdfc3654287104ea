import type { CampaignDefinition } from "../documents/campaign.ts";
import type { Basis, CountedMark } from "../documents/decisions.ts";
import type { Problem } from "../problems/problem.ts";
import { combine } from "./standing.ts";

/** What a lead wants to stand for an answer. */
export interface Settlement {
  /** Null where no score can stand. */
  final: number | null;
  basis: Basis;
  reason: string;
}

type Rules = Pick<CampaignDefinition, "scale"> & { rules: Pick<CampaignDefinition["rules"], "combine"> };

/** Why these marks cannot be settled so; `undefined` where they can. */
export function refusalOfSettlement({ final, basis, reason }: Settlement, marks: readonly CountedMark[], { scale, rules }: Rules): Problem | undefined {
  if (final !== null && !isPossible(final, scale, rules.combine)) return outsideScale(final, scale);
  if (!fits(final, basis, marks, rules)) return { kind: "basis-does-not-fit", basis };
  return reason.trim() === "" && needsReason(final, basis, marks) ? { kind: "reason-needed" } : undefined;
}

/** Whether the record would be silent without a reason: it is not where every mark says what stands. */
export function needsReason(final: number | null, basis: Basis, marks: readonly Pick<CountedMark, "score">[]): boolean {
  const speakForThemselves = marks.length > 0 && marks.every((mark) => mark.score === final);
  return basis === "adjudicated" || basis === "combined" || !speakForThemselves;
}

/** Whether a final score may have come about so. Only a lead's own decision can say that no score stands. */
function fits(final: number | null, basis: Basis, marks: readonly CountedMark[], rules: Rules["rules"]): boolean {
  if (basis === "adjudicated") return true;
  if (final === null || marks.length === 0) return false;
  if (basis === "agreed") return true;
  const ruled = combine(marks, rules);
  return ruled !== null && ruled.basis === basis && ruled.final === final && marks.every((mark) => mark.score !== null);
}

/** A point of the scale; where the campaign's rule makes means, whatever lies between two of them too. */
function isPossible(final: number, scale: Rules["scale"], rule: Rules["rules"]["combine"]): boolean {
  const values = scale.map((point) => point.value);
  return values.includes(final) || (rule === "mean" && final > Math.min(...values) && final < Math.max(...values));
}

/** A mark is a point of the scale, whoever gives it. */
export function refusalOfDefinitive({ score, rationale }: { score: number | null; rationale: string }, scale: Rules["scale"]): Problem | undefined {
  if (score !== null && !scale.some((point) => point.value === score)) return outsideScale(score, scale);
  return rationale.trim() === "" ? { kind: "reason-needed" } : undefined;
}

function outsideScale(score: number, scale: Rules["scale"]): Problem {
  const values = scale.map((point) => point.value);
  return { kind: "score-outside-scale", score, scale: `${Math.min(...values)} to ${Math.max(...values)}` };
}
