import { describe, expect, test } from "vitest";
import { closeToPassing } from "../../../src-shared/moderation/close-to-passing.ts";
import { orderOfMerit } from "../../../src-shared/moderation/merit-order.ts";
import { countingOutcome, outcomeChanges } from "../../../src-shared/moderation/outcome-changes.ts";
import { campaignWith, finals } from "./merit-campaign.ts";

const table = (merit: ReturnType<typeof orderOfMerit>) => merit.candidates.map(({ candidate, rank, total, place }) => [candidate, rank, total, place]);

describe("totals and passing", () => {
  test("a candidate's finals add up by behaviour and over all", () => {
    const [only] = orderOfMerit([finals("C1", 4, 5, 6, 6.5, 3, 6)], campaignWith(), []).candidates;
    expect(only).toEqual({
      candidate: "C1",
      behaviours: [
        { behaviour: "communicating", total: 9, mean: 4.5, passed: true },
        { behaviour: "service", total: 12.5, mean: 6.25, passed: true },
        { behaviour: "decisions", total: 9, mean: 4.5, passed: true },
      ],
      total: 30.5,
      passed: true,
      place: "passed",
      rank: 1,
      tieReason: null,
    });
  });

  test("passing by behaviour goes by its mean, passing by answer by each answer, and passing overall by the total alone", () => {
    const one = [finals("C1", 3, 5, 4, 4, 4, 4)];
    const passed = (rules: Parameters<typeof campaignWith>[0]) => orderOfMerit(one, campaignWith(rules), []).candidates[0]!.passed;
    expect(passed({ passBy: "behaviour" })).toBe(true);
    expect(passed({ passBy: "answer" })).toBe(false);
    expect(passed({ passBy: "overall", overallPassMark: 24 })).toBe(true);
    expect(passed({ passBy: "overall", overallPassMark: 24.5 })).toBe(false);
    expect(passed({ passBy: "behaviour", overallPassMark: 25 })).toBe(false);
  });

  test("a mean of three thirds reaches the pass mark exactly", () => {
    const third = [11 / 3, 13 / 3, 4, 4, 4, 4];
    expect(11 / 3 + 13 / 3).toBe(8);
    expect(orderOfMerit([finals("C1", ...third)], campaignWith({ overallPassMark: 24 }), []).candidates[0]).toMatchObject({ passed: true, total: 24 });
    const sevenths = [29 / 7, 27 / 7, 4.1, 3.9, 25 / 6, 23 / 6];
    expect(orderOfMerit([finals("C1", ...sevenths)], campaignWith({ overallPassMark: 24 }), []).candidates[0]).toMatchObject({ passed: true, total: 24 });
  });

  test("somebody with an answer without a score, or without any answer, is incomplete and has no place", () => {
    const merit = orderOfMerit([finals("C2", 7, 7, 7, 7, 7, null), finals("C1", 4, 4, 4, 4, 4, 4), finals("C0")], campaignWith({ places: 1 }), []);
    expect(table(merit)).toEqual([
      ["C1", 1, 24, "offer"],
      ["C0", null, 0, "incomplete"],
      ["C2", null, 35, "incomplete"],
    ]);
    expect(merit.candidates[2]!.behaviours[2]).toEqual({ behaviour: "decisions", total: 7, mean: null, passed: null });
  });
});

