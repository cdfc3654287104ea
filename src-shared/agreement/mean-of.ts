import type { Estimate } from "./estimate.ts";
import { tForInterval } from "./f-distribution.ts";

/** The mean, with the interval of the t distribution. */
export function meanOf(values: readonly number[]): Estimate {
  const n = values.length;
  if (n === 0) return { value: null, ci95: null, why: "There is nothing to take a mean of." };
  const mean = values.reduce((sum, each) => sum + each, 0) / n;
  if (n === 1) return { value: mean, ci95: null, why: "One mark leaves nothing for an interval." };
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const reach = tForInterval(0.95, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, ci95: [mean - reach, mean + reach] };
}
