import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, type AllocationAsked } from "../../../src-shared/moderation/allocate.ts";
import type { Pair } from "../../../src-shared/moderation/drawing.ts";

const lotOf = (seed: string) => (name: string) => createHash("sha256").update(JSON.stringify([seed, name])).digest("hex");
const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}-${index + 1}`);

interface Panel {
  candidates: number;
  assessors: number;
  share?: number;
  markersOfDouble?: number;
  seed?: string;
  kept?: Pair[];
  lost?: Pair[];
  barred?: Pair[];
}

function asked({ candidates, assessors, share = 0, markersOfDouble = 2, seed = "s", kept = [], lost = [], barred = [] }: Panel): AllocationAsked {
  return {
    candidates: numbered("K", candidates).map((candidate) => ({ candidate, answers: 6 })),
    assessors: numbered("a", assessors),
    rules: { doubleMarkingShare: share, markersOfDouble },
    kept,
    lost,
    barred,
    lot: lotOf(seed),
  };
}

function loads(pairs: readonly Pair[], assessors: readonly string[]): number[] {
  return assessors.map((assessor) => pairs.filter((pair) => pair.assessor === assessor).length);
}

function markersOf(pairs: readonly Pair[]): Map<string, string[]> {
  const markers = new Map<string, string[]>();
  for (const { candidate, assessor } of pairs) markers.set(candidate, [...(markers.get(candidate) ?? []), assessor]);
  return markers;
}

function meetings(pairs: readonly Pair[], assessors: readonly string[]): number[] {
  const markers = [...markersOf(pairs).values()];
  return assessors.flatMap((one, index) => assessors.slice(index + 1).map((other) => markers.filter((each) => each.includes(one) && each.includes(other)).length));
}

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
const panel = fc.record({
  candidates: fc.integer({ min: 1, max: 60 }),
  assessors: fc.integer({ min: 2, max: 10 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.string(),
});

/** Some of all pairs, drawn by chance. */
const somePairs = (share: number) =>
  fc.func(fc.double({ min: 0, max: 1, noNaN: true })).map((chance) => ({ candidates, assessors }: { candidates: number; assessors: number }): Pair[] =>
    numbered("K", candidates).flatMap((candidate) => numbered("a", assessors).flatMap((assessor) => (chance(candidate, assessor) < share ? [{ candidate, assessor }] : []))));

describe("who marks whom", () => {
  test("everybody is marked, the campaign's share of candidates by two", () => {
    fc.assert(
      fc.property(panel, (one) => {
        const { added, doubles, short } = allocate(asked(one));
        const markers = markersOf(added);
        expect(doubles).toHaveLength(Math.round(one.candidates * one.share));
        expect(short).toEqual([]);
        for (const candidate of numbered("K", one.candidates)) expect(new Set(markers.get(candidate)).size).toBe(doubles.includes(candidate) ? 2 : 1);
      }),
    );
  });

  test("numbers of candidates differ by at most one", () => {
    fc.assert(fc.property(panel, (one) => void expect(spread(loads(allocate(asked(one)).added, numbered("a", one.assessors)))).toBeLessThanOrEqual(1)));
  });

  test("any two assessors mark as many candidates together as any other two, but for one", () => {
    fc.assert(fc.property(panel, (one) => void expect(spread(meetings(allocate(asked(one)).added, numbered("a", one.assessors)))).toBeLessThanOrEqual(1)));
  });

  test("six candidates for four assessors, all marked by two: each two of them meet once", () => {
    const { added } = allocate(asked({ candidates: 6, assessors: 4, share: 1 }));
    expect(meetings(added, numbered("a", 4))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("with three markers everybody still meets everybody", () => {
    const { added } = allocate(asked({ candidates: 24, assessors: 6, share: 1, markersOfDouble: 3 }));
    expect(loads(added, numbered("a", 6))).toEqual([12, 12, 12, 12, 12, 12]);
    expect(Math.min(...meetings(added, numbered("a", 6)))).toBeGreaterThanOrEqual(4);
  });

  test("a seed draws the same whatever order things are given in, and another seed draws another", () => {
    fc.assert(
      fc.property(panel, somePairs(0.2), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (one, pairsOf, chance) => {
        const shuffled = <T>(things: readonly T[]): T[] => [...things].map((thing) => [chance.next().value as number, thing] as const).sort(([a], [b]) => a - b).map(([, thing]) => thing);
        const given = asked({ ...one, barred: pairsOf(one) });
        const drawn = allocate(given);
        expect(allocate({ ...given, candidates: shuffled(given.candidates), assessors: shuffled(given.assessors), barred: shuffled(given.barred) })).toEqual(drawn);
      }),
    );
    const of = (seed: string) => allocate(asked({ candidates: 30, assessors: 4, share: 0.3, seed }));
    expect(of("one").added).not.toEqual(of("two").added);
    expect(of("one").doubles).not.toEqual(of("two").doubles);
  });

  test("this seed draws this, on every computer", () => {
    const { added, doubles } = allocate(asked({ candidates: 4, assessors: 2, share: 0.5, seed: "eo-2026" }));
    expect({ added: added.map(({ candidate, assessor }) => `${assessor} ${candidate}`), doubles }).toMatchInlineSnapshot(`
      {
        "added": [
          "a-1 K-4",
          "a-2 K-3",
          "a-2 K-2",
          "a-1 K-1",
          "a-2 K-1",
          "a-1 K-3",
        ],
        "doubles": [
          "K-1",
          "K-3",
        ],
      }
    `);
  });

  test("what was allocated stays, and nobody is given a candidate twice or one that they cannot mark", () => {
    fc.assert(
      fc.property(panel, somePairs(0.15), somePairs(0.15), (one, keptOf, barredOf) => {
        const barred = barredOf(one);
        const isBarred = (pair: Pair) => barred.some((each) => each.candidate === pair.candidate && each.assessor === pair.assessor);
        const kept = keptOf(one).filter((pair) => !isBarred(pair));
        const { added, short, doubles } = allocate(asked({ ...one, kept, barred }));
        expect(added.filter(isBarred)).toEqual([]);
        for (const [candidate, markers] of markersOf([...kept, ...added])) {
          expect(new Set(markers).size).toBe(markers.length);
          const before = kept.filter((pair) => pair.candidate === candidate).length;
          expect(markers.length).toBeLessThanOrEqual(Math.max(before, doubles.includes(candidate) ? 2 : 1));
        }
        for (const { candidate, wanted, has } of short) {
          const able = numbered("a", one.assessors).filter((assessor) => !isBarred({ candidate, assessor }));
          expect(has).toBeLessThan(wanted);
          expect(able.length).toBe(has);
        }
      }),
    );
  });

  test("passing a new candidate on, however often, makes numbers no more even", () => {
    fc.assert(
      fc.property(panel, somePairs(0.15), somePairs(0.3), (one, keptOf, barredOf) => {
        const [kept, barred] = [keptOf(one), barredOf(one)];
        const { added } = allocate(asked({ ...one, kept, barred }));
        const all = [...kept, ...added];
        const numbers = new Map(numbered("a", one.assessors).map((assessor) => [assessor, new Set(all.filter((each) => each.assessor === assessor).map((each) => each.candidate)).size]));
        const can = ({ candidate, assessor }: Pair) => ![...all, ...barred].some((each) => each.candidate === candidate && each.assessor === assessor);
        // Whoever can be reached from somebody by passing one candidate from each to the next has at most one fewer.
        for (const [from, has] of numbers) {
          const reached = new Set([from]);
          for (const giver of reached) for (const { candidate } of added.filter((each) => each.assessor === giver)) for (const assessor of numbers.keys()) if (can({ candidate, assessor })) reached.add(assessor);
          for (const each of reached) expect(has - numbers.get(each)!).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("somebody who joins gets as many as the others have, as far as there is anything left", () => {
    const first = allocate(asked({ candidates: 12, assessors: 3 }));
    const kept = first.added.filter(({ candidate }) => Number(candidate.slice(2)) <= 9);
    const { added } = allocate(asked({ candidates: 12, assessors: 4, kept }));
    expect(added).toHaveLength(3);
    expect(loads([...kept, ...added], numbered("a", 4)).reduce((a, b) => a + b)).toBe(12);
    expect(loads(added, ["a-4"])[0]).toBeGreaterThanOrEqual(2);
  });

  test("allocating once more adds nothing", () => {
    fc.assert(
      fc.property(panel, (one) => {
        const first = allocate(asked(one));
        const again = allocate(asked({ ...one, kept: first.added }));
        expect(again.added).toEqual([]);
        expect(again.doubles).toEqual(first.doubles);
      }),
    );
  });

  test("in the place of who knows a candidate comes somebody else", () => {
    const first = allocate(asked({ candidates: 10, assessors: 4, share: 0.5 }));
    const left = first.added.find(({ candidate }) => first.doubles.includes(candidate))!;
    const { added } = allocate(asked({ candidates: 10, assessors: 4, share: 0.5, kept: first.added.filter((each) => each !== left), lost: [left] }));
    expect(added).toEqual([{ candidate: left.candidate, assessor: expect.not.stringMatching(new RegExp(`^${left.assessor}$`)) }]);
  });

  test("who came in the place of somebody stays alone with a candidate who is marked by one", () => {
    const [first] = allocate(asked({ candidates: 1, assessors: 2 })).added;
    const [second] = allocate(asked({ candidates: 1, assessors: 2, lost: [first!] })).added;
    expect(second!.assessor).not.toBe(first!.assessor);
    expect(allocate(asked({ candidates: 1, assessors: 3, kept: [second!], barred: [first!] })).added).toEqual([]);
  });

  test("the order of an assessor's work does not tell who is marked by two", () => {
    const { added, doubles } = allocate(asked({ candidates: 200, assessors: 2, share: 0.2 }));
    const theirs = added.filter((each) => each.assessor === "a-1").map((each) => doubles.includes(each.candidate));
    const inFirstHalf = theirs.slice(0, theirs.length / 2).filter(Boolean).length;
    expect(inFirstHalf).toBeGreaterThan(10);
    expect(inFirstHalf).toBeLessThan(30);
  });

  test("a panel of 200 assessors and 16,000 candidates, all marked by two, is as even", () => {
    const { added } = allocate(asked({ candidates: 16_000, assessors: 200, share: 1 }));
    expect(spread(loads(added, numbered("a", 200)))).toBe(0);
  });
});
