import { createHash, randomBytes, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import type { SealedObject } from "../../../src-shared/documents/batch.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { errorCode, reasonOf, writeProblem } from "../files/durable-files.ts";
import { KEY_BYTES, RECORDING_CONTEXT, seal } from "../vault/cobblestone.ts";

const READ_BYTES = 1024 * 1024;

/** What a file held when it was looked at. */
export interface FileContent {
  bytes: number;
  sha256: string;
}

/** Hashes a file. Fails with the reason, in words. */
export async function hashFile(file: string, onBytes: (bytes: number) => void): Promise<Result<FileContent, string>> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of readHashed(file, hash)) {
      bytes += piece.length;
      onBytes(piece.length);
    }
    return ok({ bytes, sha256: hash.digest("hex") });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return err(reasonOf(errorCode(error.cause)));
  }
}

/**
 * Seals a file under a random key of its own into `sealedFile`, which must not exist yet. Refuses, and leaves
 * nothing behind, where the file is no longer what it was when it was looked at.
 */
export async function sealFile(file: string, expected: FileContent, sealedFile: string, onBytes: (bytes: number) => void): Promise<Result<SealedObject, Problem>> {
  const key = randomBytes(KEY_BYTES);
  const contentHash = createHash("sha256");
  const sealedHash = createHash("sha256");
  let sealedBytes = 0;
  let bytes = 0;
  try {
    const handle = await open(sealedFile, "wx", 0o600);
    try {
      for await (const piece of seal(counted(readHashed(file, contentHash)), key, RECORDING_CONTEXT)) {
        sealedHash.update(piece);
        sealedBytes += piece.length;
        await handle.writeFile(piece);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(sealedFile, { force: true });
    if (error instanceof SourceError) return err({ kind: "file-unreadable", file, reason: reasonOf(errorCode(error.cause)) });
    return err(writeProblem(error, sealedFile));
  }
  const sha256 = contentHash.digest("hex");
  if (bytes !== expected.bytes || sha256 !== expected.sha256) {
    await rm(sealedFile, { force: true });
    return err({ kind: "recordings-refused", refused: [{ file, reason: "it was changed while it was being packed; pack again when nobody writes to it" }] });
  }
  return ok({ object: sealedHash.digest("hex"), key: key.toString("base64url"), sealedBytes, bytes, sha256 });

  async function* counted(pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      bytes += piece.length;
      onBytes(piece.length);
      yield piece;
    }
  }
}

/** Marks a failure as one of the file being read, apart from those of the file being written. */
class SourceError extends Error {}

async function* readHashed(file: string, hash: Hash): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file, { highWaterMark: READ_BYTES });
  try {
    for await (const piece of stream) {
      hash.update(piece as Buffer);
      yield piece as Buffer;
    }
  } catch (error) {
    // A consumer's own failure ends this generator by `return`, so whatever is caught here was thrown by reading.
    throw new SourceError("reading failed", { cause: error });
  } finally {
    stream.destroy();
  }
}
