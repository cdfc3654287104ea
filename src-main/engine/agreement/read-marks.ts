import type { ScoredMark } from "../../../src-shared/agreement/mark-table.ts";
import { readNumber, scaleText } from "../../../src-shared/agreement/written-scale.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { parseTable } from "../packing/read-table.ts";

/** The columns of a table of marks, as everywhere; only these are needed to compare assessors. */
const columns = { required: ["candidate", "assessor", "score"], optional: ["batch", "question", "note", "at", "round", "counts"], wholeLines: true } as const;

/**
 * The scores in a table of marks by several assessors. An answer is a candidate's to a question in a batch; a line
 * without a score is a mark that is missing. One line that cannot be used refuses the table.
 */
export function readScoredMarks(csv: Uint8Array, scale: readonly number[]): Result<{ marks: ScoredMark[]; ignoredColumns: string[] }, Problem> {
  const table = parseTable("", csv, columns);
  if (!table.ok) return err(asRefusal(table.error));
  const points = new Set(scale);
  const lineOfMark = new Map<string, number>();
  const marks: ScoredMark[] = [];
  for (const { line, cells } of table.value.rows) {
    // As the product exports marks: those of practice, and those that a later revision took the place of, are none of the panel's;
    // and of an answer that nobody marked there is a line all the same.
    if (cells.round === "standardisation" || cells.counts === "no" || (cells.assessor === "" && cells.score === "")) continue;
    const refuse = (reason: string) => err({ kind: "agreement-refused" as const, line, reason });
    const [batch, candidate, question, assessor] = [cells.batch, cells.candidate, cells.question, cells.assessor].map((name) => name.normalize("NFC")) as [string, string, string, string];
    if (candidate === "") return refuse("it names no candidate");
    if (assessor === "") return refuse("it does not say who marked");
    const answer = JSON.stringify([batch, candidate, question]);
    const key = JSON.stringify([answer, assessor]);
    const earlier = lineOfMark.get(key);
    if (earlier !== undefined) return refuse(`the mark of ${assessor} for ${candidate}${question === "" ? "" : ` in ${question}`} stands in line ${earlier} already`);
    lineOfMark.set(key, line);
    if (cells.score === "") continue;
    const score = readNumber(cells.score);
    if (score === undefined) return refuse(`“${cells.score}” is not a number; where a mark is missing, leave its score empty`);
    if (!points.has(score)) return refuse(`${cells.score} is not a point of the scale ${scaleText(scale)}`);
    marks.push({ answer, assessor, score });
  }
  if (marks.length === 0) return err({ kind: "agreement-refused", line: null, reason: "none of its lines has a score" });
  return ok({ marks, ignoredColumns: table.value.ignoredColumns });
}

/** Tables are read as they are for packing. */
function asRefusal(problem: Problem): Problem {
  if (problem.kind !== "table-invalid") return problem;
  // A fault of the first line is one of the columns, and so of the whole table.
  return { kind: "agreement-refused", line: problem.line === 1 ? null : problem.line, reason: problem.reason };
}
