import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import { createLetters, type Missing } from "./letters.ts";
import { linesOf } from "./lines.ts";
import { writePageTags } from "./page-tags.ts";
import { createPageTotal } from "./page-total.ts";

/** DejaVu has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters, and signs of all kinds. */
const find = createRequire(import.meta.url).resolve;
const FONTS = { plain: find("dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf"), bold: find("dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf") };

/** Points. A4, with room to punch holes. */
const MARGIN = { top: 72, bottom: 60, left: 56, right: 48 };
const WIDTH = 595.28 - MARGIN.left - MARGIN.right;
const BOTTOM = 841.89 - MARGIN.bottom;
const LINE = 1.36;
const GAP = 10;
const CELL = { x: 4, y: 2.5 };

const INK = "#0b0c0c";
const FAINT = "#484949";
const RULE = "#b1b4b6";
const SHADE = "#f3f2f1";
const WARNING = "#942514";

type Weight = keyof typeof FONTS;
interface Style {
  size: number;
  weight: Weight;
  color: string;
}
const BODY: Style = { size: 9.5, weight: "plain", color: INK };
const styles = {
  body: BODY,
  faint: { ...BODY, size: 8.5, color: FAINT },
  label: { ...BODY, weight: "bold" },
  warning: { ...BODY, weight: "bold", color: WARNING },
} satisfies Record<string, Style>;
export type StyleName = keyof typeof styles;
const headings: Record<1 | 2 | 3, Style> = { 1: { ...BODY, size: 18, weight: "bold" }, 2: { ...BODY, size: 13, weight: "bold" }, 3: { ...BODY, size: 10, weight: "bold" } };

export interface PaperOptions {
  title: string;
  author: string;
  /** Stands on every page; a warning where nothing is published. */
  status: string;
  isDraft: boolean;
  at: Date;
}

/** What stands at the top and at the bottom of each page until it is set anew. */
export interface PageNames {
  top: string;
  bottom: string;
}

/** A column of a table: its heading, and its share of the width. */
export interface PaperColumn {
  heading: string;
  share: number;
}

/**
 * Paper that fills from top to bottom, A4, tagged for screen readers: headings, paragraphs, lists of facts and tables, which break where a page ends.
 * Give `doc` somewhere to go and wait for it between candidates: pages that are full are not kept.
 */
