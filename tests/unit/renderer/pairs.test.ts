import { expect, test } from "vitest";
import { isSameTwo, pairOf, type Pair } from "../../../src-renderer/screens/quality/pairs.ts";

const pair = (first: number, second: number): Pair => ({ first, second, answers: 20, exact: 0.5, meanDifference: 0.75, quadraticKappa: 0.4 });
const pairs = [pair(0, 1), pair(1, 2)];

test("two assessors are the same two whichever comes first, and who is asked for first is the one whose score the other's is taken from", () => {
  expect(pairOf(pairs, 1, 2)).toEqual(pairs[1]);
  const turned = pairOf(pairs, 2, 1)!;
  expect(turned).toMatchObject({ first: 2, second: 1, meanDifference: -0.75, quadraticKappa: 0.4 });
  expect(isSameTwo(turned, pairs[1]!)).toBe(true);
  expect(isSameTwo(turned, pairs[0]!)).toBe(false);
  expect(pairOf(pairs, 0, 2)).toBeUndefined();
});
