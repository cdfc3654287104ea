import type { FetchProgress, SyncState } from "../../../src-shared/bridge/views.ts";
import { isDepotAway, type Problem, type ProblemKind } from "../../../src-shared/problems/problem.ts";
import { assertNever } from "../../../src-shared/result.ts";
import type { SyncMemory } from "../store/sync-memory-store.ts";

/** How often a depot that works is looked at, and what needs somebody: they may have done it. */
export const CHECK_EVERY_MS = 60_000;
/** Back-off: doubles from the first wait to the longest, and a random part of it is waited (full jitter). */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
const SHORTEST_WAIT_MS = 1_000;

/** Problems that often pass by themselves: they are tried again sooner. Everything else needs somebody. */
const PASSING: ReadonlySet<ProblemKind> = new Set(["depot-unreachable", "no-network", "depot-busy", "depot-is-another", "depot-missing", "recording-missing", "recording-stuck", "file-unreadable"]);

export function passesByItself(problem: Problem): boolean {
  return PASSING.has(problem.kind);
}

export type SyncEvent =
  /** The depot answered. `comes`: recordings are arriving from it at this moment, so whatever kept it away has passed. */
  | { kind: "reached"; comes: boolean }
  | { kind: "succeeded" }
  | { kind: "failed"; problem: Problem };

/** Decides what to remember; never acts. */
export function nextMemory(memory: SyncMemory, event: SyncEvent, now: Date): SyncMemory {
  const at = now.toISOString();
  switch (event.kind) {
    case "reached":
      return { lastSuccessAt: at, trouble: event.comes && memory.trouble && isDepotAway(memory.trouble.problem) ? null : memory.trouble };
    case "succeeded":
      return { lastSuccessAt: at, trouble: null };
    case "failed":
      return { ...memory, trouble: { problem: event.problem, since: memory.trouble?.since ?? at, attempts: (memory.trouble?.attempts ?? 0) + 1 } };
    default:
      return assertNever(event);
  }
}

/** How long to wait before the next try, in milliseconds. `random` is from 0 up to 1. */
export function nextWait({ trouble }: SyncMemory, random: number): number {
  // One document or recording that is amiss makes nobody restless.
  if (!trouble || !passesByItself(trouble.problem) || !isDepotAway(trouble.problem)) return CHECK_EVERY_MS;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, trouble.attempts - 1));
  return Math.max(SHORTEST_WAIT_MS, random * longest);
}

/** When the next try is due, and when that was decided; both by the clock of that moment. */
export interface Schedule {
  setAt: Date;
  at: Date;
}

/**
 * How long until then, in milliseconds. A clock that was set back must not make it wait for hours: when it stands before
 * the moment of the decision, the try is due.
 */
export function dueIn({ setAt, at }: Schedule, now: Date): number {
  return now < setAt ? 0 : Math.max(0, at.getTime() - now.getTime());
}

/** What is going on at this moment. */
export interface SyncNow {
  memory: SyncMemory;
  /** Since this start, a first try has come to an end. */
  tried: boolean;
  checking: boolean;
  fetching: FetchProgress | null;
  /** What is wrong although recordings are coming. */
  meanwhile: Problem | null;
  paused: boolean;
  /** Recordings that are not here. */
  toCome: { files: number; bytes: number };
  nextTryAt: Date;
}

/** The one state that the screens show. */
export function syncStateOf({ memory: { lastSuccessAt, trouble }, tried, checking, fetching, meanwhile, paused, toCome, nextTryAt }: SyncNow): SyncState {
  const retryAt = nextTryAt.toISOString();
  if (fetching) return { kind: "fetching", ...fetching, problem: meanwhile, lastSuccessAt };
  // What an earlier start remembers is not what is now; while this one fails it does not flicker between "waiting" and "checking".
  if (!tried || (checking && !trouble)) return { kind: "checking", lastSuccessAt };
  if (trouble) {
    const { problem, since, attempts } = trouble;
    if (passesByItself(problem)) return { kind: "waiting", since, retryAt, attempt: attempts, problem, lastSuccessAt };
    return { kind: "stopped", since, retryAt, problem, lastSuccessAt };
  }
  if (paused && toCome.files > 0) return { kind: "paused", ...toCome, lastSuccessAt, nextCheckAt: retryAt };
  return lastSuccessAt === null ? { kind: "checking", lastSuccessAt } : { kind: "idle", lastSuccessAt, nextCheckAt: retryAt };
}
