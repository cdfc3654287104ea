import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markStateOf } from "../../../src-shared/marking/completeness.ts";
import { addWatched, watchedShare, type Interval } from "../../../src-shared/marking/watched.ts";

const mark = { score: null, cannotScore: null, evidence: "", noteCount: 0, watchedShare: 1, watchReason: "" };
const rules = { evidenceRequired: true, minimumWatchedShare: 0.8 };

describe("completeness", () => {
  test.each([
    ["nothing given", mark, "unmarked"],
    ["only evidence", { ...mark, evidence: "text" }, "unmarked"],
    ["a score alone", { ...mark, score: 4 }, "evidence-missing"],
    ["a score with blank evidence", { ...mark, score: 4, evidence: "  \n" }, "evidence-missing"],
    ["a score with evidence", { ...mark, score: 4, evidence: "text" }, "marked"],
    ["a score with a note", { ...mark, score: 4, noteCount: 1 }, "marked"],
    ["a reason why no score", { ...mark, cannotScore: "no sound", watchedShare: 0 }, "marked"],
    ["a score with too little watched", { ...mark, score: 4, evidence: "text", watchedShare: 0.79 }, "watch-reason-missing"],
    ["a score with as much watched as is asked for", { ...mark, score: 4, evidence: "text", watchedShare: 0.8 }, "marked"],
    ["a score with too little watched and the reason", { ...mark, score: 4, evidence: "text", watchedShare: 0.1, watchReason: "The recording stops." }, "marked"],
    ["a score with too little watched and a blank reason", { ...mark, score: 4, evidence: "text", watchedShare: 0.1, watchReason: " " }, "watch-reason-missing"],
  ] as const)("%s", (_, given, expected) => expect(markStateOf(given, rules)).toBe(expected));

  test("a campaign that asks for no evidence is content with a score", () => {
    expect(markStateOf({ ...mark, score: 1 }, { ...rules, evidenceRequired: false })).toBe("marked");
  });

  test("a campaign that asks for the whole recording is content with what a player reports of it", () => {
    expect(markStateOf({ ...mark, score: 1, evidence: "text", watchedShare: 0.975 }, { ...rules, minimumWatchedShare: 1 })).toBe("marked");
  });
});

describe("what was watched", () => {
  const played = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 30 })).map(([from, length]): Interval => ({ from, to: from + length })), { maxLength: 30 });

  test("does not depend on the order of playing, is in order, and never counts a second twice", () => {
    fc.assert(
      fc.property(played, (intervals) => {
        const all = (list: Interval[]) => list.reduce<Interval[]>((watched, each) => addWatched(watched, each), []);
        const watched = all(intervals);
        expect(all([...intervals].reverse())).toEqual(watched);
        for (const [index, each] of watched.entries()) if (index > 0) expect(each.from).toBeGreaterThan(watched[index - 1]!.to);
        const seconds = new Set(intervals.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
        expect(watched.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(seconds.size);
      }),
    );
  });

  test("is a share of the recording, from nothing to all", () => {
    expect(watchedShare([], 100)).toBe(0);
    expect(watchedShare([{ from: 10, to: 60 }], 100)).toBe(0.5);
    expect(watchedShare([{ from: 0, to: 130 }], 100)).toBe(1);
  });

  test("an interval that goes nowhere adds nothing", () => {
    expect(addWatched([{ from: 1, to: 2 }], { from: 5, to: 5 })).toEqual([{ from: 1, to: 2 }]);
  });
});
