import { stat } from "node:fs/promises";
import type { FetchProgress } from "../../../src-shared/bridge/views.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { MediaRow } from "../store/media-store.ts";
import { isInVault, partialFile } from "../vault/vault.ts";
import { createBandwidth } from "./bandwidth.ts";
import { progressOf } from "./fetch-progress.ts";
import { createHiccups } from "./hiccups.ts";
import { missWhatIsGone, removeLeftovers } from "./look-into-vault.ts";
import { createPace, TICK_MS } from "./pace.ts";
import { createRefusals } from "./refusals.ts";
import { createTransfers, type Run } from "./transfers.ts";
import { wantedNext } from "./wanted.ts";

/** A transfer in which nothing arrives for so many ticks, half a minute, is broken off and tried again. */
const STALLED_AFTER_TICKS = 60;
/** As many are looked up at once. */
const LOOK_AHEAD = 32;

export interface FetcherDeps {
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  random: () => number;
  /** How many bytes the disk has to give to recordings. */
  spaceForRecordings: (home: string) => Promise<number>;
  onProgress(): void;
  /** One or more recordings came, or were missed. */
  onRecordings(): void;
}

export type Fetcher = ReturnType<typeof createFetcher>;

/** Fetches the recordings that are allocated, in the order of work, several at once. */
export function createFetcher(desk: Desk, { wait, random, spaceForRecordings, onProgress, onRecordings }: FetcherDeps) {
  const { store, now } = desk;
  const { home, media } = store;
  const bandwidth = createBandwidth({ now, wait });
  const refusals = createRefusals(now);
  let run: Run | null = null;
  let running: Promise<Result<void, Problem>> | null = null;
  let stopped = false;
  let paused = false;
  const { start, arrived, isWanted, fault } = createTransfers(desk, { bandwidth, refusals, wait, random, isStopped: () => stopped });

  function readPreferences() {
    const preferences = store.preferences.get();
    paused = preferences.fetchingPaused;
    bandwidth.limitTo(preferences.bandwidthLimit);
  }

  async function fetchAll(afresh: boolean): Promise<Result<void, Problem>> {
    const fetched: Run = {
      ...{ transfers: new Map(), batches: new Set(), problem: null, full: null, meanwhile: null, hiccups: createHiccups(), pace: createPace() },
      ...{ resting: false, wanted: [], untold: false, wake: () => undefined, end: new AbortController() },
    };
    run = fetched;
    readPreferences();
    const { end } = fetched;
    try {
      if (afresh && (await missWhatIsGone(desk))) fetched.untold = true;
      await removeLeftovers(desk);
      await lookAtSpace(fetched);
      let ticking: Promise<void> | undefined;
      for (;;) {
        const change = new Promise<void>((resolve) => (fetched.wake = resolve));
        await fill(fetched);
        if (fetched.transfers.size === 0 && (!fetched.resting || !mayGoOn(fetched))) break;
        ticking ??= tick(fetched, end.signal).catch((error: unknown) => {
          fetched.problem ??= fault(error);
          fetched.wake();
        });
        await change;
      }
      end.abort();
      await ticking;
    } finally {
      end.abort();
      for (const transfer of fetched.transfers.values()) transfer.ending.abort();
      run = null;
      if (fetched.untold) onRecordings();
    }
    const problem = fetched.problem ?? fetched.full ?? (paused ? null : refusals.first());
    return problem ? err(problem) : ok(undefined);
  }

  async function lookAtSpace(fetched: Run) {
    const forLead = media.forLead.totals();
    let needed = forLead.totalBytes - forLead.hereBytes;
    for (const { batch } of store.work.batches()) {
      const { totalBytes, hereBytes, total, here } = media.totalsOf(batch);
      needed += totalBytes - hereBytes;
      if (here < total) fetched.batches.add(batch);
    }
    fetched.meanwhile = needed > (await spaceForRecordings(home)) ? { kind: "disk-full", where: home } : null;
  }

  const mayGoOn = (fetched: Run) => !stopped && !paused && fetched.problem === null;

  /** Starts as many transfers as may be under way, in the order of work; ends those that are, where it may not go on. */
  async function fill(fetched: Run): Promise<void> {
    const { transfers } = fetched;
    while (mayGoOn(fetched) && transfers.size < fetched.pace.atOnce() && !fetched.resting && fetched.full === null) {
      const next = nextWanted(fetched);
      if (!next) break;
      if (next.state === "wanted" && (await isInVault(home, next))) {
        // It came, and the end came before that was written down.
        arrived(fetched, next);
        continue;
      }
      if (!(await fits(fetched, next))) fetched.full = { kind: "disk-full", where: home };
      // Much may have happened while the disk was asked.
      else if (mayGoOn(fetched) && !transfers.has(next.object)) start(fetched, next);
    }
    if (!mayGoOn(fetched)) for (const { ending } of transfers.values()) ending.abort();
  }

  function nextWanted(fetched: Run): MediaRow | undefined {
    for (;;) {
      if (fetched.wanted.length === 0) fetched.wanted = wantedNext(desk, { underWay: [...fetched.transfers.keys()], refused: refusals.notYet() }, LOOK_AHEAD);
      const next = fetched.wanted.shift();
      if (!next) return undefined;
      const present = media.get(next.object);
      if (present && present.state !== "here" && !fetched.transfers.has(next.object)) return present;
    }
  }

  /** Space is reserved: what is under way counts as if it were here. */
  async function fits({ transfers }: Run, { object, sealedBytes }: MediaRow): Promise<boolean> {
    const leftover = await stat(partialFile(home, object)).then((found) => found.size, () => 0);
    // Before the disk is asked: what comes in between must not be missing from both.
    let reserved = 0;
    for (const transfer of transfers.values()) reserved += transfer.media.sealedBytes - transfer.length;
    const free = await spaceForRecordings(home);
    return sealedBytes - leftover + reserved <= free;
  }

  async function tick(fetched: Run, end: AbortSignal): Promise<void> {
    const { transfers } = fetched;
    for (;;) {
      if (fetched.pace.tick(transfers.size, now())) fetched.wake();
      for (const transfer of transfers.values()) {
        transfer.silentTicks = transfer.held ? 0 : transfer.silentTicks + 1;
        if (transfer.silentTicks <= STALLED_AFTER_TICKS) continue;
        transfer.stalled = true;
        transfer.ending.abort();
      }
      if (fetched.untold) {
        fetched.untold = false;
        onRecordings();
      }
      onProgress();
      await wait(TICK_MS, end).catch(() => undefined);
      if (end.aborted) return;
    }
  }

  /** What is wanted, or how it is to be fetched, has changed: acts at once, on transfers under way too. */
  function reconsider(): void {
    if (!run) return;
    const fetched = run;
    readPreferences();
    fetched.wanted = [];
    fetched.full = null;
    for (const { media: row, ending } of fetched.transfers.values()) if (!isWanted(row)) ending.abort();
    if (!paused) {
      // What comes first is under way; the rest gives way, and goes on later where it stopped.
      const atOnce = fetched.pace.atOnce();
      const first = new Set(wantedNext(desk, { underWay: [], refused: refusals.notYet() }, atOnce).slice(0, atOnce).map(({ object }) => object));
      const isComplete = [...first].every((object) => fetched.transfers.has(object));
      if (!isComplete) for (const [object, { ending }] of fetched.transfers) if (!first.has(object)) ending.abort();
    }
    fetched.wake();
    void lookAtSpace(fetched).catch(() => undefined);
  }

  return {
    /** Fetches until nothing more is to come or can come; joins a run under way. `afresh`: what was refused before is tried again at once. */
    run(afresh: boolean): Promise<Result<void, Problem>> {
      if (stopped) return Promise.resolve(ok(undefined));
      if (afresh) refusals.clear();
      if (running) reconsider();
      running ??= fetchAll(afresh).finally(() => (running = null));
      return running;
    },
    reconsider,
    progress: (): FetchProgress | null => (run && run.transfers.size > 0 ? progressOf(desk, run.transfers.values(), run.batches, run.pace.rate()) : null),
    meanwhile: (): Problem | null => run?.full ?? run?.meanwhile ?? null,
    async stop(): Promise<void> {
      stopped = true;
      run?.wake();
      await running?.catch(() => undefined);
    },
  };
}
