import { randomUUID } from "node:crypto";
import { closeSync, constants, fsyncSync, openSync, readdirSync, rmSync } from "node:fs";
import { link, mkdir, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../../../src-shared/problems/problem.ts";

/** Files that are being written are called so until they are whole; nothing ever reads them as finished. */
export const TEMPORARY_PREFIX = ".writing-";

/** How often and how long to wait where a virus scanner holds a new file for a moment (Windows: EPERM, EBUSY). */
const RENAME_TRIES = 6;
const RENAME_WAIT_MS = 50;
/** A claim older than this was left by a writer that ended before it could take it away. */
const STALE_CLAIM_MS = 10 * 60_000;

export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown error";
}

/** What a failed write means for a user; programming errors are thrown on. */
export function writeProblem(error: unknown, where: string): Problem {
  const code = errorCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") return { kind: "disk-full", where };
  if (!(error instanceof Error && "code" in error)) throw error;
  return { kind: "file-unwritable", file: where, reason: reasonOf(code) };
}

/** Plain words for the codes of the operating system that a user may meet. */
export function reasonOf(code: string): string {
  switch (code) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
    case "EPERM":
      return "access is denied";
    case "EROFS":
      return "the drive is read-only";
    case "EISDIR":
      return "it is a folder";
    case "ENOTDIR":
      return "part of its path is not a folder";
    case "EBUSY":
      return "another program is using it";
    case "ENAMETOOLONG":
      return "its name is too long";
    case "ELOOP":
      return "it is a link that leads to itself";
    case "EIO":
      return "the drive reports an error";
    default:
      return code;
  }
}

/** Removes from a folder that nobody else writes to what an earlier life began there and never finished. What cannot go now goes another time. */
export function removeUnfinished(folder: string): void {
  try {
    for (const name of readdirSync(folder)) if (name.startsWith(TEMPORARY_PREFIX)) rmSync(path.join(folder, name), { force: true });
  } catch {
    // Not there yet, or held by another program.
  }
}

/** Makes what a folder lists durable, at once. Windows has no such call and needs none. */
export function syncFolderNow(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder and those above it, and their being there durable. One by one: all at once, a read-only drive looks like one that is gone. */
async function makeFolder(folder: string): Promise<void> {
  if (await exists(folder)) return;
  await makeFolder(path.dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== "EEXIST") throw error;
  });
  await syncFolder(path.dirname(folder));
}

/** The same for a folder, without waiting for it on the event loop. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function whileHeld(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await act();
    } catch (error) {
      if (attempt >= RENAME_TRIES || process.platform !== "win32" || !["EPERM", "EBUSY", "EACCES"].includes(errorCode(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, RENAME_WAIT_MS * 2 ** attempt));
    }
}

/** Moves a finished file to its final name in the same file system, durably. Replaces what is there. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await whileHeld(() => rename(from, to));
  await syncFolder(path.dirname(to));
}

/** Writes a file so that it is there whole or not at all, replacing what was there. */
export function writeDurably(file: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  return replaceDurably(file, (handle) => handle.writeFile(bytes), mode);
}

/** The same for a file that `write` fills bit by bit. */
export async function replaceDurably(file: string, write: (handle: FileHandle) => Promise<void>, mode = 0o600): Promise<void> {
  await makeFolder(path.dirname(file));
  const temporary = await writeTemporary(path.dirname(file), mode, write);
  await orRemove(temporary, () => moveDurably(temporary, file));
}

/**
 * Writes a file under a name that must not exist yet, whole or not at all. `write` fills the file. `tag` marks what is
 * unfinished as this writer's. Says `already-exists`, and changes nothing, where the name is taken.
 */
export async function createDurably(file: string, write: (handle: FileHandle) => Promise<void>, tag = ""): Promise<"created" | "already-exists"> {
  await makeFolder(path.dirname(file));
  if (await exists(file)) {
    // Whoever put it there may not have come to this.
    await syncFolder(path.dirname(file));
    return "already-exists";
  }
  const temporary = await writeTemporary(path.dirname(file), 0o644, write, tag);
  return orRemove(temporary, async () => {
    const outcome = await takeName(temporary, file);
    await rm(temporary, { force: true });
    await syncFolder(path.dirname(file));
    return outcome;
  });
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

async function writeTemporary(folder: string, mode: number, write: (handle: FileHandle) => Promise<void>, tag = ""): Promise<string> {
  const temporary = path.join(folder, TEMPORARY_PREFIX + tag + randomUUID());
  return orRemove(temporary, async () => {
    const handle = await open(temporary, "wx", mode);
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return temporary;
  });
}

async function orRemove<T>(temporary: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Gives a finished file its name if nobody has it. A hard link does that in one step; where a drive has none (FAT), a claim file does. */
async function takeName(temporary: string, file: string): Promise<"created" | "already-exists"> {
  try {
    await whileHeld(() => link(temporary, file));
    return "created";
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return "already-exists";
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL"].includes(code)) throw error;
  }
  return takeNameByClaim(temporary, file);
}

async function takeNameByClaim(temporary: string, file: string): Promise<"created" | "already-exists"> {
  const claim = path.join(path.dirname(file), `${TEMPORARY_PREFIX}claim-${path.basename(file)}`);
  const claimedAt = await stat(claim).then((found) => found.mtimeMs, () => undefined);
  if (claimedAt !== undefined && Date.now() - claimedAt > STALE_CLAIM_MS) await rm(claim, { force: true });
  const handle = await open(claim, "wx");
  try {
    if (await exists(file)) return "already-exists";
    await whileHeld(() => rename(temporary, file));
    return "created";
  } finally {
    await handle.close();
    await rm(claim, { force: true });
  }
}
