import { z } from "zod";
import { submittedSet, type SubmittedSet } from "../../../src-shared/bridge/views.ts";
import { problemSchema, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Db } from "./open-database.ts";

const outboxRow = z.lazy(() => z.object({ id: z.int(), key: z.string(), bytes: z.instanceof(Uint8Array) }));
export type OutboxRow = z.infer<typeof outboxRow>;

const closedRow = z.lazy(() => z.object({ key: z.string(), problem: z.string().transform((json) => problemSchema.parse(JSON.parse(json))), closedAt: z.string() }));

const waitingRow = z.object({ key: z.string(), problem: z.string().nullable().transform((json) => (json === null ? null : problemSchema.parse(JSON.parse(json)))) });

const setRow = z.object({
  batch: z.string(),
  revision: z.int(),
  key: z.string(),
  sha256: z.string(),
  sealedBytes: z.int(),
  submittedAt: z.string(),
  reason: z.string().nullable(),
  attempts: z.int(),
  problem: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  deliveredTo: z.string().nullable(),
});

const SET_COLUMNS =
  "s.batch, s.revision, s.key, s.sha256, LENGTH(o.bytes) AS sealedBytes, s.submitted_at AS submittedAt, s.reason, o.attempts, o.problem, o.delivered_at AS deliveredAt, o.delivered_to AS deliveredTo";

function readSet(raw: unknown): SubmittedSet {
  const { attempts, problem, deliveredAt, deliveredTo, ...row } = setRow.parse(raw);
  return submittedSet.parse({ ...row, delivery: readDelivery({ attempts, problem, deliveredAt, deliveredTo }) });
}

const deliveryRow = setRow.pick({ attempts: true, problem: true, deliveredAt: true, deliveredTo: true });

function readDelivery(raw: unknown) {
  const { attempts, problem, deliveredAt, deliveredTo } = deliveryRow.parse(raw);
  return deliveredAt === null
    ? { kind: "waiting" as const, attempts, problem: problem === null ? null : problemSchema.parse(JSON.parse(problem)) }
    : { kind: "delivered" as const, at: deliveredAt, where: deliveredTo };
}

