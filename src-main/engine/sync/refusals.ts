import type { Problem } from "../../../src-shared/problems/problem.ts";

/** A file that is damaged in the depot is not fetched again every minute: the waits double, from the first to the longest. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

interface Refusal {
  problem: Problem;
  waitMs: number;
  at: number;
}

/** Single files that could not be used, while everything else goes on. */
export function createRefusals(now: () => Date) {
  const refused = new Map<string, Refusal>();
  return {
    add(object: string, problem: Problem) {
      const before = refused.get(object);
      refused.set(object, { problem, waitMs: before ? Math.min(LONGEST_WAIT_MS, before.waitMs * 2) : FIRST_WAIT_MS, at: now().getTime() });
    },
    forget: (object: string) => void refused.delete(object),
    clear: () => refused.clear(),
    /** Those whose time has not come again; a clock that was set back makes nobody wait. */
    notYet(): string[] {
      const present = now().getTime();
      return [...refused].filter(([, { at, waitMs }]) => present >= at && present < at + waitMs).map(([object]) => object);
    },
    first: (): Problem | null => refused.values().next().value?.problem ?? null,
  };
}
export type Refusals = ReturnType<typeof createRefusals>;
