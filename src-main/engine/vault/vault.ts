import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { DepotReadError, type Depot } from "../depot/depot.ts";
import { errorCode, moveDurably, writeProblem } from "../files/durable-files.ts";
import type { MediaRow } from "../store/media-store.ts";
import { openWhole, RECORDING_CONTEXT } from "./cobblestone.ts";

/** Kept free on the laptop's disk, so that marks can always be saved. */
export const RESERVE_BYTES = 200_000_000;

/** A sealed recording on this laptop and the key that opens it. */
export interface OpenedMedia {
  path: string;
  /** 32 bytes. */
  key: Uint8Array;
  type: string;
  sealedBytes: number;
}

/** Where a sealed file lies once it is whole and verified. */
export function vaultFile(home: string, object: string): string {
  return path.join(home, "vault", object.slice(0, 2), object);
}

/** Where a sealed file lies while it is coming. */
export function partialFile(home: string, object: string): string {
  return path.join(home, "vault", "partial", object);
}

/** Whether a verified file is still there in its full length. */
export async function isInVault(home: string, media: Pick<MediaRow, "object" | "sealedBytes">): Promise<boolean> {
  return stat(vaultFile(home, media.object)).then((found) => found.isFile() && found.size === media.sealedBytes, () => false);
}

export async function spaceProblem(home: string, neededBytes: number): Promise<Problem | undefined> {
  const { bavail, bsize } = await statfs(home);
  return neededBytes + RESERVE_BYTES > bavail * bsize ? { kind: "disk-full", where: home } : undefined;
}

/**
 * Fetches one sealed file as it is, resuming where an earlier try ended. The bytes are hashed as they come; only a
 * file of the right length and hash gets its final name, so whatever lies in the vault was verified.
 */
export async function fetchIntoVault(home: string, depot: Depot, media: MediaRow, onBytes: (bytes: number) => void): Promise<Result<void, Problem>> {
  const partial = partialFile(home, media.object);
  try {
    await mkdir(path.dirname(partial), { recursive: true });
    const hash = createHash("sha256");
    let length = await hashExisting(partial, media.sealedBytes, hash);
    onBytes(length);
    const object = await depot.open(depotKey.media(media.batch, media.object), length);
    if (!object.ok) return object;
    const wrongLength = object.value.sizeBytes !== media.sealedBytes;
    if (!wrongLength) {
      const handle = await open(partial, "a");
      try {
        for await (const piece of object.value.bytes) {
          hash.update(piece);
          await handle.writeFile(piece);
          length += piece.length;
          onBytes(piece.length);
          if (length > media.sealedBytes) break;
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    if (wrongLength || length !== media.sealedBytes || hash.digest("hex") !== media.object) {
      await rm(partial, { force: true });
      return err({ kind: "recording-damaged", name: `The recording ${media.object.slice(0, 12)} of ${media.batch}`, reason: wrongLength ? "its length in the depot is wrong" : "its content is not what was packed" });
    }
    await mkdir(path.dirname(vaultFile(home, media.object)), { recursive: true });
    await moveDurably(partial, vaultFile(home, media.object));
    return ok(undefined);
  } catch (error) {
    return err(error instanceof DepotReadError ? error.problem : writeProblem(error, home));
  }
}

/** Takes up what an earlier try left; a file that is too long starts over. */
async function hashExisting(partial: string, sealedBytes: number, hash: ReturnType<typeof createHash>): Promise<number> {
  const size = await stat(partial).then((found) => found.size, () => 0);
  if (size === 0 || size > sealedBytes) {
    await rm(partial, { force: true });
    return 0;
  }
  for await (const piece of createReadStream(partial)) hash.update(piece as Buffer);
  return size;
}

/** Puts a file that failed its check out of the way, so that it is fetched again. */
export async function discardFromVault(home: string, object: string): Promise<void> {
  await rm(vaultFile(home, object), { force: true });
}

/** Opens a small sealed file (captions) at once. `undefined` where it is not there or not what was packed. */
export async function readFromVault(home: string, object: string, key: Uint8Array): Promise<Buffer | undefined> {
  try {
    return openWhole(await readFile(vaultFile(home, object)), key, RECORDING_CONTEXT);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
