import type { Network } from "./network.ts";

/** No byte for so long, and a connection counts as dead: three looks without one. */
export const LOOK_EVERY_MS = 10_000;
const QUIET_LOOKS = 3;

/** Nothing came or went for half a minute. */
export class Stalled extends Error {}

export interface StallWatch {
  /** Aborted, with a `Stalled`, when the network stood still while it was waited for. */
  readonly signal: AbortSignal;
  /** A byte went or came. */
  moved(): void;
  /** Waits for the network; while nobody does, a connection that rests is none that stalls. */
  during<T>(act: Promise<T>): Promise<T>;
  end(): void;
}

/** Watches over one request. A look now and then instead of a timer for each piece: thousands come in a second. */
export function watchForStalls(wait: Network["wait"]): StallWatch {
  const stalled = new AbortController();
  const ended = new AbortController();
  let waiting = 0;
  let quietLooks = 0;

  void look();
  async function look(): Promise<void> {
    while (!ended.signal.aborted) {
      try {
        await wait(LOOK_EVERY_MS, ended.signal);
      } catch {
        return;
      }
      quietLooks = waiting > 0 ? quietLooks + 1 : 0;
      if (quietLooks < QUIET_LOOKS) continue;
      stalled.abort(new Stalled("Nothing came for half a minute."));
      return;
    }
  }

  return {
    signal: stalled.signal,
    moved: () => void (quietLooks = 0),
    async during(act) {
      waiting += 1;
      quietLooks = 0;
      let stop = () => {};
      // Not every fetch lets go when its signal says so.
      const stall = new Promise<never>((_, reject) => {
        stop = () => reject(stalled.signal.reason as Stalled);
        stalled.signal.addEventListener("abort", stop, { once: true });
      });
      try {
        return await Promise.race([act, stall]);
      } finally {
        waiting -= 1;
        stalled.signal.removeEventListener("abort", stop);
      }
    },
    end: () => ended.abort(),
  };
}
