import type { Problem } from "../../../../src-shared/problems/problem.ts";
import type { Store } from "../../store/store.ts";
import type { OutcomeNow } from "./outcome-now.ts";

/** What keeps an outcome from being published; `incompleteReason` leaves behind what is still with assessors. */
export function hindranceOf(store: Store, { row: { batch }, open, merit }: OutcomeNow, incompleteReason: string | null): Problem | undefined {
  if (store.standing.isBehind(batch)) return { kind: "outcome-behind", batch };
  if (open.toSettle > 0) return { kind: "outcome-not-settled", batch, answers: open.toSettle };
  const tied = merit.ties.find((tie) => tie.acrossLastPlace);
  if (tied) return { kind: "outcome-tie-open", batch, candidates: tied.candidates.length };
  const left = open.asked + open.waiting + open.unallocated;
  if (left > 0 && !incompleteReason) return { kind: "outcome-incomplete", batch, answers: left, asked: open.asked, waiting: open.waiting, unallocated: open.unallocated };
  return undefined;
}
