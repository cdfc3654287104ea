/** What has not been used for so long may be made up for at once. */
const BURST_SECONDS = 0.25;
/** A wait is looked at again after so long, so that a change of the limit acts at once, whatever the clock does. */
const LOOK_AGAIN_MS = 250;

/** Shares one limit among all transfers: a token bucket. */
export interface Bandwidth {
  /** Bytes per second; `null` for as fast as it goes. Acts at once, on transfers that wait already too. */
  limitTo(bytesPerSecond: number | null): void;
  /** Accounts for bytes that came, and waits until they were due. Returns early when `signal` is aborted. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
}

export function createBandwidth({ now, wait }: { now: () => Date; wait: (ms: number, signal?: AbortSignal) => Promise<void> }): Bandwidth {
  let limit: number | null = null;
  /** Bytes that came, and bytes that were due by `at`, since the beginning. */
  let taken = 0;
  let due = 0;
  let at = now().getTime();

  function account() {
    const present = now().getTime();
    // A clock that was set back gives nothing, one that was set forward no more than a burst.
    const seconds = Math.max(0, present - at) / 1000;
    at = present;
    due = limit === null ? taken : Math.min(due + seconds * limit, taken + BURST_SECONDS * limit);
  }

  return {
    limitTo(bytesPerSecond) {
      account();
      limit = bytesPerSecond;
      account();
    },
    async take(bytes, signal) {
      if (limit === null) {
        taken += bytes;
        return;
      }
      account();
      taken += bytes;
      const mine = taken;
      while (due < mine && !signal.aborted) {
        if (limit === null) return;
        const ms = Math.ceil(((mine - due) / limit) * 1000);
        await wait(Math.min(LOOK_AGAIN_MS, Math.max(1, ms)), signal).catch(() => undefined);
        account();
      }
    },
  };
}
