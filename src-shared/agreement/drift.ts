import type { Estimate } from "./estimate.ts";
import { meanOf } from "./mean-of.ts";
import type { OrderOfMarking } from "./order-of-marking.ts";

/** How one assessor marked for a while. */
export interface Stretch {
  /** What it is called: a day, `2026-11-22`, or the marks, `101–200`. */
  when: string;
  /** Marks of answers that others marked too. */
  marks: number;
  /** How far these lie from the others' on average, in points; above nought is lenient. */
  deviation: Estimate;
  /** How far the marks of answers with a definitive mark lie from it; null where there is none in this stretch. */
  definitive: { answers: number; difference: number } | null;
}

/** How far a mark lies from the definitive one of its answer. */
export interface AgainstDefinitive {
  place: number;
  at: string;
  difference: number;
}

type Kept = Pick<OrderOfMarking["marks"][number], "place" | "at" | "deviation">;

/** Days are those of universal time, which leads in Britain share within an hour. */
export function driftByDay(marks: readonly Kept[], definitive: readonly AgainstDefinitive[]): Stretch[] {
  return stretches(marks, definitive, ({ at }) => at.slice(0, 10), (day) => day);
}

/** `size`: how many of the assessor's marks, whether others marked the answer or not, make a stretch. */
export function driftByMarks(marks: readonly Kept[], definitive: readonly AgainstDefinitive[], size: number): Stretch[] {
  return stretches(marks, definitive, ({ place }) => Math.floor((place - 1) / size), (step) => `${step * size + 1}–${(step + 1) * size}`);
}

function stretches<K extends string | number>(marks: readonly Kept[], definitive: readonly AgainstDefinitive[], keyOf: (mark: { place: number; at: string }) => K, nameOf: (key: K) => string): Stretch[] {
  const found = new Map<K, { deviations: number[]; differences: number[] }>();
  const stretchOf = (mark: { place: number; at: string }) => {
    const key = keyOf(mark);
    const known = found.get(key) ?? { deviations: [], differences: [] };
    found.set(key, known);
    return known;
  };
  for (const mark of marks) stretchOf(mark).deviations.push(mark.deviation);
  for (const mark of definitive) stretchOf(mark).differences.push(mark.difference);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { deviations, differences }]) => ({
      when: nameOf(key),
      marks: deviations.length,
      deviation: meanOf(deviations),
      definitive: differences.length === 0 ? null : { answers: differences.length, difference: differences.reduce((sum, each) => sum + each, 0) / differences.length },
    }));
}
