import { describe, expect, test } from "vitest";
import { agreementOf } from "../../../src-shared/agreement/agreement.ts";
import { cautionsOn } from "../../../src-shared/agreement/cautions.ts";
import { tabulateMarks } from "../../../src-shared/agreement/mark-table.ts";
import { readScale, scaleText } from "../../../src-shared/agreement/written-scale.ts";
import { tableOf, upTo } from "./tables.ts";

describe("a coefficient that does not exist is null, and says why", () => {
  const none = { value: null, ci95: null };

  test("one assessor", () => {
    expect(agreementOf(tableOf([[3], [4], [5]], upTo(7)))).toEqual({
      answers: 3,
      assessors: 1,
      pairs: 0,
      exact: null,
      adjacent: null,
      meanDifference: null,
      why: "No answer was marked by two assessors.",
      kappa: { unweighted: null, linear: null, quadratic: null, why: "Cohen's kappa is for two assessors, and here is 1." },
      icc: { single: { ...none, why: "There is only one assessor." }, average: { ...none, why: "There is only one assessor." } },
      alpha: { nominal: null, ordinal: null, interval: null, why: "No answer was marked by two assessors." },
      severity: [{ assessor: "A", ...none, why: "No answer of this assessor was marked by another." }],
    });
  });

  test("no marks at all", () => {
    expect(agreementOf(tableOf([], upTo(7)))).toMatchObject({ answers: 0, assessors: 0, pairs: 0, exact: null, icc: { single: { value: null, why: "There are no marks." } }, severity: [] });
  });

  test("two assessors without an answer in common", () => {
    const { kappa, icc, severity } = agreementOf(tableOf([[3, null], [null, 4], [5, null]], upTo(7)));
    expect(kappa).toMatchObject({ unweighted: null, why: "No answer was marked by both assessors." });
    expect(icc.single).toMatchObject({ value: null, why: "No answer was marked by both assessors; at least two are needed." });
    expect(severity.map((each) => each.value)).toEqual([null, null]);
  });

  test("one answer in common", () => {
    const { kappa, icc, severity } = agreementOf(tableOf([[3, 4], [null, 4]], upTo(7)));
    expect(kappa).toEqual({ unweighted: 0, linear: 0, quadratic: 0 });
    expect(icc.single).toMatchObject({ value: null, why: "Only one answer was marked by both assessors; at least two are needed." });
    expect(severity).toMatchObject([{ value: expect.closeTo(-0.5, 12), ci95: null, why: "The marks are just enough for a value, and leave nothing for an interval." }, { value: expect.closeTo(0.5, 12), ci95: null }]);
  });

  test("all marks equal", () => {
    const { exact, kappa, icc, alpha, severity } = agreementOf(tableOf([[4, 4], [4, 4], [4, 4]], upTo(7)));
    expect(exact).toBe(1);
    expect(kappa).toMatchObject({ quadratic: null, why: "Both assessors gave every answer one and the same score." });
    expect(icc.average).toEqual({ ...none, why: "All marks are the same, so there is nothing to tell apart." });
    expect(alpha).toMatchObject({ nominal: null, why: "All marks of answers with two or more marks are the same, so there is nothing to tell apart." });
    expect(severity[0]).toEqual({ assessor: "A", value: 0, ci95: [0, 0] });
  });

  test("each assessor uses one score of their own: kappa and ICC are 0, not undefined", () => {
    const { kappa, icc } = agreementOf(tableOf([[4, 5], [4, 5], [4, 5]], upTo(7)));
    expect(kappa).toEqual({ unweighted: 0, linear: 0, quadratic: 0 });
    expect(icc.single).toEqual({ value: 0, ci95: null, why: "The marks leave no variation from which an interval could be estimated." });
  });

  test("worse than the formula of ICC can say", () => {
    expect(agreementOf(tableOf([[1, 2], [2, 1]], upTo(7))).icc.single).toMatchObject({ value: null, why: expect.stringContaining("the formula has no meaning") });
    // Published formulas would print 6 here, as if it were agreement.
    expect(agreementOf(tableOf([[1, 3, 2], [2, 1, 3], [3, 2, 1]], upTo(7))).icc.average).toMatchObject({ value: null });
  });

  test("an interval that would miss its own value, or have no lower end", () => {
    expect(agreementOf(tableOf([[6, 4, 4], [4, 2, 7]], upTo(7))).icc.single).toEqual({ value: expect.closeTo(-8 / 15, 12), ci95: null, why: "The marks are too few, or too far apart, for an interval." });
    expect(agreementOf(tableOf([[6, 2], [5, 5], [5, 5]], upTo(7))).icc.average).toMatchObject({ value: expect.closeTo(-3, 12), ci95: null });
  });

  test("groups of assessors that share no answer have a severity each, within their group", () => {
    const { severity } = agreementOf(tableOf([[1, 2, null, null], [3, 4, null, null], [null, null, 7, 5], [null, null, 6, 5]], upTo(7)));
    expect(severity.map(({ group, value }) => [group, value])).toEqual([[1, expect.closeTo(-0.5, 12)], [1, expect.closeTo(0.5, 12)], [2, expect.closeTo(0.75, 12)], [2, expect.closeTo(-0.75, 12)]]);
  });
});

