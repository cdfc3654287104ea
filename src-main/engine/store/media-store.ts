import { z } from "zod";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import type { Db } from "./open-database.ts";

const mediaState = z.enum(["wanted", "here", "damaged"]);
/** Why recordings were removed: the campaign's days after delivery were over, or somebody asked. */
export const removalReason = z.enum(["time-over", "asked"]);
export type RemovalReason = z.infer<typeof removalReason>;
const removal = z.object({ at: z.string(), because: removalReason });
/** `wrappedKey` is empty where the recording was removed, until its batch's document was read again. */
const mediaRow = z.object({ object: z.string(), batch: z.string(), wrappedKey: z.instanceof(Uint8Array), sealedBytes: z.int(), state: mediaState, removedAt: z.string().nullable() });
export type MediaRow = z.infer<typeof mediaRow>;

const COLUMNS = "object, batch, wrapped_key AS wrappedKey, sealed_bytes AS sealedBytes, state, removed_at AS removedAt";
const totals = z.object({ recordings: z.int(), bytes: z.int() });
const batchTotals = z.object({ total: z.int(), here: z.int(), totalBytes: z.int(), hereBytes: z.int() });
const wantedAnswer = z.object({ answerId: z.int(), recording: z.string(), captions: z.string().nullable() });
const batchWish = z.object({ batch: z.string(), wished: z.int().transform(Boolean) });
/** An answer of which something is still to come. */
export type WantedAnswer = z.infer<typeof wantedAnswer>;

const MISSING = "IN ('wanted', 'damaged')";
const WANTED = `SELECT a.id AS answerId, a.recording, a.captions FROM answers a JOIN media r ON r.object = a.recording LEFT JOIN media c ON c.object = a.captions
  WHERE a.allocated = 1 AND a.withdrawn = 0 AND r.removed_at IS NULL AND (r.state ${MISSING} OR c.state ${MISSING})`;
const inOrder: Record<WorkOrder, string> = { candidate: "a.position", question: "a.question_number, a.position" };

