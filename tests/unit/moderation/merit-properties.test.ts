import fc from "fast-check";
import { expect, test } from "vitest";
import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import { closeToPassing } from "../../../src-shared/moderation/close-to-passing.ts";
import { orderOfMerit } from "../../../src-shared/moderation/merit-order.ts";
import type { CandidateFinals } from "../../../src-shared/moderation/sums.ts";
import type { Ranking } from "../../../src-shared/moderation/ties.ts";
import { campaignWith, finals } from "./merit-campaign.ts";

// Few scores, so that ties are many; halves and thirds, as means of marks are.
const score = fc.oneof(fc.integer({ min: 3, max: 5 }), fc.constantFrom(3.5, 4.5, 10 / 3, 11 / 3, 13 / 3, 14 / 3));
const complete = fc.tuple(score, score, score, score, score, score);
const scores = fc.oneof({ weight: 9, arbitrary: complete }, { weight: 1, arbitrary: complete.map((each) => [null, ...each.slice(1)]) });
const batch = fc.array(scores, { minLength: 1, maxLength: 14 }).map((all) => all.map((each, at) => finals(`C${String(at + 1).padStart(2, "0")}`, ...each)));
const rules: fc.Arbitrary<Partial<CampaignRules>> = fc.record({
  passBy: fc.constantFrom("answer" as const, "behaviour" as const),
  overallPassMark: fc.constantFrom(null, 22, 24, 25),
  places: fc.option(fc.integer({ min: 0, max: 10 }), { nil: null }),
  tieBreak: fc.subarray(["communicating", "service", "decisions"], { maxLength: 2 }),
});
/** What leads said in the course of time, some of it about candidates who no longer have the same total. */
const rankingsOf = (candidates: CandidateFinals[]): fc.Arbitrary<Ranking[]> => {
  const names = candidates.map((each) => each.candidate);
  const some = fc.shuffledSubarray(names, { minLength: Math.min(2, names.length) });
  return fc.array(fc.oneof(some, fc.shuffledSubarray(names, { minLength: names.length })).map((order) => ({ candidates: order, reason: "A reason." })), { maxLength: 4 });
};
const anything = fc.tuple(batch, rules).chain(([candidates, changes]) => fc.record({ candidates: fc.constant(candidates), campaign: fc.constant(campaignWith(changes)), rankings: rankingsOf(candidates) }));

/** By candidate, without the sentences that name others. */
const standing = ({ candidates }: ReturnType<typeof orderOfMerit>, nameOf = (name: string) => name) =>
  Object.fromEntries(candidates.map(({ tieReason, candidate, ...rest }) => [nameOf(candidate), { ...rest, tied: tieReason !== null }]));

test("the order in which candidates come in makes no difference", () => {
  fc.assert(
    fc.property(anything, fc.infiniteStream(fc.nat()), ({ candidates, campaign, rankings }, chance) => {
      const shuffled = candidates.map((each) => [chance.next().value, each] as const).sort(([one], [other]) => one! - other!).map(([, each]) => each);
      expect(orderOfMerit(shuffled, campaign, rankings)).toEqual(orderOfMerit(candidates, campaign, rankings));
    }),
  );
});

test("other names change nothing but the names", () => {
  fc.assert(
    fc.property(anything, ({ candidates, campaign, rankings }) => {
      const renamed = (name: string) => `X${99 - Number(name.slice(1))}`;
      const others = orderOfMerit(candidates.map((each) => ({ ...each, candidate: renamed(each.candidate) })), campaign, rankings.map((each) => ({ ...each, candidates: each.candidates.map(renamed) })));
      expect(standing(others)).toEqual(standing(orderOfMerit(candidates, campaign, rankings), renamed));
    }),
  );
});

test("raising a final never lowers a rank or loses a place", () => {
  const worth = { offer: 2, passed: 2, reserve: 1, "not-passed": 0, incomplete: 0 };
  fc.assert(
    fc.property(anything, fc.nat(), fc.nat({ max: 5 }), fc.constantFrom(1 / 3, 0.5, 1, 2), ({ candidates, campaign, rankings }, which, answer, more) => {
      const at = which % candidates.length;
      const own = candidates[at]!;
      if (own.answers.some((each) => each.final === null)) return;
      const raised = { ...own, answers: own.answers.with(answer, { ...own.answers[answer]!, final: own.answers[answer]!.final! + more }) };
      const before = standing(orderOfMerit(candidates, campaign, rankings))[own.candidate]!;
      const after = standing(orderOfMerit(candidates.with(at, raised), campaign, rankings))[own.candidate]!;
      expect(after.rank!).toBeLessThanOrEqual(before.rank!);
      expect(worth[after.place]).toBeGreaterThanOrEqual(worth[before.place]);
    }),
    { numRuns: 400 },
  );
});

test("ranks, places and totals agree with each other", () => {
  fc.assert(
    fc.property(anything, ({ candidates, campaign, rankings }) => {
      const merit = orderOfMerit(candidates, campaign, rankings);
      const { places } = campaign.rules;
      const ranked = merit.candidates.filter((each) => each.rank !== null);
      expect(merit.candidates.map((each) => each.candidate).sort()).toEqual(candidates.map((each) => each.candidate).sort());
      expect(merit.candidates.slice(ranked.length).every((each) => each.place === "incomplete" && !each.passed)).toBe(true);
      // A rank is one more than the number of candidates ahead.
      for (const each of ranked) expect(each.rank).toBe(1 + ranked.filter((other) => other.rank! < each.rank!).length);
      const order = ["offer", "passed", "reserve", "not-passed"];
      for (const [at, each] of ranked.entries()) {
        const next = ranked[at + 1];
        expect(each.place !== "not-passed").toBe(each.passed);
        if (!next) continue;
        expect(each.rank!).toBeLessThanOrEqual(next.rank!);
        expect(order.indexOf(each.place)).toBeLessThanOrEqual(order.indexOf(next.place));
        if (each.passed === next.passed) expect(each.total).toBeGreaterThanOrEqual(next.total - 1e-9);
        if (each.rank === next.rank) expect([each.place, each.passed]).toEqual([next.place, next.passed]);
      }
      const offers = ranked.filter((each) => each.place === "offer").length;
      const passing = ranked.filter((each) => each.passed).length;
      if (places === null) expect(offers).toBe(0);
      else if (!merit.ties.some((tie) => tie.acrossLastPlace)) expect(offers).toBe(Math.min(places, passing));
      else expect(offers).toBeLessThan(places);
      // Who has the same total as another is told why they stand where they do; nobody else is.
      for (const each of ranked) expect(each.tieReason !== null).toBe(ranked.some((other) => other !== each && other.passed === each.passed && Math.abs(other.total - each.total) < 1e-9));
    }),
  );
});

test("close to the pass mark is exactly whom some answer's point more or less would move over it", () => {
  fc.assert(
    fc.property(anything, ({ candidates, campaign }) => {
      const isClose = closeToPassing(campaign);
      const passes = (each: CandidateFinals) => orderOfMerit([each], campaign, []).candidates[0]!.passed;
      for (const each of candidates) {
        const complete = each.answers.every((answer) => answer.final !== null);
        const moves = (by: number) => each.answers.some((answer, at) => passes({ ...each, answers: each.answers.with(at, { ...answer, final: Math.min(7, Math.max(1, answer.final! + by)) }) }) !== passes(each));
        expect(isClose(each)).toBe(complete && (moves(1) || moves(-1)));
      }
    }),
  );
});
