import type { Estimate } from "./estimate.ts";
import { fQuantile } from "./f-distribution.ts";
import { answersWithMarks, type MarkTable } from "./mark-table.ts";

export interface IntraclassCorrelation {
  /** ICC(2,1): of one assessor's score. */
  single: Estimate;
  /** ICC(2,k): of the mean of all k assessors' scores. */
  average: Estimate;
}

const HALF_OUTSIDE = 0.025;

/**
 * ICC(2,1) and ICC(2,k), absolute agreement with assessors as a random sample (Shrout & Fleiss 1979), over the answers
 * that every assessor marked; intervals as in McGraw & Wong (1996). A negative value means that scores of one answer
 * differ more than those of different answers.
 */
export function intraclassCorrelation(table: MarkTable): IntraclassCorrelation {
  const k = table.assessors.length;
  const both = (estimate: Estimate): IntraclassCorrelation => ({ single: estimate, average: estimate });
  if (k < 2) return both(none(k === 0 ? "There are no marks." : "There is only one assessor."));
  const answers = answersWithMarks(table, k);
  const n = answers.length;
  if (n < 2) return both(none(`${n === 0 ? "No answer was" : "Only one answer was"} marked by ${k === 2 ? "both" : `all ${k}`} assessors; at least two are needed.`));

  const { msAnswers: r, msAssessors: c, msRest: e } = meanSquares(table, answers);
  if (r + c + e === 0) return both(none("All marks are the same, so there is nothing to tell apart."));
  // Written without quotients of mean squares: each of them may be nought.
  const numerator = r - e;
  const single = quotient(numerator, r + (k - 1) * e + (k * (c - e)) / n);
  const average = quotient(numerator, r + (c - e) / n);
  if (single === null) return both(none(TOO_UNLIKE));

  const fromAssessors = k * single * c;
  const fromRest = (n * (1 + (k - 1) * single) - k * single) * e;
  if (r === 0 || (fromAssessors === 0 && fromRest === 0)) return { single: withoutInterval(single, NO_REST), average: withoutInterval(average, NO_REST) };
  // Degrees of freedom after Satterthwaite.
  const degrees = ((k - 1) * (n - 1) * (fromAssessors + fromRest) ** 2) / ((n - 1) * fromAssessors ** 2 + fromRest ** 2);
  const quantile = (above: number, below: number) => (above > 0 && below > 0 ? fQuantile(1 - HALF_OUTSIDE, above, below) : Infinity);
  const shrinkLow = 1 / quantile(n - 1, degrees);
  const shrinkHigh = 1 / quantile(degrees, n - 1);
  const low = n * (r * shrinkLow - e);
  const high = n * (r - e * shrinkHigh);
  const spread = k * c + (k * n - k - n) * e;
  return {
    single: withInterval(single, quotient(low, spread + n * r * shrinkLow), quotient(high, spread * shrinkHigh + n * r)),
    average: withInterval(average, quotient(low, c - e + n * r * shrinkLow), quotient(high, (c - e) * shrinkHigh + n * r)),
  };
}

const TOO_UNLIKE = "The scores of one answer differ so much more than those of different answers that the formula has no meaning.";
const NO_REST = "The marks leave no variation from which an interval could be estimated.";
const NO_INTERVAL = "The marks are too few, or too far apart, for an interval.";

/** Beyond a denominator of nought the formula turns over, and would call the worst disagreement agreement. */
function quotient(numerator: number, denominator: number): number | null {
  return denominator > 1e-6 * Math.abs(numerator) ? numerator / denominator : null;
}

/** With less than about one degree of freedom the approximation breaks down: its interval may then miss the value itself. */
function withInterval(value: number | null, low: number | null, high: number | null): Estimate {
  if (value === null) return none(TOO_UNLIKE);
  return low !== null && high !== null && low < value && value < high ? { value, ci95: [low, high] } : withoutInterval(value, NO_INTERVAL);
}

function withoutInterval(value: number | null, why: string): Estimate {
  return value === null ? none(TOO_UNLIKE) : { value, ci95: null, why };
}

function none(why: string): Estimate {
  return { value: null, ci95: null, why };
}

/** The two-way analysis of variance: between answers, between assessors, and what is left. */
function meanSquares({ assessors, start, pointOf, scale }: MarkTable, answers: readonly number[]): { msAnswers: number; msAssessors: number; msRest: number } {
  const k = assessors.length;
  const n = answers.length;
  // Deviations from the middle of the scale, so that large values cost no digits.
  const origin = scale[Math.floor(scale.length / 2)]!;
  const score = (answer: number, assessor: number) => scale[pointOf[start[answer]! + assessor]!]! - origin;
  const ofAnswer = answers.map((answer) => {
    let sum = 0;
    for (let assessor = 0; assessor < k; assessor++) sum += score(answer, assessor);
    return sum / k;
  });
  const ofAssessor = assessors.map((_, assessor) => answers.reduce((sum, answer) => sum + score(answer, assessor), 0) / n);
  const all = ofAnswer.reduce((sum, mean) => sum + mean, 0) / n;
  const squares = (means: readonly number[]) => means.reduce((sum, mean) => sum + (mean - all) ** 2, 0);
  let rest = 0;
  answers.forEach((answer, row) => {
    for (let assessor = 0; assessor < k; assessor++) rest += (score(answer, assessor) - ofAnswer[row]! - ofAssessor[assessor]! + all) ** 2;
  });
  // Nought, but for rounding: any real difference between points of a scale is far larger.
  const rounding = 1e-24 * n * k * (scale.at(-1)! - scale[0]!) ** 2;
  const clean = (sum: number) => (sum < rounding ? 0 : sum);
  return { msAnswers: (k * clean(squares(ofAnswer))) / (n - 1), msAssessors: (n * clean(squares(ofAssessor))) / (k - 1), msRest: clean(rest) / ((n - 1) * (k - 1)) };
}
