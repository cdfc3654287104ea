const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** An engine that worked for this long starts the count of deaths in a row again. */
export const WORKED_WELL_MS = 30_000;

/** How long to wait before the engine is started again. `deathsInARow` counts from 1: the first time there is no wait. */
export function restartDelayMs(deathsInARow: number): number {
  return deathsInARow <= 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (deathsInARow - 2));
}
