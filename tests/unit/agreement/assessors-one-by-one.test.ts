import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assessorPairs } from "../../../src-shared/agreement/assessor-pairs.ts";
import { blandAltman, limitsOfAgreement } from "../../../src-shared/agreement/bland-altman.ts";
import { cohenKappa } from "../../../src-shared/agreement/cohen-kappa.ts";
import { tabulateMarks } from "../../../src-shared/agreement/mark-table.ts";
import { ordersOfMarking, slopeOf, type TimedMark } from "../../../src-shared/agreement/order-of-marking.ts";
import { severities } from "../../../src-shared/agreement/severity.ts";
import { timePerAnswer } from "../../../src-shared/agreement/time-per-answer.ts";
import { useOfScale } from "../../../src-shared/agreement/use-of-scale.ts";
import { anxiety, ASSESSORS, marksOf, tableOf, upTo } from "./tables.ts";

describe("limits of agreement", () => {
  test("Bland & Altman (1986), seventeen peak flows by two meters: mean −2.1, deviation 38.8", () => {
    const wright = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427];
    const mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451];
    // With R's mean, sd and qt, by the formulas of Bland & Altman (1999).
    expect(limitsOfAgreement(wright.map((each, at) => each - mini[at]!))).toEqual({
      difference: { value: expect.closeTo(-2.117647058823529, 10), ci95: [expect.closeTo(-22.04883769664517, 10), expect.closeTo(17.81354357899811, 10)] },
      lower: { value: expect.closeTo(-78.097301611093997, 10), ci95: [expect.closeTo(-112.853377909195, 10), expect.closeTo(-43.34122531299299, 10)] },
      upper: { value: expect.closeTo(73.862007493446924, 10), ci95: [expect.closeTo(39.10593119534592, 10), expect.closeTo(108.61808379154793, 10)] },
    });
  });

  test("take the answers that both marked, each with the mean and the difference of its scores", () => {
    const table = tableOf([[3, 5, 1], [null, 4, 1], [6, 6, null], [2, null, 7]], upTo(7));
    expect(blandAltman(table, "A", "B")).toMatchObject({ answers: [{ answer: "answer 1", mean: 4, difference: -2 }, { answer: "answer 3", mean: 6, difference: 0 }], difference: { value: -1 } });
    expect(blandAltman(table, "B", "A")).toMatchObject({ difference: { value: 1 } });
    expect(blandAltman(tableOf([[3, null], [3, 4]], upTo(7)), "A", "B")).toMatchObject({ difference: null, why: "Only one answer was marked by both assessors; at least two are needed." });
    expect(() => blandAltman(table, "A", "Z")).toThrow(RangeError);
  });
});

describe("pairs of assessors", () => {
  test("each is what the two alone would give", () => {
    const rows = fc.array(fc.array(fc.option(fc.integer({ min: 1, max: 7 }), { freq: 3 }), { minLength: 4, maxLength: 4 }), { maxLength: 25 });
    fc.assert(
      fc.property(rows, fc.constantFrom(upTo(7), upTo(9, -4)), (each, scale) => {
        for (const pair of assessorPairs(tableOf(each, scale))) {
          const columns = [ASSESSORS.indexOf(pair.first), ASSESSORS.indexOf(pair.second)];
          const shared = each.map((row) => columns.map((column) => row[column]!)).filter((row) => !row.includes(null as never));
          expect(pair.answers).toBe(shared.length);
          expect(pair.exact).toBeCloseTo(shared.filter(([a, b]) => a === b).length / shared.length, 12);
          expect(pair.meanDifference).toBeCloseTo(shared.reduce((sum, [a, b]) => sum + a! - b!, 0) / shared.length, 12);
          const { quadratic } = cohenKappa(tableOf(shared, scale));
          if (quadratic === null) expect(pair.quadraticKappa).toBeNull();
          else expect(pair.quadraticKappa).toBeCloseTo(quadratic, 9);
        }
      }),
    );
  });

  test("those who share no answer are no pair", () => {
    expect(assessorPairs(tableOf([[3, 4, null], [null, 4, null], [null, null, 2]], upTo(7))).map(({ first, second }) => first + second)).toEqual(["AB"]);
  });
});

