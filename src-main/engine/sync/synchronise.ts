import type { SyncState } from "../../../src-shared/bridge/views.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { problemOfFault } from "../store/store-problem.ts";
import { spaceForRecordings } from "../vault/vault.ts";
import type { Fetcher } from "./fetch-recordings.ts";
import type { SyncChange } from "./synchronise-once.ts";
import { CHECK_EVERY_MS, dueIn, nextMemory, nextWait, syncStateOf, type Schedule, type SyncEvent } from "./sync-state.ts";

/** The first try waits until the window has its first screen: opening documents keeps a processor busy. */
const FIRST_TRY_AFTER_MS = 500;
/** The clock is looked at so often at least: after sleep, or when it was set, nothing waits for what it said before. */
const LOOK_AT_CLOCK_EVERY_MS = 5_000;

export interface Synchroniser {
  state(): SyncState;
  /**
   * Tries now, or joins the try under way and one more after it, so that what was just put into the outbox goes too.
   * Resolves when the try has ended and no more recordings are coming.
   */
  now(): Promise<SyncState>;
  /** The same, but resolves when the depot was looked at, whatever is still coming. */
  round(): Promise<SyncState>;
  /** The same without anybody waiting for it. */
  soon(): void;
  /** What is wanted, or how it is to be fetched, has changed: acts at once. */
  reconsider(): void;
  /** Breaks off what is under way; what came stays. */
  stop(): Promise<void>;
}

interface SynchroniserDeps {
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  random: () => number;
  onState: (state: SyncState) => void;
  onChanged: (what: SyncChange) => void;
  /** Whether it runs now and again without being told. */
  byItself: boolean;
  /** How many bytes the disk has to give to recordings; the disk is asked unless said otherwise. */
  spaceForRecordings?: (home: string) => Promise<number>;
}

/**
 * Keeps a desk and its depot in step. What is small goes in rounds, the outbox first (marks matter most), then documents;
 * recordings come beside the rounds, so that a set never waits for them. Runs now and again by itself; tells of every change.
 */
