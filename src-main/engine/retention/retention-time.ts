const DAY_MS = 86_400_000;
/** What was removed and is asked for again stays this long at least. */
const AGAIN_DAYS = 7;

/** When a batch's set was delivered, for how many days its campaign keeps recordings, and when somebody asked for them again. */
export interface RetentionFacts {
  deliveredAt: string;
  retentionDays: number;
  wantedAgainAt: string | null;
}

/**
 * Until when a delivered batch's recordings stay on this laptop, in Unix milliseconds. A day is 24 hours wherever the laptop is:
 * the clocks' change neither shortens nor lengthens it.
 */
export function keptUntil({ deliveredAt, retentionDays, wantedAgainAt }: RetentionFacts): number {
  const days = Date.parse(deliveredAt) + retentionDays * DAY_MS;
  return wantedAgainAt === null ? days : Math.max(days, Date.parse(wantedAgainAt) + AGAIN_DAYS * DAY_MS);
}

/** Whether the time is over. A clock that went back to before the delivery never says so. */
export function isTimeOver(facts: RetentionFacts, now: Date): boolean {
  return now.getTime() >= keptUntil(facts);
}
