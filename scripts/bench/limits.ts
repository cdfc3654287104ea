/** One line of the report about something that has a limit of its own, whatever the machine. */
export interface Limited {
  what: string;
  values: readonly number[];
  unit: string;
  limit: number;
  /** Which of the values has to keep the limit: 0.95 for the 95th percentile, 1 for the worst. */
  percentile: number;
}

/** Prints the median, the percentile and the worst; says whether the limit is kept. */
export function reportLimited({ what, values, unit, limit, percentile }: Limited): boolean {
  const judged = percentileOf(values, percentile);
  const holds = judged <= limit;
  const name = percentile === 1 ? "worst" : `${percentile * 100}th percentile`;
  console.log(
    `${what}\n  median ${percentileOf(values, 0.5).toFixed(0)} ${unit}, worst ${Math.max(...values).toFixed(0)} ${unit}\n  ${name} ${judged.toFixed(0)} ${unit}, at most ${limit} ${unit}: ${holds ? "holds" : "DOES NOT HOLD"}   (${values.length} measured)\n`,
  );
  return holds;
}

/** The smallest value that this share of the values does not exceed. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
