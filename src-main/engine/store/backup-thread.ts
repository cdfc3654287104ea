import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { backUp } from "./backups.ts";
import { databaseFile } from "./store-files.ts";

/** A thread of its own that makes one backup, so that whoever is marking does not wait for it. */

export interface BackupJob {
  home: string;
  /** ISO timestamp. */
  at: string;
  label: string;
}

export type BackupOutcome = { ok: true; file: string } | { ok: false; code: string; message: string };

const { home, at, label } = workerData as BackupJob;
parentPort?.postMessage(outcome());

function outcome(): BackupOutcome {
  let db: Database.Database | undefined;
  try {
    db = new Database(databaseFile(home), { readonly: true, fileMustExist: true });
    return { ok: true, file: backUp(db, home, new Date(at), label) };
  } catch (error) {
    return { ok: false, code: error instanceof Error && "code" in error ? String(error.code) : "", message: String(error) };
  } finally {
    db?.close();
  }
}
