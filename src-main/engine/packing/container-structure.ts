import type { FileHandle } from "node:fs/promises";
import { isSoundMp4Index } from "./mp4-index.ts";

/**
 * What the outermost structure of a recording tells without decoding anything. Read here, not by the media library,
 * which is built to make the best of a broken file, while packing wants to know that it is broken.
 */
export interface ContainerStructure {
  /** The file ends before something that it declares: a copy that was interrupted. */
  cutOff: boolean;
  /** Numbers in its index contradict each other: damage, or a trap for whoever reads on. */
  indexDamaged: boolean;
  /** MP4 whose index lies behind the media, so that nothing plays before the whole file is there. */
  indexAtEnd: boolean;
}

const READ_AHEAD_BYTES = 64 * 1024;
/** A day of video has about 60 MB of index. */
const MOST_INDEX_BYTES = 256 * 1024 * 1024;

const cut: ContainerStructure = { cutOff: true, indexDamaged: false, indexAtEnd: false };

/** Reads small pieces of a file in rising order with few reads. */
function createReader(handle: FileHandle) {
  const buffer = Buffer.alloc(READ_AHEAD_BYTES);
  let from = 0;
  let length = 0;
  return async (position: number, bytes: number): Promise<Buffer> => {
    if (position < from || position + bytes > from + length) {
      length = (await handle.read(buffer, 0, buffer.length, position)).bytesRead;
      from = position;
    }
    return buffer.subarray(position - from, Math.min(length, position - from + bytes));
  };
}

/** Walks the outermost boxes of an MP4 file (ISO/IEC 14496-12). */
export async function readMp4Structure(handle: FileHandle, sizeBytes: number): Promise<ContainerStructure> {
  const read = createReader(handle);
  let firstMedia: number | undefined;
  let index: number | undefined;
  let position = 0;
  while (position < sizeBytes) {
    const header = await read(position, 16);
    if (header.length < 8) return cut;
    const type = header.toString("latin1", 4, 8);
    let size = header.readUInt32BE(0);
    if (size === 1) size = header.length < 16 ? sizeBytes : Number(header.readBigUInt64BE(8));
    else if (size === 0) size = sizeBytes - position;
    if (size < 8) {
      // Padding behind a whole file harms nothing; in place of the index or the media it is what a cut leaves.
      if (index === undefined || firstMedia === undefined) return cut;
      break;
    }
    if (type === "mdat") firstMedia ??= position;
    if (type === "moov") index ??= position;
    if ((type === "moov" || type === "moof") && position + size <= sizeBytes) {
      if (size > MOST_INDEX_BYTES) return { cutOff: false, indexDamaged: true, indexAtEnd: false };
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, position);
      if (!isSoundMp4Index(buffer.subarray(0, bytesRead))) return { cutOff: false, indexDamaged: true, indexAtEnd: false };
    }
    position += size;
  }
  const indexAtEnd = index !== undefined && firstMedia !== undefined && index > firstMedia;
  return { cutOff: position > sizeBytes || index === undefined, indexDamaged: false, indexAtEnd };
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;

/** Walks the elements of a WebM file (RFC 8794), into its segment and into clusters that were written live, without a length. */
export async function readWebmStructure(handle: FileHandle, sizeBytes: number): Promise<ContainerStructure> {
  const read = createReader(handle);
  let position = 0;
  while (position < sizeBytes) {
    const head = await read(position, 12);
    const id = readVint(head, 0, false);
    const size = id && readVint(head, id.length, true);
    if (!id || !size) return cut;
    const content = position + id.length + size.length;
    if (size.value !== undefined && content + size.value > sizeBytes) return cut;
    const into = id.value === SEGMENT || (id.value === CLUSTER && size.value === undefined);
    if (!into && size.value === undefined) return cut;
    position = into ? content : content + (size.value ?? 0);
  }
  return { cutOff: false, indexDamaged: false, indexAtEnd: false };
}

/** A variable-length number of EBML; `value` is undefined where all its bits are set: an unknown length. */
function readVint(bytes: Buffer, at: number, isSize: boolean): { length: number; value: number | undefined } | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (bytes.length < at + length) return undefined;
  let value = isSize ? first & ((1 << (8 - length)) - 1) : first;
  let allSet = isSize && value === (1 << (8 - length)) - 1;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index]!;
    value = value * 256 + byte;
    allSet &&= byte === 0xff;
  }
  return { length, value: allSet ? undefined : value };
}
