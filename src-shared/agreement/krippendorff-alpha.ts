import type { Coincidences } from "./coincidences.ts";

/** 1 is perfect, 0 is what chance alone would give; below 0 assessors disagree more than by chance. */
export type Alpha = { nominal: number; ordinal: number; interval: number } | { nominal: null; ordinal: null; interval: null; why: string };

/**
 * Krippendorff's alpha (Computing Krippendorff's Alpha-Reliability, 2011) for any number of assessors; marks may be
 * missing, and an answer with one mark says nothing. Ordinal distances count the marks that lie between two scores.
 */
export function krippendorffAlpha(scale: readonly number[], { points, weighted }: Coincidences): Alpha {
  const marksAt = new Float64Array(points);
  for (let one = 0; one < points; one++) for (let other = 0; other < points; other++) marksAt[one]! += weighted[one * points + other]!;
  const marks = marksAt.reduce((sum, each) => sum + each, 0);
  if (marks === 0) return none("No answer was marked by two assessors.");
  if (marksAt.filter((each) => each > 0).length === 1) return none("All marks of answers with two or more marks are the same, so there is nothing to tell apart.");

  // How many marks lie below the middle of each point's own.
  let below = 0;
  const middle = marksAt.map((each) => (below += each) - each / 2);
  const alpha = (distance: (one: number, other: number) => number) => {
    let seen = 0;
    let expected = 0;
    for (let one = 0; one < points; one++)
      for (let other = one + 1; other < points; other++) {
        const square = distance(one, other) ** 2;
        seen += weighted[one * points + other]! * square;
        expected += marksAt[one]! * marksAt[other]! * square;
      }
    return 1 - ((marks - 1) * seen) / expected;
  };
  return { nominal: alpha(() => 1), ordinal: alpha((one, other) => middle[other]! - middle[one]!), interval: alpha((one, other) => scale[other]! - scale[one]!) };
}

function none(why: string): Alpha {
  return { nominal: null, ordinal: null, interval: null, why };
}
