import { z } from "zod";
import type { DraftMark } from "../../../src-shared/documents/draft.ts";
import { flag, tickedIndicator } from "../../../src-shared/documents/moderation-set.ts";
import { note } from "../../../src-shared/bridge/review.ts";
import { recovery, type Recovery } from "../../../src-shared/bridge/views.ts";
import { interval } from "../../../src-shared/marking/watched.ts";
import { problemSchema, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Db } from "./open-database.ts";

const draftRow = z.lazy(() => z.object({
  batch: z.string(),
  changes: z.int(),
  pressing: z.int(),
  number: z.int().nullable(),
  uploadedChanges: z.int(),
  uploadedAt: z.string().nullable(),
}));
export type DraftRow = z.infer<typeof draftRow>;

const markedRow = z.lazy(() => z.object({
  id: z.int(),
  candidate: z.string(),
  question: z.string(),
  recording: z.string(),
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  evidence: z.string(),
  watchReason: z.string(),
  shareWhenScored: z.number().nullable(),
  submitted: z.int().transform(Boolean),
  markedAt: z.string().nullable(),
  savedAt: z.string(),
  shownAt: z.string().nullable(),
  notes: jsonOf(z.array(note)),
  indicators: jsonOf(z.array(tickedIndicator)),
  flags: jsonOf(z.array(flag)),
  watched: jsonOf(z.array(interval)),
}));

function jsonOf<T>(schema: z.ZodType<T>) {
  return z.string().transform((json) => schema.parse(JSON.parse(json)));
}

const recoveryRow = z.lazy(() => recovery.omit({ afterDamage: true, passedOver: true, missingSets: true }).extend({
  afterDamage: z.int().transform(Boolean),
  passedOver: z.string().nullable().transform((json) => (json === null ? null : problemSchema.parse(JSON.parse(json)))),
  missingSets: z.string().transform((json) => z.array(z.int()).parse(JSON.parse(json))),
}));

