import { z } from "zod";
import type { Db } from "./open-database.ts";

const mediaState = z.enum(["wanted", "here", "damaged"]);
const mediaRow = z.object({ object: z.string(), batch: z.string(), wrappedKey: z.instanceof(Uint8Array), sealedBytes: z.int(), state: mediaState });
export type MediaRow = z.infer<typeof mediaRow>;

const COLUMNS = "object, batch, wrapped_key AS wrappedKey, sealed_bytes AS sealedBytes, state";
const totals = z.object({ recordings: z.int(), bytes: z.int() });
const batchTotals = z.object({ total: z.int(), here: z.int(), totalBytes: z.int(), hereBytes: z.int() });

/** Sealed recordings and captions, in the vault or still to come: the `media` table. */
export function createMediaStore(db: Db) {
  const get = db.prepare(`SELECT ${COLUMNS} FROM media WHERE object = ?`);
  const put = db.prepare("INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state) VALUES (?, ?, ?, ?, 'wanted') ON CONFLICT (object) DO NOTHING");
  // Recordings come in the order of work; an answer's captions come with it.
  const toFetch = db.prepare(
    `SELECT ${COLUMNS} FROM media JOIN (
       SELECT object AS wanted, MIN(rank) AS rank FROM (
         SELECT captions AS object, ROW_NUMBER() OVER (ORDER BY b.due IS NULL, b.due, a.batch, a.position) AS rank FROM answers a JOIN batches b USING (batch) WHERE a.allocated = 1 AND a.withdrawn = 0
         UNION ALL
         SELECT recording, ROW_NUMBER() OVER (ORDER BY b.due IS NULL, b.due, a.batch, a.position) FROM answers a JOIN batches b USING (batch) WHERE a.allocated = 1 AND a.withdrawn = 0
       ) WHERE object IS NOT NULL GROUP BY object
     ) ON wanted = object WHERE state <> 'here' ORDER BY rank, sealed_bytes`,
  );
  const setState = db.prepare("UPDATE media SET state = ?, fetched_at = ? WHERE object = ?");
  const here = db.prepare(`SELECT ${COLUMNS} FROM media WHERE state = 'here' ORDER BY object`);
  // Captions take space too, but nobody counts them as recordings.
  const totalHere = db.prepare(`SELECT COUNT(*) FILTER (WHERE object IN (SELECT recording FROM answers)) AS recordings, COALESCE(SUM(sealed_bytes), 0) AS bytes
     FROM media WHERE state = 'here'`);
  const totalsOf = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(m.state = 'here'), 0) AS here, COALESCE(SUM(m.sealed_bytes), 0) AS totalBytes,
       COALESCE(SUM(CASE WHEN m.state = 'here' THEN m.sealed_bytes END), 0) AS hereBytes
     FROM answers a JOIN media m ON m.object = a.recording WHERE a.batch = ? AND a.allocated = 1`,
  );
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
