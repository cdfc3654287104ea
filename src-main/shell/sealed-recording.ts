import { open, type FileHandle } from "node:fs/promises";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { OpenedMedia } from "../engine/vault/vault.ts";
import {
  CHUNK_BYTES,
  chunkSpan,
  contentLength,
  HEADER_BYTES,
  openHeader,
  RECORDING_CONTEXT,
  SEALED_CHUNK_BYTES,
  type ChunkOpener,
} from "../engine/vault/cobblestone.ts";

/** `damaged`: it is not what was sealed. `unreadable`: the disk refuses to give it; it may be in order. */
type Fault = "damaged" | "unreadable";

/** A sealed recording on disk, opened for one request. Whoever opens it either streams from it or closes it. */
export interface SealedRecording {
  /** Length of the content. */
  sizeBytes: number;
  /**
   * The content from `first` to `last`, inclusive, decrypted as it is pulled and never before. The file is closed at
   * its end, when it is cancelled and when it fails; `onFailed` is called with what is wrong.
   */
  stream(first: number, last: number, onFailed: (because: Fault) => void): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

/** 64 KiB first, since somebody waits for a picture. */
const FIRST_CHUNKS = 4;
/** Then 256 KiB at a time: few turns of the event loop for a clip, and little work in each. */
const CHUNKS_AT_A_TIME = 16;

/** What was found in order is not looked at again for as long as it is remembered: every request of a player opens it anew. */
const checked = new WeakMap<OpenedMedia, ChunkOpener>();

/**
 * Opens a recording after checking that its key belongs to it and that it ends where it was sealed to end.
 * `missing`: there is no such file.
 */
export async function openSealedRecording(media: OpenedMedia): Promise<Result<SealedRecording, "missing" | Fault>> {
  const { path, sealedBytes } = media;
  const sizeBytes = contentLength(sealedBytes);
  if (sizeBytes === undefined) return err("damaged");
  const file = await opened(path);
  if (!file) return err("missing");
  try {
    const chunks = checked.get(media) ?? (await check(file, media, sizeBytes));
    if (chunks) {
      checked.set(media, chunks);
      const sealed = { file, chunks, sealedBytes };
      return ok({ sizeBytes, stream: (first, last, onFailed) => stream(sealed, first, last, onFailed), close: () => file.close() });
    }
  } catch (error) {
    await file.close();
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
  await file.close();
  return err("damaged");
}

/** `undefined` where the file is not what was sealed with this key. */
async function check(file: FileHandle, { key, sealedBytes }: OpenedMedia, sizeBytes: number): Promise<ChunkOpener | undefined> {
  const lastChunk = Math.floor(sizeBytes / CHUNK_BYTES);
  const lastSpan = chunkSpan(lastChunk, sealedBytes);
  // All at once: somebody waits for a picture.
  const [stats, header, end] = await Promise.all([file.stat(), readExactly(file, 0, HEADER_BYTES), readExactly(file, lastSpan.offset, lastSpan.length)]);
  const chunks = openHeader(header, key, RECORDING_CONTEXT);
  // The last chunk alone says how long the content is.
  return chunks && stats.size === sealedBytes && chunks.open(lastChunk, end, true) ? chunks : undefined;
}

interface Sealed {
  file: FileHandle;
  chunks: ChunkOpener;
  sealedBytes: number;
}

function stream(sealed: Sealed, first: number, last: number, onFailed: (because: Fault) => void): ReadableStream<Uint8Array> {
  const lastChunk = Math.floor(last / CHUNK_BYTES);
  const firstChunk = Math.floor(first / CHUNK_BYTES);
  let chunk = firstChunk;
  let cancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const count = Math.min(chunk === firstChunk ? FIRST_CHUNKS : CHUNKS_AT_A_TIME, lastChunk - chunk + 1);
        const content = await contentOf(sealed, chunk, count).catch(faultOf);
        if (cancelled) return;
        if (typeof content === "string") {
          await sealed.file.close();
          onFailed(content);
          controller.error(new Error(`A part of this recording is ${content}.`));
          return;
        }
        const start = chunk * CHUNK_BYTES;
        chunk += count;
        controller.enqueue(content.subarray(Math.max(0, first - start), Math.min(content.length, last + 1 - start)));
        if (chunk > lastChunk) {
          await sealed.file.close();
          controller.close();
        }
      },
      cancel() {
        cancelled = true;
        // Waits for a read that is under way.
        return sealed.file.close();
      },
    },
    // Nothing is read before somebody wants it.
    { highWaterMark: 0 },
  );
}

/** The content of `count` chunks in a row. Throws `FaultError`. */
async function contentOf({ file, chunks, sealedBytes }: Sealed, chunk: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const spans = Array.from({ length: count }, (_, index) => chunkSpan(chunk + index, sealedBytes));
  const start = chunkSpan(chunk, sealedBytes).offset;
  const bytes = await readExactly(file, start, spans.reduce((sum, span) => sum + span.length, 0));
  const content = new Uint8Array(count * CHUNK_BYTES);
  let length = 0;
  for (const [index, span] of spans.entries()) {
    const from = span.offset - start;
    const plain = chunks.open(chunk + index, bytes.subarray(from, from + span.length), span.length < SEALED_CHUNK_BYTES);
    if (!plain) throw new FaultError("damaged", "A chunk is not what was sealed.");
    content.set(plain, length);
    length += plain.length;
  }
  return content.subarray(0, length);
}

class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Only what failed its check is damaged. */
function faultOf(error: unknown): Fault {
  return error instanceof FaultError ? error.fault : "unreadable";
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done).catch((cause: unknown) => {
      throw new FaultError("unreadable", "The file cannot be read.", { cause });
    });
    if (bytesRead === 0) throw new FaultError("damaged", "The file ends early.");
    done += bytesRead;
  }
  return bytes;
}

async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
