import { execFileSync } from "node:child_process";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import { XMLParser } from "fast-xml-parser";
import { readSheet } from "read-excel-file/node";

/** A CSV file as a program reads it: a record for each row, by the names of the columns. */
export function readCsv(bytes: Uint8Array): Record<string, string>[] {
  return parse(Buffer.from(bytes), { bom: true, columns: true });
}

/** A sheet as another library reads it: a record for each row, by the headings. */
export async function readXlsx(bytes: Uint8Array, sheet: string): Promise<Record<string, unknown>[]> {
  const [headings, ...rows] = await readSheet(Buffer.from(bytes), sheet, { trim: false });
  return rows.map((row) => Object.fromEntries(headings!.map((heading, index) => [String(heading), row[index]])));
}

/** The XML of a workbook's parts, by their paths. */
export function partsOfXlsx(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));
}

/** All texts of a sheet's cells as XML holds them. */
export function textsOfSheet(xml: string): string[] {
  const parser = new XMLParser({ ignoreAttributes: true, trimValues: false, parseTagValue: false, isArray: (name) => name === "row" || name === "c", htmlEntities: true });
  const { worksheet } = parser.parse(xml) as { worksheet: { sheetData: { row: { c?: { is?: { t: string } }[] }[] } } };
  return worksheet.sheetData.row.flatMap((row) => (row.c ?? []).flatMap((cell) => (cell.is ? [cell.is.t] : [])));
}

/** What Poppler reads from a PDF: its text page by page, its properties, and its tags with their text. */
export function readPdf(file: string): { pages: string[]; info: Record<string, string>; structure: string } {
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const info = Object.fromEntries(
    run("pdfinfo", file)
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const text = run("pdftotext", "-layout", file, "-");
  return { pages: text.split("\f").slice(0, -1), info, structure: run("pdfinfo", "-struct-text", file) };
}
