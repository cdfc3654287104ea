import type { Interval } from "../../src-shared/marking/watched.ts";

/**
 * Collects what is played, by the recording's own time: exact at every speed, since it never looks at a clock.
 * It is told where playing starts, how far it got, and where it ends; a jump is an end and a start.
 */
export interface PlayedStretches {
  start(atSeconds: number): void;
  /** Playing has reached this moment. Going back is taken as a jump that nobody announced. */
  advance(atSeconds: number): void;
  stop(atSeconds: number): void;
  /** What was played since the last time this was asked; playing goes on. */
  take(): Interval[];
  /** What the next `take` would give. */
  pending(): Interval[];
  /** Seconds played and not taken yet. */
  pendingSeconds(): number;
}

/** Further than any player moves between two reports (a quarter of a second, at 2×), with room for a busy computer. */
const LONGEST_STEP_SECONDS = 3;

export function createPlayedStretches(): PlayedStretches {
  let open: Interval | null = null;
  let closed: Interval[] = [];

  function close() {
    if (open && open.to > open.from) closed.push(open);
    open = null;
  }

  function advance(atSeconds: number) {
    if (!open || !Number.isFinite(atSeconds)) return;
    const step = atSeconds - open.to;
    if (step >= 0 && step <= LONGEST_STEP_SECONDS) {
      open.to = atSeconds;
      return;
    }
    close();
    open = { from: atSeconds, to: atSeconds };
  }

  const pending = () => [...closed, ...(open && open.to > open.from ? [{ ...open }] : [])];

  return {
    start(atSeconds) {
      close();
      if (Number.isFinite(atSeconds)) open = { from: atSeconds, to: atSeconds };
    },
    advance,
    stop(atSeconds) {
      advance(atSeconds);
      close();
    },
    take() {
      const taken = pending();
      closed = [];
      if (open) open = { from: open.to, to: open.to };
      return taken;
    },
    pending,
    pendingSeconds: () => pending().reduce((sum, each) => sum + each.to - each.from, 0),
  };
}
