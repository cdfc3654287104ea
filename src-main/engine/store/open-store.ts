import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { removeUnfinished } from "../files/durable-files.ts";
import { lockHome } from "./home-lock.ts";
import { openDatabase } from "./open-database.ts";
import { finishRestoring, restoreDatabase } from "./restoring/restore-database.ts";
import { storeOf, type Store } from "./store.ts";
import { backupFolder } from "./store-files.ts";
import { problemOfFault } from "./store-problem.ts";

/**
 * Opens a data folder for writing: one process at a time. A damaged database is kept aside and the newest good backup takes
 * its place; `store.restorations` says what came of it. Where there is none, the damaged one is left as it is and told.
 */
export function openStore(home: string, now: Date): Result<Store, Problem> {
  const lock = lockHome(home);
  if (!lock.ok) return lock;
  // Whoever writes here holds the lock: what is unfinished was left by one that was killed.
  for (const folder of [home, backupFolder(home)]) removeUnfinished(folder);
  const db = openOrRestore(home, now);
  if (!db.ok) {
    lock.value.release();
    return db;
  }
  return ok(storeOf(home, db.value, () => lock.value.release()));
}

function openOrRestore(home: string, now: Date): ReturnType<typeof openDatabase> {
  try {
    finishRestoring(home);
  } catch (error) {
    return { ok: false, error: problemOfFault(error, home) };
  }
  const db = openDatabase(home, now);
  if (db.ok || db.error.kind !== "store-damaged") return db;
  const restored = restoreDatabase(home, now);
  return restored.ok ? openDatabase(home, now) : restored;
}
