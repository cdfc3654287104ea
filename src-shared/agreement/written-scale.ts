/** Far more than any scale of marks has, and few enough for tables of every pair of points. */
const MOST_POINTS = 1000;

/**
 * A scale as people write it: `1-7` for all whole numbers from 1 to 7, or its points as a list, `1,2,4`. Points ascend;
 * `undefined` where the text is no scale of two or more different points.
 */
export function readScale(text: string): number[] | undefined {
  const range = /^\s*(-?\d{1,9})\s*[-–]\s*(-?\d{1,9})\s*$/.exec(text);
  if (range) {
    const [low, high] = [Number(range[1]), Number(range[2])];
    return low < high && high - low < MOST_POINTS ? Array.from({ length: high - low + 1 }, (_, index) => low + index) : undefined;
  }
  const points = text.split(",").map(readNumber);
  const known = points.filter((point) => point !== undefined).sort((a, b) => a - b);
  return known.length === points.length && new Set(known).size === known.length && known.length >= 2 && known.length <= MOST_POINTS ? known : undefined;
}

/** How to name a scale to the user. */
export function scaleText(scale: readonly number[]): string {
  const whole = scale.every((point, index) => Number.isInteger(point) && point === scale[0]! + index);
  return whole ? `${scale[0]} to ${scale.at(-1)}` : scale.join(", ");
}

/** A plain decimal number, as scores are written; `undefined` for anything else. */
export function readNumber(text: string): number | undefined {
  return /^\s*-?\d{1,9}(\.\d{1,9})?\s*$/.test(text) ? Number(text) : undefined;
}
