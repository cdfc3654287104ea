import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Cobblestone-256 of c2sp.org/chunked-encryption: authenticated encryption of a whole file in chunks, so that a
 * player can seek in it. A sealed file is `salt (24) || commitment (32) || chunks`; every chunk is 16 KiB of content
 * and a tag of 16 bytes, the last always shorter (empty if need be), so that a cut shows.
 */
export const CHUNK_BYTES = 16_384;
export const TAG_BYTES = 16;
export const SALT_BYTES = 24;
export const COMMITMENT_BYTES = 32;
export const HEADER_BYTES = SALT_BYTES + COMMITMENT_BYTES;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
export const KEY_BYTES = 32;

/** What recordings and captions are bound to: a sealed file of another use never opens as one of ours. */
export const RECORDING_CONTEXT = Buffer.from("assessor-desk recording", "ascii");

const LABEL = Buffer.from("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0", "ascii");
const NONCE_BYTES = 12;

interface Derived {
  chunkKey: Buffer;
  baseNonce: Buffer;
  commitment: Buffer;
}

/** HKDF-Expand of RFC 5869 with SHA-512. Node's own `hkdf` also extracts, which the format does not. */
function hkdfExpandSha512(pseudoRandomKey: Uint8Array, info: Uint8Array, lengthBytes: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 1, length = 0; length < lengthBytes; index += 1, length += 64)
    blocks.push(
      createHmac("sha512", pseudoRandomKey)
        .update(blocks.at(-1) ?? Buffer.alloc(0))
        .update(info)
        .update(Buffer.of(index))
        .digest(),
    );
  return Buffer.concat(blocks).subarray(0, lengthBytes);
}

function derive(key: Uint8Array, salt: Uint8Array, context: Uint8Array): Derived {
  if (key.length !== KEY_BYTES) throw new RangeError("A Cobblestone-256 key has 32 bytes.");
  const bytes = hkdfExpandSha512(key, Buffer.concat([LABEL, salt, context]), 32 + NONCE_BYTES + COMMITMENT_BYTES);
  return { chunkKey: bytes.subarray(0, 32), baseNonce: bytes.subarray(32, 44), commitment: bytes.subarray(44) };
}

function nonceOf(baseNonce: Buffer, chunk: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ (chunk >>> 0)) >>> 0, 8);
  const high = Math.floor(chunk / 2 ** 32);
  if (high > 0) nonce.writeUInt32BE((nonce.readUInt32BE(4) ^ high) >>> 0, 4);
  return nonce;
}

/** How long a file of `contentBytes` is once sealed. */
export function sealedLength(contentBytes: number): number {
  return HEADER_BYTES + contentBytes + (Math.floor(contentBytes / CHUNK_BYTES) + 1) * TAG_BYTES;
}

/** How long the content of a sealed file is, or `undefined` where no sealed file has this length. */
export function contentLength(sealedBytes: number): number | undefined {
  const body = sealedBytes - HEADER_BYTES;
  const last = body % SEALED_CHUNK_BYTES;
  if (body < TAG_BYTES || last < TAG_BYTES) return undefined;
  return Math.floor(body / SEALED_CHUNK_BYTES) * CHUNK_BYTES + last - TAG_BYTES;
}

/** Where chunk `chunk` begins in the sealed file, and how many bytes of the file it takes. */
export function chunkSpan(chunk: number, sealedBytes: number): { offset: number; length: number } {
  const offset = HEADER_BYTES + chunk * SEALED_CHUNK_BYTES;
  return { offset, length: Math.max(0, Math.min(SEALED_CHUNK_BYTES, sealedBytes - offset)) };
}

/** Seals a stream. Content may come in pieces of any size; sealed bytes go out in order. `salt` is given in tests only. */
export async function* seal(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  key: Uint8Array,
  context: Uint8Array,
  salt: Uint8Array = randomBytes(SALT_BYTES),
): AsyncGenerator<Buffer> {
  const { chunkKey, baseNonce, commitment } = derive(key, salt, context);
  yield Buffer.concat([salt, commitment]);
  let chunk = 0;
  const sealChunk = (plain: Uint8Array) => {
    const cipher = createCipheriv("aes-256-gcm", chunkKey, nonceOf(baseNonce, chunk));
    chunk += 1;
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  let pending: Buffer = Buffer.alloc(0);
  for await (const piece of content) {
    pending = pending.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength) : Buffer.concat([pending, piece]);
    const sealed: Buffer[] = [];
    let from = 0;
    for (; pending.length - from >= CHUNK_BYTES; from += CHUNK_BYTES) sealed.push(sealChunk(pending.subarray(from, from + CHUNK_BYTES)));
    // A copy, since the producer may use its buffer again.
    pending = Buffer.from(pending.subarray(from));
    if (sealed.length > 0) yield Buffer.concat(sealed);
  }
  yield sealChunk(pending);
}

/** Opens the chunks of one sealed file, in any order. */
export interface ChunkOpener {
  /** The content of one sealed chunk, or `undefined` where it is not what was sealed at that place. */
  open(chunk: number, sealed: Uint8Array, isLast: boolean): Buffer | undefined;
}

/**
 * Reads a sealed file's first 56 bytes. `undefined` where the key is not this file's: the commitment is checked
 * before anything else, so no other key can make sense of any chunk.
 */
export function openHeader(header: Uint8Array, key: Uint8Array, context: Uint8Array): ChunkOpener | undefined {
  if (header.length !== HEADER_BYTES) return undefined;
  const { chunkKey, baseNonce, commitment } = derive(key, header.subarray(0, SALT_BYTES), context);
  if (!timingSafeEqual(commitment, header.subarray(SALT_BYTES))) return undefined;
  return {
    open(chunk, sealed, isLast) {
      if (sealed.length < TAG_BYTES || isLast !== sealed.length < SEALED_CHUNK_BYTES) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", chunkKey, nonceOf(baseNonce, chunk));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      return plain;
    },
  };
}

/** Opens a whole sealed file held in memory, such as captions. `undefined` where it is not what was sealed. */
export function openWhole(sealed: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer | undefined {
  if (contentLength(sealed.length) === undefined) return undefined;
  const opener = openHeader(sealed.subarray(0, HEADER_BYTES), key, context);
  if (!opener) return undefined;
  const parts: Buffer[] = [];
  for (let chunk = 0; ; chunk += 1) {
    const { offset, length } = chunkSpan(chunk, sealed.length);
    const isLast = length < SEALED_CHUNK_BYTES;
    const plain = opener.open(chunk, sealed.subarray(offset, offset + length), isLast);
    if (!plain) return undefined;
    parts.push(plain);
    if (isLast) return Buffer.concat(parts);
  }
}
