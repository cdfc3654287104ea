import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRepository } from "../../scripts/setup/places.ts";
import { expect, test } from "./desk-window.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { playerPage } from "./support/player-page.ts";
import { reviewPage } from "./support/review-page.ts";

const RECORDINGS = ["K-2031-q1", "K-2031-q2", "K-2031-q3"];
/** Any 15 bytes in a row of a recording hold one such piece. */
const PIECE_BYTES = 8;
/** Pieces of less variety (zeros, fillers, counters) are in every program's files. */
const LEAST_DIFFERENT_BYTES = 6;
/** So are words: a recording begins with those of the program that made it. */
const isText = (piece: Buffer) => piece.every((byte) => byte >= 0x20 && byte < 0x7f);
/** Words of this length in a row are nobody's but the candidate's. */
const PHRASE_LENGTH = 20;

interface Pieces {
  all: Set<bigint>;
  /** 1 where some piece begins with these three bytes: most places of a file are ruled out by one look. */
  beginnings: Uint8Array;
}

/** Every piece of these files, in order, by its bytes. */
async function piecesOf(files: readonly string[]): Promise<Pieces> {
  const pieces: Pieces = { all: new Set(), beginnings: new Uint8Array(2 ** 24) };
  for (const file of files) {
    const bytes = await readFile(file);
    for (let at = 0; at + PIECE_BYTES <= bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      if (new Set(piece).size < LEAST_DIFFERENT_BYTES || isText(piece)) continue;
      pieces.all.add(piece.readBigUInt64LE());
      pieces.beginnings[piece.readUIntLE(0, 3)] = 1;
    }
  }
  return pieces;
}

/** The first piece that a file holds, with what stands around it, or nothing. */
function pieceIn(bytes: Buffer, { all, beginnings }: Pieces): string | undefined {
  for (let at = 0; at + PIECE_BYTES <= bytes.length; at += 1) {
    const isPossible = beginnings[bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)] === 1;
    if (isPossible && all.has(bytes.readBigUInt64LE(at))) return `${bytes.toString("latin1", Math.max(0, at - PIECE_BYTES), at + 2 * PIECE_BYTES)} at ${at}`;
  }
  return undefined;
}

/** Everything that is said in these captions, in phrases. */
async function phrasesOf(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const lines = texts.flatMap((text) => text.split(/\r?\n/)).filter((line) => line.length >= PHRASE_LENGTH && !line.includes("-->"));
  return lines.flatMap((line) => [line.slice(0, PHRASE_LENGTH), line.slice(-PHRASE_LENGTH)]);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

test("after synchronising and playing, no part of any recording or caption lies in the data folder or the depot", async ({ launch, home }) => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"));
  try {
    const panel = await createPanel(folder, { recordings: RECORDINGS });
    await panel.enrol(home);
    expect((await deskCommand("sync", "--home", home)).status).toBe(0);
    const { page, close } = await launch();
    const review = reviewPage(page);
    await review.begin();
    for (let answer = 0; answer < RECORDINGS.length; answer += 1) {
      await playerPage(page).ready();
      await playerPage(page).playPast(1);
      await review.tab("Transcript").click();
      await expect(page.locator("[role=option]").first()).toBeVisible();
      if (answer < RECORDINGS.length - 1) await page.keyboard.press("]");
    }
    await close();

    const originals = (end: string) => RECORDINGS.map((name) => inRepository("assets", "demo", "media", `${name}.${end}`));
    const pieces = await piecesOf(originals("mp4"));
    const phrases = await phrasesOf(originals("vtt"));
    // The search itself finds what is there.
    expect(pieces.all.size).toBeGreaterThan(100_000);
    expect(phrases.length).toBeGreaterThan(20);
    const whole = await readFile(originals("mp4")[1]!);
    const middle = Math.floor(whole.length / 2);
    expect(pieceIn(whole.subarray(middle + 3, middle + 3 + 5 * PIECE_BYTES), pieces)).toBeDefined();

    const files = [...(await filesIn(home)), ...(await filesIn(panel.depot))];
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const bytes = await readFile(file);
      expect(pieceIn(bytes, pieces), `part of a recording in ${path.relative(home, file)}`).toBeUndefined();
      for (const phrase of phrases) expect(bytes.includes(phrase) || bytes.includes(Buffer.from(phrase, "utf16le")), `${path.relative(home, file)} holds “${phrase}”`).toBe(false);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
