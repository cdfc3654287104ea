/**
 * Checks the numbers in an MP4 index before the media library works through them: a damaged or hostile file can
 * announce thousands of millions of samples, and the library would count them all. Bytes are those of a `moov` or
 * `moof` box; sample tables are those of ISO/IEC 14496-12, section 8.6 to 8.8.
 */

/** Far above a day of video and sound. */
const MOST_SAMPLES = 20_000_000;

const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf"]);

/** Boxes that begin with a count of entries, by the bytes that each entry takes at least. */
const ENTRY_BYTES: Record<string, number> = { stts: 8, ctts: 8, stss: 4, stsc: 12, stco: 4, co64: 8, stsd: 8, elst: 12 };

interface Samples {
  /** As many as there are sizes. */
  sized: number | undefined;
  timed: number | undefined;
  shifted: number | undefined;
  chunks: number;
  /** First chunk and samples in each, of every run of chunks that are alike. */
  runs: { firstChunk: number; samples: number }[];
}

/** Whether every count in an index fits its box, and the sample tables of each track agree. */
export function isSoundMp4Index(box: Buffer): boolean {
  return isSound(box, 0, box.length, undefined);
}

function isSound(bytes: Buffer, from: number, to: number, samples: Samples | undefined): boolean {
  for (let at = from; at < to; ) {
    if (to - at < 8) return false;
    const type = bytes.toString("latin1", at + 4, at + 8);
    let size = bytes.readUInt32BE(at);
    let header = 8;
    if (size === 1) {
      if (to - at < 16) return false;
      size = Number(bytes.readBigUInt64BE(at + 8));
      header = 16;
    }
    if (size < header || at + size > to) return false;
    const body = bytes.subarray(at + header, at + size);
    if (CONTAINERS.has(type)) {
      const own: Samples | undefined = type === "stbl" ? { sized: undefined, timed: undefined, shifted: undefined, chunks: 0, runs: [] } : samples;
      if (!isSound(bytes, at + header, at + size, own) || (type === "stbl" && own && !agree(own))) return false;
    } else if (!isSoundTable(type, body, samples)) return false;
    at += size;
  }
  return true;
}

function agree({ sized = 0, timed = 0, shifted = 0, chunks, runs }: Samples): boolean {
  if (sized > MOST_SAMPLES || timed !== sized || shifted > sized) return false;
  let inChunks = 0;
  for (const [index, { firstChunk, samples }] of runs.entries()) {
    const next = runs[index + 1]?.firstChunk ?? chunks + 1;
    if (firstChunk < 1 || next <= firstChunk || samples > sized) return false;
    inChunks += (next - firstChunk) * samples;
  }
  return inChunks === sized;
}

function isSoundTable(type: string, body: Buffer, samples: Samples | undefined): boolean {
  const entryBytes = Object.hasOwn(ENTRY_BYTES, type) ? ENTRY_BYTES[type] : undefined;
  if (entryBytes !== undefined) {
    if (body.length < 8 || body.readUInt32BE(4) * entryBytes > body.length - 8) return false;
    if (samples && type === "stts") samples.timed = countOf(body);
    if (samples && type === "ctts") samples.shifted = countOf(body);
    if (samples && (type === "stco" || type === "co64")) samples.chunks = body.readUInt32BE(4);
    if (samples && type === "stsc") samples.runs = Array.from({ length: body.readUInt32BE(4) }, (_, run) => ({ firstChunk: body.readUInt32BE(8 + run * 12), samples: body.readUInt32BE(12 + run * 12) }));
  }
  if (type === "stsz") {
    if (body.length < 12) return false;
    const count = body.readUInt32BE(8);
    if (body.readUInt32BE(4) === 0 && count * 4 > body.length - 12) return false;
    if (samples) samples.sized = count;
  }
  if (type === "stz2") {
    if (body.length < 12 || (body.readUInt32BE(8) * body[7]!) / 8 > body.length - 12) return false;
    if (samples) samples.sized = body.readUInt32BE(8);
  }
  if (type === "trun" && (body.length < 8 || body.readUInt32BE(4) > MOST_SAMPLES)) return false;
  return true;
}

/** All samples of a table whose entries begin with how many samples they speak of. */
function countOf(body: Buffer): number {
  let count = 0;
  for (let entry = 0, entries = body.readUInt32BE(4); entry < entries; entry += 1) count += body.readUInt32BE(8 + entry * 8);
  return count;
}