test("what a caller must not do is refused: a score outside the scale, the same assessor twice", () => {
  const mark = { answer: "1", assessor: "A", score: 3 };
  expect(() => tabulateMarks([{ ...mark, score: 8 }], upTo(7))).toThrow(RangeError);
  expect(() => tabulateMarks([mark, { ...mark, assessor: "B" }, mark], upTo(7))).toThrow("A marks 1 twice");
});

describe("what to keep in mind", () => {
  const cautionsFor = (rows: (number | null)[][]) => {
    const table = tableOf(rows, upTo(7));
    return cautionsOn(table, agreementOf(table));
  };
  const rowsOf = (count: number) => Array.from({ length: count }, (_, at) => [1 + (at % 7), 1 + ((at * 3) % 7)]);

  test("nothing, from 30 answers on that are spread over the scale", () => {
    expect(cautionsFor(rowsOf(30))).toEqual([]);
  });

  test("few answers, few that all marked, few of one assessor", () => {
    expect(cautionsFor(rowsOf(29))).toEqual(["Only 29 answers were marked by two or more assessors: below 30 all of this changes a lot with the next few marks."]);
    expect(cautionsFor(rowsOf(40).map((row, at) => [...row, at < 9 ? 4 : null]))).toEqual([
      "Only 9 answers were marked by all 3 assessors: below 30 the ICC changes a lot with the next few.",
      "Fewer than 10 answers shared with others, so a severity that is hardly known: C.",
    ]);
  });

  test("almost one score throughout", () => {
    expect(cautionsFor(Array.from({ length: 40 }, (_, at) => [4, at < 4 ? 5 : 4]))).toEqual(["95 % of the scores are 4: with so little to tell apart, kappa, ICC and alpha are low even where assessors agree."]);
  });
});

describe("a scale", () => {
  test.each([
    ["1-7", [1, 2, 3, 4, 5, 6, 7]],
    ["1–3", [1, 2, 3]],
    ["-1-1", [-1, 0, 1]],
    ["1,2,4", [1, 2, 4]],
    [" 4, 2 ,1 ", [1, 2, 4]],
    ["0,0.5,1", [0, 0.5, 1]],
  ])("%s", (text, points) => expect(readScale(text)).toEqual(points));

  test.each(["", "7", "7-1", "3-3", "1-7-9", "1,,2", "1,2,2", "a-b", "1-2.5", "0-1000", "1;2", "Infinity,1", "0x1,2"])("%j is none", (text) => expect(readScale(text)).toBeUndefined());

  test("is named in words", () => {
    expect([scaleText(upTo(7)), scaleText([1, 2, 4])]).toEqual(["1 to 7", "1, 2, 4"]);
  });
});
