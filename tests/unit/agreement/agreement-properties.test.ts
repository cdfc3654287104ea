import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreementOf, type Agreement } from "../../../src-shared/agreement/agreement.ts";
import { tabulateMarks, type ScoredMark } from "../../../src-shared/agreement/mark-table.ts";
import { marksOf, tableOf, upTo } from "./tables.ts";

const score = fc.integer({ min: 1, max: 7 });
const complete = (assessors: number) => fc.array(fc.array(score, { minLength: assessors, maxLength: assessors }), { minLength: 2, maxLength: 25 });
const withGaps = (assessors: number) => fc.array(fc.array(fc.option(score, { freq: 3 }), { minLength: assessors, maxLength: assessors }), { maxLength: 25 });
const anyRows = fc.integer({ min: 1, max: 5 }).chain((assessors) => fc.oneof(complete(assessors), withGaps(assessors)));

/** Every number in it, by where it stands. */
function numbersIn(part: unknown, path = ""): [string, number][] {
  if (typeof part === "number") return [[path, part]];
  return typeof part === "object" && part !== null ? Object.entries(part).flatMap(([key, each]) => numbersIn(each, `${path}/${key}`)) : [];
}

/** Severities by name and without groups: what a relabelling may reorder. */
function inOrderOfNames({ severity, ...rest }: Agreement, name: (assessor: string) => string) {
  return { ...rest, severity: Object.fromEntries(severity.map(({ assessor, value, ci95 }) => [name(assessor), { value, ci95 }])) };
}

function expectSame(one: object, other: object) {
  const others = new Map(numbersIn(other));
  const numbers = numbersIn(one);
  expect(numbers.map(([path]) => path).sort()).toEqual([...others.keys()].sort());
  for (const [path, number] of numbers) expect(Math.abs(number - others.get(path)!), path).toBeLessThan(1e-9 * Math.max(1, Math.abs(number)));
}

describe("whatever the marks", () => {
  test("every number is a number, every null has its reason beside it", () => {
    const check = (part: unknown) => {
      if (Array.isArray(part)) return part.forEach(check);
      if (typeof part !== "object" || part === null) return;
      const values = Object.values(part) as unknown[];
      for (const value of values) if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      expect("why" in part).toBe(values.includes(null));
      if ("why" in part) expect(part.why).toMatch(/^[A-Z].*\.$/);
      values.forEach(check);
    };
    fc.assert(fc.property(anyRows, fc.constantFrom(upTo(7), [1, 2, 3, 4, 5, 6, 7, 12], upTo(9, -1)), (rows, scale) => check(agreementOf(tableOf(rows, scale)))), { numRuns: 400 });
  });

  test("scores of two points, few answers: the corners where formulas divide by nought", () => {
    const rows = fc.integer({ min: 2, max: 4 }).chain((assessors) => fc.array(fc.array(fc.constantFrom(1, 2), { minLength: assessors, maxLength: assessors }), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(rows, (each) => {
        const { icc, kappa, alpha } = agreementOf(tableOf(each, [1, 2]));
        for (const [path, number] of numbersIn({ icc, kappa, alpha })) {
          expect(Number.isFinite(number), path).toBe(true);
          expect(number, path).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("an interval holds its value", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { icc, severity } = agreementOf(tableOf(rows, upTo(7)));
        for (const { value, ci95 } of [icc.single, icc.average, ...severity]) {
          if (ci95 === null) continue;
          expect(ci95[0]).toBeLessThanOrEqual(value + 1e-9);
          expect(ci95[1]).toBeGreaterThanOrEqual(value - 1e-9);
        }
      }),
    );
  });
});

describe("what changes nothing", () => {
  test("other names for the assessors", () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom("FEDCBA", "CAFEBD", "BADCFE"), (rows, names) => {
        const rename = (assessor: string) => names["ABCDEF".indexOf(assessor)]!;
        const before = agreementOf(tableOf(rows, upTo(7)));
        const after = agreementOf(tabulateMarks(marksOf(rows).map((mark) => ({ ...mark, assessor: rename(mark.assessor) })), upTo(7)));
        expectSame(inOrderOfNames(before, rename), inOrderOfNames(after, (name) => name));
      }),
    );
  });

  test("the order of the marks", () => {
    fc.assert(
      fc.property(anyRows.chain((rows) => fc.tuple(fc.constant(marksOf(rows)), fc.shuffledSubarray(marksOf(rows), { minLength: marksOf(rows).length }))), ([marks, shuffled]: [ScoredMark[], ScoredMark[]]) => {
        expectSame(agreementOf(tabulateMarks(shuffled, upTo(7))), agreementOf(tabulateMarks(marks, upTo(7))));
      }),
    );
  });

  test("points of the scale that nobody used, at its ends", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expectSame(agreementOf(tableOf(rows, upTo(7))), agreementOf(tableOf(rows, upTo(20, -3))));
      }),
    );
  });

  test("every answer twice, for kappa and for agreement as it is", () => {
    fc.assert(
      fc.property(complete(2), (rows) => {
        const { exact, adjacent, meanDifference, kappa } = agreementOf(tableOf(rows, upTo(7)));
        const doubled = agreementOf(tableOf([...rows, ...rows], upTo(7)));
        expectSame({ exact, adjacent, meanDifference, kappa }, { exact: doubled.exact, adjacent: doubled.adjacent, meanDifference: doubled.meanDifference, kappa: doubled.kappa });
      }),
    );
  });
});

