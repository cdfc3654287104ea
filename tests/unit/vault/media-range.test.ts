import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mediaHead, requestedRange, type RequestedRange } from "../../../src-main/engine/vault/media-range.ts";

const whole: RequestedRange = { kind: "whole" };
const unsatisfiable: RequestedRange = { kind: "unsatisfiable" };
const part = (first: number, last: number): RequestedRange => ({ kind: "part", first, last });

describe("which bytes a Range header asks for, of 1000", () => {
  const cases: [string | null, RequestedRange][] = [
    [null, whole],
    ["bytes=0-", part(0, 999)],
    ["bytes=0-0", part(0, 0)],
    ["bytes=500-600", part(500, 600)],
    ["bytes=999-", part(999, 999)],
    ["bytes=990-5000", part(990, 999)],
    ["bytes=0-99999999999999999999999999", part(0, 999)],
    ["bytes=-1", part(999, 999)],
    ["bytes=-1000", part(0, 999)],
    ["bytes=-5000", part(0, 999)],
    ["BYTES=1-2", part(1, 2)],
    [" bytes= 1-2 ", part(1, 2)],
    // Nothing that could be sent
    ["bytes=1000-", unsatisfiable],
    ["bytes=1000-1001", unsatisfiable],
    ["bytes=99999999999999999999999999-", unsatisfiable],
    ["bytes=-0", unsatisfiable],
    // To be ignored: not a range, or more than one
    ["bytes=2-1", whole],
    ["bytes=-", whole],
    ["bytes=", whole],
    ["bytes=a-b", whole],
    ["bytes=1.5-2", whole],
    ["bytes=+1-2", whole],
    ["bytes=0x1-2", whole],
    ["bytes=1-2-3", whole],
    ["bytes=--5", whole],
    ["bytes 0-1", whole],
    ["seconds=0-1", whole],
    ["bytes=0-1,5-6", whole],
    ["", whole],
  ];
  test.each(cases)("%s", (header, expected) => expect(requestedRange(header, 1000)).toEqual(expected));
});

test("of an empty recording no part can be sent", () => {
  expect(requestedRange("bytes=0-", 0)).toEqual(unsatisfiable);
  expect(requestedRange("bytes=-5", 0)).toEqual(unsatisfiable);
  expect(requestedRange(null, 0)).toEqual(whole);
});

test("whatever is asked for lies within the recording", () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.nat()), fc.option(fc.nat()), fc.integer({ min: 1, max: 1e12 }), (noise, first, last, sizeBytes) => {
      for (const header of [noise, `bytes=${noise}`, `bytes=${first ?? ""}-${last ?? ""}`]) {
        const range = requestedRange(header, sizeBytes);
        if (range.kind !== "part") continue;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(sizeBytes);
      }
    }),
  );
});

describe("the head of an answer", () => {
  const of = { sizeBytes: 1000, type: "video/mp4" };
  test("names the whole", () => {
    expect(mediaHead(whole, of)).toEqual({
      status: 200,
      headers: { "accept-ranges": "bytes", "cache-control": "no-store", "x-content-type-options": "nosniff", "content-type": "video/mp4", "content-length": "1000" },
    });
  });
  test("names exactly the part that follows", () => {
    expect(mediaHead(part(10, 19), of)).toMatchObject({ status: 206, headers: { "content-range": "bytes 10-19/1000", "content-length": "10", "content-type": "video/mp4", "cache-control": "no-store" } });
  });
  test("tells the size where nothing can be sent", () => {
    expect(mediaHead(unsatisfiable, of)).toMatchObject({ status: 416, headers: { "content-range": "bytes */1000", "content-length": "0" } });
  });
});
