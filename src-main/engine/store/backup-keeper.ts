import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { BackupJob, BackupOutcome } from "./backup-thread.ts";
import { backupIsDue, lastBackup, MORE_THAN_A_LINE } from "./backups.ts";
import type { Store } from "./store.ts";
import { problemOfFault } from "./store-problem.ts";

const CHECK_EVERY_MS = 5 * 60_000;
/** The start belongs to the window. */
const FIRST_CHECK_AFTER_MS = 20_000;

/** Beside this file as it is written, and beside the program that is built of it. */
const THREAD = path.join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "backup-thread.ts" : "backup-thread.cjs");

/** Makes the backups of a desk at work, in a thread of their own. */
export interface BackupKeeper {
  /** Makes one, after the one under way. Never rejects: what went wrong is told by `problem`, and tried again. */
  now(label: string): Promise<void>;
  /** Makes one if it is due. */
  check(): Promise<void>;
  /** Why the last try failed; null where it did not. */
  problem(): Problem | null;
  /** Waits for the one under way. */
  stop(): Promise<void>;
}

interface Deps {
  now: () => Date;
  log: (level: "info" | "warn" | "error", message: string) => void;
  /** Whether it looks after the time by itself. */
  byItself: boolean;
  /** There is a new backup, or a new reason why there is none. */
  onChanged: () => void;
}

export function createBackupKeeper(store: Store, { now, log, byItself, onChanged }: Deps): BackupKeeper {
  let under: Promise<void> = Promise.resolve();
  let problem: Problem | null = null;
  let stopped = false;

  async function make(label: string): Promise<void> {
    await inThread({ home: store.home, at: now().toISOString(), label });
    problem = null;
    onChanged();
  }

  /** Whatever goes wrong in there, reading the log included, is a reason why there is no backup, and in nobody else's way. */
  function afterThatUnderWay(act: () => Promise<void>): Promise<void> {
    under = under
      .then(() => (stopped ? undefined : act()))
      .catch((error: unknown) => {
        log("error", `A backup could not be made: ${String(error)}`);
        problem = problemOfFault(error, store.home);
        onChanged();
      });
    return under;
  }

  const check = () =>
    afterThatUnderWay(async () => {
      const logLines = store.audit.lines();
      const last = lastBackup(store.home, logLines);
      const lacksMore = store.audit.newestSince(last?.logLines ?? 0, MORE_THAN_A_LINE) > 0;
      if (backupIsDue({ last, logLines, lacksMore }, now())) await make("hourly");
    });
  const timers = byItself ? [setTimeout(() => void check(), FIRST_CHECK_AFTER_MS), setInterval(() => void check(), CHECK_EVERY_MS)] : [];

  return {
    now: (label) => afterThatUnderWay(() => make(label)),
    check,
    problem: () => problem,
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      // What was asked for before is still made; nothing new begins.
      const asked = under;
      await asked;
      stopped = true;
    },
  };
}

function inThread(job: BackupJob): Promise<string> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { workerData: job });
    thread.once("message", (outcome: BackupOutcome) => (outcome.ok ? resolve(outcome.file) : reject(Object.assign(new Error(outcome.message), { code: outcome.code }))));
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("The thread that makes backups ended early.")));
  });
}
