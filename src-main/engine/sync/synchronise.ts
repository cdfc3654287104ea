import PQueue from "p-queue";
import type { SyncState } from "../../../src-shared/bridge/views.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { deliverOutbox } from "../outbox/deliver.ts";
import { fetchIntoVault, isInVault, spaceProblem } from "../vault/vault.ts";
import { beforeFirstSync, nextSync, nextTryAt, type SyncEvent } from "./sync-state.ts";
import { takeInDocuments } from "./take-in-documents.ts";

const PARALLEL_FETCHES = 4;
/** The first try waits until the window has its first screen: opening documents keeps a processor busy. */
const FIRST_TRY_AFTER_MS = 500;
/** Progress is told this often at most: the eye sees no more. */
const TELL_EVERY_MS = 200;

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
  deps: { random: () => number; onState: (state: SyncState) => void; onChanged: (what: "documents" | "recordings" | "outbox") => void; byItself: boolean },
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
    const outcome = await pass();
    if (!stopped) {
      apply(outcome.ok ? { kind: "succeeded" } : { kind: "failed", problem: outcome.error });
      if (deps.byItself) timer = setTimeout(() => void now(), Math.max(0, nextTryAt(memory.state, desk.now()) - desk.now().getTime()));
    }
    return memory.state;
  }

  async function pass(): Promise<Result<void, Problem>> {
    const waitingBefore = desk.store.outbox.waitingCount();
    const delivered = await deliverOutbox(desk);
    if (waitingBefore > 0) deps.onChanged("outbox");
    if (!delivered.ok && delivered.error.kind === "depot-unreachable") return delivered;
    const documents = await takeInDocuments(desk);
    if (documents.ok ? documents.value.changed : documents.error.kind !== "depot-unreachable") deps.onChanged("documents");
    const recordings = await fetchRecordings();
    if (!delivered.ok) return delivered;
    if (!documents.ok) return documents;
    return recordings;
  }

  async function fetchRecordings(): Promise<Result<void, Problem>> {
    const { media } = desk.store;
    // Somebody or something may have taken a file away since it came.
    for (const each of media.here()) if (!(await isInVault(desk.store.home, each))) media.setState(each.object, "wanted", desk.now());
    const wanted = media.toFetch();
    if (wanted.length === 0 || stopped) return ok(undefined);
    const totalBytes = wanted.reduce((sum, each) => sum + each.sealedBytes, 0);
    const space = await spaceProblem(desk.store.home, totalBytes);
    if (space) return err(space);
    const progress = { doneFiles: 0, totalFiles: wanted.length, doneBytes: 0, totalBytes };
    let toldAt = 0;
    const tell = (always: boolean) => {
      const at = desk.now().getTime();
      if (!always && Math.abs(at - toldAt) < TELL_EVERY_MS) return;
      toldAt = at;
      apply({ kind: "progress", ...progress });
    };
    tell(true);
    let problem: Problem | undefined;
    const queue = new PQueue({ concurrency: PARALLEL_FETCHES });
    for (const each of wanted)
      void queue.add(async () => {
        if (stopped || problem?.kind === "depot-unreachable" || problem?.kind === "disk-full") return;
        const fetched = (await isInVault(desk.store.home, each))
          ? ok(undefined)
          : await fetchIntoVault(desk.store.home, desk.depot, each, (bytes) => {
              progress.doneBytes += bytes;
              tell(false);
            });
        if (fetched.ok) {
          media.setState(each.object, "here", desk.now());
          progress.doneFiles += 1;
          deps.onChanged("recordings");
        } else {
          if (fetched.error.kind === "recording-damaged") media.setState(each.object, "damaged", desk.now());
          // "Unreachable" says most about what to do, whatever failed first.
          if (!problem || fetched.error.kind === "depot-unreachable") problem = fetched.error;
        }
        tell(true);
      });
    await queue.onIdle();
    return problem ? err(problem) : ok(undefined);
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
