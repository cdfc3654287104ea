import { readFile, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { errorCode } from "../files/durable-files.ts";
import type { MediaRow } from "../store/media-store.ts";
import { openWhole, RECORDING_CONTEXT } from "./cobblestone.ts";

/** Kept free on the laptop's disk, so that marks can always be saved. */
export const RESERVE_BYTES = 200_000_000;

/** A sealed recording on this laptop and the key that opens it. */
export interface OpenedMedia {
  object: string;
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

/** Where a sealed file lies while it comes. */
export function partialFile(home: string, object: string): string {
  return path.join(home, "vault", "partial", object);
}

/** Whether a verified file is still there in its full length. */
export async function isInVault(home: string, media: Pick<MediaRow, "object" | "sealedBytes">): Promise<boolean> {
  return stat(vaultFile(home, media.object)).then((found) => found.isFile() && found.size === media.sealedBytes, () => false);
}

/** How many bytes this laptop's disk has to give to recordings, beyond the reserve. */
export async function spaceForRecordings(home: string): Promise<number> {
  const { bavail, bsize } = await statfs(home);
  return bavail * bsize - RESERVE_BYTES;
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