describe("order of merit", () => {
  test("whoever passes comes before whoever does not, though with less in total", () => {
    const merit = orderOfMerit([finals("Strong-and-weak", 7, 7, 7, 7, 3, 3), finals("Even", 4, 4, 4, 4, 4, 4)], campaignWith({ places: 5 }), []);
    expect(table(merit)).toEqual([
      ["Even", 1, 24, "offer"],
      ["Strong-and-weak", 2, 34, "not-passed"],
    ]);
  });

  test("offers go by the number of places, the others who pass are the reserve list", () => {
    const merit = orderOfMerit([finals("C1", 4, 4, 4, 4, 4, 4), finals("C2", 6, 6, 6, 6, 6, 6), finals("C3", 5, 5, 5, 5, 5, 5)], campaignWith({ places: 2 }), []);
    expect(table(merit)).toEqual([
      ["C2", 1, 36, "offer"],
      ["C3", 2, 30, "offer"],
      ["C1", 3, 24, "reserve"],
    ]);
  });

  test("the same total is told apart by the campaign's behaviours in their order, then by a lead, and every candidate is told why", () => {
    const three = [
      finals("A", 5, 5, 5, 5, 5, 5),
      finals("B", 6, 6, 5, 5, 4, 4),
      finals("C", 5, 5, 6, 6, 4, 4),
      finals("D", 5, 5, 6, 6, 4, 4),
    ];
    const { candidates, ties } = orderOfMerit(three, campaignWith({ places: 3, tieBreak: ["communicating", "service"] }), [{ candidates: ["D", "C"], reason: "D handled the second question with more care." }]);
    expect(candidates.map(({ candidate, rank, place, tieReason }) => [candidate, rank, place, tieReason])).toEqual([
      ["B", 1, "offer", "Same total as A, C and D (30). Ahead of A, C and D by Communicating (mean 6)."],
      ["D", 2, "offer", "Same total as A, B and C (30). Behind B by Communicating (mean 5). Ahead of A by Service (mean 6). Ahead of C as a lead decided: D handled the second question with more care."],
      ["C", 3, "offer", "Same total as A, B and D (30). Behind B by Communicating (mean 5). Ahead of A by Service (mean 6). Behind D as a lead decided: D handled the second question with more care."],
      ["A", 4, "reserve", "Same total as B, C and D (30). Behind B by Communicating (mean 5). Behind C and D by Service (mean 5)."],
    ]);
    expect(ties).toEqual([{ candidates: ["D", "C"], rank: 2, total: 30, passed: true, reason: "D handled the second question with more care.", acrossLastPlace: false }]);
  });

  test("a tie is told in sums where passing does not go by means, and where a mean would hide what is compared", () => {
    const told = (passBy: "answer" | "behaviour" | "overall", of: Parameters<typeof orderOfMerit>[0]) => orderOfMerit(of, campaignWith({ passBy, overallPassMark: 20, tieBreak: ["communicating"] }), []).candidates.map((each) => each.tieReason);
    const two = [finals("A", 6, 6, 4, 4, 5, 5), finals("B", 5, 5, 5, 5, 5, 5)];
    for (const passBy of ["answer", "overall"] as const) expect(told(passBy, two)).toEqual(["Same total as B (30). Ahead of B by Communicating (sum 12).", "Same total as A (30). Behind A by Communicating (sum 10)."]);
    const [whole, part] = [finals("A", 5, 5, 4, 4, 4, 4), { candidate: "B", answers: finals("B", 6, 6, 5, 5, 5, 5).answers.slice(1) }];
    expect(told("behaviour", [whole, part])).toEqual(["Same total as B (26). Ahead of B by Communicating (sum 10).", "Same total as A (26). Behind A by Communicating (sum 6)."]);
  });

  test("a tie across the last place is nobody's offer until a lead breaks it; any other tie shares a place", () => {
    const four = [finals("A", 5, 5, 5, 5, 5, 5), finals("B", 5, 5, 5, 5, 5, 5), finals("C", 6, 6, 6, 6, 6, 6), finals("D", 6, 6, 6, 6, 6, 6)];
    const open = orderOfMerit(four, campaignWith({ places: 3 }), []);
    expect(table(open)).toEqual([
      ["C", 1, 36, "offer"],
      ["D", 1, 36, "offer"],
      ["A", 3, 30, "reserve"],
      ["B", 3, 30, "reserve"],
    ]);
    expect(open.candidates[3]!.tieReason).toBe("Same total as A (30). Cannot be told apart from A: they share a place.");
    expect(open.ties.map((tie) => [tie.candidates.join(), tie.rank, tie.acrossLastPlace])).toEqual([["C,D", 1, false], ["A,B", 3, true]]);
    const broken = orderOfMerit(four, campaignWith({ places: 3 }), [{ candidates: ["B", "A"], reason: "Better evidence." }]);
    expect(table(broken).slice(2)).toEqual([
      ["B", 3, 30, "offer"],
      ["A", 4, 30, "reserve"],
    ]);
    expect(broken.ties.some((tie) => tie.acrossLastPlace)).toBe(false);
  });

  test("a lead's later ranking counts, one that leaves somebody out does not, and it ends with the same total", () => {
    const rankings = [
      { candidates: ["A", "B"], reason: "First thought." },
      { candidates: ["B", "A"], reason: "Second thought." },
    ];
    const equal = [finals("A", 5, 5, 5, 5, 5, 5), finals("B", 5, 5, 5, 5, 5, 5)];
    const order = (candidates: typeof equal) => orderOfMerit(candidates, campaignWith(), rankings).candidates.map((each) => `${each.rank} ${each.candidate}`);
    expect(order(equal)).toEqual(["1 B", "2 A"]);
    expect(order([...equal, finals("C", 5, 5, 5, 5, 5, 5)])).toEqual(["1 A", "1 B", "1 C"]);
    expect(order([finals("A", 5, 5, 5, 5, 5, 6), equal[1]!])).toEqual(["1 A", "2 B"]);
  });

  test("totals that differ only by how numbers are kept are the same", () => {
    const tenth = [finals("A", 0.1, 0.2, 5, 5, 5, 5), finals("B", 0.3, 0, 5, 5, 5, 5), finals("C", 1 / 3, 2 / 3, 5, 5, 5, 4.3)];
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(orderOfMerit(tenth, campaignWith({ passBy: "overall", overallPassMark: 1 }), []).candidates.map((each) => [each.rank, each.total])).toEqual([[1, 20.3], [1, 20.3], [1, 20.3]]);
  });
});

