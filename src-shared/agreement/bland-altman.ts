import { tForInterval } from "./f-distribution.ts";
import type { MarkTable } from "./mark-table.ts";

/** How two assessors differ on the answers that both marked, for the plot of Bland and Altman. */
export type BlandAltman = BlandAltmanLimits & {
  /** Each answer once: the mean of its two scores, and the first assessor's score less the second's. */
  answers: { answer: string; mean: number; difference: number }[];
};

export type BlandAltmanLimits =
  | {
      difference: Line;
      /** Mean difference ± 1.96 standard deviations: about 95 of 100 differences lie between the two. */
      lower: Line;
      upper: Line;
    }
  | { difference: null; lower: null; upper: null; why: string };

interface Line {
  value: number;
  ci95: [low: number, high: number];
}

/** @throws RangeError where an assessor is not in the table: a bug in the caller. */
export function blandAltman(table: MarkTable, first: string, second: string): BlandAltman {
  const places = [first, second].map((assessor) => table.assessors.indexOf(assessor));
  if (places.includes(-1)) throw new RangeError(`${first} or ${second} has no mark`);
  const answers: BlandAltman["answers"] = [];
  table.answers.forEach((answer, place) => {
    const scores: (number | undefined)[] = [undefined, undefined];
    for (let mark = table.start[place]!; mark < table.start[place + 1]!; mark++) {
      const side = places.indexOf(table.assessorOf[mark]!);
      if (side >= 0) scores[side] = table.scale[table.pointOf[mark]!]!;
    }
    const [one, other] = scores;
    if (one !== undefined && other !== undefined) answers.push({ answer, mean: (one + other) / 2, difference: one - other });
  });
  return { answers, ...limitsOfAgreement(answers.map((each) => each.difference)) };
}

/** Limits of agreement with their intervals, after Bland and Altman (1999): the limits' standard errors follow from those of mean and deviation. */
export function limitsOfAgreement(differences: readonly number[]): BlandAltmanLimits {
  const n = differences.length;
  if (n < 2) return { difference: null, lower: null, upper: null, why: `${n === 0 ? "No answer was" : "Only one answer was"} marked by both assessors; at least two are needed.` };
  const mean = differences.reduce((sum, each) => sum + each, 0) / n;
  const deviation = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1));
  const t = tForInterval(0.95, n - 1);
  const line = (value: number, error: number): Line => ({ value, ci95: [value - t * error, value + t * error] });
  const errorOfLimit = deviation * Math.sqrt(1 / n + LIMIT ** 2 / (2 * (n - 1)));
  return { difference: line(mean, deviation / Math.sqrt(n)), lower: line(mean - LIMIT * deviation, errorOfLimit), upper: line(mean + LIMIT * deviation, errorOfLimit) };
}

const LIMIT = 1.96;