/** Sealed recordings and captions, in the vault or still to come: the `media` table. */
export function createMediaStore(db: Db) {
  const get = db.prepare(`SELECT ${COLUMNS} FROM media WHERE object = ?`);
  const put = db.prepare(
    `INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state) VALUES (?, ?, ?, ?, 'wanted')
     ON CONFLICT (object) DO UPDATE SET wrapped_key = excluded.wrapped_key WHERE wrapped_key = x'' AND removed_at IS NULL`,
  );
  const wished = db.prepare(`${WANTED} AND a.recording IN (SELECT object FROM media WHERE wished_at IS NOT NULL) ORDER BY r.wished_at DESC, a.position LIMIT ?`);
  const wantedBy = (order: WorkOrder) => ({
    toDo: db.prepare(`${WANTED} AND a.batch = ? AND a.mark_state <> 'marked' ORDER BY ${inOrder[order]} LIMIT ?`),
    rest: db.prepare(`${WANTED} AND a.batch = ? ORDER BY ${inOrder[order]} LIMIT ?`),
  });
  const statements: Partial<Record<WorkOrder, ReturnType<typeof wantedBy>>> = {};
  const inOrderOf = (order: WorkOrder) => (statements[order] ??= wantedBy(order));
  const wish = db.prepare(`UPDATE media SET wished_at = @at WHERE state ${MISSING} AND object IN (SELECT recording FROM answers WHERE id = @answerId AND allocated = 1)`);
  const wishBatch = db.prepare("UPDATE batches SET wished_at = ? WHERE batch = ?");
  const batchOrder = db.prepare("SELECT batch, wished_at IS NOT NULL AS wished FROM batches ORDER BY wished_at IS NULL, wished_at DESC, due IS NULL, due, batch");
  // What came needs no wish any more.
  const setState = db.prepare("UPDATE media SET state = @state, fetched_at = @at, wished_at = CASE WHEN @state = 'here' THEN NULL ELSE wished_at END WHERE object = @object AND removed_at IS NULL");
  const here = db.prepare(`SELECT ${COLUMNS} FROM media WHERE state = 'here' ORDER BY object`);
  const namesHere = db.prepare("SELECT object FROM media WHERE state = 'here'").pluck();
  // Captions take space too, but nobody counts them as recordings.
  const totalHere = db.prepare(`SELECT COUNT(*) FILTER (WHERE object IN (SELECT recording FROM answers)) AS recordings, COALESCE(SUM(sealed_bytes), 0) AS bytes
     FROM media WHERE state = 'here'`);
  const totalsOf = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(m.state = 'here'), 0) AS here, COALESCE(SUM(m.sealed_bytes), 0) AS totalBytes,
       COALESCE(SUM(CASE WHEN m.state = 'here' THEN m.sealed_bytes END), 0) AS hereBytes
     FROM answers a JOIN media m ON m.object = a.recording WHERE a.batch = ? AND a.allocated = 1 AND a.withdrawn = 0 AND m.removed_at IS NULL`,
  );
  const remove = db.prepare("UPDATE media SET state = 'wanted', wrapped_key = x'', removed_at = ?, removed_because = ? WHERE batch = ? AND removed_at IS NULL");
  const wantAgain = db.prepare("UPDATE media SET removed_at = NULL, removed_because = NULL WHERE batch = ?");
  const removalOf = db.prepare("SELECT removed_at AS at, removed_because AS because FROM media WHERE batch = ? AND removed_at IS NOT NULL ORDER BY removed_at DESC LIMIT 1");
  const lacksKeys = db.prepare("SELECT EXISTS (SELECT 1 FROM media WHERE batch = ? AND removed_at IS NULL AND wrapped_key = x'')").pluck();
  const keptOf = db.prepare(`SELECT ${COLUMNS} FROM media WHERE batch = ? AND removed_at IS NULL`);
  const removed = db.prepare("SELECT object FROM media WHERE removed_at IS NOT NULL").pluck();
  const objects = db.prepare("SELECT object, batch FROM media");
  const uses = db.prepare("SELECT batch, COUNT(*) AS answers FROM answers WHERE recording = ? AND allocated = 1 AND withdrawn = 0 GROUP BY batch");
  const answerWith = db.prepare("SELECT id FROM answers WHERE recording = ? AND allocated = 1 AND withdrawn = 0 ORDER BY id LIMIT 1").pluck();
  const isWanted = db.prepare("SELECT EXISTS (SELECT 1 FROM answers WHERE allocated = 1 AND withdrawn = 0 AND (recording = @object OR captions = @object))").pluck();
  /** Counting a large batch takes as long as everything else on the home screen. */
  const known = new Map<string, z.infer<typeof batchTotals>>();

  const getRow = (object: string): MediaRow | undefined => {
    const row = get.get(object);
    return row === undefined ? undefined : mediaRow.parse(row);
  };
  const answers = (rows: unknown[]): WantedAnswer[] => rows.map((row) => wantedAnswer.parse(row));
  return {
    get: getRow,
    put: (object: string, batch: string, wrappedKey: Buffer, sealedBytes: number) => void put.run(object, batch, wrappedKey, sealedBytes),
    /** Asked for by name, the newest wish first. */
    wished: (limit: number) => answers(wished.all(limit)),
    /** Of a batch, what is not marked yet. */
    wantedToDo: (batch: string, order: WorkOrder, limit: number) => answers(inOrderOf(order).toDo.all(batch, limit)),
    /** Of a batch, marked or not. */
    wanted: (batch: string, order: WorkOrder, limit: number) => answers(inOrderOf(order).rest.all(batch, limit)),
    wish: (answerId: number, at: Date) => void wish.run({ answerId, at: at.toISOString() }),
    wishBatch: (batch: string, at: Date) => void wishBatch.run(at.toISOString(), batch),
    /** All batches in the order in which their recordings are wanted: those asked for first, then by due day. */
    batchOrder: () => batchOrder.all().map((row) => batchWish.parse(row)),
    /** The answer that a recording belongs to. */
    answerWith: (object: string) => answerWith.get(object) as number | undefined,
    /** Whether an answer that is to be marked has this recording or these captions. */
    isWanted: (object: string) => isWanted.get({ object }) === 1,
    setState(object: string, state: MediaRow["state"], at: Date) {
      const before = getRow(object);
      setState.run({ object, state, at: at.toISOString() });
      const change = Number(state === "here") - Number(before?.state === "here");
      if (!before || change === 0) return;
      for (const { batch, answers: count } of uses.all(object) as { batch: string; answers: number }[]) {
        const counted = known.get(batch);
        if (counted) known.set(batch, { ...counted, here: counted.here + change * count, hereBytes: counted.hereBytes + change * count * before.sealedBytes });
      }
    },
    /** Throws the keys of a batch's recordings away; they are not fetched any more. Their files are the caller's business. */
    remove: (batch: string, at: Date, because: RemovalReason) => {
      known.clear();
      remove.run(at.toISOString(), because, batch);
    },
    /** Lets removed recordings be fetched again. Their keys come with the batch's document. */
    wantAgain: (batch: string) => {
      known.clear();
      wantAgain.run(batch);
    },
    /** When and why recordings of a batch were removed last; `undefined` where none is removed. */
    removalOf: (batch: string) => {
      const row = removalOf.get(batch);
      return row === undefined ? undefined : removal.parse(row);
    },
    /** Whether something is wanted again whose key was thrown away. */
    lacksKeys: (batch: string) => lacksKeys.get(batch) === 1,
    /** Those of a batch that are not removed. */
    keptOf: (batch: string) => keptOf.all(batch).map((row) => mediaRow.parse(row)),
    removed: () => removed.all() as string[],
    /** Every object that the desk knows, with its batch. */
    objects: () => objects.all() as { object: string; batch: string }[],
    here: () => here.all().map((row) => mediaRow.parse(row)),
    namesHere: () => namesHere.all() as string[],
    /** The recordings of a batch, and those of them that are here. */
    totalsOf(batch: string) {
      const counted = known.get(batch) ?? batchTotals.parse(totalsOf.get(batch));
      known.set(batch, counted);
      return counted;
    },
    /** Call it where what is allocated, or withdrawn from, has changed: what was counted no longer holds. */
    countAnew: () => known.clear(),
    totalHere: () => totals.parse(totalHere.get()),
  };
}
