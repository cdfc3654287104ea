/**
 * In how many parts a point is counted. A mean of up to 20 marks, and a decimal down to a thousandth, is a whole number of them: their sums are
 * whole numbers far below 2^53, so that 1/3 + 2/3 is exactly 1 and nobody is put before another by a rounding error.
 */
const PARTS = 5_819_814_000;

/** A score in parts of a point. */
export function partsOf(score: number): number {
  return Math.round(score * PARTS);
}

/** Points again, as near as a number comes. */
export function pointsOf(parts: number): number {
  return parts / PARTS;
}
