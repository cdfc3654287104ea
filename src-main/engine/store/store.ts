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
  readonly practice: ReturnType<typeof createPracticeStore>;
  readonly withdrawals: ReturnType<typeof createWithdrawalStore>;
  readonly outbox: ReturnType<typeof createOutboxStore>;
  readonly drafts: ReturnType<typeof createDraftStore>;
  readonly queries: ReturnType<typeof createQueryStore>;
  readonly preferences: ReturnType<typeof createPreferencesStore>;
  readonly restorations: ReturnType<typeof createRestorationStore>;
  readonly syncMemory: ReturnType<typeof createSyncMemoryStore>;
  /** A lead's half: batches and who marks them, what was handed in, what leads did. */
  readonly lead: ReturnType<typeof createLeadStore>;
  readonly board: ReturnType<typeof createBoardStore>;
  readonly received: ReturnType<typeof createReceivedStore>;
  readonly decisions: ReturnType<typeof createDecisionStore>;
  readonly standing: ReturnType<typeof createStandingStore>;
  readonly definitive: ReturnType<typeof createDefinitiveStore>;
  readonly outcomes: ReturnType<typeof createOutcomeStore>;
  readonly groups: ReturnType<typeof createGroupStore>;
  readonly workList: ReturnType<typeof createWorkListStore>;
  /** All of it or nothing; on disk once it returns. */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** A desk's database as rooms work with it. `release` is called when it is closed. */
export function storeOf(home: string, db: Db, release: () => void): Store {
  return {
    home,
    db,
    audit: createAuditLog(db),
    enrolment: createEnrolmentStore(db),
    work: createWorkStore(db),
    media: createMediaStore(db),
    marks: createMarkStore(db),
    queue: createQueueStore(db),
    practice: createPracticeStore(db),
    withdrawals: createWithdrawalStore(db),
    outbox: createOutboxStore(db),
    drafts: createDraftStore(db),
    queries: createQueryStore(db),
    preferences: createPreferencesStore(db),
    restorations: createRestorationStore(db),
    syncMemory: createSyncMemoryStore(db),
    lead: createLeadStore(db),
    board: createBoardStore(db),
    received: createReceivedStore(db),
    decisions: createDecisionStore(db),
    standing: createStandingStore(db),
    definitive: createDefinitiveStore(db),
    outcomes: createOutcomeStore(db),
    groups: createGroupStore(db),
    workList: createWorkListStore(db),
    transaction: (act) => db.transaction(act).immediate(),
    close() {
      db.close();
      release();
    },
  };
}
