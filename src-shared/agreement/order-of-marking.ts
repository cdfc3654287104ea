import type { Estimate } from "./estimate.ts";
import { tForInterval } from "./f-distribution.ts";
import type { ScoredMark } from "./mark-table.ts";
import type { Severity } from "./severity.ts";

/** A mark with the moment at which it was given, in ISO 8601; `null` where that is not known. */
export type TimedMark = ScoredMark & { at: string | null };

/** How an assessor's marks move against those of the others while the work goes on: fatigue, or growing strict. */
export interface OrderOfMarking {
  assessor: string;
  /** Each mark of an answer that others marked too: which of the assessor's marks it was, from 1, when it was given, and how far it lies from theirs. */
  marks: { answer: string; place: number; at: string; deviation: number }[];
  /** By how many points the deviation changes from one mark to the next: times a hundred it is that of a hundred marks. */
  slope: Estimate;
}

/**
 * A deviation is the score less the mean of the others' scores for the answer, each freed from its assessor's severity: what the
 * answer deserves as the others see it. The slope is that of the straight line of least squares through the deviations, in
 * the order of marking. `severity` is that of the same marks; the assessors come out in its order.
 */
export function ordersOfMarking(marks: readonly TimedMark[], severity: readonly Severity[]): OrderOfMarking[] {
  const severityOf = new Map(severity.map(({ assessor, value }) => [assessor, value ?? 0]));
  const freed = (mark: TimedMark) => mark.score - severityOf.get(mark.assessor)!;
  const ofAnswer = new Map<string, { marks: number; sum: number }>();
  const byAssessor = new Map(severity.map(({ assessor }) => [assessor, [] as { mark: TimedMark; at: string; moment: number }[]]));
  for (const mark of marks) {
    const sums = ofAnswer.get(mark.answer) ?? { marks: 0, sum: 0 };
    sums.marks++;
    sums.sum += freed(mark);
    ofAnswer.set(mark.answer, sums);
    if (mark.at !== null) byAssessor.get(mark.assessor)!.push({ mark, at: mark.at, moment: Date.parse(mark.at) });
  }
  return [...byAssessor].map(([assessor, own]) => {
    own.sort((a, b) => a.moment - b.moment);
    const compared = own.flatMap(({ mark, at }, index) => {
      const { marks: all, sum } = ofAnswer.get(mark.answer)!;
      return all < 2 ? [] : [{ answer: mark.answer, place: index + 1, at, deviation: mark.score - (sum - freed(mark)) / (all - 1) }];
    });
    return { assessor, marks: compared, slope: slopeOf(compared.map(({ place, deviation }) => [place, deviation])) };
  });
}

/** The slope of the line of least squares, with the interval of the t distribution of what is left. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Estimate {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (n < 2 || spread === 0) return { value: null, ci95: null, why: "At least two marks of answers that others marked too are needed, each with its time." };
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  if (n < 3) return { value: slope, ci95: null, why: "Two marks leave nothing for an interval." };
  const squares = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const reach = tForInterval(0.95, n - 2) * Math.sqrt(squares / (n - 2) / spread);
  return { value: slope, ci95: [slope - reach, slope + reach] };
}
