import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratioInterval, shareInterval } from "../../../src-shared/fairness/proportions.ts";
import { LEAST_IN_GROUP, selectionRates, type GroupedCandidate } from "../../../src-shared/fairness/selection-rates.ts";

const close = (expected: number, digits = 10) => expect.closeTo(expected, digits);

describe("intervals of a share", () => {
  // Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3; further digits by R's prop.test without correction.
  test.each([
    [81, 263, 0.255288519878, 0.366209576983],
    [15, 148, 0.062386399531, 0.160487241723],
    [0, 20, 0, 0.161125158053],
    [1, 29, 0.006113214293, 0.171755218793],
  ])("%i of %i", (chosen, of, low, high) => expect(shareInterval({ chosen, of })).toEqual([close(low), close(high)]));

  test("none and all reach their ends exactly", () => {
    expect(shareInterval({ chosen: 0, of: 7 })[0]).toBe(0);
    expect(shareInterval({ chosen: 7, of: 7 })[1]).toBe(1);
  });
});

describe("intervals of a ratio of shares", () => {
  // Koopman 1984, Biometrics 40:513-517 gives (2.94, 7.15); further digits, and the other two, by an independent likelihood search in R 4.2.
  test.each([
    [36, 40, 16, 80, 2.939569192, 7.152223435],
    [12, 40, 48, 80, 0.293345245, 0.793864682],
    [7, 34, 1, 34, 1.220852854, 42.575717760],
  ])("%i of %i over %i of %i", (x, m, y, n, low, high) => {
    expect(ratioInterval({ chosen: x, of: m }, { chosen: y, of: n })).toEqual([close(low, 8), close(high, 5)]);
  });

  test("where all are chosen, the statistic's own solutions are met: 1/(1+z²/m) and 1+z²/n", () => {
    const zz = 1.959963984540054 ** 2;
    expect(ratioInterval({ chosen: 40, of: 40 }, { chosen: 80, of: 80 })).toEqual([close(1 / (1 + zz / 40)), close(1 + zz / 80)]);
  });

  test("nobody chosen: the ratio may be nought, or as large as anything", () => {
    expect(ratioInterval({ chosen: 0, of: 40 }, { chosen: 8, of: 80 })[0]).toBe(0);
    expect(ratioInterval({ chosen: 8, of: 80 }, { chosen: 0, of: 40 })[1]).toBeNull();
    expect(ratioInterval({ chosen: 0, of: 40 }, { chosen: 0, of: 80 })).toEqual([0, null]);
  });

  test("it holds what was observed, and turns over with its groups", () => {
    const count = fc.integer({ min: 1, max: 400 }).chain((of) => fc.record({ of: fc.constant(of), chosen: fc.integer({ min: 0, max: of }) }));
    fc.assert(
      fc.property(count, count, (one, other) => {
        const [low, high] = ratioInterval(one, other);
        const ratio = one.chosen / one.of / (other.chosen / other.of);
        if (one.chosen + other.chosen > 0 && !Number.isNaN(ratio)) {
          expect(low).toBeLessThanOrEqual(ratio * (1 + 1e-9));
          if (high !== null) expect(high).toBeGreaterThanOrEqual(ratio * (1 - 1e-9));
        }
        const [lowBack, highBack] = ratioInterval(other, one);
        expect(highBack === null ? 0 : 1 / highBack).toBeCloseTo(low, 6);
        if (high !== null) expect(lowBack * high).toBeCloseTo(1, 6);
        else expect(lowBack).toBe(0);
      }),
    );
  });
});

const group = (name: string | null, chosen: number, of: number): GroupedCandidate[] => Array.from({ length: of }, (_, index) => ({ group: name, chosen: index < chosen }));

describe("selection rates", () => {
  test("the worked example of the Uniform Guidelines (Questions and Answers, 12): 48 of 80 and 12 of 40 give one half", () => {
    const { groups, highest } = selectionRates([...group("White", 48, 80), ...group("Black", 12, 40)]);
    expect(highest).toBe("White");
    expect(groups).toMatchObject([
      { group: "Black", rate: 0.3, ratio: 0.5, ratioCi95: [close(0.293345245, 8), close(0.793864682, 8)], verdict: "below" },
      { group: "White", rate: 0.6, ratio: null, verdict: null },
    ]);
  });

  test("the same rates with fewer people say less: the interval reaches over four fifths", () => {
    const { groups } = selectionRates([...group("A", 12, 20), ...group("B", 3, 10)]);
    expect(groups[1]).toMatchObject({ group: "B", ratio: 0.5, verdict: "may-be-below" });
  });

  test("a small group is not shown, and nothing that would give it away", () => {
    const rates = selectionRates([...group("A", 30, 60), ...group("B", 10, 20), ...group("C", 1, 3)]);
    expect(rates.groups).toEqual([expect.objectContaining({ group: "A", suppressed: null }), { group: "B", suppressed: "would-give-away" }, { group: "C", suppressed: "small" }]);
    expect(rates.highest).toBeNull();
  });

  test("several small groups hide each other once they are enough together", () => {
    const rates = selectionRates([...group("A", 30, 60), ...group("B", 10, 20), ...group("C", 1, 6), ...group(null, 2, 5)]);
    expect(rates.groups.map((each) => each.suppressed)).toEqual([null, null, "small"]);
    expect(rates.notSaid).toBeNull();
  });

  test("nobody chosen at all: there is nothing to compare", () => {
    expect(selectionRates([...group("A", 0, 20), ...group("B", 0, 20)]).groups).toMatchObject([{ ratio: null, verdict: null }, { ratio: null, verdict: null }]);
  });

  test("whatever the groups: no hidden group can be worked out from the whole and what is shown", () => {
    const groups = fc.array(fc.record({ name: fc.option(fc.constantFrom("A", "B", "C", "D", "E")), chosen: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(groups, (drawn) => {
        const rates = selectionRates(drawn.map(({ name, chosen }) => ({ group: name, chosen })));
        const shown = rates.groups.flatMap((each) => (each.suppressed === null ? [each.count.of] : []));
        expect(Math.min(Infinity, ...shown)).toBeGreaterThanOrEqual(LEAST_IN_GROUP);
        const hidden = drawn.length - shown.reduce((sum, each) => sum + each, 0) - (rates.notSaid ?? 0);
        const hiddenNames = rates.groups.filter((each) => each.suppressed !== null).length + Number(rates.notSaid === null);
        // All of it may be hidden, however few there are.
        if (hidden > 0 && hidden < drawn.length) expect([hidden >= LEAST_IN_GROUP, hiddenNames > 1]).toEqual([true, true]);
      }),
    );
  });
});
