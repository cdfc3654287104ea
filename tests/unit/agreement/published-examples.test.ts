import { describe, expect, test } from "vitest";
import { agreementOf } from "../../../src-shared/agreement/agreement.ts";
import { cohenKappa } from "../../../src-shared/agreement/cohen-kappa.ts";
import { coincidencesOf } from "../../../src-shared/agreement/coincidences.ts";
import { intraclassCorrelation } from "../../../src-shared/agreement/intraclass-correlation.ts";
import { krippendorffAlpha } from "../../../src-shared/agreement/krippendorff-alpha.ts";
import { severities } from "../../../src-shared/agreement/severity.ts";
import { anxiety, byAssessor, crossTable, krippendorff, shroutFleiss, tableOf, upTo } from "./tables.ts";

/** Published digits are few; those beyond them are R's for the same table (psych 2.2.9, irr 0.84.1, lm), or exact fractions. */
const DIGITS = 12;

describe("Cohen's kappa", () => {
  test.each([
    ["Cohen (1960), 200 cases: .49", [[88, 14, 18], [10, 40, 10], [2, 6, 12]], 29 / 59, 9 / 19, 5 / 11],
    ["SAS/STAT, PROC FREQ, two dermatologists: .3449, weighted .5082", [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]], 0.3448753462603878, 0.5081600715403534, 0.6607228915662648],
    ["Boyd and others (1982), 85 xeromammograms, in Stata's manual: .4728, .5684 (w), .6714 (w2)", [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]], 0.4727891156462586, 0.5683990442054958, 0.6713705780011603],
  ])("%s", (_, counts, unweighted, linear, quadratic) => {
    const kappa = cohenKappa(tableOf(crossTable(counts), upTo(counts.length)));
    expect(kappa.unweighted).toBeCloseTo(unweighted, DIGITS);
    expect(kappa.linear).toBeCloseTo(linear, DIGITS);
    expect(kappa.quadratic).toBeCloseTo(quadratic, DIGITS);
  });

  test("raters 1 and 2 of “anxiety” (R's irr, kappa2: .119, .189, .297)", () => {
    const kappa = cohenKappa(tableOf(anxiety.map((row) => row.slice(0, 2)), upTo(6)));
    expect(kappa.unweighted).toBeCloseTo(0.119496855345912, DIGITS);
    expect(kappa.linear).toBeCloseTo(0.1891891891891893, DIGITS);
    expect(kappa.quadratic).toBeCloseTo(0.2967651195499303, DIGITS);
  });

  test("raters 2 and 3 of “diagnoses” (Fleiss 1971; R's irr, kappa2: .631)", () => {
    const rows = byAssessor("4 2 3 5 2 1 3 1 1 5 4 2 2 4 2 3 1 1 2 3 5 4 2 1 4 2 1 2 3 5", "4 2 3 5 2 3 3 3 4 5 4 4 2 4 4 3 1 1 4 3 5 4 4 4 4 2 1 4 3 5");
    expect(cohenKappa(tableOf(rows, upTo(5))).unweighted).toBeCloseTo(0.6311475409836065, DIGITS);
  });
});

describe("intraclass correlation", () => {
  test.each([
    ["Shrout & Fleiss (1979): .29 and .62", shroutFleiss, [0.2897637795275592, 0.01878651337471205, 0.7610843696489531], [0.6200505475989893, 0.07113681530250303, 0.927232040167722]],
    ["“anxiety” (R's irr): .198 [−.039, .494]", anxiety, [0.1979982593559616, -0.03891062609316028, 0.4935739459721225], [0.4254987531172068, -0.12658270270945973, 0.7451492885452098]],
    [
      "“video” (R's irr): .157 [−.002, .402]",
      byAssessor("4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4", "4 4 4 4 3 4 3 4 3 3 4 3 4 4 4 4 4 4 4 5", "3 4 5 4 2 3 2 3 3 3 3 3 4 4 3 4 4 4 4 5", "4 5 5 4 4 4 5 4 4 4 4 4 4 4 4 4 4 4 4 4"),
      [0.1569131832797425, -0.002488877275483746, 0.401993056733206],
      [0.4267599475295143, -0.01003040242390543, 0.7289154170876959],
    ],
  ])("%s", (_, rows, single, average) => {
    const icc = intraclassCorrelation(tableOf(rows, upTo(10)));
    expect([icc.single.value, ...icc.single.ci95!].map((each, at) => Math.abs(each! - single[at]!) < 1e-10)).toEqual([true, true, true]);
    expect([icc.average.value, ...icc.average.ci95!].map((each, at) => Math.abs(each! - average[at]!) < 1e-10)).toEqual([true, true, true]);
  });

  test("four judges of eight wines (pingouin's manual: .728 [.43, .93] and .914 [.75, .98])", () => {
    const { single, average } = intraclassCorrelation(tableOf(byAssessor("1 1 3 6 6 7 8 9", "2 3 8 4 5 5 7 9", "0 3 1 3 5 6 7 9", "1 2 4 3 6 2 9 8"), upTo(9, 0)));
    expect([single.value, average.value].map((each) => each!.toFixed(3))).toEqual(["0.728", "0.914"]);
    expect([...single.ci95!, ...average.ci95!].map((each) => each.toFixed(2))).toEqual(["0.43", "0.93", "0.75", "0.98"]);
  });

  test("answers that not all marked are left aside", () => {
    const icc = intraclassCorrelation(tableOf([...shroutFleiss, [1, 2, 3, null], [null, 9, null, 9]], upTo(10)));
    expect(icc).toEqual(intraclassCorrelation(tableOf(shroutFleiss, upTo(10))));
  });
});

