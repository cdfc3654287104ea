import { z } from "zod";
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

/** Sealed recordings and captions, in the vault or still to come: the `media` table. */
export function createMediaStore(db: Db) {
  const get = db.prepare(`SELECT ${COLUMNS} FROM media WHERE object = ?`);
  const put = db.prepare(
    `INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state) VALUES (?, ?, ?, ?, 'wanted')
     ON CONFLICT (object) DO UPDATE SET wrapped_key = excluded.wrapped_key WHERE wrapped_key = x'' AND removed_at IS NULL`,
  );
  // Recordings come in the order of work; an answer's captions come with it.
  const toFetch = db.prepare(
    `SELECT ${COLUMNS} FROM media JOIN (
       SELECT object AS wanted, MIN(rank) AS rank FROM (
         SELECT captions AS object, ROW_NUMBER() OVER (ORDER BY b.due IS NULL, b.due, a.batch, a.position) AS rank FROM answers a JOIN batches b USING (batch) WHERE a.allocated = 1 AND a.withdrawn = 0
         UNION ALL
         SELECT recording, ROW_NUMBER() OVER (ORDER BY b.due IS NULL, b.due, a.batch, a.position) FROM answers a JOIN batches b USING (batch) WHERE a.allocated = 1 AND a.withdrawn = 0
       ) WHERE object IS NOT NULL GROUP BY object
     ) ON wanted = object WHERE state <> 'here' AND removed_at IS NULL ORDER BY rank, sealed_bytes`,
  );
  const setState = db.prepare("UPDATE media SET state = ?, fetched_at = ? WHERE object = ? AND removed_at IS NULL");
  const here = db.prepare(`SELECT ${COLUMNS} FROM media WHERE state = 'here' ORDER BY object`);
  // Captions take space too, but nobody counts them as recordings.
  const totalHere = db.prepare(`SELECT COUNT(*) FILTER (WHERE object IN (SELECT recording FROM answers)) AS recordings, COALESCE(SUM(sealed_bytes), 0) AS bytes
     FROM media WHERE state = 'here'`);
  const totalsOf = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(m.state = 'here'), 0) AS here, COALESCE(SUM(m.sealed_bytes), 0) AS totalBytes,
       COALESCE(SUM(CASE WHEN m.state = 'here' THEN m.sealed_bytes END), 0) AS hereBytes
     FROM answers a JOIN media m ON m.object = a.recording WHERE a.batch = ? AND a.allocated = 1`,
  );
  const remove = db.prepare("UPDATE media SET state = 'wanted', wrapped_key = x'', removed_at = ?, removed_because = ? WHERE batch = ? AND removed_at IS NULL");
  const wantAgain = db.prepare("UPDATE media SET removed_at = NULL, removed_because = NULL WHERE batch = ?");
  const removalOf = db.prepare("SELECT removed_at AS at, removed_because AS because FROM media WHERE batch = ? AND removed_at IS NOT NULL ORDER BY removed_at DESC LIMIT 1");
  const lacksKeys = db.prepare("SELECT EXISTS (SELECT 1 FROM media WHERE batch = ? AND removed_at IS NULL AND wrapped_key = x'')").pluck();
  const keptOf = db.prepare(`SELECT ${COLUMNS} FROM media WHERE batch = ? AND removed_at IS NULL`);
  const removed = db.prepare("SELECT object FROM media WHERE removed_at IS NOT NULL").pluck();
  const objects = db.prepare("SELECT object, batch FROM media");
  /** Counting a large batch takes as long as everything else on the home screen, and changes only with what is fetched. */
  const known = new Map<string, z.infer<typeof batchTotals>>();
  return {
    get: (object: string): MediaRow | undefined => {
      const row = get.get(object);
      return row === undefined ? undefined : mediaRow.parse(row);
    },
    put: (object: string, batch: string, wrappedKey: Buffer, sealedBytes: number) => {
      known.clear();
      put.run(object, batch, wrappedKey, sealedBytes);
    },
    /** What allocated answers still need, in the order in which it is wanted. */
    toFetch: () => toFetch.all().map((row) => mediaRow.parse(row)),
    setState: (object: string, state: MediaRow["state"], at: Date) => {
      known.clear();
      setState.run(state, at.toISOString(), object);
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
    /** The recordings of a batch, and those of them that are here. */
    totalsOf(batch: string) {
      const totals = known.get(batch) ?? batchTotals.parse(totalsOf.get(batch));
      known.set(batch, totals);
      return totals;
    },
    totalHere: () => totals.parse(totalHere.get()),
  };
}