describe("what must come out", () => {
  const varied = fc.array(score, { minLength: 2, maxLength: 25 }).filter((scores) => new Set(scores).size > 1);

  test("perfect agreement is 1, in every coefficient", () => {
    fc.assert(
      fc.property(varied, fc.integer({ min: 2, max: 4 }), (scores, assessors) => {
        const { exact, adjacent, meanDifference, kappa, icc, alpha, severity } = agreementOf(tableOf(scores.map((each) => Array.from({ length: assessors }, () => each)), upTo(7)));
        expect({ exact, adjacent, meanDifference, alpha }).toEqual({ exact: 1, adjacent: 1, meanDifference: 0, alpha: { nominal: 1, ordinal: 1, interval: 1 } });
        if (assessors === 2) expect(kappa).toEqual({ unweighted: 1, linear: 1, quadratic: 1 });
        expect([icc.single, icc.average]).toMatchObject([{ value: 1, ci95: null }, { value: 1, ci95: null }]);
        for (const { value } of severity) expect(Math.abs(value!)).toBeLessThan(1e-12);
      }),
    );
  });

  test("a constant shift leaves the order of answers, and is no agreement: kappa, ICC and alpha fall, severity shows it", () => {
    fc.assert(
      fc.property(varied, fc.integer({ min: 1, max: 5 }), (scores, shift) => {
        const { exact, meanDifference, kappa, icc, alpha, severity } = agreementOf(tableOf(scores.map((each) => [each, each + shift]), upTo(12)));
        expect({ exact, meanDifference }).toEqual({ exact: 0, meanDifference: shift });
        expect(kappa.quadratic!).toBeLessThan(1);
        expect(kappa.unweighted!).toBeLessThanOrEqual(0);
        expect(icc.single.value!).toBeLessThan(1);
        expect(icc.average.value!).toBeGreaterThan(icc.single.value!);
        expect(alpha.interval!).toBeLessThan(1);
        expect(severity[0]!.value).toBeCloseTo(-shift / 2, 9);
        expect(severity[1]!.value).toBeCloseTo(shift / 2, 9);
      }),
    );
  });

  test("an assessor who marks a point lower is a point more severe, also among gaps", () => {
    fc.assert(
      fc.property(complete(3), (rows) => {
        const severityOf = (some: typeof rows) => agreementOf(tableOf(some.map(([a, b, c], at) => (at % 2 === 0 ? [a!, b!, null] : [null, b!, c!])), upTo(7, 0))).severity;
        const before = severityOf(rows);
        const after = severityOf(rows.map(([a, b, c]) => [a!, b!, c! - 1]));
        // The consensus moves with its members: a third of a point down for all three.
        expect(after[2]!.value! - before[2]!.value!).toBeCloseTo(-2 / 3, 9);
        expect(after[0]!.value! - before[0]!.value!).toBeCloseTo(1 / 3, 9);
      }),
    );
  });

  test("a point that nobody used keeps its neighbours apart", () => {
    const rows = [[1, 1], [1, 3], [3, 3], [3, 4], [4, 4], [1, 3]];
    const whole = agreementOf(tableOf(rows, [1, 2, 3, 4]));
    expect(whole.adjacent).toBeCloseTo(4 / 6, 12);
    const without = agreementOf(tableOf(rows, [1, 3, 4]));
    expect(without.adjacent).toBe(1);
    // Weights go by value, so that the list of points does not matter to them.
    expect(without.kappa).toEqual(whole.kappa);
  });
});
