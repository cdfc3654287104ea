import { expect, test } from "vitest";
import { isLiveOpen, practiceOf, type PractisedAnswer } from "../../src-shared/moderation/practice.ts";

const rules = { tolerance: 1, cumulativeTolerance: 2 };
const answer = (candidate: string, score: number | null, definitive: number | null, more: Partial<PractisedAnswer> = {}): PractisedAnswer => ({
  ...{ candidate, score, definitive, complete: true, shown: definitive !== null },
  ...more,
});
const stateOf = (answers: PractisedAnswer[], opened = false) => practiceOf(answers, true, opened, rules).state;

test("nothing is closed where nothing is practised", () => {
  expect(practiceOf([], false, false, rules)).toEqual({ state: "none", answers: 0, marked: 0, compared: 0, exact: 0, beyond: 0, cumulative: 0 });
});

test("own marks come first, then those of the leads, then comparing them", () => {
  expect(stateOf([answer("K-1", 4, 4), answer("K-1", null, 4, { complete: false, shown: false })])).toBe("to-mark");
  expect(stateOf([answer("K-1", 4, null), answer("K-1", 5, null)])).toBe("awaiting");
  expect(stateOf([answer("K-1", 4, 4), answer("K-1", 5, 5, { shown: false })])).toBe("to-compare");
  expect(stateOf([answer("K-1", 4, 4), answer("K-1", 5, null)])).toBe("within");
});

test("whoever knows everybody that they were to practise on waits for a lead", () => {
  expect(stateOf([])).toBe("awaiting");
});

test("one answer beyond the tolerance, or one candidate's distances together beyond the cumulative one, keep live marking closed", () => {
  expect(stateOf([answer("K-1", 4, 5), answer("K-1", 3, 4)])).toBe("within");
  expect(stateOf([answer("K-1", 4, 6)])).toBe("outside");
  expect(practiceOf([answer("K-1", 4, 5), answer("K-1", 3, 4), answer("K-1", 6, 5)], true, false, rules)).toMatchObject({ state: "outside", beyond: 0, cumulative: 3 });
  expect(stateOf([answer("K-1", 4, 5), answer("K-1", 3, 4), answer("K-2", 6, 5)])).toBe("within");
});

test("what the assessor could not score and leads could is beyond the tolerance", () => {
  expect(practiceOf([answer("K-1", null, 4)], true, false, rules)).toMatchObject({ state: "outside", beyond: 1, exact: 0, compared: 1 });
});

test("a lead's word opens live marking whatever practice says, and only that, agreement or no practice do", () => {
  expect(stateOf([answer("K-1", 1, 7)], true)).toBe("opened");
  expect((["none", "to-mark", "awaiting", "to-compare", "outside", "within", "opened"] as const).filter(isLiveOpen)).toEqual(["none", "within", "opened"]);
});
