import { z } from "zod";
import { round, type Round } from "../../../src-shared/documents/allocation.ts";
import { flag, flagKind, tickedIndicator, type ModerationSetDocument } from "../../../src-shared/documents/moderation-set.ts";
import { atSeconds } from "../../../src-shared/documents/moderation-set.ts";
import type { Db } from "./open-database.ts";

const receivedSetRow = z.lazy(() => z.object({
  id: z.int(),
  key: z.string(),
  batch: z.string(),
  person: z.string(),
  revision: z.int(),
  sha256: z.string(),
  submittedAt: z.string(),
  receivedAt: z.string(),
  reason: z.string().nullable(),
  software: z.string(),
  newest: z.int().transform(Boolean),
  marks: z.int(),
  /** Marks that carry a flag. */
  flagged: z.int(),
  allocationRevision: z.int(),
}));
export type ReceivedSetRow = z.infer<typeof receivedSetRow>;

const json = <T>(schema: z.ZodType<T>) => z.string().transform((text) => schema.parse(JSON.parse(text)));

const receivedMarkRow = z.lazy(() => z.object({
  person: z.string(),
  revision: z.int(),
  submittedAt: z.string(),
  counts: z.int().transform(Boolean),
  round,
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  watchedShare: z.number(),
  watchedShareWhenScored: z.number().nullable(),
  watchReason: z.string().nullable(),
  markedAt: z.string(),
  evidence: z.string(),
  notes: json(z.array(z.object({ atSeconds, text: z.string() }))),
  indicators: json(z.array(tickedIndicator)),
  flags: json(z.array(flag)),
}));
export type ReceivedMarkRow = z.infer<typeof receivedMarkRow>;

interface NewestSet {
  id: number;
  key: string;
  revision: number;
}

/** A mark that counts, without its words. */
const countedRow = z.lazy(() => z.object({
  answerId: z.int(),
  person: z.string(),
  revision: z.int(),
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  flags: json(z.array(flagKind)),
  watchReason: z.string().nullable(),
}));
export type CountedRow = z.infer<typeof countedRow>;

const withdrawalRow = z.lazy(() => z.object({ person: z.string(), candidate: z.string(), note: z.string(), at: z.string() }));
export type ReceivedWithdrawal = z.infer<typeof withdrawalRow>;
const replyRow = z.lazy(() => z.object({ query: z.string(), person: z.string(), text: z.string(), at: z.string() }));

