import type { Cell } from "./tables.ts";

/** A cell of a sheet; a heading stands out. */
export type SheetCell = NonNullable<Cell> | { heading: string };

/** Places in the list of styles below. */
const STYLE = { text: 1, heading: 2, number: 3, share: 4, moment: 5 };

/** Texts wrap and are of the format "text", so that editing one makes no formula of it either. */
export const STYLES =
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>' +
  '<fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF3F2F1"/></patternFill></fill></fills>' +
  "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>" +
  '<cellXfs count="6"><xf/>' +
  '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
  '<xf numFmtId="49" fontId="1" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
  '<xf applyAlignment="1"><alignment vertical="top"/></xf>' +
  '<xf numFmtId="9" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>' +
  '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>' +
  "</cellXfs></styleSheet>";

const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, which believe in a 29 February 1900. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

export function rowXml(cells: readonly (SheetCell | null)[], row: number): string {
  return `<row r="${row}">${cells.map((cell, index) => (cell === null ? "" : cellXml(cell, `${columnName(index)}${row}`))).join("")}</row>`;
}

function cellXml(cell: SheetCell, at: string): string {
  if ("text" in cell) return inline(cell.text, at, STYLE.text);
  if ("heading" in cell) return inline(cell.heading, at, STYLE.heading);
  if ("number" in cell) return value(cell.number, at, STYLE.number);
  if ("share" in cell) return value(cell.share, at, STYLE.share);
  return value((Date.parse(cell.moment) - DAY_ZERO) / DAY_MS, at, STYLE.moment);
}

function inline(text: string, at: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${textXml(text)}</t></is></c>`;
}

function value(number: number, at: string, style: number): string {
  return `<c r="${at}" s="${style}"><v>${number}</v></c>`;
}

/** A, B, … Z, AA, … from 0. */
export function columnName(index: number): string {
  return (index >= 26 ? columnName(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
}

/**
 * A text of XML. What XML cannot hold, control characters and halves of pairs, is written as spreadsheets write it, `_x0007_`; a text that
 * looks so already has its underscore written so. A carriage return that stood there bare would be read as a new line.
 */
export function textXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) => ("\t\n\r".includes(character) ? character : `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}