test("use of the scale counts every point, points never given included", () => {
  // Rater 1 of “anxiety”, with R's mean and sd.
  expect(useOfScale(tableOf(anxiety, upTo(7)))[0]).toEqual({ assessor: "A", times: [2, 6, 5, 2, 4, 1, 0], mean: 3.15, deviation: expect.closeTo(1.460893742308382, 12) });
  expect(useOfScale(tableOf([[3]], upTo(7)))).toMatchObject([{ mean: 3, deviation: null }]);
});

describe("scores by order of marking", () => {
  const orders = (marks: TimedMark[]) => ordersOfMarking(marks, severities(tabulateMarks(marks, marks.map((mark) => mark.score))));
  const minute = (at: number) => new Date(at * 60_000).toISOString();

  test("the slope is that of a straight line through the deviations (R's lm on “anxiety”, rater 1 less rater 2)", () => {
    const marks = marksOf(anxiety.map((row) => row.slice(0, 2))).map((mark) => ({ ...mark, at: mark.assessor === "A" ? minute(Number(mark.answer.slice(7))) : null }));
    const [first, second] = orders(marks.reverse());
    expect(first!.slope).toEqual({ value: expect.closeTo(0.03458646616541353, 12), ci95: [expect.closeTo(-0.1001128290064927, 12), expect.closeTo(0.1692857613373197, 12)] });
    expect(second).toMatchObject({ marks: [], slope: { value: null, why: expect.stringContaining("At least two marks") } });
  });

  test("an assessor who grows stricter by a tenth of a point a mark shows just that, whatever the answers and the others' severity", () => {
    const deserved = [3, 6, 4, 7, 2, 5, 3, 6, 4, 5];
    const marks = deserved.flatMap((score, at) => [
      { answer: `${at}`, assessor: "strict", score: score - 1, at: minute(20 - at) },
      { answer: `${at}`, assessor: "tired", score: score - at / 10, at: minute(at) },
      ...(at % 2 === 0 ? [{ answer: `${at}`, assessor: "lenient", score: score + 1, at: minute(at) }] : []),
    ]);
    const tired = orders(marks).find((each) => each.assessor === "tired")!;
    expect(tired.marks.map((each) => each.place)).toEqual(upTo(10));
    expect(tired.slope.value).toBeLessThan(0);
    expect(Math.abs(tired.slope.value! + 0.1)).toBeLessThan(0.01);
  });

  test("an answer that nobody else marked takes its place in the order, and says nothing", () => {
    const [first] = orders([{ answer: "1", assessor: "A", score: 3, at: minute(1) }, { answer: "2", assessor: "A", score: 3, at: minute(2) }, { answer: "2", assessor: "B", score: 5, at: null }]);
    expect(first!.marks.map(({ answer, place }) => [answer, place])).toEqual([["2", 2]]);
    expect(slopeOf([[1, 2], [2, 4]])).toEqual({ value: 2, ci95: null, why: "Two marks leave nothing for an interval." });
  });
});

describe("time per answer", () => {
  const at = (...seconds: number[]) => seconds.map((each) => new Date(each * 1000).toISOString());

  test("is the median of what lies between marks, breaks left out", () => {
    // Intervals of 30, 45, 60 and 120 s, and a break of two hours; R's quantile.
    expect(timePerAnswer(at(135, 0, 30, 75, 255, 7455))).toEqual({ intervals: 4, breaks: 1, median: 52.5, quartiles: [41.25, 75] });
  });

  test("is not there for a single mark", () => {
    expect(timePerAnswer(at(0))).toEqual({ intervals: 0, breaks: 0, median: null, quartiles: null, why: "No two marks were given without a break between them." });
  });
});
