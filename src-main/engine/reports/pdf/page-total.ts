/** What this needs of pdfkit's inside, which its types leave out. */
interface Inside {
  _font: { id: string; ref(): unknown; encode(text: string): [glyphs: string[]]; font: { hasGlyphForCodePoint(codePoint: number): boolean } };
  page: { xobjects: Record<string, unknown> };
}

/**
 * How many pages there are stands on every page, and is known after the last one: each page has a place for it, and they all show one and the same
 * drawing, which is made at the end. So no page has to be kept.
 */
export function createPageTotal(doc: PDFKit.PDFDocument, font: string, size: number) {
  const inside = doc as unknown as Inside;
  doc.font(font);
  const face = inside._font;
  const drawing = doc.ref({ Type: "XObject", Subtype: "Form", BBox: [0, -size, size * 8, size], Resources: { Font: { [face.id]: face.ref() } } });
  return {
    hasGlyph: (codePoint: number) => face.font.hasGlyphForCodePoint(codePoint),
    /** `y`: that of the text's upper edge, as pdfkit counts, from the top. */
    place(x: number, y: number): void {
      inside.page.xobjects["PageTotal"] = drawing;
      // The page is turned over, so that its y points down; the drawing is turned back.
      doc.save().translate(x, y + size * ASCENT).scale(1, -1);
      (doc as unknown as { addContent(operators: string): void }).addContent("/PageTotal Do");
      doc.restore();
    },
    end(pages: number): void {
      const [glyphs] = face.encode(String(pages));
      drawing.end(`0.28 0.29 0.29 rg BT /${face.id} ${size} Tf <${glyphs.join("")}> Tj ET` as unknown as undefined);
    },
  };
}

/** Of DejaVu: from the upper edge of a line to where its letters stand, in parts of the size. */
const ASCENT = 0.928;