/** What assessors handed in: `received_sets`, `received_marks`, `received_withdrawals`, `received_replies`. Nothing of theirs is ever changed. */
export function createReceivedStore(db: Db) {
  const setColumns = "id, key, batch, person, revision, sha256, submitted_at AS submittedAt, received_at AS receivedAt, reason, software, newest, marks, flagged, allocation_revision AS allocationRevision";
  const sets = db.prepare(`SELECT ${setColumns} FROM received_sets WHERE batch = ? ORDER BY person, revision, submitted_at`);
  const countingSets = db.prepare(
    "SELECT person, revision, sha256 FROM received_sets s WHERE batch = ? AND (newest = 1 OR EXISTS (SELECT 1 FROM received_marks m WHERE m.set_id = s.id AND m.counts = 1)) ORDER BY person, revision, submitted_at",
  );
  const setCounts = db.prepare("SELECT COALESCE(SUM(newest), 0) AS received, COUNT(*) AS revisions FROM received_sets WHERE batch = ?");
  const hasSet = db.prepare("SELECT EXISTS (SELECT 1 FROM received_sets WHERE key = ?)").pluck();
  const newestFirst = "revision DESC, submitted_at DESC, sha256 DESC";
  const newestSet = db.prepare(`SELECT id, key, revision FROM received_sets WHERE batch = ? AND person = ? ORDER BY ${newestFirst} LIMIT 1`);
  const candidatesOf = db
    .prepare("SELECT DISTINCT a.candidate FROM received_marks m JOIN received_sets s ON s.id = m.set_id JOIN lead_answers a ON a.id = m.answer_id WHERE s.batch = @batch AND s.person = @person UNION SELECT candidate FROM received_withdrawals WHERE batch = @batch AND person = @person")
    .pluck();
  const insertSet = db.prepare(
    `INSERT INTO received_sets (key, batch, person, revision, sha256, submitted_at, received_at, reason, software, newest, marks, flagged, allocation_revision)
     VALUES (@key, @batch, @person, @revision, @sha256, @submittedAt, @receivedAt, @reason, @software, 0, @marks, @flagged, @allocationRevision)`,
  );
  const insertMark = db.prepare(
    `INSERT INTO received_marks (set_id, answer_id, batch, person, counts, round, score, cannot_score, flag_count, watched_share, watched_share_when_scored, watch_reason, marked_at, evidence, notes, indicators, flags)
     VALUES (@setId, @answerId, @batch, @person, 0, @round, @score, @cannotScore, @flagCount, @watchedShare, @watchedShareWhenScored, @watchReason, @markedAt, @evidence, @notes, @indicators, @flags)`,
  );
  const putLeftOut = db.prepare("INSERT INTO received_left_out (set_id, candidate) VALUES (?, ?)");
  const setNewest = db.prepare("UPDATE received_sets SET newest = (id = @id) WHERE batch = @batch AND person = @person AND newest <> (id = @id)");
  const decideCounts = db.prepare(
    `WITH own AS MATERIALIZED (SELECT id, ROW_NUMBER() OVER (ORDER BY revision, submitted_at, sha256) AS place FROM received_sets WHERE batch = @batch AND person = @person),
       silent AS MATERIALIZED (SELECT l.candidate, MAX(own.place) AS place FROM own CROSS JOIN received_left_out l ON l.set_id = own.id GROUP BY l.candidate),
       decided AS MATERIALIZED (
         SELECT m.id, own.place = MAX(own.place) OVER (PARTITION BY m.answer_id) AND own.place >= COALESCE(silent.place, 0) AND w.candidate IS NULL AS counts
         FROM own CROSS JOIN received_marks m ON m.set_id = own.id JOIN lead_answers a ON a.id = m.answer_id
         LEFT JOIN silent ON silent.candidate = a.candidate
         LEFT JOIN received_withdrawals w ON w.batch = @batch AND w.person = @person AND w.candidate = a.candidate)
     UPDATE received_marks SET counts = decided.counts FROM decided WHERE received_marks.id = decided.id AND received_marks.counts <> decided.counts`,
  );
  const putWithdrawal = db.prepare("INSERT INTO received_withdrawals (batch, person, candidate, note, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (batch, person, candidate) DO UPDATE SET note = excluded.note, at = excluded.at");
  const clearWithdrawals = db.prepare("DELETE FROM received_withdrawals WHERE batch = ? AND person = ?");
  const withdrawals = db.prepare("SELECT person, candidate, note, at FROM received_withdrawals WHERE batch = ? ORDER BY at, person, candidate");
  const putReply = db.prepare("INSERT INTO received_replies (query, batch, person, text, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (batch, person, query) DO UPDATE SET text = excluded.text, at = excluded.at");
  const replies = db.prepare("SELECT query, person, text, at FROM received_replies WHERE batch = ?");
  const marksOfAnswer = db.prepare(
    `SELECT m.person, s.revision, s.submitted_at AS submittedAt, m.counts, m.round, m.score, m.cannot_score AS cannotScore, m.watched_share AS watchedShare, m.watched_share_when_scored AS watchedShareWhenScored,
       m.watch_reason AS watchReason, m.marked_at AS markedAt, m.evidence, m.notes, m.indicators, m.flags
     FROM received_marks m JOIN received_sets s ON s.id = m.set_id WHERE m.answer_id = ? ORDER BY m.person, s.revision DESC`,
  );
  const countedColumns = "m.answer_id AS answerId, m.person, s.revision, m.score, m.cannot_score AS cannotScore, CASE m.flag_count WHEN 0 THEN '[]' ELSE (SELECT json_group_array(json_extract(value, '$.flag')) FROM json_each(m.flags)) END AS flags, m.watch_reason AS watchReason";
  const counted = db.prepare(`SELECT ${countedColumns} FROM received_marks m JOIN received_sets s ON s.id = m.set_id WHERE m.batch = ? AND m.round = ? AND m.counts = 1 ORDER BY m.answer_id, m.person`);
  const countedOf = db.prepare(`SELECT ${countedColumns} FROM received_marks m JOIN received_sets s ON s.id = m.set_id WHERE m.answer_id = ? AND m.round = ? AND m.counts = 1 ORDER BY m.person`);
  const markedBefore = db.prepare("SELECT MAX(marked_at) FROM received_marks m JOIN received_sets s ON s.id = m.set_id WHERE s.batch = ? AND s.person = ? AND m.counts = 1 AND marked_at < ?").pluck();
  return {
    hasSet: (key: string) => hasSet.get(key) === 1,
    /**
     * Keeps a set with its marks. `answerIdOf` finds a lead's answer, and in which round its author marked it; marks of answers that the
     * batch does not have are left out. `leftOut`: candidates who were their author's then, and of whom it lacks an answer. Call `count`
     * once all of a person's new sets are in.
     */
    putSet: (
      key: string,
      sha256: string,
      set: ModerationSetDocument,
      receivedAt: Date,
      answerIdOf: (candidate: string, question: string) => { id: number; round: Round } | undefined,
      leftOut: readonly string[] = [],
    ) => {
      const { lastInsertRowid } = insertSet.run({
        ...{ key, batch: set.batch, person: set.author, revision: set.revision, sha256, submittedAt: set.submittedAt, receivedAt: receivedAt.toISOString() },
        ...{ reason: set.reason, software: set.software, marks: set.marks.length, flagged: set.marks.filter((mark) => mark.flags.length > 0).length, allocationRevision: set.allocationRevision },
      });
      for (const { candidate, question, notes, indicators, flags, ...mark } of set.marks) {
        const answer = answerIdOf(candidate, question);
        if (!answer) continue;
        insertMark.run({
          ...{ setId: lastInsertRowid, answerId: answer.id, round: answer.round, batch: set.batch, person: set.author, flagCount: flags.length, ...mark },
          ...{ notes: JSON.stringify(notes), indicators: JSON.stringify(indicators), flags: JSON.stringify(flags) },
        });
      }
      for (const candidate of leftOut) putLeftOut.run(lastInsertRowid, candidate);
      for (const { query, text, at } of set.replies) putReply.run(query, set.batch, set.author, text, at);
    },
    /** Puts a person's withdrawals, from whatever says so last, in the place of those known. Call `count` after it. */
    putWithdrawals: (batch: string, person: string, now: readonly Omit<ReceivedWithdrawal, "person">[]) => {
      clearWithdrawals.run(batch, person);
      for (const { candidate, note, at } of now) putWithdrawal.run(batch, person, candidate, note, at);
    },
    /**
     * Decides anew which of a person's marks count: of each answer that of the newest set which speaks of it, but of no candidate whom
     * they know. A set speaks of all that was allocated to its author then.
     */
    count: (batch: string, person: string) => {
      const newest = newestSet.get(batch, person) as NewestSet | undefined;
      setNewest.run({ id: newest?.id ?? null, batch, person });
      decideCounts.run({ batch, person });
    },
    /** A person's newest set, in short. */
    newestSet: (batch: string, person: string) => newestSet.get(batch, person) as NewestSet | undefined,
    /** Candidates of whom a person has handed in marks, or from whom they withdrew. */
    candidatesOf: (batch: string, person: string) => candidatesOf.all({ batch, person }) as string[],
    sets: (batch: string) => sets.all(batch).map((row) => receivedSetRow.parse(row)),
    /** Everybody's newest set, and the earlier ones that have a mark which counts. */
    countingSets: (batch: string) => countingSets.all(batch) as Pick<ReceivedSetRow, "person" | "revision" | "sha256">[],
    /** How many handed in, and how many revisions of sets there are. */
    setCounts: (batch: string) => setCounts.get(batch) as { received: number; revisions: number },
    withdrawals: (batch: string) => withdrawals.all(batch).map((row) => withdrawalRow.parse(row)),
    replies: (batch: string) => replies.all(batch).map((row) => replyRow.parse(row)),
    /** All marks of an answer, of every revision; those that count say so. */
    marksOf: (answerId: number) => marksOfAnswer.all(answerId).map((row) => receivedMarkRow.parse(row)),
    /** When a person gave the mark before a moment, of those that count. */
    markedBefore: (batch: string, person: string, at: string) => (markedBefore.get(batch, person, at) ?? undefined) as string | undefined,
    /** The marks that count, of a whole batch in one round, without their words. */
    counted: (batch: string, inRound: Round) => counted.all(batch, inRound).map((row) => countedRow.parse(row)),
    countedOf: (answerId: number, inRound: Round) => countedOf.all(answerId, inRound).map((row) => countedRow.parse(row)),
  };
}
