import type { Db } from "./open-database.ts";
import { batchTotals, type BatchTotals } from "./media-totals.ts";
import { wantedAnswer, type WantedAnswer } from "./wanted-answers.ts";

/**
 * What a lead listens to: what is to be settled or was asked about, the answers that everybody practises on, and what they asked for by name.
 * `a` is the row of `lead_answers`.
 */
const isLookedAt = `a.packed = 1 AND (a.state IN ('to-settle', 'asked') OR EXISTS (SELECT 1 FROM lead_allocated l WHERE l.batch = a.batch AND l.candidate = a.candidate AND l.round = 'standardisation')
  OR EXISTS (SELECT 1 FROM media w WHERE w.object = a.recording AND w.wished_at IS NOT NULL))`;
const MISSING = "m.state IN ('wanted', 'damaged') AND m.removed_at IS NULL AND m.wrapped_key <> x''";

/** Recordings on a lead's laptop: `lead_keys`, and a lead's part of `media`. */
export function createLeadMediaStore(db: Db) {
  const putKey = db.prepare(
    "INSERT INTO lead_keys (object, batch, wrapped_key, sealed_bytes) VALUES (?, ?, ?, ?) ON CONFLICT (object) DO UPDATE SET batch = excluded.batch, wrapped_key = excluded.wrapped_key, sealed_bytes = excluded.sealed_bytes",
  );
  const hasKey = db.prepare("SELECT EXISTS (SELECT 1 FROM lead_keys WHERE object = ?)").pluck();
  const hasKeys = db.prepare("SELECT EXISTS (SELECT 1 FROM lead_keys WHERE batch = ?)").pluck();
  const forgetKeys = db.prepare("DELETE FROM lead_keys WHERE batch = ?");
  const setRemoved = db.prepare("UPDATE lead_batches SET removed_at = ? WHERE batch = ?");
  const removedAt = db.prepare("SELECT removed_at FROM lead_batches WHERE batch = ?").pluck();
  const want = (which: string) =>
    db.prepare(
      `INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state)
       SELECT k.object, k.batch, k.wrapped_key, k.sealed_bytes, 'wanted' FROM lead_answers a CROSS JOIN lead_keys k WHERE ${which} AND k.object IN (a.recording, a.captions)
       ON CONFLICT (object) DO UPDATE SET wrapped_key = excluded.wrapped_key, sealed_bytes = excluded.sealed_bytes WHERE wrapped_key = x'' AND removed_at IS NULL`,
    );
  const wantLookedAt = want(`a.batch = ? AND ${isLookedAt}`);
  const wantOne = want("a.id = ?");
  // Its key was thrown away, and comes with the batch's document.
  const wantWithoutKey = db.prepare("INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state) SELECT recording, batch, x'', bytes, 'wanted' FROM lead_answers WHERE id = ? ON CONFLICT (object) DO NOTHING");
  // Nothing but what is missing here is looked up: of a batch, a lead listens to little.
  const wanted = db.prepare(
    `SELECT DISTINCT a.id AS answerId, 1 AS turn, a.position, a.question_number AS questionNumber, a.recording, a.captions
     FROM media m INDEXED BY media_missing CROSS JOIN lead_answers a ON (a.recording = m.object OR a.captions = m.object) WHERE ${MISSING} AND ${isLookedAt} ORDER BY a.batch, a.position LIMIT ?`,
  );
  const isWanted = db.prepare(`SELECT EXISTS (SELECT 1 FROM lead_answers a WHERE a.recording = @object AND ${isLookedAt}) OR EXISTS (SELECT 1 FROM lead_answers a WHERE a.captions = @object AND ${isLookedAt})`).pluck();
  const answerWith = db.prepare("SELECT id FROM lead_answers WHERE recording = ? AND packed = 1").pluck();
  // What the lead marks themselves is counted with that.
  const totals = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(m.state = 'here'), 0) AS here, COALESCE(SUM(m.sealed_bytes), 0) AS totalBytes, COALESCE(SUM(CASE WHEN m.state = 'here' THEN m.sealed_bytes END), 0) AS hereBytes
     FROM lead_answers a CROSS JOIN media m ON m.object = a.recording WHERE m.removed_at IS NULL AND (m.state = 'here' OR (m.wrapped_key <> x'' AND ${isLookedAt}))
       AND NOT EXISTS (SELECT 1 FROM answers o WHERE o.recording = m.object AND o.allocated = 1 AND o.withdrawn = 0)`,
  );
  let known: BatchTotals | undefined;
  return {
    putKey: (object: string, batch: string, wrappedKey: Buffer, sealedBytes: number) => void putKey.run(object, batch, wrappedKey, sealedBytes),
    hasKey: (object: string) => hasKey.get(object) === 1,
    /** Whether its keys are to be read from its document: they were thrown away, and are wanted again. */
    lacksKeys: (batch: string) => removedAt.get(batch) === null && hasKeys.get(batch) === 0,
    isRemoved: (batch: string) => (removedAt.get(batch) ?? null) !== null,
    hasKeys: (batch: string) => hasKeys.get(batch) === 1,
    /** Throws the keys of all of a batch away. */
    remove: (batch: string, at: Date) => {
      known = undefined;
      forgetKeys.run(batch);
      setRemoved.run(at.toISOString(), batch);
    },
    wantAgain: (batch: string) => void setRemoved.run(null, batch),
    /** Has what a lead listens to of a batch come here. */
    wantLookedAt: (batch: string) => {
      known = undefined;
      wantLookedAt.run(batch);
    },
    /** The same for one answer, whatever it is. */
    wantOne: (answerId: number) => {
      known = undefined;
      wantOne.run(answerId);
      wantWithoutKey.run(answerId);
    },
    /** What is still to come, by batch and candidate. */
    wanted: (limit: number): WantedAnswer[] => wanted.all(limit).map((row) => wantedAnswer.parse(row)),
    isWanted: (object: string) => isWanted.get({ object }) === 1,
    /** The answer that a recording belongs to. */
    answerWith: (object: string) => answerWith.get(object) as number | undefined,
    /** Recordings that are here, or to come, for the lead alone. */
    totals: () => (known ??= batchTotals.parse(totals.get())),
    /** Call it where a file came or went. */
    countAnew: () => {
      known = undefined;
    },
  };
}
