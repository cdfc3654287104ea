import type { MarkTable } from "./mark-table.ts";

/**
 * How often two marks of one answer fell on two points of the scale: all that agreement between any number of
 * assessors, and Krippendorff's alpha, need to know. Square, symmetric, row after row.
 */
export interface Coincidences {
  points: number;
  /** Each pair of marks counts once in each direction: the sum is twice the number of pairs. */
  pairs: Float64Array;
  /** Each pair counts 1 / (marks of its answer − 1) in each direction: the sum is the number of marks that have a pair. */
  weighted: Float64Array;
}

export function coincidencesOf(table: MarkTable): Coincidences {
  const points = table.scale.length;
  const pairs = new Float64Array(points * points);
  const weighted = new Float64Array(points * points);
  const counts = new Float64Array(points);
  for (let answer = 0; answer < table.answers.length; answer++) {
    const from = table.start[answer]!;
    const to = table.start[answer + 1]!;
    const marks = to - from;
    if (marks < 2) continue;
    const used: number[] = [];
    for (let mark = from; mark < to; mark++) {
      const point = table.pointOf[mark]!;
      if (counts[point]!++ === 0) used.push(point);
    }
    for (const one of used)
      for (const other of used) {
        const times = counts[one]! * (one === other ? counts[one]! - 1 : counts[other]!);
        pairs[one * points + other]! += times;
        weighted[one * points + other]! += times / (marks - 1);
      }
    for (const point of used) counts[point] = 0;
  }
  return { points, pairs, weighted };
}
