import { expect, test } from "vitest";
import { isInRange, presentLine } from "../../../src-renderer/screens/review/transcript-lines.ts";
import { findInLines, lineOf } from "../../../src-renderer/screens/review/transcript-search.ts";

const lines = ["I went to the café at once", "and asked her, “Don’t you", "want to check?” Café again."];
const words = (hits: ReturnType<typeof findInLines>) => hits.map((hit) => hit.map(({ line, from, to }) => lines[line]?.slice(from, to)));

test("words are found whatever their case and accents, and marked as they stand", () => {
  expect(words(findInLines(lines, "CAFE"))).toEqual([["café"], ["Café"]]);
  expect(words(findInLines(lines, "Don't"))).toEqual([["Don’t"]]);
});

test("an accent that is written as a character of its own is marked with its letter", () => {
  const apart = "the cafe\u0301 now";
  expect(findInLines([apart], "café now")).toEqual([[{ line: 0, from: 4, to: 13 }]]);
});

test("words that run from one line into the next are one place", () => {
  expect(words(findInLines(lines, "you want  to"))).toEqual([["you", "want to"]]);
});

test("nothing is found for nothing, nor for what was not said", () => {
  expect(findInLines(lines, "   ")).toEqual([]);
  expect(findInLines(lines, "tea")).toEqual([]);
});

test("the present line is the one being said, or the last that was", () => {
  const cues = [{ from: 1, to: 3, text: "a" }, { from: 5, to: 7, text: "b" }];
  expect([0, 1, 4, 5, 60].map((seconds) => presentLine(cues, seconds))).toEqual([-1, 0, 0, 1, 1]);
});

test("a choice of lines holds in both directions", () => {
  expect([1, 2, 3, 4].map((line) => isInRange(line, { anchor: 3, end: 2 }))).toEqual([false, true, true, false]);
  expect(isInRange(0, null)).toBe(false);
});

test("a caption is one line, however it was broken on the picture", () => expect(lineOf({ from: 0, to: 1, text: " Is she really\nprescribed it? " })).toBe("Is she really prescribed it?"));
