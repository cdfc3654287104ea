import { z } from "zod";
import { atSeconds } from "../documents/moderation-set.ts";

/** A stretch of a recording, in seconds from its beginning. */
export const interval = z.object({ from: atSeconds, to: atSeconds });
export type Interval = z.infer<typeof interval>;

/** Pauses shorter than this between two played stretches are the player's own granularity, not something unseen. */
const JOIN_GAP_SECONDS = 0.5;

/** Joins what was played before with what was played now: merged, in order, without overlaps. */
export function addWatched(watched: readonly Interval[], played: Interval): Interval[] {
  if (!(played.to > played.from)) return [...watched];
  const merged: Interval[] = [];
  for (const each of [...watched, played].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && each.from <= last.to + JOIN_GAP_SECONDS) last.to = Math.max(last.to, each.to);
    else merged.push({ ...each });
  }
  return merged;
}

/** Share of the recording that was played at least once, from 0 to 1. */
export function watchedShare(watched: readonly Interval[], durationSeconds: number): number {
  const seconds = watched.reduce((sum, each) => sum + Math.min(each.to, durationSeconds) - Math.min(each.from, durationSeconds), 0);
  return durationSeconds > 0 ? Math.min(1, seconds / durationSeconds) : 0;
}
