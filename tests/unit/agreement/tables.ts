import { type MarkTable, type ScoredMark, tabulateMarks } from "../../../src-shared/agreement/mark-table.ts";

export const ASSESSORS = ["A", "B", "C", "D", "E", "F"];

/** One row an answer, one column an assessor, `null` where a mark is missing. */
export function marksOf(rows: readonly (readonly (number | null)[])[]): ScoredMark[] {
  return rows.flatMap((row, answer) => row.flatMap((score, assessor) => (score === null ? [] : [{ answer: `answer ${answer + 1}`, assessor: ASSESSORS[assessor]!, score }])));
}

export function tableOf(rows: readonly (readonly (number | null)[])[], scale: readonly number[]): MarkTable {
  return tabulateMarks(marksOf(rows), scale);
}

/** As publications print it, one row an assessor; a point stands for a missing mark. */
export function byAssessor(...lines: string[]): (number | null)[][] {
  const columns = lines.map((line) => line.trim().split(/\s+/).map((cell) => (cell === "." ? null : Number(cell))));
  return columns[0]!.map((_, answer) => columns.map((column) => column[answer]!));
}

/** A published cross table of two assessors, as the marks that it counts; points are 1, 2, 3 … */
export function crossTable(counts: readonly (readonly number[])[]): number[][] {
  return counts.flatMap((row, one) => row.flatMap((count, other) => Array.from({ length: count }, () => [one + 1, other + 1])));
}

/** Shrout & Fleiss (1979), table 2: six targets, four judges. */
export const shroutFleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];

/** Krippendorff (2011), part C and D: twelve units, four observers, marks missing. */
export const krippendorff = byAssessor("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .");

/** The data set "anxiety" of R's package irr: twenty subjects, three raters, scale 1 to 6. */
export const anxiety = byAssessor("3 3 3 4 5 5 2 3 5 2 2 6 1 5 2 2 1 2 4 3", "3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4", "2 1 4 4 3 2 1 6 1 1 1 2 3 3 1 1 3 3 2 2");

/** The whole numbers from low to high. */
export function upTo(high: number, low = 1): number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}
