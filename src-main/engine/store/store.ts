import { createAuditLog } from "./audit-log.ts";
import { createBoardStore } from "./board-store.ts";
import { createDecisionStore } from "./decision-store.ts";
import { createDefinitiveStore } from "./definitive-store.ts";
import { createDraftStore } from "./draft-store.ts";
import { createEnrolmentStore } from "./enrolment-store.ts";
import { createGroupStore } from "./group-store.ts";
import { createLeadStore } from "./lead-store.ts";
import { createMarkStore } from "./mark-store.ts";
import { createMediaStore } from "./media-store.ts";
import type { Db } from "./open-database.ts";
import { createOutcomeStore } from "./outcome-store.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { createPracticeStore } from "./practice-store.ts";
import { createPreferencesStore } from "./preferences-store.ts";
import { createQueryStore } from "./query-store.ts";
import { createQueueStore } from "./queue-store.ts";
import { createReceivedStore } from "./received-store.ts";
import { createRestorationStore } from "./restoration-store.ts";
import { createStandingStore } from "./standing-store.ts";
import { createSyncMemoryStore } from "./sync-memory-store.ts";
import { createWithdrawalStore } from "./withdrawal-store.ts";
import { createWorkListStore } from "./work-list-store.ts";
import { createWorkStore } from "./work-store.ts";

/** A module for each aggregate. */
const makers = {
  audit: createAuditLog,
  enrolment: createEnrolmentStore,
  work: createWorkStore,
  media: createMediaStore,
  marks: createMarkStore,
  queue: createQueueStore,
  practice: createPracticeStore,
  withdrawals: createWithdrawalStore,
  outbox: createOutboxStore,
  drafts: createDraftStore,
  queries: createQueryStore,
  preferences: createPreferencesStore,
  restorations: createRestorationStore,
  syncMemory: createSyncMemoryStore,

  // A lead's half: batches and who marks them, what was handed in, what leads did.
  lead: createLeadStore,
  board: createBoardStore,
  received: createReceivedStore,
  decisions: createDecisionStore,
  standing: createStandingStore,
  definitive: createDefinitiveStore,
  outcomes: createOutcomeStore,
  groups: createGroupStore,
  workList: createWorkListStore,
};

type Modules = { readonly [Name in keyof typeof makers]: ReturnType<(typeof makers)[Name]> };

/** The database of one desk: its modules, and transactions over all of them. */
export interface Store extends Modules {
  readonly home: string;
  readonly db: Db;
  /** All of it or nothing; on disk once it returns. */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** A desk's database as rooms work with it. `release` is called when it is closed. */
export function storeOf(home: string, db: Db, release: () => void): Store {
  return Object.assign(modulesOf(db), {
    home,
    db,
    transaction: <T>(act: () => T) => db.transaction(act).immediate(),
    close() {
      db.close();
      release();
    },
  });
}

/** Each is made when it is first used: the first screen does not wait for statements that it never runs. */
function modulesOf(db: Db): Modules {
  const modules = {};
  for (const [name, make] of Object.entries<(db: Db) => unknown>(makers)) {
    Object.defineProperty(modules, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make(db);
        Object.defineProperty(modules, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return modules as Modules;
}
