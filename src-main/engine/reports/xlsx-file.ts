import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { columnName, rowXml, STYLES, textXml, type SheetCell } from "./xlsx-xml.ts";

/** Rows of one sheet that Excel opens, the heading included. */
const MOST_ROWS = 1_048_576;

export interface SheetColumn {
  heading: string;
  /** In characters. */
  width: number;
}

export interface Sheet {
  /** Adds a row: a cell for each column, null where it is empty. */
  add(cells: readonly (SheetCell | null)[]): void;
}

/**
 * A workbook that is written as it grows: what was added is kept as compressed bytes at most. Of what spreadsheets can do it knows what a record
 * needs: texts, which are never formulas, numbers, shares, moments, a heading that stays, widths and a filter.
 */
export interface Workbook {
  /** `printed` stands above every printed page. */
  sheet(name: string, columns: readonly SheetColumn[], printed: string): Sheet;
  /** What can go to the file by now. */
  take(): Uint8Array[];
  /** Ends all sheets; `take` then has the rest. */
  end(): void;
}

interface OpenSheet {
  name: string;
  file: ZipDeflate;
  rows: number;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

export function createWorkbook(title: string, at: Date): Workbook {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const sheets: OpenSheet[] = [];
  const ends: (() => void)[] = [];

  function part(path: string): ZipDeflate {
    const file = new ZipDeflate(path, { level: 6 });
    file.mtime = at;
    zip.add(file);
    return file;
  }

  function whole(path: string, xml: string): void {
    const file = new ZipPassThrough(path);
    file.mtime = at;
    zip.add(file);
    file.push(Buffer.from(XML + xml), true);
  }

  return {
    sheet(name, columns, printed) {
      let parts = 0;
      let open: OpenSheet;
      function begin(): void {
        parts += 1;
        // A sheet that is full goes on in another one.
        open = { name: parts === 1 ? name : `${name} ${parts}`, file: part(`xl/worksheets/sheet${sheets.length + 1}.xml`), rows: 0 };
        sheets.push(open);
        open.file.push(Buffer.from(XML + sheetStart(columns)));
        put(columns.map(({ heading }) => ({ heading })));
      }
      function put(cells: readonly (SheetCell | null)[]): void {
        open.rows += 1;
        open.file.push(Buffer.from(rowXml(cells, open.rows)));
      }
      function end(): void {
        open.file.push(Buffer.from(sheetEnd(columns.length, open.rows, printed)), true);
      }
      begin();
      ends.push(end);
      return {
        add(cells) {
          if (open.rows === MOST_ROWS) {
            end();
            begin();
          }
          put(cells);
        },
      };
    },
    take() {
      const taken = ready;
      ready = [];
      return taken;
    },
    end() {
      for (const end of ends) end();
      whole("xl/styles.xml", STYLES);
      whole("xl/workbook.xml", workbookXml(sheets));
      whole("xl/_rels/workbook.xml.rels", relations([...sheets.map((_sheet, index) => ["worksheet", `worksheets/sheet${index + 1}.xml`] as const), ["styles", "styles.xml"]]));
      whole("docProps/core.xml", `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${textXml(title)}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>`);
      whole("_rels/.rels", `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`);
      whole("[Content_Types].xml", contentTypes(sheets.length));
      zip.end();
    },
  };
}

function sheetStart(columns: readonly SheetColumn[]): string {
  const cols = columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join("");
  return `<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols}</cols><sheetData>`;
}

function sheetEnd(columns: number, rows: number, printed: string): string {
  // In what is printed "&" begins a code.
  const header = textXml(printed.replaceAll("&", "&&"));
  return `</sheetData><autoFilter ref="A1:${columnName(columns - 1)}${rows}"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddHeader>&amp;L${header}</oddHeader><oddFooter>&amp;LPage &amp;P of &amp;N&amp;R&amp;A</oddFooter></headerFooter></worksheet>`;
}

function workbookXml(sheets: readonly OpenSheet[]): string {
  const list = sheets.map(({ name }, index) => `<sheet name="${textXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("");
  // The heading is repeated on every printed page.
  const names = sheets.map(({ name }, index) => `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${textXml(name)}'!$1:$1</definedName>`).join("");
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list}</sheets><definedNames>${names}</definedNames></workbook>`;
}

function relations(list: readonly (readonly [type: string, target: string])[]): string {
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join("")}</Relationships>`;
}

function contentTypes(sheets: number): string {
  const type = (path: string, kind: string) => `<Override PartName="${path}" ContentType="application/vnd.openxmlformats-${kind}+xml"/>`;
  const list = Array.from({ length: sheets }, (_, index) => type(`/xl/worksheets/sheet${index + 1}.xml`, "officedocument.spreadsheetml.worksheet")).join("");
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type("/xl/workbook.xml", "officedocument.spreadsheetml.sheet.main")}${type("/xl/styles.xml", "officedocument.spreadsheetml.styles")}${type("/docProps/core.xml", "package.core-properties")}${list}</Types>`;
}
