import fc from "fast-check";
import { expect, test } from "vitest";
import { combine, distanceOf, marksHold, standingOf, type AnswerFacts, type ReceivedMark } from "../../../src-shared/moderation/standing.ts";

const rules = { tolerance: 1, cumulativeTolerance: 6, combine: "mean" } as const;
const mark = (assessor: string, score: number | null, more: Partial<ReceivedMark> = {}): ReceivedMark => ({ assessor, setRevision: 1, score, cannotScore: score === null ? "No sound." : null, flags: [], littleWatched: false, ...more });
const facts = (change: Partial<AnswerFacts>): AnswerFacts => {
  const marks = change.marks ?? [];
  return { awaited: 0, withdrawn: 0, marks, definitive: null, settlement: null, reopened: false, leadsDiffer: false, queries: { open: 0, replied: 0, unanswered: 0 }, sampled: false, candidateDistance: distanceOf(marks), ...change };
};
const settledOn = (marks: readonly ReceivedMark[], final: number | null = 4): Pick<AnswerFacts, "settlement"> => ({ settlement: { final, basis: "adjudicated", reason: "The second point counts.", marks } });
const standing = (change: Partial<AnswerFacts>, of: Parameters<typeof standingOf>[1] = rules) => standingOf(facts(change), of);

test.each<[string, Partial<AnswerFacts>, string]>([
  ["nobody is to mark it", {}, "unallocated"],
  ["a mark is still to come", { awaited: 1 }, "waiting"],
  ["one of two marks is still to come", { awaited: 1, marks: [mark("a", 2)] }, "waiting"],
  ["it was sent back", { marks: [mark("a", 2), mark("b", 6)], queries: { open: 1, replied: 0, unanswered: 0 } }, "asked"],
  ["two marks lie further apart than the tolerance", { marks: [mark("a", 3), mark("b", 5)] }, "to-settle"],
  ["two marks lie within the tolerance", { marks: [mark("a", 4), mark("b", 5)] }, "agreed"],
  ["one mark is all there is to be", { marks: [mark("a", 4)] }, "agreed"],
  ["leads agreed on it in advance", { marks: [mark("a", 1), mark("b", 7)], definitive: { score: 5, rationale: "Clear." } }, "defined"],
  ["a lead settled it", { marks: [mark("a", 1), mark("b", 7)], ...settledOn([mark("a", 1), mark("b", 7)]) }, "settled"],
  ["a lead settled it, and a third mark is awaited since", { awaited: 1, marks: [mark("a", 1)], ...settledOn([mark("a", 1)]) }, "settled"],
])("where %s, it says so", (_what, change, state) => {
  expect(standing(change).state).toBe(state);
});

test.each<[string, Partial<AnswerFacts>]>([
  ["discrepancy", { marks: [mark("a", 2), mark("b", 4)], candidateDistance: 2 }],
  ["cumulative", { marks: [mark("a", 4), mark("b", 5)], candidateDistance: 7 }],
  ["flag", { marks: [mark("a", 4, { flags: ["other"] })] }],
  ["cannot-score", { marks: [mark("a", null)] }],
  ["little-watched", { marks: [mark("a", 4, { littleWatched: true })] }],
  ["withdrawn", { withdrawn: 1 }],
  ["reopened", { marks: [mark("a", 4)], reopened: true }],
  ["leads-differ", { marks: [mark("a", 4)], leadsDiffer: true }],
  ["marks-changed", { marks: [mark("a", 4)], ...settledOn([mark("a", 3)]) }],
  ["replied", { marks: [mark("a", 4)], queries: { open: 0, replied: 1, unanswered: 0 } }],
  ["unanswered", { marks: [mark("a", 4)], queries: { open: 0, replied: 0, unanswered: 1 } }],
  ["sampled", { marks: [mark("a", 4)], sampled: true }],
])("%s alone brings an answer before a lead", (reason, change) => {
  expect(standing(change)).toEqual({ state: "to-settle", reasons: [reason], final: null, basis: null });
});

test("where the rule leaves it to the lead, marks that differ at all are to be settled, and those that do not are agreed", () => {
  const leads = { ...rules, combine: "lead-decides" } as const;
  expect(standing({ marks: [mark("a", 4), mark("b", 5)] }, leads)).toMatchObject({ state: "to-settle", reasons: ["lead-decides"] });
  expect(standing({ marks: [mark("a", 4), mark("b", 4)] }, leads)).toMatchObject({ state: "agreed", final: 4, basis: "agreed" });
});

test("every reason that holds is told, not only the first", () => {
  const marks = [mark("a", 2, { flags: ["other", "technical-fault"], littleWatched: true }), mark("b", 6), mark("c", null)];
  const all = standing({ marks, candidateDistance: 9, sampled: true, reopened: true, leadsDiffer: true, queries: { open: 0, replied: 1, unanswered: 1 } }, { ...rules, combine: "lead-decides" });
  expect(all.reasons).toEqual(["discrepancy", "cumulative", "flag", "cannot-score", "little-watched", "lead-decides", "reopened", "leads-differ", "replied", "unanswered", "sampled"]);
});

test("marks from others who were to mark it make a withdrawal no reason to look", () => {
  expect(standing({ withdrawn: 1, marks: [mark("b", 4)] })).toMatchObject({ state: "agreed", final: 4, basis: "single" });
});

