import type { MarkTable } from "./mark-table.ts";

/** How often an assessor gave each point. */
export interface UseOfScale {
  assessor: string;
  /** One number for each point of the whole scale, ascending: nought where it was never given. */
  times: number[];
  mean: number;
  /** Standard deviation of the scores; `null` for a single mark. */
  deviation: number | null;
}

/** In order of name. */
export function useOfScale({ scale, assessors, assessorOf, pointOf }: MarkTable): UseOfScale[] {
  const times = assessors.map(() => scale.map(() => 0));
  pointOf.forEach((point, mark) => times[assessorOf[mark]!]![point]!++);
  return assessors.map((assessor, place) => {
    const own = times[place]!;
    const marks = own.reduce((sum, each) => sum + each, 0);
    const mean = own.reduce((sum, each, point) => sum + each * scale[point]!, 0) / marks;
    const squares = own.reduce((sum, each, point) => sum + each * (scale[point]! - mean) ** 2, 0);
    return { assessor, times: own, mean, deviation: marks > 1 ? Math.sqrt(squares / (marks - 1)) : null };
  });
}
