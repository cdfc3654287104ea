import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentLength, HEADER_BYTES, openHeader, openWhole, RECORDING_CONTEXT, seal, sealedLength } from "../../../src-main/engine/vault/cobblestone.ts";

const key = Uint8Array.from({ length: 32 }, (_, i) => i);

async function sealed(content: Uint8Array, pieces = [content]): Promise<Buffer> {
  const out: Buffer[] = [];
  for await (const piece of seal(pieces, key, RECORDING_CONTEXT)) out.push(piece);
  return Buffer.concat(out);
}

/**
 * A second implementation, written from the specification alone and on another library (Web Crypto), so that a
 * mistake in one does not hide in the other.
 */
const independent = {
  async hmac(hashKey: Uint8Array, ...parts: Uint8Array[]) {
    const imported = await webcrypto.subtle.importKey("raw", Buffer.from(hashKey), { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
    return new Uint8Array(await webcrypto.subtle.sign("HMAC", imported, Buffer.concat(parts)));
  },
  async derive(inputKey: Uint8Array, salt: Uint8Array) {
    const info = Buffer.concat([Buffer.from("c2sp.org/chunked-encryption@v1+"), Buffer.from("AEAD_AES_256_GCM"), Buffer.of(0), salt, Buffer.from("assessor-desk recording")]);
    const first = await this.hmac(inputKey, info, Buffer.of(1));
    const second = await this.hmac(inputKey, first, info, Buffer.of(2));
    const okm = Buffer.concat([first, second]);
    const chunkKey = await webcrypto.subtle.importKey("raw", okm.subarray(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
    return { chunkKey, nonce: okm.subarray(32, 44), commitment: okm.subarray(44, 76) };
  },
  nonce(base: Uint8Array, index: number) {
    const number = Buffer.alloc(12);
    number.writeBigUInt64BE(BigInt(index), 4);
    return base.map((byte, i) => byte ^ number[i]!);
  },
  async open(file: Uint8Array) {
    const { chunkKey, nonce, commitment } = await this.derive(key, file.subarray(0, 24));
    expect(Buffer.from(file.subarray(24, 56))).toEqual(Buffer.from(commitment));
    const out: Uint8Array[] = [];
    for (let index = 0, at = 56; ; index += 1, at += 16_400) {
      const chunk = file.subarray(at, at + 16_400);
      out.push(new Uint8Array(await webcrypto.subtle.decrypt({ name: "AES-GCM", iv: Buffer.from(this.nonce(nonce, index)) }, chunkKey, Buffer.from(chunk))));
      if (chunk.length < 16_400) return Buffer.concat(out);
    }
  },
  async seal(content: Uint8Array) {
    const salt = webcrypto.getRandomValues(new Uint8Array(24));
    const { chunkKey, nonce, commitment } = await this.derive(key, salt);
    const out: Uint8Array[] = [salt, commitment];
    for (let index = 0; index * 16_384 <= content.length; index += 1)
      out.push(
        new Uint8Array(
          await webcrypto.subtle.encrypt({ name: "AES-GCM", iv: Buffer.from(this.nonce(nonce, index)) }, chunkKey, Buffer.from(content.subarray(index * 16_384, (index + 1) * 16_384))),
        ),
      );
    return Buffer.concat(out);
  },
};

const lengths = [0, 1, 16_383, 16_384, 16_385, 32_768, 100_000];
const content = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

describe("Cobblestone-256", () => {
  test.each(lengths)("an independent implementation opens what is sealed here (%i bytes)", async (length) => {
    expect(await independent.open(await sealed(content(length)))).toEqual(Buffer.from(content(length)));
  });

  test.each(lengths)("what an independent implementation seals opens here (%i bytes)", async (length) => {
    expect(openWhole(await independent.seal(content(length)), key, RECORDING_CONTEXT)).toEqual(Buffer.from(content(length)));
  });

  test("the pieces that content arrives in do not matter", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20_000 }), { maxLength: 6 }), async (pieces) => {
        const whole = Buffer.concat(pieces);
        const file = await sealed(whole, pieces);
        expect(file.length).toBe(sealedLength(whole.length));
        expect(contentLength(file.length)).toBe(whole.length);
        expect(openWhole(file, key, RECORDING_CONTEXT)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test("a changed, cut, lengthened or swapped file is refused", async () => {
    const file = await sealed(content(50_000));
    for (const at of [0, 30, 56, 20_000, file.length - 1]) {
      const changed = Buffer.from(file);
      changed[at]! ^= 1;
      expect(openWhole(changed, key, RECORDING_CONTEXT)).toBeUndefined();
    }
    expect(openWhole(file.subarray(0, file.length - 1), key, RECORDING_CONTEXT)).toBeUndefined();
    expect(openWhole(file.subarray(0, 56 + 16_400), key, RECORDING_CONTEXT)).toBeUndefined();
    expect(openWhole(Buffer.concat([file, Buffer.of(0)]), key, RECORDING_CONTEXT)).toBeUndefined();
    const swapped = Buffer.concat([file.subarray(0, 56), file.subarray(56 + 16_400, 56 + 32_800), file.subarray(56, 56 + 16_400), file.subarray(56 + 32_800)]);
    expect(openWhole(swapped, key, RECORDING_CONTEXT)).toBeUndefined();
  });

  test("another key and another context open nothing", async () => {
    const file = await sealed(content(10));
    expect(openHeader(file.subarray(0, HEADER_BYTES), key.map((b) => b ^ 1), RECORDING_CONTEXT)).toBeUndefined();
    expect(openHeader(file.subarray(0, HEADER_BYTES), key, Buffer.from("another use"))).toBeUndefined();
  });
});
