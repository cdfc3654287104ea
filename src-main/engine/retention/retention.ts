import type { Desk } from "../desk.ts";
import { removeWhatIsOver, type Removed } from "./remove-recordings.ts";

/** Once a day would do; a laptop that sleeps must not miss its day. */
const CHECK_EVERY_MS = 3_600_000;

export interface Retention {
  /** Removes what is over now, and says what that was. */
  check(): Promise<Removed[]>;
  /** The same without anybody waiting: what goes wrong is logged, and tried again with the next check. */
  checkByItself(): void;
  stop(): Promise<void>;
}

/** Sees that recordings do not stay longer than their campaign says: at the start and every hour, or only when told. */
export function createRetention(desk: Desk, { byItself, onRemoved }: { byItself: boolean; onRemoved: () => void }): Retention {
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;
  function check(): Promise<Removed[]> {
    const checking = last.then(async () => {
      const removed = stopped ? [] : await removeWhatIsOver(desk);
      if (removed.length > 0) onRemoved();
      return removed;
    });
    last = checking.catch(() => undefined);
    return checking;
  }
  const checkByItself = () => void check().catch((error: unknown) => desk.log("error", `Recordings whose time is over could not be removed: ${String(error)}`));
  const timer = byItself ? setInterval(checkByItself, CHECK_EVERY_MS) : undefined;
  if (byItself) checkByItself();
  return {
    check,
    checkByItself,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await last;
    },
  };
}
