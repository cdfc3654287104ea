/** As many transfers at once as help: a few more are tried, and kept only where more arrives for it. Pure. */

export const MOST_AT_ONCE = 8;
/** So much more must arrive for more transfers to be worth it, and so much less says that the way has changed. */
const WORTH_IT = 1.1;
const FELL_TO = 0.7;
/** After so many measured stretches more transfers are tried again: ways get better too. */
const TRY_MORE_AFTER = 20;

export interface Parallelism {
  /** How many transfers may be under way. */
  atOnce: number;
  /** Whether more are being tried, or it was seen that more do not help. */
  phase: "growing" | "settled";
  /** Bytes per second to compare with: of the smaller number while growing, of this one once settled. */
  reference: number;
  /** Measured stretches since it settled. */
  stretches: number;
}

export const FIRST_PARALLELISM: Parallelism = { atOnce: 2, phase: "growing", reference: 0, stretches: 0 };

/** What was measured over a stretch of about a second. */
export interface Stretch {
  bytesPerSecond: number;
  /** As many as may were under way all the time; otherwise it says nothing of what more would do. */
  allBusy: boolean;
  /** Transfers that broke or stood still. */
  failures: number;
}

/** Decides; never acts. */
export function nextParallelism(now: Parallelism, { bytesPerSecond, allBusy, failures }: Stretch): Parallelism {
  if (failures > 0) return { atOnce: Math.max(1, Math.floor(now.atOnce / 2)), phase: "settled", reference: 0, stretches: 0 };
  if (!allBusy) return now;
  if (now.phase === "growing") {
    if (bytesPerSecond <= now.reference * WORTH_IT) return { atOnce: Math.max(1, Math.floor(now.atOnce / 2)), phase: "settled", reference: now.reference, stretches: 0 };
    if (now.atOnce === MOST_AT_ONCE) return { atOnce: MOST_AT_ONCE, phase: "settled", reference: bytesPerSecond, stretches: 0 };
    return { atOnce: Math.min(MOST_AT_ONCE, now.atOnce * 2), phase: "growing", reference: bytesPerSecond, stretches: 0 };
  }
  if (bytesPerSecond < now.reference * FELL_TO) return { atOnce: Math.max(1, now.atOnce - 1), phase: "settled", reference: bytesPerSecond, stretches: 0 };
  const reference = now.reference === 0 ? bytesPerSecond : now.reference * 0.8 + bytesPerSecond * 0.2;
  if (now.stretches + 1 < TRY_MORE_AFTER || now.atOnce === MOST_AT_ONCE) return { ...now, reference, stretches: Math.min(TRY_MORE_AFTER, now.stretches + 1) };
  return { atOnce: Math.min(MOST_AT_ONCE, now.atOnce * 2), phase: "growing", reference, stretches: 0 };
}
