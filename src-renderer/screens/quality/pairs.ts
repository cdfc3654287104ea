import type { QualityView } from "../../../src-shared/bridge/lead/quality.ts";

/** Two assessors on the answers that both marked; they are places in the list of assessors. */
export interface Pair {
  first: number;
  second: number;
  answers: number;
  exact: number;
  /** The first's score less the second's. */
  meanDifference: number;
  /** Null where both gave all of these answers one and the same score. */
  quadraticKappa: number | null;
}

export const pairMeasures = {
  kappa: { label: "Quadratic kappa", legend: ["1: perfect", "0: chance alone"], badness: ({ quadraticKappa }: Pair) => (quadraticKappa === null ? 0 : 1 - quadraticKappa) },
  difference: { label: "Mean difference", legend: ["no difference", "a point or more"], badness: ({ meanDifference }: Pair) => Math.abs(meanDifference) },
  exact: { label: "Exact agreement", legend: ["always the same score", "never"], badness: ({ exact }: Pair) => 1 - exact },
} as const;
export type PairMeasure = keyof typeof pairMeasures;

/** With fewer answers in common a pair says little, and stands after the others. */
export const FEW_IN_COMMON = 10;

export function pairsOf({ pairs }: QualityView): Pair[] {
  return Array.from(pairs.first, (first, at) => {
    const kappa = pairs.quadraticKappa[at]!;
    return { first, second: pairs.second[at]!, answers: pairs.answers[at]!, exact: pairs.exact[at]!, meanDifference: pairs.meanDifference[at]!, quadraticKappa: Number.isNaN(kappa) ? null : kappa };
  });
}

/** Whichever of the two comes first. */
export function isSameTwo(one: Pair, other: Pair): boolean {
  return (one.first === other.first && one.second === other.second) || (one.first === other.second && one.second === other.first);
}

/** These two with `first` as the first: its score is what the other's is taken from. `undefined` where they have no answer in common. */
export function pairOf(pairs: readonly Pair[], first: number, second: number): Pair | undefined {
  const known = pairs.find((each) => (each.first === first && each.second === second) || (each.first === second && each.second === first));
  return known?.first === second ? { ...known, first, second, meanDifference: -known.meanDifference } : known;
}

/** Worst first; after all others those with few answers in common, the fewest last. */
export function worstFirst(pairs: readonly Pair[], measure: PairMeasure): Pair[] {
  const { badness } = pairMeasures[measure];
  const enough = (pair: Pair) => Math.min(pair.answers, FEW_IN_COMMON);
  return [...pairs].sort((a, b) => enough(b) - enough(a) || badness(b) - badness(a));
}

/** Those who agree least with the others, by the mean over their pairs, so that a part of a large panel fits a picture. */
export function worstAssessors(pairs: readonly Pair[], measure: PairMeasure, most: number): number[] {
  const { badness } = pairMeasures[measure];
  const sums = new Map<number, { sum: number; answers: number }>();
  for (const pair of pairs)
    for (const place of [pair.first, pair.second]) {
      const own = sums.get(place) ?? { sum: 0, answers: 0 };
      own.sum += badness(pair) * pair.answers;
      own.answers += pair.answers;
      sums.set(place, own);
    }
  return [...sums]
    .sort(([, a], [, b]) => b.sum / b.answers - a.sum / a.answers)
    .slice(0, most)
    .map(([place]) => place);
}