describe("Krippendorff's alpha", () => {
  const alphaOf = (rows: readonly (readonly (number | null)[])[], scale: readonly number[]) => krippendorffAlpha(scale, coincidencesOf(tableOf(rows, scale)));

  test("Krippendorff (2011), four observers, twelve units, marks missing: .743, .815, .849", () => {
    const alpha = alphaOf(krippendorff, upTo(5));
    expect(alpha.nominal).toBeCloseTo(0.743421052631579, DIGITS);
    expect(alpha.ordinal).toBeCloseTo(0.8153875037548813, DIGITS);
    expect(alpha.interval).toBeCloseTo(0.8491071428571428, DIGITS);
  });

  test("Krippendorff (2011), two observers: .095 for two values, .692 for five", () => {
    expect(alphaOf(byAssessor("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), [0, 1]).nominal).toBeCloseTo(2 / 21, DIGITS);
    expect(alphaOf(byAssessor("1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4"), upTo(5)).nominal).toBeCloseTo(0.6919642857142857, DIGITS);
  });

  test("three coders, fifteen units (Wikipedia's example: .691 nominal, .811 interval)", () => {
    const alpha = alphaOf(byAssessor(". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4"), upTo(4));
    expect(alpha.nominal).toBeCloseTo(56 / 81, DIGITS);
    expect(alpha.ordinal).toBeCloseTo(0.8067214199413153, DIGITS);
    expect(alpha.interval).toBeCloseTo(0.8108448928121059, DIGITS);
  });

  test("by its definition: disagreement within answers over disagreement of all marks", () => {
    // 35 of 36 pairs within answers differ, and 504 of 552 ordered pairs of all 24 marks.
    expect(alphaOf(shroutFleiss, upTo(10)).nominal).toBeCloseTo(1 - 35 / 36 / (504 / 552), DIGITS);
  });
});

describe("severity", () => {
  /** By R's lm with answers and assessors as factors, assessors summing to nought. */
  test.each([
    ["Shrout & Fleiss (1979), everybody marked everything", shroutFleiss, [[2.375, 1.6141275750155444, 3.135872424984459], [-2.791666666666668, -3.5525390916511252, -2.0307942416822105], [-0.9583333333333334, -1.7192057583177904, -0.1974609083488762], [1.375, 0.6141275750155423, 2.135872424984457]]],
    ["Krippendorff (2011), marks missing", krippendorff, [[-0.23052592408831565, -0.5023999286921154, 0.04134808051548403], [-0.09978913420987355, -0.35899179345954496, 0.15941352503979783], [0.22419995038452015, -0.03853792646488854, 0.48693782723392887], [0.10611510791366904, -0.14478920407370782, 0.357019419901046]]],
  ])("%s", (_, rows, expected) => {
    severities(tableOf(rows, upTo(10))).forEach((each, assessor) => {
      expect(each.assessor).toBe("ABCD"[assessor]);
      [each.value, ...each.ci95!].forEach((number, at) => expect(number).toBeCloseTo(expected[assessor]![at]!, DIGITS));
    });
  });

  test("of two assessors is half their mean difference, with half the interval of the paired t test (Student 1908: −2.46 to −0.70)", () => {
    const rows = byAssessor("0.7 -1.6 -0.2 -1.2 -0.1 3.4 3.7 0.8 0.0 2.0", "1.9 0.8 1.1 0.1 -0.1 4.4 5.5 1.6 4.6 3.4");
    const [first, second] = severities(tableOf(rows, rows.flat() as number[]));
    expect(first!.value).toBeCloseTo(-1.58 / 2, DIGITS);
    expect(second!.value).toBeCloseTo(1.58 / 2, DIGITS);
    expect(first!.ci95![0]).toBeCloseTo(-2.4598857632769824 / 2, DIGITS);
    expect(first!.ci95![1]).toBeCloseTo(-0.7001142367230175 / 2, DIGITS);
  });
});

test("pairs, exact and adjacent agreement, and mean difference count every pair of marks of one answer", () => {
  // Of 6 × 6 pairs one is equal, eight are one point apart; their distances add up to 111.
  const { pairs, exact, adjacent, meanDifference } = agreementOf(tableOf(shroutFleiss, upTo(10)));
  expect({ pairs, exact, adjacent, meanDifference }).toEqual({ pairs: 36, exact: 1 / 36, adjacent: 9 / 36, meanDifference: 111 / 36 });
});
