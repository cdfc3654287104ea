import type { Problem } from "../../src-shared/problems/problem.ts";
import type { Result } from "../../src-shared/result.ts";
import { isQuiet, writeKey, type Write } from "./write.ts";

/** A field that is typed in without a pause is still saved this often. */
const LONGEST_WAIT_MS = 2000;
/** How long after a failure that may pass by itself the same write is tried again. */
const RETRY_AFTER_MS = 5000;
/** Failures that trying again can cure. */
const PASSING: readonly Problem["kind"][] = ["disk-full", "engine-fault", "store-in-use", "file-unwritable"];

/** A write that the engine did not take. `problem` is null where it met a bug. */
export interface FailedWrite {
  write: Write;
  problem: Problem | null;
  triesAgain: boolean;
}

/** What the user is told about saving. `savedAt` is the engine's time of the last change that is on disk, if one was made. */
export type SaveStatus =
  | { kind: "saved"; savedAt: string | null }
  | { kind: "saving" }
  | { kind: "not-saved"; failed: readonly FailedWrite[] };

export interface SaveSnapshot {
  /** Everything that is not on disk yet, the oldest first. */
  unsaved: readonly Write[];
  status: SaveStatus;
}

/** Brings what is changed on screen to disk, and holds on to each until the engine has said that it is there. */
export interface SaveQueue {
  /** Takes a write over; it is sent after `delayMs` without a newer one of the same key, after 2 s at the latest. */
  put(write: Write, delayMs: number): void;
  /** Sends what waits, now. Resolves when everything that was under way has had its answer, good or bad. */
  flush(): Promise<void>;
  /** Sends again what failed. */
  retry(): void;
  /** Gives up what failed: the user has read why it cannot be saved. */
  discardFailed(): void;
  snapshot(): SaveSnapshot;
  /** Returns a function that ends the listening. */
  subscribe(listener: () => void): () => void;
}

interface Entry {
  write: Write;
  state: { kind: "waiting"; since: number } | { kind: "sending"; sent: Write } | { kind: "failed"; problem: Problem | null; triesAgain: boolean };
  timer: ReturnType<typeof setTimeout> | null;
}

interface Deps {
  /** Rejects only on a bug. */
  send(write: Write): Promise<Result<{ savedAt: string }, Problem>>;
  /** Told before the write leaves the queue, so that nothing on screen falls back to an older value in between. */
  onSaved(write: Write, savedAt: string): void;
  onFault(fault: unknown): void;
}

export function createSaveQueue({ send, onSaved, onFault }: Deps): SaveQueue {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  const idleWaiters = new Set<() => void>();
  let lastSavedAt: string | null = null;
  let snapshot: SaveSnapshot = { unsaved: [], status: { kind: "saved", savedAt: null } };

  const isUnderWay = () => [...entries.values()].some((entry) => entry.state.kind !== "failed");

  function publish() {
    snapshot = { unsaved: [...entries.values()].map((entry) => entry.write), status: status() };
    for (const listener of listeners) listener();
    if (isUnderWay()) return;
    for (const resolve of idleWaiters) resolve();
    idleWaiters.clear();
  }

  function status(): SaveStatus {
    const failed: FailedWrite[] = [];
    for (const { write, state } of entries.values())
      if (state.kind === "failed") failed.push({ write, problem: state.problem, triesAgain: state.triesAgain });
    if (failed.length > 0) return { kind: "not-saved", failed };
    const loud = [...entries.values()].some((entry) => !isQuiet(entry.write));
    return loud ? { kind: "saving" } : { kind: "saved", savedAt: lastSavedAt };
  }

  function wait(entry: Entry, key: string, ms: number) {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      start(entry, key);
      publish();
    }, ms);
  }

  function start(entry: Entry, key: string) {
    if (entry.state.kind === "sending") return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    const sent = entry.write;
    entry.state = { kind: "sending", sent };
    send(sent).then(
      (answer) => (answer.ok ? saved(entry, key, sent, answer.value.savedAt) : failed(entry, key, answer.error)),
      (fault: unknown) => {
        onFault(fault);
        failed(entry, key, null);
      },
    );
  }

  function saved(entry: Entry, key: string, sent: Write, savedAt: string) {
    if (!isQuiet(sent)) lastSavedAt = savedAt;
    onSaved(sent, savedAt);
    if (entry.write === sent) entries.delete(key);
    else {
      // Changed while it was on its way: the newer value follows at once.
      entry.state = { kind: "waiting", since: Date.now() };
      start(entry, key);
    }
    publish();
  }

  function failed(entry: Entry, key: string, problem: Problem | null) {
    const triesAgain = problem === null || PASSING.includes(problem.kind);
    entry.state = { kind: "failed", problem, triesAgain };
    if (triesAgain) wait(entry, key, RETRY_AFTER_MS);
    publish();
  }

  return {
    put(write, delayMs) {
      const key = writeKey(write);
      const entry = entries.get(key) ?? { write, state: { kind: "waiting", since: Date.now() }, timer: null };
      entry.write = write;
      entries.set(key, entry);
      if (entry.state.kind !== "sending") {
        if (entry.state.kind === "failed") entry.state = { kind: "waiting", since: Date.now() };
        const left = entry.state.since + LONGEST_WAIT_MS - Date.now();
        const ms = Math.max(0, Math.min(delayMs, left));
        if (ms === 0) start(entry, key);
        else wait(entry, key, ms);
      }
      publish();
    },
    flush() {
      for (const [key, entry] of entries) if (entry.state.kind === "waiting") start(entry, key);
      if (!isUnderWay()) return Promise.resolve();
      return new Promise((resolve) => void idleWaiters.add(resolve));
    },
    retry() {
      for (const [key, entry] of entries) if (entry.state.kind === "failed") start(entry, key);
      publish();
    },
    discardFailed() {
      for (const [key, entry] of entries) {
        if (entry.state.kind !== "failed") continue;
        if (entry.timer !== null) clearTimeout(entry.timer);
        entries.delete(key);
      }
      publish();
    },
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
