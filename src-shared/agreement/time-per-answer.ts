/** How long an assessor takes from one mark to the next, in seconds. */
export type TimePerAnswer = { intervals: number; breaks: number } & ({ median: number; quartiles: [lower: number, upper: number] } | { median: null; quartiles: null; why: string });

/** Longer than this between two marks was a break, not an answer: three minutes of recording, watched more than once, and notes. */
export const BREAK_SECONDS = 30 * 60;

/**
 * From the moments of an assessor's marks (ISO 8601, in any order). The first answer has no beginning that is known, and
 * intervals longer than `breakSeconds` are counted as breaks and left out. Quantiles interpolate (Hyndman & Fan's type 7).
 */
export function timePerAnswer(moments: readonly string[], breakSeconds = BREAK_SECONDS): TimePerAnswer {
  const ordered = moments.map((each) => Date.parse(each) / 1000).sort((a, b) => a - b);
  const gaps = ordered.slice(1).map((moment, index) => moment - ordered[index]!);
  const worked = gaps.filter((gap) => gap <= breakSeconds).sort((a, b) => a - b);
  const counts = { intervals: worked.length, breaks: gaps.length - worked.length };
  if (worked.length === 0) return { ...counts, median: null, quartiles: null, why: "No two marks were given without a break between them." };
  const quantile = (share: number) => {
    const at = share * (worked.length - 1);
    const below = worked[Math.floor(at)]!;
    return below + (at - Math.floor(at)) * ((worked[Math.floor(at) + 1] ?? below) - below);
  };
  return { ...counts, median: quantile(0.5), quartiles: [quantile(0.25), quantile(0.75)] };
}
