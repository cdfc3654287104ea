/** Figures of a run, told as ratios: absolute times say more about the machine than about the product. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One line of the report. `limit` is the highest ratio of `ours` to `theirs` that is good enough. */
export interface Comparison {
  what: string;
  ours: readonly number[];
  against: string;
  theirs: readonly number[];
  unit: string;
  limit: number;
}

/** Prints medians, ranges and the ratio pair by pair; says whether the ratio's median keeps the limit. */
export function report({ what, ours, against, theirs, unit, limit }: Comparison): boolean {
  const ratio = median(ours.map((value, index) => value / theirs[index]!));
  const digits = unit === "s" ? 1 : 0;
  const range = (values: readonly number[]) => `${median(values).toFixed(digits)} ${unit} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
  const holds = ratio <= limit;
  console.log(`${what}\n  ours           ${range(ours)}\n  ${against.padEnd(14)} ${range(theirs)}\n  ratio ${ratio.toFixed(2)}, at most ${limit.toFixed(2)}: ${holds ? "holds" : "DOES NOT HOLD"}   (${ours.length} pairs, in turn)\n`);
  return holds;
}

/** For the few times that people feel, whatever the machine. `limit` is the highest median that is good enough. */
export function reportAbsolute({ what, values, unit, limit }: { what: string; values: readonly number[]; unit: string; limit: number }): boolean {
  const middle = median(values);
  const holds = middle <= limit;
  console.log(`${what}\n  ours           ${middle.toFixed(0)} ${unit} (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})\n  at most ${limit} ${unit}: ${holds ? "holds" : "DOES NOT HOLD"}   (${values.length} times)\n`);
  return holds;
}
