import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fQuantile, regularisedBeta, tForInterval } from "../../../src-shared/agreement/f-distribution.ts";

describe("quantiles", () => {
  // Reference values by mpmath's incomplete beta function with 40 digits, and its root.
  test.each([
    [0.975, 5, 13.2, 3.744511844046162],
    [0.975, 13.2, 5, 6.480822189898515],
    [0.95, 1, 9, 5.117355029199224],
    [0.5, 2, 7, 0.7665477897156641],
    [0.025, 10, 20, 0.29252223798395915],
    [0.975, 99, 0.7, 18260.703512119497],
    [0.975, 1, 1.5, 92.83887648495461],
    [0.975, 3.7, 0.42, 10884225.562575359],
    [0.975, 49_999, 49_999, 1.017685392853431],
  ])("P(F ≤ f) = %d with %d and %d degrees of freedom", (p, above, below, expected) => {
    expect(Math.abs(fQuantile(p, above, below) / expected - 1)).toBeLessThan(1e-12);
  });

  // The table of t for 95 % in every textbook, with R's digits.
  test.each([[1, 12.70620473617469], [2, 4.302652729749462], [3, 3.182446305283708], [9, 2.262157162798205], [30, 2.042272456301238], [1000, 1.962339080826408]])("t for an interval of 95 %% with %d degrees of freedom", (degrees, expected) => {
    expect(Math.abs(tForInterval(0.95, degrees) / expected - 1)).toBeLessThan(1e-12);
  });

  test("swapping the degrees of freedom turns the quantile over", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.5, max: 500, noNaN: true }), fc.double({ min: 0.5, max: 500, noNaN: true }), (p, above, below) => {
        expect(fQuantile(p, above, below) * fQuantile(1 - p, below, above)).toBeCloseTo(1, 9);
      }),
    );
  });

  test("the quantile of a probability is where the distribution reaches it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.2, max: 5000, noNaN: true }), fc.double({ min: 0.2, max: 5000, noNaN: true }), (p, above, below) => {
        const odds = (fQuantile(p, above, below) * above) / below;
        expect(regularisedBeta(odds / (1 + odds), 1 / (1 + odds), above / 2, below / 2)).toBeCloseTo(p, 10);
      }),
    );
  });

  test("hardly any degrees of freedom give no number rather than a wrong one; none at all is a bug", () => {
    expect(fQuantile(0.975, 5, 0.001)).toBe(Infinity);
    expect(() => fQuantile(0.975, 5, 0)).toThrow(RangeError);
    expect(() => fQuantile(1, 5, 5)).toThrow(RangeError);
  });
});