/** Sealed documents on their way, and the moderation sets among them: `outbox` and `sets`. */
export function createOutboxStore(db: Db) {
  const add = db.prepare("INSERT INTO outbox (key, bytes, created_at) VALUES (?, ?, ?)");
  const addDelivered = db.prepare("INSERT INTO outbox (key, bytes, created_at, delivered_at, delivered_to) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING");
  const waiting = db.prepare("SELECT id, key, bytes FROM outbox WHERE delivered_at IS NULL AND closed_at IS NULL ORDER BY id");
  const isDelivered = db.prepare("SELECT EXISTS (SELECT 1 FROM outbox WHERE key = ? AND delivered_at IS NOT NULL)").pluck();
  const waitingCount = db.prepare("SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL AND closed_at IS NULL").pluck();
  const deliveryOf = db.prepare("SELECT attempts, problem, delivered_at AS deliveredAt, delivered_to AS deliveredTo FROM outbox WHERE key = ?");
  const delivered = db.prepare("UPDATE outbox SET delivered_at = ?, delivered_to = ?, problem = NULL, attempts = attempts + 1 WHERE id = ? AND delivered_at IS NULL");
  const failed = db.prepare("UPDATE outbox SET problem = ?, attempts = attempts + 1 WHERE id = ?");
  const heldBack = db.prepare("UPDATE outbox SET problem = ? WHERE id = ?");
  const close = db.prepare("UPDATE outbox SET problem = ?, closed_at = ? WHERE id = ? AND delivered_at IS NULL AND closed_at IS NULL");
  const isClosed = db.prepare("SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ? AND closed_at IS NOT NULL)").pluck();
  // What mended itself is nobody's business.
  const closed = db.prepare("SELECT key, problem, closed_at AS closedAt FROM outbox WHERE closed_at IS NOT NULL AND closing_seen_at IS NULL AND json_extract(problem, '$.kind') <> 'depot-conflict' ORDER BY id");
  const closedSeen = db.prepare("UPDATE outbox SET closing_seen_at = ? WHERE closed_at IS NOT NULL AND closing_seen_at IS NULL");
  const keys = db.prepare("SELECT key FROM outbox WHERE key >= @prefix AND key < @prefix || char(0x10ffff)").pluck();
  const waitingUnder = db.prepare("SELECT key, problem FROM outbox WHERE delivered_at IS NULL AND closed_at IS NULL AND key >= @prefix AND key < @prefix || char(0x10ffff) ORDER BY id");
  const bytesOf = db.prepare("SELECT bytes FROM outbox WHERE key = ?").pluck();
  const addSet = db.prepare("INSERT INTO sets (batch, revision, key, sha256, submitted_at, reason) VALUES (?, ?, ?, ?, ?, ?)");
  const setsOf = db.prepare(`SELECT ${SET_COLUMNS} FROM sets s JOIN outbox o USING (key) WHERE s.batch = ? ORDER BY s.revision`);
  const sets = db.prepare(`SELECT ${SET_COLUMNS} FROM sets s JOIN outbox o USING (key) ORDER BY o.id DESC`);
  const everything = db.prepare("SELECT id, key, bytes FROM outbox ORDER BY id");
  return {
    add: (key: string, bytes: Uint8Array, at: Date) => void add.run(key, bytes, at.toISOString()),
    /** What another desk of this person delivered: kept as its receipt. What is in the outbox already stays as it is. */
    addDelivered: (key: string, bytes: Uint8Array, createdAt: string, deliveredAt: string, where: string) => void addDelivered.run(key, bytes, createdAt, deliveredAt, where),
    /** In the order in which they have to go. */
    waiting: (): OutboxRow[] => waiting.all().map((row) => outboxRow.parse(row)),
    waitingCount: () => waitingCount.get() as number,
    /** Where a document is that this desk wrote; undefined for one that it did not. */
    deliveryOf: (key: string) => {
      const row = deliveryOf.get(key);
      return row === undefined ? undefined : readDelivery(row);
    },
    isDelivered: (key: string) => isDelivered.get(key) === 1,
    /** Delivered or not. */
    everything: () => everything.all().map((row) => outboxRow.parse(row)),
    /** `where`: the depot, as a user names it. False: it was marked already. */
    markDelivered: (id: number, at: Date, where: string): boolean => delivered.run(at.toISOString(), where, id).changes > 0,
    markFailed: (id: number, problem: Problem) => void failed.run(JSON.stringify(problem), id),
    /** Not tried: something has to happen first. */
    markHeldBack: (id: number, problem: Problem) => void heldBack.run(JSON.stringify(problem), id),
    /** It never goes; the row stays, with why. */
    close: (id: number, problem: Problem, at: Date) => void close.run(JSON.stringify(problem), at.toISOString(), id),
    isClosed: (id: number) => isClosed.get(id) === 1,
    /** What never went and nobody has read about yet, oldest first. */
    closed: () => closed.all().map((row) => closedRow.parse(row)),
    markClosedSeen: (at: Date) => void closedSeen.run(at.toISOString()),
    /** Keys that begin so, delivered or not. */
    keys: (prefix: string) => keys.all({ prefix }) as string[],
    /** What has still to go, of what begins so. */
    waitingUnder: (prefix: string) => waitingUnder.all({ prefix }).map((row) => waitingRow.parse(row)),
    bytes: (key: string) => bytesOf.get(key) as Buffer | undefined,
    addSet: (set: { batch: string; revision: number; key: string; sha256: string; submittedAt: string; reason: string | null }) =>
      void addSet.run(set.batch, set.revision, set.key, set.sha256, set.submittedAt, set.reason),
    /** Oldest revision first. */
    setsOf: (batch: string) => setsOf.all(batch).map(readSet),
    /** Newest first. */
    sets: () => sets.all().map(readSet),
  };
}
