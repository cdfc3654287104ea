import { webcrypto } from "node:crypto";

/**
 * A second implementation of Cobblestone-256 (c2sp.org/chunked-encryption), written from the specification alone and
 * on another library (Web Crypto) than the product's, so that a mistake in one does not hide in the other.
 */
const INFO = Buffer.concat([Buffer.from("c2sp.org/chunked-encryption@v1+"), Buffer.from("AEAD_AES_256_GCM"), Buffer.of(0)]);
const CONTEXT = Buffer.from("assessor-desk recording");

async function hmac(hashKey: Uint8Array, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const imported = await webcrypto.subtle.importKey("raw", Buffer.from(hashKey), { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
  return new Uint8Array(await webcrypto.subtle.sign("HMAC", imported, Buffer.concat(parts)));
}

async function derive(key: Uint8Array, salt: Uint8Array) {
  const info = Buffer.concat([INFO, salt, CONTEXT]);
  const first = await hmac(key, info, Buffer.of(1));
  const second = await hmac(key, first, info, Buffer.of(2));
  const okm = Buffer.concat([first, second]);
  const chunkKey = await webcrypto.subtle.importKey("raw", okm.subarray(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { chunkKey, nonce: okm.subarray(32, 44), commitment: okm.subarray(44, 76) };
}

function nonceOf(base: Uint8Array, index: number): Buffer {
  const number = Buffer.alloc(12);
  number.writeBigUInt64BE(BigInt(index), 4);
  return Buffer.from(base.map((byte, i) => byte ^ number[i]!));
}

/** @throws when the file is not what was sealed under this key. */
export async function independentOpen(file: Uint8Array, key: Uint8Array): Promise<Buffer> {
  const { chunkKey, nonce, commitment } = await derive(key, file.subarray(0, 24));
  if (!Buffer.from(file.subarray(24, 56)).equals(commitment)) throw new Error("The commitment does not fit the key.");
  const out: Uint8Array[] = [];
  for (let index = 0, at = 56; ; index += 1, at += 16_400) {
    const chunk = Buffer.from(file.subarray(at, at + 16_400));
    out.push(new Uint8Array(await webcrypto.subtle.decrypt({ name: "AES-GCM", iv: nonceOf(nonce, index) }, chunkKey, chunk)));
    if (chunk.length < 16_400) return Buffer.concat(out);
  }
}

export async function independentSeal(content: Uint8Array, key: Uint8Array): Promise<Buffer> {
  const salt = webcrypto.getRandomValues(new Uint8Array(24));
  const { chunkKey, nonce, commitment } = await derive(key, salt);
  const out: Uint8Array[] = [salt, commitment];
  for (let index = 0; index * 16_384 <= content.length; index += 1) {
    const chunk = Buffer.from(content.subarray(index * 16_384, (index + 1) * 16_384));
    out.push(new Uint8Array(await webcrypto.subtle.encrypt({ name: "AES-GCM", iv: nonceOf(nonce, index) }, chunkKey, chunk)));
  }
  return Buffer.concat(out);
}
