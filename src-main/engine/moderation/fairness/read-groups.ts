import type { GroupsDocument } from "../../../../src-shared/documents/groups.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import { parseTable } from "../../packing/read-table.ts";
import { createSpellings } from "../../packing/same-name.ts";

export interface ReadGroups {
  attributes: GroupsDocument["attributes"];
  /** Lines about candidates whom the batch does not have; nothing of them is kept. */
  leftAside: number;
}

const MOST_CHARACTERS = 120;

/**
 * Reads which groups candidates belong to: the column `candidate`, and one for each attribute, such as `Sex` or `Age band`. An empty
 * cell is somebody who did not say. `file` is how to name the table to the user.
 */
export function readGroups(file: string, bytes: Uint8Array, candidates: ReadonlySet<string>): Result<ReadGroups, Problem> {
  const outline = parseTable(file, bytes, { required: ["candidate"], optional: [] });
  if (!outline.ok) return outline;
  const columns = outline.value.ignoredColumns;
  const invalid = (line: number | null, reason: string) => err({ kind: "table-invalid" as const, file, line, reason });
  if (columns.length === 0) return invalid(1, "it has no column besides candidate; give each attribute, such as sex, a column of its own");
  if (columns.some((column) => column.length > MOST_CHARACTERS)) return invalid(1, `the name of a column is longer than ${MOST_CHARACTERS} characters`);
  const table = parseTable(file, bytes, { required: ["candidate", ...columns], optional: [] });
  if (!table.ok) return table;

  const members = new Map(columns.map((column) => [column, [] as { candidate: string; group: string }[]]));
  const spellings = new Map(columns.map((column) => [column, createSpellings()]));
  const lines = new Map<string, number>();
  let leftAside = 0;
  for (const { line, cells } of table.value.rows) {
    const candidate = cells["candidate"]!.normalize("NFC");
    if (candidate === "") return invalid(line, "the candidate is missing");
    if (!candidates.has(candidate)) {
      leftAside += 1;
      continue;
    }
    const earlier = lines.get(candidate);
    if (earlier !== undefined) return invalid(line, `${candidate} is on line ${earlier} already`);
    lines.set(candidate, line);
    for (const column of columns) {
      const group = cells[column]!.normalize("NFC");
      if (group === "") continue;
      if (group.length > MOST_CHARACTERS) return invalid(line, `the group in ${column} is longer than ${MOST_CHARACTERS} characters`);
      // Two spellings of one group would be two groups, and perhaps two small ones.
      const clash = spellings.get(column)!.clash(group, line);
      if (clash !== undefined) return invalid(line, clash);
      members.get(column)!.push({ candidate, group });
    }
  }
  if (lines.size === 0) return invalid(null, "none of its candidates is in this batch");
  return ok({ attributes: columns.map((column) => ({ attribute: capitalised(column), members: members.get(column)! })), leftAside });
}

/** Columns are read without their capitals. */
function capitalised(column: string): string {
  return column.charAt(0).toUpperCase() + column.slice(1);
}