test.each([
  ["mean", [3, 4], 3.5, "combined"],
  ["mean", [3, 4, 4], 11 / 3, "combined"],
  ["lower", [3, 4], 3, "combined"],
  ["higher", [3, 4], 4, "combined"],
  ["mean", [4, 4], 4, "agreed"],
  ["lower", [4], 4, "single"],
  ["lead-decides", [4, 4], 4, "agreed"],
  ["lead-decides", [4], 4, "single"],
] as const)("by the rule “%s” the marks %j say %d", (rule, scores, final, basis) => {
  expect(combine(scores.map((score) => ({ score })), { combine: rule })).toEqual({ final, basis });
});

test("the rule says nothing where no score was given, or where it leaves it to the lead", () => {
  expect(combine([{ score: null }], { combine: "mean" })).toBeNull();
  expect(combine([], { combine: "lower" })).toBeNull();
  expect(combine([{ score: 3 }, { score: 4 }], { combine: "lead-decides" })).toBeNull();
});

const someMark = fc.record({ score: fc.option(fc.integer({ min: 1, max: 7 }), { freq: 4 }), flags: fc.subarray(["other" as const, "technical-fault" as const]), littleWatched: fc.boolean(), setRevision: fc.integer({ min: 1, max: 4 }) });
const someMarks = fc.array(someMark, { maxLength: 5 }).map((marks) => marks.map(({ score, ...more }, index) => mark(`a-${index}`, score, more)));
const someRules = fc.record({ tolerance: fc.constantFrom(0, 1, 2), cumulativeTolerance: fc.nat(10), combine: fc.constantFrom("mean", "lower", "higher", "lead-decides") });
const someFacts = fc.record({
  ...{ awaited: fc.nat(2), withdrawn: fc.nat(2), marks: someMarks, reopened: fc.boolean(), sampled: fc.boolean(), candidateDistance: fc.nat(12) },
  queries: fc.record({ open: fc.nat(1), replied: fc.nat(1), unanswered: fc.nat(1) }),
});

test("what was settled stays settled as long as the same assessors say the same, whatever else happens and in whatever order their marks come", () => {
  fc.assert(
    fc.property(someFacts, someRules, fc.option(fc.integer({ min: 1, max: 7 })), (some, of, final) => {
      // Handed in again, in other revisions: the same marks all the same.
      const then = [...some.marks].reverse().map((each) => ({ ...each, setRevision: each.setRevision + 1 }));
      expect(standing({ ...some, ...settledOn(then, final) }, of)).toEqual({ state: "settled", reasons: [], final, basis: "adjudicated" });
    }),
  );
});

test("a mark that came, went or changed opens what was settled, and says so once nothing is awaited", () => {
  fc.assert(
    fc.property(someFacts, someMarks, someRules, (some, then, of) => {
      fc.pre(!marksHold(then, some.marks));
      const now = standing({ ...some, ...settledOn(then) }, of);
      expect(now.state).not.toBe("settled");
      if (now.state === "to-settle") expect(now.reasons).toContain("marks-changed");
      expect(standing({ ...some, awaited: 0, queries: { ...some.queries, open: 0 }, ...settledOn(then) }, of).state).toBe("to-settle");
    }),
  );
});

test("a flag that was raised since opens what was settled; one that was there, or went, does not", () => {
  const on = (flags: ReceivedMark["flags"]) => [mark("a", 2), mark("b", 6, { flags })];
  const now = (then: ReceivedMark["flags"], flags: ReceivedMark["flags"]) => standing({ marks: on(flags), ...settledOn(on(then)) });
  expect(now([], ["safeguarding"])).toMatchObject({ state: "to-settle", reasons: ["discrepancy", "flag", "marks-changed"] });
  expect(now(["other"], ["safeguarding"]).state).toBe("to-settle");
  expect(now(["safeguarding"], ["safeguarding"]).state).toBe("settled");
  expect(now(["other", "safeguarding"], ["safeguarding"]).state).toBe("settled");
  // Earlier versions did not tell which flags there were.
  const untold = on([]).map(({ assessor, setRevision, score, cannotScore }) => ({ assessor, setRevision, score, cannotScore }));
  expect(standing({ marks: on(["safeguarding"]), settlement: { final: 4, basis: "adjudicated", reason: "So.", marks: untold } }).state).toBe("settled");
});

test("what leads settled differently waits for nothing: it is before a lead at once", () => {
  expect(standing({ awaited: 1, marks: [mark("a", 4)], leadsDiffer: true, queries: { open: 1, replied: 0, unanswered: 0 } })).toMatchObject({ state: "to-settle", reasons: ["leads-differ"] });
});

test("only what is agreed or settled has a final score, and whatever is agreed has one from the marks", () => {
  fc.assert(
    fc.property(someFacts, someRules, (some, of) => {
      const now = standing(some, of);
      if (now.state !== "agreed") expect([now.final, now.basis]).toEqual([null, null]);
      else {
        const scores = some.marks.map((each) => each.score!);
        expect(now.final).toBeGreaterThanOrEqual(Math.min(...scores));
        expect(now.final).toBeLessThanOrEqual(Math.max(...scores));
      }
      expect(now.reasons.length > 0).toBe(now.state === "to-settle");
    }),
  );
});

test("who gave which mark does not matter to what stands", () => {
  fc.assert(
    fc.property(someFacts, someRules, (some, of) => {
      const renamed = some.marks.map((each, index) => ({ ...each, assessor: `z-${some.marks.length - index}` }));
      expect(standing({ ...some, marks: renamed }, of)).toEqual(standing(some, of));
    }),
  );
});