export function createPaper({ title, author, status, isDraft, at }: PaperOptions) {
  const doc = new PDFDocument({
    ...{ size: "A4", margin: 0, pdfVersion: "1.7", tagged: true, lang: "en-GB", displayTitle: true, autoFirstPage: false },
    // None to begin with: a font that came twice, by its file and by its name, would be read anew each time it is used.
    font: "",
    info: { Title: title, Author: author, Subject: status, Creator: author, CreationDate: at, ModDate: at },
  });
  for (const [name, file] of Object.entries(FONTS)) doc.registerFont(name, file);
  const total = createPageTotal(doc, "plain", 8);
  const letters = createLetters(total.hasGlyph);
  const root = doc.struct("Document");
  doc.addStructure(root);
  let section = root;
  let names: PageNames = { top: title, bottom: "" };
  let missing: Missing = { list: [] };
  let pages = 0;
  let y = 0;

  function use({ size, weight, color }: Style): void {
    doc.font(weight).fontSize(size).fillColor(color);
  }

  function lines(text: string, width: number, style: Style): string[] {
    use(style);
    return linesOf(letters.shown(text, missing), width, (each) => doc.widthOfString(each));
  }

  function draw(text: string, x: number, top: number, style: Style): void {
    use(style);
    if (text !== "") doc.text(text, x, top, { lineBreak: false });
  }

  function rule(top: number, color = RULE): void {
    doc.moveTo(MARGIN.left, top).lineTo(MARGIN.left + WIDTH, top).lineWidth(0.5).strokeColor(color).stroke();
  }

  function artifact(act: () => void): void {
    doc.markContent("Artifact", { type: "Layout" });
    act();
    doc.endMarkedContent();
  }

  function newPage(): void {
    if (pages > 0) writePageTags(doc);
    doc.addPage();
    pages += 1;
    doc.markContent("Artifact", { type: "Pagination" });
    const small: Style = { ...BODY, size: 8, color: FAINT };
    draw(letters.shown(names.top, missing), MARGIN.left, 34, { ...small, weight: "bold", color: INK });
    draw(status, MARGIN.left + WIDTH - widthOf(status, { ...small, weight: "bold" }), 34, { ...small, weight: "bold", color: isDraft ? WARNING : INK });
    rule(50);
    const page = `Page ${pages} of `;
    draw(page, MARGIN.left, 808, small);
    total.place(MARGIN.left + widthOf(page, small), 808);
    draw(names.bottom, MARGIN.left + WIDTH - widthOf(names.bottom, small), 808, small);
    doc.endMarkedContent();
    y = MARGIN.top;
  }

  function widthOf(text: string, style: Style): number {
    use(style);
    return doc.widthOfString(text);
  }

  /** Begins a page where less than so much of this one is left. */
  function room(height: number): void {
    if (y + height > BOTTOM) newPage();
  }

  /** Lines under one tag, over as many pages as they take. */
  function flow(tag: string, all: readonly string[], style: Style): void {
    const height = style.size * LINE;
    const element = doc.struct(tag);
    section.add(element);
    for (let next = 0; next < all.length; ) {
      room(height);
      const fits = Math.max(1, Math.floor((BOTTOM - y) / height));
      const band = all.slice(next, next + fits);
      element.add(() => {
        for (const [index, line] of band.entries()) draw(line, MARGIN.left, y + index * height, style);
      });
      y += band.length * height;
      next += band.length;
    }
    element.end();
  }

  /** One row of a table, over as many pages as its cells take. `again` draws the heading once more at the top of a page. */
  function row(table: PDFKit.PDFStructureElement, cells: readonly { text: string; style: Style; tag: "TH" | "TD"; scope?: "Row" | "Column" }[], widths: readonly number[], again: () => void): void {
    const height = BODY.size * LINE;
    const texts = cells.map(({ text, style }, index) => lines(text, widths[index]! - 2 * CELL.x, style));
    const element = doc.struct("TR");
    table.add(element);
    const tagged = cells.map(({ tag, scope }) => {
      const cell = doc.struct(tag, (scope ? { scope } : {}) as object);
      element.add(cell);
      return cell;
    });
    const most = Math.max(...texts.map((each) => each.length));
    for (let next = 0; next < most; ) {
      // A row that fits on a page is not cut where only a line or two of it would stay.
      const rest = (most - next) * height + 2 * CELL.y;
      if (y + rest > BOTTOM && (next > 0 || rest < (BOTTOM - MARGIN.top) / 3 || y + 4 * height > BOTTOM)) {
        newPage();
        again();
      }
      const fits = Math.max(1, Math.min(most - next, Math.floor((BOTTOM - y - 2 * CELL.y) / height)));
      let x = MARGIN.left;
      for (const [index, text] of texts.entries()) {
        const [left, band] = [x + CELL.x, text.slice(next, next + fits)];
        if (band.length > 0)
          tagged[index]!.add(() => {
            for (const [at, line] of band.entries()) draw(line, left, y + CELL.y + at * height, cells[index]!.style);
          });
        x += widths[index]!;
      }
      y += fits * height + 2 * CELL.y;
      next += fits;
      artifact(() => rule(y));
    }
    element.end();
  }

  function table(columns: readonly PaperColumn[], rows: readonly (readonly string[])[]): void {
    const whole = columns.reduce((sum, column) => sum + column.share, 0);
    const widths = columns.map((column) => (column.share / whole) * WIDTH);
    const element = doc.struct("Table");
    section.add(element);
    const height = BODY.size * LINE + 2 * CELL.y;
    const shade = () => artifact(() => doc.rect(MARGIN.left, y, WIDTH, height).fill(SHADE));
    const again = () => {
      shade();
      artifact(() => columns.forEach((column, index) => draw(column.heading, MARGIN.left + widths.slice(0, index).reduce((sum, width) => sum + width, 0) + CELL.x, y + CELL.y, styles.label)));
      y += height;
      artifact(() => rule(y));
    };
    room(height * 3);
    shade();
    row(element, columns.map(({ heading }) => ({ text: heading, style: styles.label, tag: "TH", scope: "Column" })), widths, () => undefined);
    for (const cells of rows) row(element, cells.map((text) => ({ text, style: BODY, tag: "TD" })), widths, again);
    element.end();
    y += GAP;
  }

  return {
    doc,
    /** What is written next belongs together, from a page of its own on. Returns what could not be shown of it, which fills as it is written. */
    section(next: PageNames): Missing {
      if (section !== root) section.end();
      names = next;
      missing = { list: [] };
      section = doc.struct("Sect", { title: next.top });
      root.add(section);
      newPage();
      doc.outline.addItem(next.top);
      return missing;
    },
    heading(level: 1 | 2 | 3, text: string): void {
      const style = headings[level];
      if (y > MARGIN.top) y += { 1: 0, 2: GAP, 3: GAP / 2 }[level];
      // A heading does not stand alone at the foot of a page.
      room(style.size * LINE + 4 * BODY.size * LINE);
      flow(`H${level}`, lines(text, WIDTH, style), style);
      y += { 1: GAP, 2: GAP / 2, 3: 2 }[level];
    },
    paragraph(text: string, style: StyleName = "body"): void {
      flow("P", lines(text, WIDTH, styles[style]), styles[style]);
      y += GAP / 2;
    },
    /** Names and what they say, in two columns. */
    facts(rows: readonly (readonly [name: string, says: string])[]): void {
      const widths = [WIDTH * 0.26, WIDTH * 0.74];
      const element = doc.struct("Table");
      section.add(element);
      room(40);
      artifact(() => rule(y));
      for (const [name, says] of rows)
        row(element, [{ text: name, style: styles.label, tag: "TH", scope: "Row" }, { text: says, style: BODY, tag: "TD" }], widths, () => undefined);
      element.end();
      y += GAP;
    },
    table,
    /** Ends the document; `doc` then has the rest. */
    end(): void {
      section.end();
      root.end();
      total.end(pages);
      doc.end();
    },
  };
}
export type Paper = ReturnType<typeof createPaper>;
