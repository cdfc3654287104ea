/** A score as it is read: `4`, `4.5`, `4.33`. Rounded only here, to two places. */
export function points(score: number): string {
  return String(Math.round(score * 100) / 100);
}
