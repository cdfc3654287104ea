import type { SyncState } from "../../../src-shared/bridge/views.ts";
import type { Problem, ProblemKind } from "../../../src-shared/problems/problem.ts";
import { assertNever } from "../../../src-shared/result.ts";

/** How often a depot that works is looked at. */
export const CHECK_EVERY_MS = 60_000;
/** Back-off: doubles from the first wait to the longest, and a random part of it is waited (full jitter). */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

/** Problems that often pass by themselves: they are tried again sooner. Everything else needs somebody. */
const PASSING: ReadonlySet<ProblemKind> = new Set(["depot-unreachable", "depot-is-another", "file-unreadable", "depot-missing"]);

export type SyncEvent =
  | { kind: "begun" }
  | { kind: "progress"; doneFiles: number; totalFiles: number; doneBytes: number; totalBytes: number }
  | { kind: "succeeded" }
  | { kind: "failed"; problem: Problem };

/** What is remembered from one try to the next. */
export interface SyncMemory {
  state: SyncState;
  lastSuccessAt: string | null;
  /** The first failure in a row, and how many there were. */
  failingSince: string | null;
  attempts: number;
}

export const beforeFirstSync: SyncMemory = { state: { kind: "checking" }, lastSuccessAt: null, failingSince: null, attempts: 0 };

/** Decides; never acts. `random` is from 0 up to 1. */
export function nextSync(memory: SyncMemory, event: SyncEvent, now: Date, random: number): SyncMemory {
  const at = now.toISOString();
  switch (event.kind) {
    case "begun":
      // A failing desk does not flicker between "waiting" and "checking": it goes on saying what is wrong.
      return memory.failingSince === null ? { ...memory, state: { kind: "checking" } } : memory;
    case "progress": {
      const { kind: _, ...progress } = event;
      return { ...memory, state: { kind: "fetching", ...progress } };
    }
    case "succeeded": {
      const nextCheckAt = new Date(now.getTime() + CHECK_EVERY_MS).toISOString();
      return { state: { kind: "idle", lastSuccessAt: at, nextCheckAt }, lastSuccessAt: at, failingSince: null, attempts: 0 };
    }
    case "failed": {
      const { problem } = event;
      const failed = { lastSuccessAt: memory.lastSuccessAt, failingSince: memory.failingSince ?? at, attempts: memory.attempts + 1 };
      if (!PASSING.has(problem.kind)) return { ...failed, state: { kind: "stopped", problem, lastSuccessAt: memory.lastSuccessAt } };
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed.attempts - 1));
      const retryAt = new Date(now.getTime() + Math.max(1_000, random * longest)).toISOString();
      return { ...failed, state: { kind: "waiting", since: failed.failingSince, retryAt, attempt: failed.attempts, problem, lastSuccessAt: memory.lastSuccessAt } };
    }
    default:
      return assertNever(event);
  }
}

/** When to look again, in Unix milliseconds. Something that needs somebody is looked at again too: they may have done it. */
export function nextTryAt(state: SyncState, now: Date): number {
  switch (state.kind) {
    case "idle":
      return Date.parse(state.nextCheckAt);
    case "waiting":
      return Date.parse(state.retryAt);
    case "stopped":
      return now.getTime() + CHECK_EVERY_MS;
    case "checking":
    case "fetching":
      return now.getTime();
    default:
      return assertNever(state);
  }
}