test("close to the pass mark is whom one point for one answer would move over it", () => {
  const isClose = closeToPassing(campaignWith());
  expect(isClose(finals("C1", 4, 4, 5, 5, 5, 5))).toBe(true);
  expect(isClose(finals("C1", 5, 5, 5, 5, 5, 5))).toBe(false);
  expect(isClose(finals("C1", 3, 4, 5, 5, 5, 5))).toBe(true);
  expect(isClose(finals("C1", 3, 4, 3, 4, 5, 5))).toBe(false);
  expect(isClose(finals("C1", 3, 4, null, 4, 5, 5))).toBe(false);
  expect(closeToPassing(campaignWith({ passBy: "overall", overallPassMark: 42 }))(finals("C1", 1, 7, 7, 7, 7, 7)), "no score is above the scale").toBe(false);
});

describe("what changed since it was published", () => {
  test("candidates whose total or place is another, who came, and who went", () => {
    const campaign = campaignWith({ places: 1 });
    const before = orderOfMerit([finals("A", 5, 5, 5, 5, 5, 5), finals("B", 6, 6, 6, 6, 6, 6), finals("C", 4, 4, 4, 4, 4, 4)], campaign, []).candidates;
    const now = orderOfMerit([finals("A", 7, 7, 7, 7, 7, 7), finals("B", 6, 6, 6, 6, 6, 6), finals("D", 1, 1, 1, 1, 1, 1)], campaign, []).candidates;
    expect(outcomeChanges(before, before)).toEqual([]);
    expect(outcomeChanges(before, now).map((each) => [each.candidate, each.before?.place ?? null, each.now?.place ?? null])).toEqual([
      ["A", "reserve", "offer"],
      ["B", "offer", "reserve"],
      ["D", null, "not-passed"],
      ["C", "reserve", null],
    ]);
  });

  test("the highest revision counts, and of two with one number the later", () => {
    const at = (revision: number, hour: number, sha256: string) => ({ revision, publishedAt: `2026-11-22T${hour}:00:00.000Z`, sha256 });
    expect(countingOutcome([])).toBeUndefined();
    expect(countingOutcome([at(1, 12, "a"), at(2, 11, "b"), at(2, 10, "c")])?.sha256).toBe("b");
  });
});
