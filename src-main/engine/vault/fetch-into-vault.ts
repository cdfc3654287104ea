import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { DepotReadError, type Depot } from "../depot/depot.ts";
import { moveDurably, writeProblem } from "../files/durable-files.ts";
import type { MediaRow } from "../store/media-store.ts";
import { partialFile, vaultFile } from "./vault.ts";

/** Written at once, however small the pieces come: a call for each would cost more than the writing. */
const WRITE_BYTES = 256 * 1024;
/** Read at once where an earlier try left something: hashing so much takes about a millisecond. */
const READ_BYTES = 512 * 1024;

export interface Fetching {
  home: string;
  depot: Depot;
  media: Pick<MediaRow, "object" | "batch" | "sealedBytes">;
  /** Ends it at once; what came stays and is not fetched again. */
  signal: AbortSignal;
  /** What an earlier try left of the file; 0 where it starts over. */
  onLength(length: number): void;
  /** Called with what just came over the network; nothing more is asked for before it resolves. */
  onArrived(bytes: number): Promise<void>;
}

type Ended = "here" | "interrupted" | "leftover-useless";

/**
 * Fetches one sealed file as it is, going on behind the last byte that an earlier try left. The bytes are hashed as
 * they come; only a file of the right length and hash gets its final name, so whatever lies in the vault was verified.
 * A leftover that turns out to be no part of the file is thrown away, and the file starts over.
 */
export async function fetchIntoVault(fetching: Fetching): Promise<Result<"here" | "interrupted", Problem>> {
  const { home, media } = fetching;
  const partial = partialFile(home, media.object);
  try {
    await mkdir(path.dirname(partial), { recursive: true });
    for (;;) {
      // For owners only: sealed or not, nobody else has to do with it.
      const handle = await open(partial, constants.O_RDWR | constants.O_CREAT, 0o600);
      let ended: Result<Ended, Problem>;
      try {
        ended = await fetchInto(handle, fetching);
      } finally {
        await handle.close();
      }
      if (!ended.ok) {
        if (ended.error.kind === "recording-damaged") await rm(partial, { force: true });
        return ended;
      }
      if (ended.value === "interrupted") return ok("interrupted");
      if (ended.value === "here") {
        await mkdir(path.dirname(vaultFile(home, media.object)), { recursive: true });
        await moveDurably(partial, vaultFile(home, media.object));
        return ok("here");
      }
      await rm(partial, { force: true });
      fetching.onLength(0);
    }
  } catch (error) {
    return err(error instanceof DepotReadError ? error.problem : writeProblem(error, home));
  }
}

async function fetchInto(handle: FileHandle, { depot, media, signal, onLength, onArrived }: Fetching): Promise<Result<Ended, Problem>> {
  const hash = createHash("sha256");
  const leftover = (await handle.stat()).size;
  if (leftover > media.sealedBytes) return ok("leftover-useless");
  if (!(await hashLeftover(handle, leftover, hash, signal))) return ok("interrupted");
  onLength(leftover);
  let length = leftover;
  const damaged = (reason: string): Result<Ended, Problem> =>
    leftover > 0 ? ok("leftover-useless") : err({ kind: "recording-damaged", name: `The recording ${media.object.slice(0, 12)} of ${media.batch}`, reason });

  if (length < media.sealedBytes) {
    const opening = depot.open(depotKey.media(media.batch, media.object), leftover, signal);
    const object = await orAborted(opening, signal);
    if (object === undefined) {
      opening.then((late) => late.ok && letGo(late.value.bytes[Symbol.asyncIterator]())).catch(() => undefined);
      return ok("interrupted");
    }
    if (!object.ok) return object;
    const { sizeBytes, bytes } = object.value;
    if (sizeBytes !== media.sealedBytes) {
      letGo(bytes[Symbol.asyncIterator]());
      return damaged("its length in the depot is wrong");
    }
    const writer = createWriter(handle, leftover);
    const pieces = bytes[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await orAborted(pieces.next(), signal);
        if (next === undefined || next.done) break;
        const piece = next.value;
        length += piece.length;
        // Whole although a part was asked for, or another file: nothing of it is kept.
        if (length > media.sealedBytes) return damaged("it is longer than what was packed");
        await writer.write(piece);
        // While it is being written.
        hash.update(piece);
        await onArrived(piece.length);
      }
    } finally {
      letGo(pieces);
      // What came is on its way to the disk whatever ended the transfer: it is not fetched again.
      await writer.end();
    }
    if (signal.aborted) return ok("interrupted");
    // The depot had said that there is more: the way broke without an error, and it goes on behind what came.
    if (length < media.sealedBytes) return err({ kind: "depot-unreachable", where: depot.where });
  }
  if (hash.digest("hex") !== media.object) return damaged("its content is not what was packed");
  await handle.sync();
  return ok("here");
}

/** Takes up what an earlier try left, piece by piece, so that nothing else waits for it. Says whether it got to the end. */
async function hashLeftover(handle: FileHandle, length: number, hash: Hash, signal: AbortSignal): Promise<boolean> {
  const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, length));
  for (let at = 0; at < length && !signal.aborted; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, length - at), at);
    if (bytesRead === 0) throw Object.assign(new Error("A leftover ended early."), { code: "EIO" });
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return !signal.aborted;
}

/** Gathers pieces and writes them in order, one write under way while the next pieces come. */
function createWriter(handle: FileHandle, from: number) {
  let position = from;
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  let writing: Promise<void> = Promise.resolve();

  async function writeAll(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
  async function flush(): Promise<void> {
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, gathered);
    const at = position;
    position += gathered;
    pieces = [];
    gathered = 0;
    await writing;
    writing = writeAll(bytes, at);
    // Met by whoever waits for it next.
    writing.catch(() => undefined);
  }
  return {
    async write(piece: Uint8Array): Promise<void> {
      pieces.push(piece);
      gathered += piece.length;
      if (gathered >= WRITE_BYTES) await flush();
    },
    async end(): Promise<void> {
      if (gathered > 0) await flush();
      await writing;
    },
  };
}

/** What comes of something, or `undefined` as soon as the signal is aborted, however long it would take. */
function orAborted<T>(coming: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    coming.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Closes what the depot holds open; where a piece is still awaited, that happens when it comes or fails. */
function letGo(pieces: AsyncIterator<Uint8Array>): void {
  pieces.return?.().catch(() => undefined);
}
