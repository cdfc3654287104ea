import type { AssessorPair } from "./assessor-pairs.ts";
import type { AssessorQuality } from "./assessor-quality.ts";
import { tForInterval } from "./f-distribution.ts";

/** Something that a lead should look at. Amounts are in points of the scale, in the direction of the scores. */
export type Finding =
  /** Marks above or below the consensus. */
  | { kind: "severity"; assessor: string; value: number; ci95: Interval }
  /** Marks above or below definitive marks. */
  | { kind: "definitive"; assessor: string; value: number; ci95: Interval; answers: number }
  /** Grows more lenient or more severe: so many points in a hundred marks. */
  | { kind: "drift"; assessor: string; value: number; ci95: Interval }
  /** Gives one score far more often than the others do. */
  | { kind: "one-score"; assessor: string; score: number; share: number; others: number }
  /** Is much quicker than the others. */
  | { kind: "quick"; assessor: string; seconds: number; others: number }
  /** Differ from each other in what both marked, more than their severities say. */
  | { kind: "pair"; first: string; second: string; meanDifference: number; answers: number };
type Interval = [low: number, high: number];

/** So much of a step of the scale matters, when it is as good as sure. */
const MATTERS = 0.25;
/** With fewer marks in common or by one assessor, chance is as good an explanation. */
const ENOUGH_SHARED = 10;
const ENOUGH_MARKS = 30;
const ONE_SCORE = 0.5;
const MUCH_QUICKER = 0.4;
/** By so many steps two assessors differ beyond what each one's severity explains. */
const PAIR_APART = 0.75;
/** Degrees of freedom at which the t distribution is the normal one. */
const MANY = 1e6;
/** Beyond this nobody reads on. */
const MOST = 40;

/**
 * What stands out, the most pressing first: where the nearer end of the interval is more than a quarter of a step away from
 * nought, so that neither chance nor a difference too small to matter is brought up. `meanApart`: how far two scores of an answer
 * are apart on average in the whole panel.
 */
export function findingsOn(scale: readonly number[], assessors: readonly AssessorQuality[], pairs: readonly AssessorPair[], meanApart: number): Finding[] {
  const step = scale.length > 1 ? (scale.at(-1)! - scale[0]!) / (scale.length - 1) : 1;
  const found: { finding: Finding; weight: number }[] = [];
  const timesOfPanel = scale.map((_, point) => assessors.reduce((sum, each) => sum + each.scale.times[point]!, 0));
  const marksOfPanel = timesOfPanel.reduce((sum, each) => sum + each, 0);
  const medians = assessors.flatMap(({ time }) => (time.median !== null && time.intervals >= ENOUGH_MARKS ? [time.median] : [])).sort((a, b) => a - b);
  const usualSeconds = medians.length >= 3 ? medians[Math.floor(medians.length / 2)]! : null;

  for (const each of assessors) {
    const { assessor, severity, definitive, drift, scale: use, marks, time } = each;
    const surely = (ci95: Interval) => Math.max(0, ci95[0], -ci95[1]) / step;
    const offDefinitive = definitive !== null && definitive.difference.ci95 !== null && definitive.answers >= ENOUGH_SHARED && surely(definitive.difference.ci95) > MATTERS ? definitive.difference : null;
    if (offDefinitive) found.push({ finding: { kind: "definitive", assessor, value: offDefinitive.value!, ci95: offDefinitive.ci95!, answers: definitive!.answers }, weight: surely(offDefinitive.ci95!) });
    // Definitive marks say the same, and say who is right.
    else if (severity.ci95 !== null && each.shared >= ENOUGH_SHARED && surely(severity.ci95) > MATTERS)
      found.push({ finding: { kind: "severity", assessor, value: severity.value, ci95: severity.ci95 }, weight: surely(severity.ci95) });
    // Over all of the marks, as far as they go.
    if (drift.ci95 !== null && each.shared >= ENOUGH_MARKS && (surely(drift.ci95) * marks) / 100 > MATTERS)
      found.push({ finding: { kind: "drift", assessor, value: drift.value, ci95: drift.ci95 }, weight: (surely(drift.ci95) * marks) / 100 });
    const most = use.times.indexOf(Math.max(...use.times));
    const share = use.times[most]! / marks;
    const others = marksOfPanel > marks ? (timesOfPanel[most]! - use.times[most]!) / (marksOfPanel - marks) : 0;
    if (marks >= ENOUGH_MARKS && share > ONE_SCORE && share > 2 * others && marksOfPanel > marks)
      found.push({ finding: { kind: "one-score", assessor, score: scale[most]!, share, others }, weight: share });
    if (usualSeconds !== null && time.median !== null && time.intervals >= ENOUGH_MARKS && time.median < MUCH_QUICKER * usualSeconds)
      found.push({ finding: { kind: "quick", assessor, seconds: time.median, others: usualSeconds }, weight: 0.5 });
  }
  const severityOf = new Map(assessors.map(({ assessor, severity }) => [assessor, severity.value ?? 0]));
  // Differences scatter by no more than this, and of so many pairs none should get here by chance.
  const scatter = meanApart * Math.sqrt(Math.PI / 2);
  const beyondChance = pairs.length === 0 ? 0 : tForInterval(1 - 0.05 / pairs.length, MANY);
  for (const { first, second, meanDifference, answers } of pairs) {
    const unexplained = Math.abs(meanDifference - (severityOf.get(first)! - severityOf.get(second)!));
    if (answers >= ENOUGH_SHARED && Math.abs(meanDifference) > step && unexplained > PAIR_APART * step && unexplained > (beyondChance * scatter) / Math.sqrt(answers))
      found.push({ finding: { kind: "pair", first, second, meanDifference, answers }, weight: unexplained / step });
  }
  return found
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map(({ finding }) => finding);
}
