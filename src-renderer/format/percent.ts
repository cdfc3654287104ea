/** A share from 0 to 1 as `84 %`. Rounded down, since what is missing must not look like enough; what is more than nothing is never "0 %". */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "under 1 %";
  // 0.29 × 100 is a little less than 29 in binary.
  return `${Math.floor(share * 100 + 1e-9)} %`;
}