/** What the depot has of the marks in progress, and what came back from there: `drafts`, `recoveries`, `later_laptops`. */
export function createDraftStore(db: Db) {
  const columns = "batch, changes, pressing, number, uploaded_changes AS uploadedChanges, uploaded_at AS uploadedAt";
  const get = db.prepare(`SELECT ${columns} FROM drafts WHERE batch = ?`);
  const ensure = db.prepare("INSERT INTO drafts (batch) VALUES (?) ON CONFLICT DO NOTHING");
  const waiting = db.prepare(`SELECT ${columns} FROM drafts WHERE changes <> uploaded_changes ORDER BY batch`);
  const unseen = db.prepare("SELECT b.batch FROM batches b LEFT JOIN drafts d USING (batch) WHERE d.number IS NULL AND b.allocation_revision > 0 ORDER BY b.due IS NULL, b.due, b.batch").pluck();
  const putNumber = db.prepare("UPDATE drafts SET number = ? WHERE batch = ?");
  const forgetNumbers = db.prepare("UPDATE drafts SET number = NULL");
  const press = db.prepare("UPDATE drafts SET pressing = changes WHERE changes <> uploaded_changes");
  const markUploaded = db.prepare("UPDATE drafts SET number = ?, uploaded_changes = ?, uploaded_at = ? WHERE batch = ?");
  // A batch without a draft was never marked; one whose newest change is not up yet is safe as far as its last draft.
  const safeUpTo = db.prepare(
    "SELECT CASE WHEN SUM(changes <> uploaded_changes) = 0 THEN MAX(uploaded_at) ELSE MIN(CASE WHEN changes <> uploaded_changes THEN COALESCE(uploaded_at, '') END) END FROM drafts WHERE changes > 0",
  ).pluck();
  // In the order of the marks' own key: a page costs what is in it, however large the batch.
  const marked = db.prepare(
    `SELECT a.id, a.candidate, a.question, a.recording, m.score, m.cannot_score AS cannotScore, m.evidence, m.watch_reason AS watchReason,
       m.share_when_scored AS shareWhenScored, a.submitted, m.marked_at AS markedAt, m.saved_at AS savedAt, m.shown_at AS shownAt,
       (SELECT json_group_array(json_object('noteId', note_id, 'atSeconds', at_seconds, 'text', text, 'savedAt', saved_at) ORDER BY at_seconds, note_id) FROM notes WHERE answer_id = a.id) AS notes,
       (SELECT json_group_array(json_object('indicator', indicator, 'atSeconds', at_seconds) ORDER BY at_seconds, indicator) FROM indicators WHERE answer_id = a.id) AS indicators,
       (SELECT json_group_array(json_object('flag', flag, 'note', note, 'at', at, 'atSeconds', at_seconds) ORDER BY at, flag) FROM flags WHERE answer_id = a.id) AS flags,
       COALESCE((SELECT intervals FROM watched WHERE answer_id = a.id), '[]') AS watched
     FROM marks m CROSS JOIN answers a ON a.id = m.answer_id WHERE +a.batch = ? AND m.answer_id > ? ORDER BY m.answer_id LIMIT ?`,
  );
  const addRecovery = db.prepare(
    "INSERT INTO recoveries (batch, recovered_at, written_at, marks, sets, passed_over, missing_sets) VALUES (@batch, @recoveredAt, @writtenAt, @marks, @sets, @passedOver, @missingSets)",
  );
  const recoveries = db.prepare(
    `SELECT id, batch, recovered_at AS recoveredAt, written_at AS writtenAt, marks, sets, passed_over AS passedOver, missing_sets AS missingSets,
       EXISTS (SELECT 1 FROM restorations WHERE restored_at <= recovered_at) AS afterDamage
     FROM recoveries WHERE read_at IS NULL ORDER BY id`,
  );
  const readRecoveries = db.prepare("UPDATE recoveries SET read_at = ? WHERE id <= ? AND read_at IS NULL");
  const putLater = db.prepare("INSERT INTO later_laptops (invitation, enrolled_at) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const later = db.prepare("SELECT MAX(enrolled_at) FROM later_laptops").pluck();
  return {
    of: (batch: string): DraftRow => {
      ensure.run(batch);
      return draftRow.parse(get.get(batch));
    },
    /** Batches whose marks changed since their last draft. */
    waiting: (): DraftRow[] => waiting.all().map((row) => draftRow.parse(row)),
    /** Batches of which nobody has looked yet whether the depot has drafts. */
    unseen: () => unseen.all() as string[],
    putNumber: (batch: string, number: number) => {
      ensure.run(batch);
      putNumber.run(number, batch);
    },
    /** After an older state of this database took the newer one's place: the depot may have what is missing. */
    lookAgain: () => void forgetNumbers.run(),
    /** Somebody asked for it: whatever is not up yet goes with the next try. */
    press: () => void press.run(),
    markUploaded: (batch: string, number: number, changes: number, at: Date) => void markUploaded.run(number, changes, at.toISOString(), batch),
    /** Up to when all marks are in the depot too; null while some batch's are not at all, or nothing is marked. */
    safeUpTo: (): string | null => (safeUpTo.get() as string | null) || null,
    /** Marks of a batch in the order of their answers' ids, from the one after `afterId` on; `lastId` says how far they go. */
    marksOf: (batch: string, afterId: number, most: number): { marks: DraftMark[]; lastId: number | undefined } => {
      const rows = marked.all(batch, afterId, most).map((row) => markedRow.parse(row));
      return { marks: rows.map(({ id: _id, ...mark }) => mark), lastId: rows.at(-1)?.id };
    },
    addRecovery: ({ passedOver, missingSets, ...row }: Omit<Recovery, "id" | "afterDamage" | "passedOver"> & { passedOver: Problem | null }) =>
      void addRecovery.run({ ...row, passedOver: passedOver && JSON.stringify(passedOver), missingSets: JSON.stringify(missingSets) }),
    /** Those that nobody has said to have read. */
    recoveries: (): Recovery[] => recoveries.all().map((row) => recoveryRow.parse(row)),
    /** The notice was read, with everything up to this one in it. */
    markRead: (upTo: number, at: Date) => void readRecoveries.run(at.toISOString(), upTo),
    /** Says whether that is news. */
    putLaterLaptop: (invitation: number, enrolledAt: string): boolean => putLater.run(invitation, enrolledAt).changes > 0,
    /** When a later invitation of this person was taken, or null. */
    laterLaptopAt: () => later.get() as string | null,
  };
}
