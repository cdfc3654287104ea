import { expect, test } from "vitest";
import { readCaptions } from "../../../src-main/engine/vault/captions.ts";

test("cues come with plain text, in order, without styles, notes and mark-up", () => {
  const text = "\uFEFFWEBVTT - title\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE spoken\r\n\r\n2\r\n00:05.000 --> 00:07.500 line:0\r\n<v Anna>Fish &amp; chips</v>\r\ntwo lines\r\n\r\n01:00:01.250 --> 01:00:02.000\r\nlate\r\n\r\n00:00.000 --> 00:01.000\r\nfirst\r\n";
  expect(readCaptions(text)).toEqual([
    { from: 0, to: 1, text: "first" },
    { from: 5, to: 7.5, text: "Fish & chips\ntwo lines" },
    { from: 3601.25, to: 3602, text: "late" },
  ]);
});

test("what is no WebVTT gives no cues", () => {
  expect(readCaptions("1\n00:00:01,000 --> 00:00:02,000\nSubRip")).toBeUndefined();
  expect(readCaptions("WEBVTTX\n\n00:00.000 --> 00:01.000\nx")).toBeUndefined();
});

test("a cue that ends before it begins, or says nothing, is left out", () => {
  expect(readCaptions("WEBVTT\n\n00:02.000 --> 00:01.000\nx\n\n00:02.000 --> 00:03.000\n<b></b>")).toEqual([]);
});
