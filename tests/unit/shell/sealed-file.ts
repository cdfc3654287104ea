import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { RECORDING_CONTEXT, seal } from "../../../src-main/engine/vault/cobblestone.ts";
import type { OpenedMedia } from "../../../src-main/engine/vault/vault.ts";

/** Content whose every byte tells where it stands. */
export function contentOf(sizeBytes: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 7 + (index >> 8)) & 0xff));
}

/** A sealed recording in a folder that is gone when the test ends. */
export async function sealedFile(content: Buffer): Promise<OpenedMedia & { bytes: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), "assessor-desk-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const key = new Uint8Array(32).fill(9);
  const parts: Buffer[] = [];
  for await (const part of seal([content], key, RECORDING_CONTEXT)) parts.push(part);
  const bytes = Buffer.concat(parts);
  const path = join(folder, "recording");
  await writeFile(path, bytes);
  return { object: "0".repeat(64), path, key, type: "video/mp4", sealedBytes: bytes.length, bytes };
}
