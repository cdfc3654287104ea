import { expect, test } from "vitest";
import { createScoreHistory, scoreChangeInWords, writeOfScore, type GivenScore } from "../../../src-renderer/saving/score-history.ts";

const scored = (score: number): GivenScore => ({ score, cannotScore: null });
const cannot: GivenScore = { score: null, cannotScore: "No sound" };
const nothing: GivenScore = { score: null, cannotScore: null };

test("several changes are taken back one by one, each answer for itself", () => {
  const history = createScoreHistory();
  history.keep(7, nothing);
  history.keep(7, scored(4));
  history.keep(8, scored(1));
  expect(history.stepBack(7)).toEqual(scored(4));
  expect(history.stepBack(7)).toEqual(nothing);
  expect(history.stepBack(7)).toBeNull();
  expect(history.of(8).earlier).toEqual([scored(1)]);
});

test("whoever listens is told of each change", () => {
  const history = createScoreHistory();
  let told = 0;
  const end = history.subscribe(() => (told += 1));
  history.keep(7, nothing);
  history.stepBack(7);
  end();
  history.keep(7, nothing);
  expect(told).toBe(2);
});

test.each([
  ["back to a score", scored(4), scored(5), { name: "mark.set-score", input: { answerId: 7, score: 4 } }],
  ["back to a score from “cannot be scored”", scored(4), cannot, { name: "mark.set-score", input: { answerId: 7, score: 4 } }],
  ["back to “cannot be scored”", cannot, scored(5), { name: "mark.set-cannot-score", input: { answerId: 7, reason: "No sound" } }],
  ["back to nothing from a score", nothing, scored(5), { name: "mark.set-score", input: { answerId: 7, score: null } }],
  ["back to nothing from “cannot be scored”", nothing, cannot, { name: "mark.set-cannot-score", input: { answerId: 7, reason: null } }],
])("the write that goes %s", (_what, wanted, now, write) => expect(writeOfScore(7, wanted, now)).toEqual(write));

test.each([
  ["Scored 5.", [nothing], scored(5), false],
  ["Changed from 4 to 5.", [nothing, scored(4)], scored(5), false],
  ["Changed from 4.", [scored(4)], cannot, false],
  ["Was “cannot be scored”.", [cannot], scored(5), false],
  ["Taken back.", [cannot], nothing, false],
  ["Back to 4.", [nothing], scored(4), true],
  ["Not scored again.", [], nothing, true],
  ["", [], scored(5), false],
])("“%s”", (words, earlier, now, cameBack) => expect(scoreChangeInWords({ earlier, cameBack }, now)).toBe(words));
