import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { openDatabaseToRead } from "./open-database.ts";
import { storeOf, type Store } from "./store.ts";

/** Opens a data folder to look at it, also while a window has it. What turns out to be damaged is thrown by whatever reads it first. */
export function openStoreToRead(home: string): Result<Store, Problem> {
  const db = openDatabaseToRead(home);
  return db.ok ? ok(storeOf(home, db.value, () => undefined)) : db;
}
