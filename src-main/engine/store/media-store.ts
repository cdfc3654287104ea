import { z } from "zod";
import type { Db } from "./open-database.ts";
import { createLeadMediaStore } from "./lead-media-store.ts";
import { batchTotals, type BatchTotals } from "./media-totals.ts";
import { createWantedAnswers } from "./wanted-answers.ts";

const mediaState = z.enum(["wanted", "here", "damaged"]);
/** Why recordings were removed: the campaign's days after delivery were over, or somebody asked. */
export const removalReason = z.enum(["time-over", "asked"]);
export type RemovalReason = z.infer<typeof removalReason>;
const removal = z.object({ at: z.string(), because: removalReason });
/** `wrappedKey` is empty where the recording was removed, until its batch's document was read again. */
const mediaRow = z.lazy(() => z.object({ object: z.string(), batch: z.string(), wrappedKey: z.instanceof(Uint8Array), sealedBytes: z.int(), state: mediaState, removedAt: z.string().nullable(), removedBecause: removalReason.nullable() }).transform(
  ({ removedAt, removedBecause, ...row }) => ({ ...row, removed: removedAt === null || removedBecause === null ? null : { at: removedAt, because: removedBecause } }),
));
export type MediaRow = z.infer<typeof mediaRow>;

const COLUMNS = "object, batch, wrapped_key AS wrappedKey, sealed_bytes AS sealedBytes, state, removed_at AS removedAt, removed_because AS removedBecause";
const totals = z.object({ recordings: z.int(), bytes: z.int() });
const batchWish = z.object({ batch: z.string(), wished: z.int().transform(Boolean) });
/** Whether an answer that is to be marked has it. */
const isNamed = (column: "recording" | "captions", object: string) => `EXISTS (SELECT 1 FROM answers WHERE ${column} = ${object} AND allocated = 1 AND withdrawn = 0)`;

