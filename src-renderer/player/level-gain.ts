/** Where speech lies in most video calls; it leaves room for a raised voice. As heard, from two speakers. */
const TARGET_LUFS = -20;
/** More would raise the noise of the room as well. */
const MOST_DB = 24;
const LEAST_DB = -18;

/** How much louder or quieter a recording is played, so that it sounds like all the others. */
export function levelGainDb(lufs: number): number {
  return Math.min(MOST_DB, Math.max(LEAST_DB, TARGET_LUFS - lufs));
}

export function amplitude(decibels: number): number {
  return 10 ** (decibels / 20);
}
