import { expect, test } from "vitest";
import { rowAfter } from "../../../src-renderer/components/row-grid/use-row-keys.ts";

const LAST = 99;
const PAGE = 10;

test.each([
  ["ArrowDown", 0, 1],
  ["ArrowUp", 5, 4],
  ["PageDown", 5, 15],
  ["PageUp", 25, 15],
  ["Home", 60, 0],
  ["End", 60, LAST],
])("%s leads from row %s to row %s", (key, from, to) => {
  expect(rowAfter(key, from, LAST, PAGE)).toBe(to);
});

test.each([
  ["ArrowDown", LAST],
  ["PageDown", LAST - 3],
  ["End", LAST],
])("%s from row %s stops at the last row", (key, from) => {
  expect(rowAfter(key, from, LAST, PAGE)).toBe(LAST);
});

test.each([
  ["ArrowUp", 0],
  ["PageUp", 3],
  ["Home", 0],
])("%s from row %s stops at the first row", (key, from) => {
  expect(rowAfter(key, from, LAST, PAGE)).toBe(0);
});

test("other keys move nothing", () => {
  for (const key of ["ArrowLeft", "Enter", " ", "a"]) expect(rowAfter(key, 5, LAST, PAGE)).toBeNull();
});
