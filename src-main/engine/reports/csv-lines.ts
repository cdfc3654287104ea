import { stringify } from "csv-stringify/sync";

/**
 * Lines of CSV. A text that a spreadsheet would take for a formula has an apostrophe before it, as spreadsheets themselves mark a text.
 * `asFile`: every text in quotation marks, and lines that end as Excel has them.
 */
export function csvLines(rows: readonly (readonly (string | number | null)[])[], { asFile = false } = {}): string {
  return stringify(rows as (string | number | null)[][], { escape_formulas: true, ...(asFile && { quoted_string: true, record_delimiter: "windows" }) });
}
