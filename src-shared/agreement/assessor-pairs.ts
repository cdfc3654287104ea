import type { MarkTable } from "./mark-table.ts";

/** How two assessors agree on the answers that both marked: a cell of the heat map. */
export interface AssessorPair {
  /** In order of name. */
  first: string;
  second: string;
  /** That both marked. */
  answers: number;
  exact: number;
  /** The first's score less the second's, on average. */
  meanDifference: number;
  /** Cohen's kappa, quadratically weighted; `null` where both gave all these answers one and the same score. */
  quadraticKappa: number | null;
}

/** Every two assessors who marked an answer in common, in order of name. */
export function assessorPairs({ scale, assessors, start, assessorOf, pointOf }: MarkTable): AssessorPair[] {
  const size = assessors.length;
  // Quadratic kappa needs no table of points for each pair: sums of scores, squares and products say it all.
  const [count, equal, ofFirst, ofSecond, squares, products] = Array.from({ length: 6 }, () => new Float64Array(size * size)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const origin = scale[Math.floor(scale.length / 2)] ?? 0;
  for (let answer = 0; answer + 1 < start.length; answer++)
    for (let mark = start[answer]!; mark < start[answer + 1]!; mark++) {
      const one = scale[pointOf[mark]!]! - origin;
      for (let other = mark + 1; other < start[answer + 1]!; other++) {
        const two = scale[pointOf[other]!]! - origin;
        const cell = assessorOf[mark]! * size + assessorOf[other]!;
        count[cell]!++;
        if (one === two) equal[cell]!++;
        ofFirst[cell]! += one;
        ofSecond[cell]! += two;
        squares[cell]! += one * one + two * two;
        products[cell]! += one * two;
      }
    }
  const pairs: AssessorPair[] = [];
  for (let one = 0; one < size; one++)
    for (let two = one + 1; two < size; two++) {
      const cell = one * size + two;
      const answers = count[cell]!;
      if (answers === 0) continue;
      const seen = (squares[cell]! - 2 * products[cell]!) / answers;
      const expected = squares[cell]! / answers - (2 * ofFirst[cell]! * ofSecond[cell]!) / answers ** 2;
      const oneScore = equal[cell] === answers && Math.abs(expected) < 1e-9;
      pairs.push({
        first: assessors[one]!,
        second: assessors[two]!,
        answers,
        exact: equal[cell]! / answers,
        meanDifference: (ofFirst[cell]! - ofSecond[cell]!) / answers,
        quadraticKappa: oneScore ? null : 1 - seen / expected,
      });
    }
  return pairs;
}
