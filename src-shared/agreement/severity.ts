import type { Estimate } from "./estimate.ts";
import { tForInterval } from "./f-distribution.ts";
import { answersWithMarks, type MarkTable } from "./mark-table.ts";
import { inverseOf } from "./positive-definite.ts";

/**
 * How much higher (+) or lower (−) an assessor marks than the consensus, in the scale's own unit: below nought is severe.
 * `group` is there only where the assessors fall into several groups that share no answer: values compare within one.
 */
export type Severity = { assessor: string; group?: number } & Estimate;

/**
 * Severity by least squares: a score is what the answer deserves, plus the assessor's severity, plus chance. Severities
 * of assessors who are linked by shared answers sum to nought, and that is the consensus; so those who were given weaker
 * candidates do not look severe, and marks may be missing. Where everybody marked everything it is an assessor's mean less the mean
 * of all. Intervals are those of the t distribution, with the residual variance of the group.
 */
export function severities(table: MarkTable): Severity[] {
  const groups = linkedGroups(table);
  const several = groups.filter((group) => group.assessors.length > 1).length > 1;
  const found = new Map<number, Severity>();
  let number = 0;
  for (const group of groups) {
    if (group.assessors.length === 1) {
      const assessor = group.assessors[0]!;
      found.set(assessor, { assessor: table.assessors[assessor]!, value: null, ci95: null, why: "No answer of this assessor was marked by another." });
      continue;
    }
    number++;
    for (const { assessor, severity, halfWidth } of severitiesOfGroup(table, group)) {
      const named = { assessor: table.assessors[assessor]!, ...(several ? { group: number } : {}), value: severity };
      found.set(assessor, halfWidth === null ? { ...named, ci95: null, why: "The marks are just enough for a value, and leave nothing for an interval." } : { ...named, ci95: [severity - halfWidth, severity + halfWidth] });
    }
  }
  return table.assessors.map((_, assessor) => found.get(assessor)!);
}

interface Group {
  assessors: number[];
  /** The answers with two or more marks, all of them by these assessors. */
  answers: number[];
}

/** Assessors are linked who marked an answer in common, or are both linked with a third. */
function linkedGroups(table: MarkTable): Group[] {
  const { start, assessorOf } = table;
  const parent = Int32Array.from(table.assessors, (_, assessor) => assessor);
  const rootOf = (assessor: number): number => {
    while (parent[assessor]! !== assessor) assessor = parent[assessor] = parent[parent[assessor]!]!;
    return assessor;
  };
  const shared = answersWithMarks(table, 2);
  for (const answer of shared) for (let mark = start[answer]! + 1; mark < start[answer + 1]!; mark++) parent[rootOf(assessorOf[mark]!)] = rootOf(assessorOf[start[answer]!]!);
  const groups = new Map<number, Group>();
  table.assessors.forEach((_, assessor) => {
    const root = rootOf(assessor);
    const group = groups.get(root) ?? { assessors: [], answers: [] };
    group.assessors.push(assessor);
    groups.set(root, group);
  });
  for (const answer of shared) groups.get(rootOf(assessorOf[start[answer]!]!))!.answers.push(answer);
  return [...groups.values()];
}

/** The normal equations with the answers eliminated: as many unknowns as assessors, however many the answers. */
function severitiesOfGroup({ scale, assessors, start, assessorOf, pointOf }: MarkTable, group: Group): { assessor: number; severity: number; halfWidth: number | null }[] {
  const size = group.assessors.length;
  const place = new Int32Array(assessors.length);
  group.assessors.forEach((assessor, index) => (place[assessor] = index));
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  let marks = 0;
  for (const answer of group.answers) {
    const from = start[answer]!;
    const to = start[answer + 1]!;
    const share = 1 / (to - from);
    marks += to - from;
    let mean = 0;
    for (let mark = from; mark < to; mark++) mean += scale[pointOf[mark]!]! * share;
    for (let mark = from; mark < to; mark++) {
      const row = place[assessorOf[mark]!]!;
      right[row]! += scale[pointOf[mark]!]! - mean;
      matrix[row * size + row]!++;
      for (let other = from; other < to; other++) matrix[row * size + place[assessorOf[other]!]!]! -= share;
    }
  }
  // The equations say nothing of a shift of all; adding the same to every cell fixes it at nought and changes nothing else.
  let fix = 0;
  for (let row = 0; row < size; row++) fix += matrix[row * size + row]! / (size * size);
  const inverse = inverseOf(matrix.map((cell) => cell + fix), size);
  const severity = new Float64Array(size);
  for (let row = 0; row < size; row++) for (let column = 0; column < size; column++) severity[row]! += inverse[row * size + column]! * right[column]!;

  let squares = 0;
  for (const answer of group.answers) {
    const from = start[answer]!;
    const to = start[answer + 1]!;
    let deserved = 0;
    for (let mark = from; mark < to; mark++) deserved += (scale[pointOf[mark]!]! - severity[place[assessorOf[mark]!]!]!) / (to - from);
    for (let mark = from; mark < to; mark++) squares += (scale[pointOf[mark]!]! - severity[place[assessorOf[mark]!]!]! - deserved) ** 2;
  }
  const degrees = marks - group.answers.length - (size - 1);
  const reach = degrees > 0 ? tForInterval(0.95, degrees) * Math.sqrt(squares / degrees) : null;
  return group.assessors.map((assessor, index) => ({
    assessor,
    severity: severity[index]!,
    // What was added to every cell stands in the inverse, too.
    halfWidth: reach === null ? null : reach * Math.sqrt(Math.max(0, inverse[index * size + index]! - 1 / (fix * size * size))),
  }));
}
