/** How fast something comes, smoothed, so that the eye can read it. Pure. */

/** What came this long ago counts about a third of what comes now. */
const FORGET_AFTER_MS = 8_000;
/** Before that it would be a guess. */
const KNOWN_AFTER_MS = 1_000;
/** A longer silence, or a clock that went back, means that the computer slept or its clock was set: it begins anew. */
const LONGEST_GAP_MS = 60_000;

export interface TransferRate {
  /** Unix milliseconds of the last measurement. */
  at: number;
  /** Both fade as time goes by. */
  bytes: number;
  ms: number;
}

/** `bytes`: what came since the last measurement. */
export function nextRate(rate: TransferRate | null, bytes: number, at: number): TransferRate {
  const passed = rate === null ? -1 : at - rate.at;
  if (rate === null || passed < 0 || passed > LONGEST_GAP_MS) return { at, bytes: 0, ms: 0 };
  const share = Math.exp(-passed / FORGET_AFTER_MS);
  return { at, bytes: rate.bytes * share + bytes, ms: rate.ms * share + passed };
}

/** `null` while it is not known. */
export function bytesPerSecond(rate: TransferRate | null): number | null {
  return rate === null || rate.ms < KNOWN_AFTER_MS ? null : Math.round((rate.bytes / rate.ms) * 1000);
}

/** `null` while it is not known, and where nothing comes. */
export function secondsLeft(rate: TransferRate | null, bytesLeft: number): number | null {
  const perSecond = bytesPerSecond(rate);
  return perSecond === null || perSecond < 1 ? null : Math.ceil(bytesLeft / perSecond);
}
