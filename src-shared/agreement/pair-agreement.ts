import type { Coincidences } from "./coincidences.ts";

export type PairAgreement =
  | {
      /** Pairs of marks that two assessors gave the same answer. */
      pairs: number;
      /** Share of pairs with the same score. */
      exact: number;
      /** Share of pairs at most one point of the scale apart, equal ones included (Stemler 2004). */
      adjacent: number;
      /** How far apart the two scores of a pair are on average, in the scale's own unit, whichever is higher. */
      meanDifference: number;
    }
  | { pairs: 0; exact: null; adjacent: null; meanDifference: null; why: string };

/** Agreement as it is, chance included. */
export function pairAgreement(scale: readonly number[], { points, pairs: counts }: Coincidences): PairAgreement {
  let all = 0;
  let exact = 0;
  let adjacent = 0;
  let apart = 0;
  for (let one = 0; one < points; one++)
    for (let other = 0; other < points; other++) {
      const times = counts[one * points + other]!;
      all += times;
      if (one === other) exact += times;
      if (Math.abs(one - other) <= 1) adjacent += times;
      apart += times * Math.abs(scale[one]! - scale[other]!);
    }
  if (all === 0) return { pairs: 0, exact: null, adjacent: null, meanDifference: null, why: "No answer was marked by two assessors." };
  return { pairs: all / 2, exact: exact / all, adjacent: adjacent / all, meanDifference: apart / all };
}