/** Sealed recordings and captions, in the vault or still to come: the `media` table. */
export function createMediaStore(db: Db) {
  const get = db.prepare(`SELECT ${COLUMNS} FROM media WHERE object = ?`);
  const put = db.prepare(
    `INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state) VALUES (?, ?, ?, ?, 'wanted')
     ON CONFLICT (object) DO UPDATE SET wrapped_key = excluded.wrapped_key WHERE wrapped_key = x'' AND removed_at IS NULL`,
  );
  const wanted = createWantedAnswers(db);
  const forLead = createLeadMediaStore(db);
  const wish = db.prepare(`UPDATE media SET wished_at = @at WHERE state IN ('wanted', 'damaged') AND object IN (SELECT recording FROM answers WHERE id = @answerId AND allocated = 1 UNION SELECT recording FROM lead_answers WHERE id = @answerId)`);
  const wishBatch = db.prepare("UPDATE batches SET wished_at = ? WHERE batch = ?");
  const batchOrder = db.prepare("SELECT batch, wished_at IS NOT NULL AS wished FROM batches WHERE allocation_revision > 0 ORDER BY wished_at IS NULL, wished_at DESC, due IS NULL, due, batch");
  // What came needs no wish any more.
  const setState = db.prepare("UPDATE media SET state = @state, fetched_at = @at, wished_at = CASE WHEN @state = 'here' THEN NULL ELSE wished_at END WHERE object = @object AND removed_at IS NULL");
  const here = db.prepare(`SELECT ${COLUMNS} FROM media WHERE state = 'here' ORDER BY object`);
  const namesHere = db.prepare("SELECT object FROM media WHERE state = 'here'").pluck();
  // Captions take space too, but nobody counts them as recordings.
  const isRecording = db.prepare("SELECT EXISTS (SELECT 1 FROM answers WHERE recording = @object) OR EXISTS (SELECT 1 FROM lead_answers WHERE recording = @object)").pluck();
  const totalHere = db.prepare(`SELECT COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM answers WHERE recording = object) OR EXISTS (SELECT 1 FROM lead_answers WHERE recording = object)) AS recordings, COALESCE(SUM(sealed_bytes), 0) AS bytes
     FROM media WHERE state = 'here'`);
  const totalsOf = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(m.state = 'here'), 0) AS here, COALESCE(SUM(m.sealed_bytes), 0) AS totalBytes,
       COALESCE(SUM(CASE WHEN m.state = 'here' THEN m.sealed_bytes END), 0) AS hereBytes
     FROM answers a JOIN media m ON m.object = a.recording WHERE a.batch = ? AND a.allocated = 1 AND a.withdrawn = 0 AND m.removed_at IS NULL`,
  );
  const remove = db.prepare("UPDATE media SET state = 'wanted', wrapped_key = x'', removed_at = ?, removed_because = ? WHERE batch = ? AND removed_at IS NULL");
  const wantAgain = db.prepare("UPDATE media SET removed_at = NULL, removed_because = NULL WHERE batch = ?");
  const removalOf = db.prepare("SELECT removed_at AS at, removed_because AS because FROM media WHERE batch = ? AND removed_at IS NOT NULL ORDER BY removed_at DESC LIMIT 1");
  const lacksKeys = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM media INDEXED BY media_without_key WHERE batch = ? AND wrapped_key = x'' AND removed_at IS NULL
         AND (EXISTS (SELECT 1 FROM answers WHERE recording = object AND allocated = 1) OR EXISTS (SELECT 1 FROM answers WHERE captions = object AND allocated = 1)))`,
    )
    .pluck();
  const awaitsNoKey = db.prepare("SELECT object FROM media WHERE batch = ? AND (wrapped_key <> x'' OR removed_at IS NOT NULL)").pluck();
  const keptOf = db.prepare(`SELECT ${COLUMNS} FROM media WHERE batch = ? AND removed_at IS NULL`);
  const removed = db.prepare("SELECT object FROM media WHERE removed_at IS NOT NULL").pluck();
  const objects = db.prepare("SELECT object, batch FROM media");
  const uses = db.prepare("SELECT batch, COUNT(*) AS answers FROM answers WHERE recording = ? AND allocated = 1 AND withdrawn = 0 GROUP BY batch");
  const answerWith = db.prepare("SELECT id FROM answers WHERE recording = ? AND allocated = 1 AND withdrawn = 0 ORDER BY id LIMIT 1").pluck();
  const isWanted = db.prepare(`SELECT ${isNamed("recording", "@object")} OR ${isNamed("captions", "@object")}`).pluck();
  /** Counting a large batch takes as long as everything else on the home screen. */
  const known = new Map<string, BatchTotals>();
  let knownHere: z.infer<typeof totals> | undefined;

  const getRow = (object: string): MediaRow | undefined => {
    const row = get.get(object);
    return row === undefined ? undefined : mediaRow.parse(row);
  };
  function countAnew(): void {
    known.clear();
    wanted.lookAnew();
    forLead.countAnew();
  }
  function countFilesAnew(): void {
    knownHere = undefined;
  }
  return {
    get: getRow,
    put(object: string, batch: string, wrappedKey: Buffer, sealedBytes: number) {
      if (put.run(object, batch, wrappedKey, sealedBytes).changes > 0) wanted.lookAnew();
    },
    /** Objects of a batch that have their key, or are not to get one. */
    awaitingNoKey: (batch: string) => new Set(awaitsNoKey.all(batch) as string[]),
    /** Whether any file is still to come. */
    isAnythingMissing: wanted.isAnything,
    /** Asked for by name, the newest wish first. */
    wished: wanted.wished,
    /** Of a batch, what is not marked yet. A mark taken back since the last look, of an answer that is not here, may be found by `wanted` alone. */
    wantedToDo: wanted.toDo,
    /** Of a batch, marked or not. */
    wanted: wanted.rest,
    wish: (answerId: number, at: Date) => void wish.run({ answerId, at: at.toISOString() }),
    wishBatch: (batch: string, at: Date) => void wishBatch.run(at.toISOString(), batch),
    /** All batches that this desk marks, in the order in which their recordings are wanted: those asked for first, then by due day. */
    batchOrder: () => batchOrder.all().map((row) => batchWish.parse(row)),
    /** The answer that a recording belongs to. */
    answerWith: (object: string) => (answerWith.get(object) as number | undefined) ?? forLead.answerWith(object),
    /** Whether an answer that is to be marked, or that a lead listens to, has this recording or these captions. */
    isWanted: (object: string) => isWanted.get({ object }) === 1 || forLead.isWanted(object),
    /** A lead's part of it. */
    forLead,
    setState(object: string, state: MediaRow["state"], at: Date) {
      const before = getRow(object);
      // Removed while it came: nothing of it is here.
      if (!before || setState.run({ object, state, at: at.toISOString() }).changes === 0) return;
      if (state !== "here") wanted.lookAnew();
      forLead.countAnew();
      const change = Number(state === "here") - Number(before.state === "here");
      if (change === 0) return;
      if (knownHere) knownHere = { recordings: knownHere.recordings + change * (isRecording.get({ object }) as number), bytes: knownHere.bytes + change * before.sealedBytes };
      for (const { batch, answers: count } of uses.all(object) as { batch: string; answers: number }[]) {
        const counted = known.get(batch);
        if (counted) known.set(batch, { ...counted, here: counted.here + change * count, hereBytes: counted.hereBytes + change * count * before.sealedBytes });
      }
    },
    /** Throws the keys of a batch's recordings away; they are not fetched any more. Their files are the caller's business. */
    remove: (batch: string, at: Date, because: RemovalReason) => {
      forLead.remove(batch, at);
      countAnew();
      countFilesAnew();
      remove.run(at.toISOString(), because, batch);
    },
    /** Lets removed recordings be fetched again. Their keys come with the batch's document. */
    wantAgain: (batch: string) => {
      forLead.wantAgain(batch);
      countAnew();
      wantAgain.run(batch);
    },
    /** When and why recordings of a batch were removed last; `undefined` where none is removed. */
    removalOf: (batch: string) => {
      const row = removalOf.get(batch);
      return row === undefined ? undefined : removal.parse(row);
    },
    /** Whether something that an answer has is wanted again, and its key was thrown away. */
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
    countAnew,
    /** Call it where answers may have got other recordings. */
    countFilesAnew,
    totalHere: () => (knownHere ??= totals.parse(totalHere.get())),
  };
}
