/** What this needs of pdfkit's inside, which its types leave out. */
interface Inside {
  page: { structParentTreeKey: number };
  getStructParentTree(): { get(key: number): unknown; add(key: number, value: unknown): void };
  ref(data: unknown): { data: unknown; end(): void };
}

/**
 * A tagged document says of every page to which element each piece of it belongs, and pdfkit would keep all of that, with the elements, until
 * the document ends. Writes it out for the page that is full, so that what stays of it is its number.
 */
export function writePageTags(doc: PDFKit.PDFDocument): void {
  const inside = doc as unknown as Inside;
  const key = inside.page.structParentTreeKey;
  const tree = inside.getStructParentTree();
  const written = inside.ref(tree.get(key));
  written.end();
  written.data = {};
  tree.add(key, written);
}
