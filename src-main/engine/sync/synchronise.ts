import type { SyncState } from "../../../src-shared/bridge/views.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { problemOfFault } from "../store/store-problem.ts";
import type { SyncChange } from "./synchronise-once.ts";
import { beforeFirstSync, nextSync, nextTryAt, type SyncEvent } from "./sync-state.ts";

/** The first try waits until the window has its first screen: opening documents keeps a processor busy. */
const FIRST_TRY_AFTER_MS = 500;

export interface Synchroniser {
  state(): SyncState;
  /** Tries now, or joins the try under way and one more after it, so that what was just put into the outbox goes too. */
  now(): Promise<SyncState>;
  /** Ends after the file under way. */
  stop(): Promise<void>;
}

/**
 * Keeps a desk and its depot in step: outbox first (marks matter most), then documents, then recordings. Runs now
 * and again by itself; tells of every change.
 */
export function createSynchroniser(
  desk: Desk,
  deps: { random: () => number; onState: (state: SyncState) => void; onChanged: (what: SyncChange) => void; byItself: boolean },
): Synchroniser {
  let memory = beforeFirstSync;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<SyncState> | undefined;
  let queued: Promise<SyncState> | undefined;

  function apply(event: SyncEvent) {
    const before = memory.state;
    memory = nextSync(memory, event, desk.now(), deps.random());
    if (memory.state !== before) deps.onState(memory.state);
  }

  async function attempt(): Promise<SyncState> {
    clearTimeout(timer);
    apply({ kind: "begun" });
    const outcome = await tryOnce();
    if (!stopped) {
      apply(outcome.ok ? { kind: "succeeded" } : { kind: "failed", problem: outcome.error });
      if (deps.byItself) timer = setTimeout(() => void now(), Math.max(0, nextTryAt(memory.state, desk.now()) - desk.now().getTime()));
    }
    return memory.state;
  }

  /** A fault is told like any other problem and tried again: synchronising must never take marking along. */
  async function tryOnce(): Promise<Result<void, Problem>> {
    try {
      const { synchroniseOnce } = await import("./synchronise-once.ts");
      return await synchroniseOnce(desk, { isStopped: () => stopped, onProgress: (progress) => apply({ kind: "progress", ...progress }), onChanged: deps.onChanged });
    } catch (error) {
      desk.log("error", `Synchronising failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return err(problemOfFault(error, desk.store.home));
    }
  }

  function now(): Promise<SyncState> {
    if (stopped) return Promise.resolve(memory.state);
    if (!running) {
      running = attempt().finally(() => {
        running = undefined;
      });
      return running;
    }
    queued ??= running.then(() => {
      queued = undefined;
      return now();
    });
    return queued;
  }

  if (deps.byItself) timer = setTimeout(() => void now(), FIRST_TRY_AFTER_MS);

  return {
    state: () => memory.state,
    now,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}
