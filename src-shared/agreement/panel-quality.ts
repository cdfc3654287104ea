import { agreementOf, type Agreement } from "./agreement.ts";
import { assessorPairs, type AssessorPair } from "./assessor-pairs.ts";
import type { AssessorQuality } from "./assessor-quality.ts";
import { cautionsOn } from "./cautions.ts";
import { driftByDay, driftByMarks, type AgainstDefinitive } from "./drift.ts";
import type { Estimate } from "./estimate.ts";
import { findingsOn, type Finding } from "./findings.ts";
import { tabulateMarks } from "./mark-table.ts";
import { meanOf } from "./mean-of.ts";
import { ordersOfMarking, type OrderOfMarking, type TimedMark } from "./order-of-marking.ts";
import { timePerAnswer } from "./time-per-answer.ts";
import { useOfScale } from "./use-of-scale.ts";

/** Everything that the screen of quality shows of a panel, unrounded. */
export interface PanelQuality {
  /** The campaign's whole scale, ascending. */
  scale: readonly number[];
  marks: number;
  /** Without severity, which stands with each assessor. */
  agreement: Omit<Agreement, "severity">;
  cautions: string[];
  /** What a lead should look at first, the most pressing first. */
  findings: Finding[];
  /** In order of name. */
  assessors: AssessorQuality[];
  /** Every two who marked an answer in common. */
  pairs: AssessorPair[];
  /** How many marks a stretch of `byMarks` holds. */
  marksAStretch: number;
}

/** `definitive`: leads' marks by answer. Times of marks have to be in ISO 8601 and universal time. */
export function panelQuality(marks: readonly TimedMark[], scale: readonly number[], definitive: ReadonlyMap<string, number>): PanelQuality {
  const table = tabulateMarks(marks, scale);
  const agreement = agreementOf(table);
  const { severity, ...ofPanel } = agreement;
  const orders = ordersOfMarking(marks, severity);
  const moments = groupedMoments(marks);
  const against = againstDefinitive(marks, definitive, moments);
  const uses = useOfScale(table);
  const counts = uses.map(({ times }) => times.reduce((sum, each) => sum + each, 0));
  const marksAStretch = stretchFor(Math.max(0, ...counts));
  const sharedOf = new Int32Array(table.assessors.length);
  for (let answer = 0; answer < table.answers.length; answer++)
    if (table.start[answer + 1]! - table.start[answer]! > 1) for (let mark = table.start[answer]!; mark < table.start[answer + 1]!; mark++) sharedOf[table.assessorOf[mark]!]!++;

  const assessors = table.assessors.map((assessor, place): AssessorQuality => {
    const { assessor: _assessor, ...use } = uses[place]!;
    const order = orders[place]!;
    const own = against.get(assessor) ?? [];
    return {
      assessor,
      marks: counts[place]!,
      shared: sharedOf[place]!,
      severity: severity[place]!,
      scale: use,
      drift: timesHundred(order.slope),
      byMarks: driftByMarks(order.marks, own, marksAStretch),
      byDay: driftByDay(order.marks, own),
      definitive: own.length === 0 ? null : { answers: own.length, exact: own.filter((each) => each.difference === 0).length / own.length, difference: meanOf(own.map((each) => each.difference)) },
      time: timePerAnswer(moments.get(assessor) ?? []),
    };
  });
  const pairs = assessorPairs(table);
  return { scale: table.scale, marks: marks.length, agreement: ofPanel, cautions: cautionsOn(table, agreement), findings: findingsOn(table.scale, assessors, pairs, agreement.meanDifference ?? 0), assessors, pairs, marksAStretch };
}

/** A hundred where there are several hundreds; fewer where a hundred would show nothing of the way. */
function stretchFor(most: number): number {
  return most >= 300 ? 100 : most >= 100 ? 25 : 10;
}

function timesHundred(slope: OrderOfMarking["slope"]): Estimate {
  if (slope.value === null) return slope;
  return slope.ci95 === null ? { ...slope, value: 100 * slope.value } : { value: 100 * slope.value, ci95: [100 * slope.ci95[0], 100 * slope.ci95[1]] };
}

/** Of each assessor, when they marked, ascending. */
function groupedMoments(marks: readonly TimedMark[]): Map<string, string[]> {
  const moments = new Map<string, string[]>();
  for (const { assessor, at } of marks) {
    if (at === null) continue;
    const own = moments.get(assessor);
    if (own) own.push(at);
    else moments.set(assessor, [at]);
  }
  for (const own of moments.values()) own.sort();
  return moments;
}

function againstDefinitive(marks: readonly TimedMark[], definitive: ReadonlyMap<string, number>, moments: ReadonlyMap<string, readonly string[]>): Map<string, AgainstDefinitive[]> {
  const found = new Map<string, AgainstDefinitive[]>();
  if (definitive.size === 0) return found;
  for (const { answer, assessor, score, at } of marks) {
    const wanted = definitive.get(answer);
    if (wanted === undefined || at === null) continue;
    const own = found.get(assessor) ?? [];
    own.push({ place: moments.get(assessor)!.indexOf(at) + 1, at, difference: score - wanted });
    found.set(assessor, own);
  }
  return found;
}
