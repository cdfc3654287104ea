import { readdir, readFile, rename, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { HEADER_BYTES, SEALED_CHUNK_BYTES } from "../../src-main/engine/vault/cobblestone.ts";
import { openSealedRecording } from "../../src-main/shell/sealed-recording.ts";
import { createPanel, type Panel, type TestDesk } from "../engine/support/panel.ts";

/** Recordings that change in the vault of a whole desk, while they are played and before. */

const chunk = (index: number) => HEADER_BYTES + index * SEALED_CHUNK_BYTES;

async function swap(file: string, one: number, other: number) {
  const bytes = await readFile(file);
  const [first, second] = [one, other].map((index) => Buffer.from(bytes.subarray(chunk(index), chunk(index + 1))));
  second!.copy(bytes, chunk(one));
  first!.copy(bytes, chunk(other));
  await writeFile(file, bytes);
}

async function flip(file: string, at: number) {
  const bytes = await readFile(file);
  bytes[at]! ^= 1;
  await writeFile(file, bytes);
}

const harms: [string, (file: string, another: string) => Promise<void>][] = [
  ["cut in the middle of a chunk", (file) => truncate(file, chunk(30) + 1_000)],
  ["cut between two chunks", (file) => truncate(file, chunk(30))],
  ["emptied", (file) => truncate(file, 0)],
  ["changed by one bit", (file) => flip(file, chunk(30) + 500)],
  ["given two chunks in each other's place", (file) => swap(file, 30, 31)],
  ["given a chunk of another recording", async (file, another) => {
    const [bytes, others] = [await readFile(file), await readFile(another)];
    others.copy(bytes, chunk(30), chunk(30), chunk(31));
    await writeFile(file, bytes);
  }],
  ["exchanged for another recording", async (file, another) => {
    await writeFile(`${file}.new`, await readFile(another));
    await rename(`${file}.new`, file);
  }],
];

async function deskWithRecordings(): Promise<{ panel: Panel; desk: TestDesk; original: Buffer }> {
  const panel = await createPanel();
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  return { panel, desk, original: await readFile(path.join(panel.folder, "media/q1.mp4")) };
}

/** Everything that a player gets of an answer's recording, and whether it ended as it should. */
async function play(desk: TestDesk, answerId: number, underWay: () => Promise<void> = () => Promise.resolve()): Promise<{ bytes: Buffer; whole: boolean }> {
  const media = await desk.engine.openMedia(answerId);
  if (!media) return { bytes: Buffer.alloc(0), whole: false };
  const recording = await openSealedRecording(media);
  if (!recording.ok) {
    desk.engine.mediaDamaged(media.object);
    return { bytes: Buffer.alloc(0), whole: false };
  }
  const parts: Uint8Array[] = [];
  const stream = recording.value.stream(0, recording.value.sizeBytes - 1, (because) => void (because === "damaged" && desk.engine.mediaDamaged(media.object)));
  try {
    for await (const part of stream) {
      if (parts.push(part) === 1) await underWay();
    }
    return { bytes: Buffer.concat(parts), whole: true };
  } catch {
    return { bytes: Buffer.concat(parts), whole: false };
  }
}

describe("a recording that is", () => {
  test.each(harms.flatMap(([what, harm]) => [[what, "before it is played", harm], [what, "while it is played", harm]] as const))("%s %s: nothing but what was packed is ever played, and it comes again by itself", async (_what, when, harm) => {
    const { desk, original } = await deskWithRecordings();
    const [media, other] = [await desk.engine.openMedia(1), await desk.engine.openMedia(2)];
    const harmNow = () => harm(media!.path, other!.path);
    if (when === "before it is played") await harmNow();
    const { bytes, whole } = await play(desk, 1, when === "while it is played" ? harmNow : undefined);
    expect(bytes.equals(original.subarray(0, bytes.length))).toBe(true);
    // A file that was exchanged under its name goes on being read as it was where it is open already.
    if (whole) expect(bytes.length).toBe(original.length);
    else expect(bytes.length).toBeLessThan(original.length);
    await desk.ask("sync.now", {});
    const again = await play(desk, 1);
    await desk.ask("sync.now", {});
    // Where nobody noticed the first time, the second did.
    expect((again.whole ? again : await play(desk, 1)).bytes.equals(original)).toBe(true);
    expect((await desk.ask("review.view", { answerId: 1 })).recording.state).toBe("here");
    expect((await readdir(path.join(desk.home, "vault/partial")).catch(() => []))).toEqual([]);
  });
});