export function createSynchroniser(desk: Desk, deps: SynchroniserDeps): Synchroniser {
  const { store, now } = desk;
  let memory = store.syncMemory.get();
  let schedule: Schedule = { setAt: now(), at: now() };
  let checking = false;
  let tried = false;
  let fetcher: Fetcher | undefined;
  let fetching: Promise<void> | undefined;
  let round: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  let roundProblem: Problem | null = null;
  /** What an earlier life left unfinished in the depot is gone. */
  let tidied = false;
  /** Another start has not looked into the vault yet. */
  let afresh = true;
  const end = new AbortController();
  const { signal: ended } = end;

  function state(): SyncState {
    return syncStateOf({
      ...{ memory, tried, checking },
      fetching: fetcher?.progress() ?? null,
      meanwhile: roundProblem ?? fetcher?.meanwhile() ?? null,
      paused: store.preferences.get().fetchingPaused,
      toCome: toCome(),
      nextTryAt: schedule.at,
    });
  }

  function toCome() {
    const forLead = store.media.forLead.totals();
    let [files, bytes] = [forLead.total - forLead.here, forLead.totalBytes - forLead.hereBytes];
    for (const { batch } of store.work.batches()) {
      const { total, here, totalBytes, hereBytes } = store.media.totalsOf(batch);
      files += total - here;
      bytes += totalBytes - hereBytes;
    }
    return { files, bytes };
  }

  const tell = () => void (ended.aborted || deps.onState(state()));

  function remember(event: SyncEvent) {
    memory = nextMemory(memory, event, now());
    try {
      store.syncMemory.put(memory);
    } catch (error) {
      // Such as on a full disk: it is known until the desk closes, and written with the next event.
      desk.log("warn", `What became of synchronising could not be kept: ${String(error)}`);
    }
  }

  function settle(problem: Problem | null) {
    if (ended.aborted) return;
    remember(problem ? { kind: "failed", problem } : { kind: "succeeded" });
    tried = true;
    scheduleIn(nextWait(memory, deps.random()));
    tell();
  }

  function scheduleIn(ms: number) {
    const setAt = now();
    schedule = { setAt, at: new Date(setAt.getTime() + ms) };
  }

  /** Whatever went wrong on the way, there is a next try: synchronising ends with the desk, and never takes it along. */
  function broken(error: unknown) {
    if (ended.aborted) return;
    desk.log("error", `Synchronising broke: ${stackOf(error)}`);
    checking = false;
    tried = true;
    remember({ kind: "failed", problem: problemOfFault(error, store.home) });
    scheduleIn(CHECK_EVERY_MS);
  }

  async function attempt(): Promise<void> {
    checking = true;
    tell();
    const outcome = await orFault(async () => {
      const { synchroniseOnce, tidyDepot } = await import("./synchronise-once.ts");
      if (!tidied) await tidyDepot(desk);
      tidied = true;
      return synchroniseOnce(desk, (what) => {
        if (what === "documents") afresh = true;
        deps.onChanged(what);
      });
    });
    checking = false;
    if (ended.aborted) return;
    roundProblem = outcome.ok ? null : outcome.error;
    if (roundProblem && isDepotAway(roundProblem)) return settle(roundProblem);
    // What single files were refused for may have been the other depot's, or the way's.
    if (memory.trouble && isDepotAway(memory.trouble.problem)) afresh = true;
    remember({ kind: "reached", comes: (fetcher?.progress()?.bytesPerSecond ?? 0) > 0 });
    // The next round does not wait for the recordings.
    scheduleIn(CHECK_EVERY_MS);
    if (fetching && fetcher && afresh) {
      afresh = false;
      void fetcher.run(true).catch(() => undefined);
    }
    fetching ??= fetchRecordings()
      .catch(broken)
      .finally(() => (fetching = undefined));
    tell();
  }

  async function fetchRecordings(): Promise<void> {
    const outcome = await orFault(async () => {
      const { createFetcher } = await import("./fetch-recordings.ts");
      fetcher ??= createFetcher(desk, { wait: deps.wait, random: deps.random, spaceForRecordings: deps.spaceForRecordings ?? spaceForRecordings, onProgress: tell, onRecordings: () => deps.onChanged("recordings") });
      const running = fetcher.run(afresh);
      afresh = false;
      return running;
    });
    settle(roundProblem ?? (outcome.ok ? null : outcome.error));
  }

  /** A fault is told like any other problem and tried again: synchronising must never take marking along. */
  async function orFault(act: () => Promise<Result<void, Problem>>): Promise<Result<void, Problem>> {
    try {
      return await act();
    } catch (error) {
      // What the end of the desk broke off is no fault.
      if (!ended.aborted) desk.log("error", `Synchronising failed: ${stackOf(error)}`);
      return err(problemOfFault(error, store.home));
    }
  }

  function tryNow(): Promise<void> {
    if (ended.aborted) return Promise.resolve();
    if (!round) {
      round = attempt()
        .catch(broken)
        .finally(() => (round = undefined));
      return round;
    }
    queued ??= round.then(() => {
      queued = undefined;
      return tryNow();
    });
    return queued;
  }

  async function keepTrying(): Promise<void> {
    await deps.wait(FIRST_TRY_AFTER_MS, ended);
    while (!ended.aborted) {
      const ms = dueIn(schedule, now());
      if (ms === 0) await tryNow();
      else await deps.wait(Math.min(ms, LOOK_AT_CLOCK_EVERY_MS), ended);
    }
  }

  // Its waiting ends with an error when the desk closes.
  if (deps.byItself) keepTrying().catch((error: unknown) => void (ended.aborted || desk.log("error", `Synchronising by itself has ended: ${String(error)}`)));

  function tryAfresh(): Promise<void> {
    afresh = true;
    return tryNow();
  }

  return {
    state,
    async now() {
      await tryAfresh();
      await fetching;
      return state();
    },
    async round() {
      await tryAfresh();
      return state();
    },
    soon: () => void tryAfresh(),
    reconsider() {
      if (fetching) fetcher?.reconsider();
      // A pause that was just ended, or a wish.
      else if (deps.byItself && toCome().files > 0 && !store.preferences.get().fetchingPaused) void tryNow();
      tell();
    },
    async stop() {
      end.abort();
      await fetcher?.stop();
      await Promise.all([round, fetching]);
    },
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
