import { CsvError, type Options } from "csv-parse";
import { parse } from "csv-parse/sync";
import path from "node:path";
import { z } from "zod";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { readSmallFile } from "../enrolment/small-files.ts";

export const MAX_TABLE_BYTES = 64 * 1024 * 1024;

/** One line of a table: its cells by column, trimmed, and where it stands in the file (1 is the header). */
export interface TableRow<C extends string> {
  line: number;
  cells: Record<C, string>;
}

export interface Table<C extends string> {
  rows: TableRow<C>[];
  /** Columns that nobody reads. */
  ignoredColumns: string[];
}

const parsedLines = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/**
 * Reads a CSV file with a header: columns in any order, unknown ones left aside, cells trimmed, an Excel byte order
 * mark allowed. `optional` columns that are not there read as empty.
 */
export async function readTable<R extends string, O extends string>(
  file: string,
  columns: { required: readonly R[]; optional: readonly O[] },
): Promise<Result<Table<R | O>, Problem>> {
  const bytes = await readSmallFile(file, MAX_TABLE_BYTES);
  return bytes.ok ? parseTable(path.basename(file), bytes.value, columns) : bytes;
}

/** The same for bytes at hand; `file` is how to name them to the user. */
export function parseTable<R extends string, O extends string>(
  file: string,
  bytes: Uint8Array,
  { required, optional, wholeLines = false }: { required: readonly R[]; optional: readonly O[]; /** Refuses a line with fewer cells than the header. */ wholeLines?: boolean },
): Result<Table<R | O>, Problem> {
  const invalid = (line: number | null, reason: string) => err({ kind: "table-invalid" as const, file, line, reason });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return invalid(null, "it is not UTF-8 text; save it as “CSV UTF-8”");
  }
  if (separatedBySemicolons(text, required)) return invalid(1, "its columns are separated by semicolons; save it with commas");
  const options: Options = { bom: true, trim: true, skip_empty_lines: true, skip_records_with_empty_values: true, relax_column_count: true, info: true };
  let lines: z.infer<typeof parsedLines>;
  try {
    lines = parsedLines.parse(parse(text, options));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return invalid("lines" in error && typeof error.lines === "number" ? error.lines : null, "its quotation marks do not pair up");
  }
  const [header, ...records] = lines;
  if (!header) return invalid(null, "it is empty");
  const names = header.record.map((name) => name.toLowerCase());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice !== undefined) return invalid(1, `the column ${twice} is there twice`);
  const missing = required.filter((column) => !names.includes(column));
  if (missing.length > 0)
    return invalid(1, `the ${missing.length === 1 ? "column" : "columns"} ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing; what is wanted here has ${required.join(", ")}, so look whether this is another table`);
  if (records.length === 0) return invalid(null, "it has a header but no lines");

  const known: readonly (R | O)[] = [...required, ...optional];
  const rows: TableRow<R | O>[] = [];
  for (const { record, info } of records) {
    if (record.length > names.length) return invalid(info.lines, `it has ${record.length} cells but the header has ${names.length}; a comma inside a cell needs quotation marks around the cell`);
    if (wholeLines && record.length < names.length) return invalid(info.lines, `it has ${record.length} ${record.length === 1 ? "cell" : "cells"} but the header has ${names.length}; it may have been cut off`);
    const cells = Object.fromEntries(known.map((column) => [column, record[names.indexOf(column)] ?? ""])) as Record<R | O, string>;
    rows.push({ line: info.lines, cells });
  }
  return ok({ rows, ignoredColumns: names.filter((name) => name !== "" && !(known as readonly string[]).includes(name)) });
}

/** So a spreadsheet writes it in countries where the comma stands in numbers. */
function separatedBySemicolons(text: string, required: readonly string[]): boolean {
  const names = text.trimStart().split(/\r?\n/, 1)[0]!.split(";").map((name) => name.replaceAll('"', "").trim().toLowerCase());
  return names.length > 1 && required.some((column) => names.includes(column));
}

/** What to say of columns that nobody reads: they may be misspelt. `file` is how to name the table to the user. */
export function ignoredColumnsNote(file: string, columns: readonly string[]): string[] {
  if (columns.length === 0) return [];
  return [`${file}: the ${columns.length === 1 ? "column" : "columns"} ${columns.join(", ")} ${columns.length === 1 ? "means" : "mean"} nothing here and ${columns.length === 1 ? "was" : "were"} left aside.`];
}
