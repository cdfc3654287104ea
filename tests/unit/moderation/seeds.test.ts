import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { placeAmong } from "../../../src-shared/moderation/lots.ts";
import { drawSeeds, type SeedsAsked } from "../../../src-shared/moderation/seeds.ts";

const lotOf = (seed: string) => (name: string) => createHash("sha256").update(JSON.stringify([seed, name])).digest("hex");
const named = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}-${index + 1}`);

/** A panel as a number draws it: some assessors, some seeds of different sizes, some of them given or barred already. */
function panelOf(number: number): SeedsAsked {
  const lot = lotOf(`panel ${number}`);
  const chance = (name: string, most: number) => Number.parseInt(lot(name).slice(0, 8), 16) % (most + 1);
  const assessors = named("a", 1 + chance("assessors", 8));
  const candidates = named("S", chance("seeds", 6)).map((candidate) => ({ candidate, answers: 1 + chance(candidate, 5) }));
  const pairs = assessors.flatMap((assessor) => candidates.map(({ candidate }) => ({ candidate, assessor })));
  const kept = pairs.filter((pair) => chance(`kept ${pair.candidate} ${pair.assessor}`, 9) === 0);
  const barred = pairs.filter((pair) => chance(`barred ${pair.candidate} ${pair.assessor}`, 7) === 0 && !kept.includes(pair));
  return { candidates, assessors, wanted: chance("wanted", 9), kept, barred, lot };
}

const panels = Array.from({ length: 300 }, (_, number) => panelOf(number));
const name = ({ candidate, assessor }: { candidate: string; assessor: string }) => `${assessor} ${candidate}`;

describe("drawing seeds", () => {
  test("nobody has fewer than wanted where there are enough whom they can mark, and nobody gets more than it takes", () => {
    for (const { candidates, assessors, wanted, kept, barred, lot } of panels) {
      const { added, answers } = drawSeeds({ candidates, assessors, wanted, kept, barred, lot });
      const size = new Map(candidates.map((each) => [each.candidate, each.answers]));
      for (const assessor of assessors) {
        const own = [...kept, ...added].filter((pair) => pair.assessor === assessor);
        const has = own.reduce((sum, pair) => sum + size.get(pair.candidate)!, 0);
        expect(answers.get(assessor)).toBe(has);
        const left = candidates.filter(({ candidate }) => ![...own, ...barred].some((pair) => pair.candidate === candidate && pair.assessor === assessor));
        expect(has >= wanted || left.length === 0).toBe(true);
        const last = added.findLast((pair) => pair.assessor === assessor);
        if (last) expect(has - size.get(last.candidate)!).toBeLessThan(wanted);
      }
    }
  });

  test("nobody gets a seed twice, or one that they cannot mark", () => {
    for (const panel of panels) {
      const added = drawSeeds(panel).added.map(name);
      expect(new Set([...panel.kept.map(name), ...added]).size).toBe(panel.kept.length + added.length);
      expect(panel.barred.map(name).filter((each) => added.includes(each))).toEqual([]);
    }
  });

  test("seeds are used alike: nobody's is given once more than any other that they could have had", () => {
    const candidates = named("S", 5).map((candidate) => ({ candidate, answers: 2 }));
    for (const count of [1, 2, 3, 7, 20]) {
      const { added } = drawSeeds({ candidates, assessors: named("a", count), wanted: 4, kept: [], barred: [], lot: lotOf(`${count}`) });
      const used = candidates.map(({ candidate }) => added.filter((pair) => pair.candidate === candidate).length);
      expect(Math.max(...used) - Math.min(...used)).toBeLessThanOrEqual(1);
      expect(added).toHaveLength(count * 2);
    }
  });

  test("the same lots draw the same, in whatever order everything is given, and others draw otherwise", () => {
    for (const panel of panels) {
      const turned = { ...panel, candidates: panel.candidates.toReversed(), assessors: panel.assessors.toReversed(), kept: panel.kept.toReversed(), barred: panel.barred.toReversed() };
      expect(drawSeeds(turned).added).toEqual(drawSeeds(panel).added);
    }
    const panel = { candidates: named("S", 8).map((candidate) => ({ candidate, answers: 1 })), assessors: named("a", 4), wanted: 3, kept: [], barred: [] };
    expect(drawSeeds({ ...panel, lot: lotOf("one") }).added).not.toEqual(drawSeeds({ ...panel, lot: lotOf("other") }).added);
  });
});

describe("places among those of before", () => {
  const lot = lotOf("places");

  test("what was drawn with the same lots stands as if it had been drawn at once", () => {
    const all = named("K", 40).sort((a, b) => (lot(a) < lot(b) ? -1 : 1));
    const [before, after] = [all.filter((_, index) => index % 3 !== 0), all.filter((_, index) => index % 3 === 0)];
    expect(placeAmong(before, after.toReversed(), lot)).toEqual(all);
  });

  test("among others, those of before keep their order, and the new ones are spread over them", () => {
    const before = named("K", 50);
    const added = named("N", 50);
    const placed = placeAmong(before, added, lot);
    expect(placed.filter((each) => each.startsWith("K"))).toEqual(before);
    const quarter = (index: number) => placed.slice(index * 25, index * 25 + 25).filter((each) => each.startsWith("N")).length;
    for (const index of [0, 1, 2, 3]) expect(quarter(index)).toBeGreaterThan(4);
  });
});
