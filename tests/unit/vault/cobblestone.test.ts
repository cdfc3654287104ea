import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentLength, HEADER_BYTES, openHeader, openWhole, RECORDING_CONTEXT, seal, sealedLength } from "../../../src-main/engine/vault/cobblestone.ts";
import { independentOpen, independentSeal } from "../../support/independent-cobblestone.ts";

const key = Uint8Array.from({ length: 32 }, (_, i) => i);

async function sealed(content: Uint8Array, pieces = [content]): Promise<Buffer> {
  const out: Buffer[] = [];
  for await (const piece of seal(pieces, key, RECORDING_CONTEXT)) out.push(piece);
  return Buffer.concat(out);
}

const lengths = [0, 1, 16_383, 16_384, 16_385, 32_768, 100_000];
const content = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31) % 251);

describe("Cobblestone-256", () => {
  test.each(lengths)("an independent implementation opens what is sealed here (%i bytes)", async (length) => {
    expect(await independentOpen(await sealed(content(length)), key)).toEqual(Buffer.from(content(length)));
  });

  test.each(lengths)("what an independent implementation seals opens here (%i bytes)", async (length) => {
    expect(openWhole(await independentSeal(content(length), key), key, RECORDING_CONTEXT)).toEqual(Buffer.from(content(length)));
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
