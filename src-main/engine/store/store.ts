import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { removeUnfinished } from "../files/durable-files.ts";
import { createAuditLog } from "./audit-log.ts";
import { createEnrolmentStore } from "./enrolment-store.ts";
import { createMarkStore } from "./mark-store.ts";
import { createMediaStore } from "./media-store.ts";
import { backupFolder, lockHome, openDatabase, openDatabaseToRead, type Db } from "./open-database.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { createPreferencesStore } from "./preferences-store.ts";
import { createQueueStore } from "./queue-store.ts";
import { createSyncMemoryStore } from "./sync-memory-store.ts";
import { createWithdrawalStore } from "./withdrawal-store.ts";
import { createWorkStore } from "./work-store.ts";

/** The database of one desk: a module for each aggregate, and transactions over all of them. */
export interface Store {
  readonly home: string;
  readonly db: Db;
  readonly audit: ReturnType<typeof createAuditLog>;
  readonly enrolment: ReturnType<typeof createEnrolmentStore>;
  readonly work: ReturnType<typeof createWorkStore>;
  readonly media: ReturnType<typeof createMediaStore>;
  readonly marks: ReturnType<typeof createMarkStore>;
  readonly queue: ReturnType<typeof createQueueStore>;
  readonly withdrawals: ReturnType<typeof createWithdrawalStore>;
  readonly outbox: ReturnType<typeof createOutboxStore>;
  readonly preferences: ReturnType<typeof createPreferencesStore>;
  readonly syncMemory: ReturnType<typeof createSyncMemoryStore>;
  /** All of it or nothing; on disk once it returns. */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** Opens a data folder for writing: one process at a time. */
export function openStore(home: string, now: Date): Result<Store, Problem> {
  const lock = lockHome(home);
  if (!lock.ok) return lock;
  for (const folder of [home, backupFolder(home)]) removeUnfinished(folder);
  const db = openDatabase(home, now);
  if (!db.ok) {
    lock.value.release();
    return db;
  }
  return ok(storeOf(home, db.value, () => lock.value.release()));
}

/** Opens a data folder to look at it, also while a window has it. */
export function openStoreToRead(home: string): Result<Store, Problem> {
  const db = openDatabaseToRead(home);
  return db.ok ? ok(storeOf(home, db.value, () => undefined)) : db;
}

function storeOf(home: string, db: Db, release: () => void): Store {
  return {
    home,
    db,
    audit: createAuditLog(db),
    enrolment: createEnrolmentStore(db),
    work: createWorkStore(db),
    media: createMediaStore(db),
    marks: createMarkStore(db),
    queue: createQueueStore(db),
    withdrawals: createWithdrawalStore(db),
    outbox: createOutboxStore(db),
    preferences: createPreferencesStore(db),
    syncMemory: createSyncMemoryStore(db),
    transaction: (act) => db.transaction(act).immediate(),
    close() {
      db.close();
      release();
    },
  };
}
