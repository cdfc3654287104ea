import { draftDocument, draftMark, type DraftDocument } from "../../../src-shared/documents/draft.ts";
import type { PrivateSigningKey } from "../../../src-shared/documents/ids.ts";
import { sealPieces, sign } from "../documents/sealing.ts";
import { breathe } from "./read-draft.ts";

const MARKS_A_PIECE = 50;

/** Signs and seals a draft a few marks at a time: somebody may be typing the next one. */
export async function writeDraft(document: DraftDocument, recipients: readonly string[], key: PrivateSigningKey): Promise<Uint8Array> {
  return sign(await sealPieces(recipients, piecesOf(document)), "age", key);
}

async function* piecesOf(document: DraftDocument): AsyncGenerator<Uint8Array> {
  const { marks: _, ...rest } = draftDocument.parse({ ...document, marks: [] });
  yield Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"marks":[`);
  for (let from = 0; from < document.marks.length; from += MARKS_A_PIECE) {
    const piece = document.marks.slice(from, from + MARKS_A_PIECE).map((mark) => JSON.stringify(draftMark.parse(mark)));
    yield Buffer.from((from === 0 ? "" : ",") + piece.join(","));
    await breathe();
  }
  yield Buffer.from("]}");
}
