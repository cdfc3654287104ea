import { csvLines } from "./csv-lines.ts";
import type { BatchRecord } from "./record-model.ts";
import { answersAndMarks, marksOf, type Cell, type MarkRow } from "./tables.ts";

/** Takes a part of a file; resolves when it may be given the next. */
export type Write = (bytes: Uint8Array) => Promise<unknown>;

/** Without it Excel takes UTF-8 for the system's old code page. */
const BYTE_ORDER_MARK = "\ufeff";

/** A row for each answer and mark. */
export async function writeCsv(record: BatchRecord, write: Write, onCandidate: () => void): Promise<void> {
  const lines = (rows: (string | number)[][]) => Buffer.from(csvLines(rows, { asFile: true }));
  await write(Buffer.from(BYTE_ORDER_MARK));
  await write(lines([answersAndMarks.map((each) => each.name)]));
  for (const candidate of record.candidates()) {
    await write(lines(marksOf(candidate).map((row) => valuesOf(row, record))));
    onCandidate();
  }
}

function valuesOf(row: MarkRow, record: BatchRecord): (string | number)[] {
  return answersAndMarks.map((each) => valueOf(each.cell(row, record)));
}

function valueOf(cell: Cell): string | number {
  if (cell === null) return "";
  if ("text" in cell) return cell.text;
  if ("moment" in cell) return cell.moment;
  return "number" in cell ? cell.number : cell.share;
}
