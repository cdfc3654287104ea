import { readdirSync, readlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { OpenedMedia } from "../../../src-main/engine/vault/vault.ts";
import { openSealedRecording, type SealedRecording } from "../../../src-main/shell/sealed-recording.ts";
import { contentOf, sealedFile } from "./sealed-file.ts";

const CHUNK = 16_384;
const never = () => expect.unreachable("Nothing is damaged here.");

async function opened(media: OpenedMedia): Promise<SealedRecording> {
  const recording = await openSealedRecording(media);
  if (!recording.ok) throw new Error(recording.error);
  return recording.value;
}

async function read(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.from(await new Response(stream).arrayBuffer());
}

/** Whether this process holds the file open; Linux only, elsewhere it is taken for closed. */
function isOpen(path: string): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc/self/fd").some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  });
}

const sizes = [1, CHUNK - 1, CHUNK, CHUNK + 1, 16 * CHUNK, 16 * CHUNK + 1, 40 * CHUNK + 777];

test.each(sizes)("all of %i bytes come as they were sealed, and the file is closed at their end", async (size) => {
  const content = contentOf(size);
  const media = await sealedFile(content);
  const recording = await opened(media);
  expect(recording.sizeBytes).toBe(size);
  expect((await read(recording.stream(0, size - 1, never))).equals(content)).toBe(true);
  expect(isOpen(media.path)).toBe(false);
});

test("any part comes exactly, across every border", async () => {
  const content = contentOf(40 * CHUNK + 777);
  const media = await sealedFile(content);
  const places = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 16 * CHUNK - 1, 16 * CHUNK, 33 * CHUNK + 5, 40 * CHUNK - 1, 40 * CHUNK, content.length - 1];
  for (const first of places) {
    for (const last of places.filter((place) => place >= first)) {
      const recording = await opened(media);
      expect((await read(recording.stream(first, last, never))).equals(content.subarray(first, last + 1)), `${first}-${last}`).toBe(true);
    }
  }
  expect(isOpen(media.path)).toBe(false);
});

test("a player that goes away closes the file, before and while it is read", async () => {
  const media = await sealedFile(contentOf(64 * CHUNK));
  const unread = (await opened(media)).stream(0, 64 * CHUNK - 1, never);
  await unread.cancel();
  expect(isOpen(media.path)).toBe(false);

  const reader = (await opened(media)).stream(0, 64 * CHUNK - 1, never).getReader();
  await reader.read();
  const underWay = reader.read();
  await reader.cancel();
  expect(await underWay).toMatchObject({ done: true });
  expect(isOpen(media.path)).toBe(false);
});

test("nothing is read before it is wanted", async () => {
  const media = await sealedFile(contentOf(64 * CHUNK));
  const recording = await opened(media);
  // What is there when it is pulled is what counts.
  const stream = recording.stream(0, 64 * CHUNK - 1, () => {});
  writeFileSync(media.path, Buffer.alloc(media.sealedBytes));
  await expect(read(stream)).rejects.toThrow("damaged");
});

test("a damaged chunk ends the stream with an error after what is whole, once told, and the file is closed", async () => {
  const content = contentOf(64 * CHUNK);
  const media = await sealedFile(content);
  const recording = await opened(media);
  media.bytes.writeUInt8(media.bytes.readUInt8(56 + 40 * (CHUNK + 16) + 3) ^ 1, 56 + 40 * (CHUNK + 16) + 3);
  writeFileSync(media.path, media.bytes);
  const told: string[] = [];
  const reader = recording.stream(0, content.length - 1, (because) => told.push(because)).getReader();
  const whole: Uint8Array[] = [];
  await expect(
    (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) whole.push(part.value);
    })(),
  ).rejects.toThrow("damaged");
  const before = Buffer.concat(whole);
  expect(before.length).toBeGreaterThan(0);
  expect(before.equals(content.subarray(0, before.length))).toBe(true);
  expect(told).toEqual(["damaged"]);
  expect(isOpen(media.path)).toBe(false);
});

test("what is not the recording that was named is refused and closed", async () => {
  const media = await sealedFile(contentOf(3 * CHUNK + 5));
  const variants: [string, Partial<OpenedMedia>, Buffer][] = [
    ["another key", { key: new Uint8Array(32).fill(1) }, media.bytes],
    ["another length", { sealedBytes: media.sealedBytes - 1 }, media.bytes],
    ["no length of a sealed file", { sealedBytes: 60 }, media.bytes],
    ["a chunk cut off", { sealedBytes: media.sealedBytes - 21 }, media.bytes.subarray(0, -21)],
    ["cut at the border of a chunk, length and all", { sealedBytes: 56 + 2 * (CHUNK + 16) + 16 }, media.bytes.subarray(0, 56 + 2 * (CHUNK + 16) + 16)],
    ["something behind it", {}, Buffer.concat([media.bytes, Buffer.of(0)])],
    ["an empty file", {}, Buffer.alloc(0)],
    ["a last chunk that was changed", {}, Buffer.concat([media.bytes.subarray(0, -1), Buffer.of(media.bytes.at(-1)! ^ 1)])],
  ];
  for (const [what, named, bytes] of variants) {
    writeFileSync(media.path, bytes);
    expect(await openSealedRecording({ ...media, ...named }), what).toEqual({ ok: false, error: "damaged" });
    expect(isOpen(media.path), what).toBe(false);
  }
  unlinkSync(media.path);
  expect(await openSealedRecording(media)).toEqual({ ok: false, error: "missing" });
});

test("what the disk does not give is told as that, not as damage: at the beginning and in the middle", async () => {
  const media = await sealedFile(contentOf(3 * CHUNK));
  expect(await openSealedRecording({ ...media, path: path.dirname(media.path) })).toEqual({ ok: false, error: "unreadable" });
  const recording = await opened(media);
  await recording.close();
  const told: string[] = [];
  await expect(read(recording.stream(0, 9, (because) => told.push(because)))).rejects.toThrow("unreadable");
  expect(told).toEqual(["unreadable"]);
});
