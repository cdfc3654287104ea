import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { openDatabaseToRead } from "./open-database.ts";
import { storeProblem } from "./store-problem.ts";
import { storeOf, type Store } from "./store.ts";

/** Opens a data folder to look at it, also while a window has it. */
export function openStoreToRead(home: string): Result<Store, Problem> {
  const db = openDatabaseToRead(home);
  if (!db.ok) return db;
  try {
    return ok(storeOf(home, db.value, () => undefined));
  } catch (error) {
    db.value.close();
    return err(storeProblem(error, home));
  }
}
