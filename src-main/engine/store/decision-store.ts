import { z } from "zod";
import type { ModerationDraft } from "../../../src-shared/bridge/lead/moderation.ts";
import { basis, moderationEvent, type ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import type { Db } from "./open-database.ts";

const eventRow = z.lazy(() => z.object({ lead: z.string(), number: z.int().nullable(), event: z.string().transform((json) => moderationEvent.parse(JSON.parse(json))) }));
/** What a lead did; `number` is that of the document that holds it, null until there is one. */
export type EventRow = z.infer<typeof eventRow>;

const rankedAct = z.lazy(() => z.object({ candidates: z.array(z.string()), reason: z.string() }));

const draftRow = z.lazy(() => z.object({ final: z.number().nullable(), noScore: z.int().transform(Boolean), basis: basis.nullable(), reason: z.string(), savedAt: z.string() }));

const noteRow = z.lazy(() => z.object({ answerId: z.int(), text: z.string(), savedAt: z.string() }));

/**
 * What leads did, this desk's and others': `moderation_events`, only ever added to. And what this desk's lead has not decided
 * yet, and the notes that they are writing: `moderation_drafts` and `note_drafts`.
 */
export function createDecisionStore(db: Db) {
  const insert = db.prepare(
    "INSERT INTO moderation_events (id, batch, lead, at, act, candidate, question, event, number) VALUES (@id, @batch, @lead, @at, @act, @candidate, @question, @event, @number) ON CONFLICT (id) DO NOTHING",
  );
  // One moment may have several: the order in which they came in decides between those of one lead, their names between leads.
  const inOrder = "ORDER BY at, lead, rowid";
  const ofAnswer = db.prepare(`SELECT lead, number, event FROM moderation_events WHERE batch = ? AND candidate = ? AND question = ? ${inOrder}`);
  const ofBatch = db.prepare(`SELECT lead, number, event FROM moderation_events WHERE batch = ? ${inOrder}`);
  const ofCandidates = db.prepare(`SELECT lead, number, event FROM moderation_events WHERE batch = ? AND candidate IN (SELECT value FROM json_each(?)) ${inOrder}`);
  const rankings = db.prepare(`SELECT event FROM moderation_events WHERE batch = ? AND candidate IS NULL AND act = 'ranked' ${inOrder}`).pluck();
  const newestMoment = db.prepare("SELECT MAX(at) FROM moderation_events WHERE batch = @batch AND (act = 'ranked' OR candidate IN (SELECT value FROM json_each(@candidates)))").pluck();
  const toSeal = db.prepare(`SELECT lead, number, event FROM moderation_events WHERE batch = ? AND lead = ? AND number IS NULL ${inOrder}`);
  const batchesToSeal = db.prepare("SELECT DISTINCT batch FROM moderation_events WHERE number IS NULL AND lead = ?").pluck();
  const unsealedCount = db.prepare("SELECT COUNT(*) FROM moderation_events WHERE number IS NULL AND lead = ?").pluck();
  const setNumber = db.prepare("UPDATE moderation_events SET number = ? WHERE id = ? AND number IS NULL");
  const forgetNumber = db.prepare("UPDATE moderation_events SET number = NULL WHERE id = ?");
  const has = db.prepare("SELECT EXISTS (SELECT 1 FROM moderation_events WHERE id = ?)").pluck();
  const askedAbout = db.prepare("SELECT DISTINCT candidate FROM moderation_events WHERE batch = ? AND act = 'asked' AND id IN (SELECT value FROM json_each(?))").pluck();
  const putDraft = db.prepare(
    `INSERT INTO moderation_drafts (answer_id, final, no_score, basis, reason, saved_at) VALUES (@answerId, @final, @noScore, @basis, @reason, @savedAt)
     ON CONFLICT (answer_id) DO UPDATE SET final = excluded.final, no_score = excluded.no_score, basis = excluded.basis, reason = excluded.reason, saved_at = excluded.saved_at`,
  );
  const draft = db.prepare("SELECT final, no_score AS noScore, basis, reason, saved_at AS savedAt FROM moderation_drafts WHERE answer_id = ?");
  const dropDraft = db.prepare("DELETE FROM moderation_drafts WHERE answer_id = ?");
  const putNote = db.prepare("INSERT INTO note_drafts (answer_id, text, saved_at) VALUES (?, ?, ?) ON CONFLICT (answer_id) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at");
  const notes = db.prepare("SELECT answer_id AS answerId, text, saved_at AS savedAt FROM note_drafts WHERE answer_id = @answerId OR @answerId IS NULL ORDER BY answer_id");
  const dropNote = db.prepare("DELETE FROM note_drafts WHERE answer_id = ?");
  const notesAbout = (answerId: number | null) => notes.all({ answerId }).map((row) => noteRow.parse(row));
  const rows = (found: unknown[]): EventRow[] => found.map((row) => eventRow.parse(row));
  return {
    /** Safe to repeat. `number`: of the document that it came in; null for what was done here and is not sealed yet. */
    add: (batch: string, lead: string, event: ModerationEvent, number: number | null) =>
      void insert.run({
        ...{ id: event.id, batch, lead, at: event.at, act: event.act, number, event: JSON.stringify(event) },
        ...(event.act === "ranked" ? { candidate: null, question: null } : { candidate: event.candidate, question: event.question }),
      }),
    has: (id: string) => has.get(id) === 1,
    /** Candidates of a batch of whom these queries asked something. */
    askedAbout: (batch: string, queries: readonly string[]) => askedAbout.all(batch, JSON.stringify(queries)) as string[],
    putDraft: (answerId: number, { noScore, ...kept }: ModerationDraft, at: Date) => void putDraft.run({ answerId, ...kept, noScore: Number(noScore), savedAt: at.toISOString() }),
    draft: (answerId: number) => {
      const row = draft.get(answerId);
      return row === undefined ? undefined : draftRow.parse(row);
    },
    dropDraft: (answerId: number) => void dropDraft.run(answerId),
    putNote: (answerId: number, text: string, at: Date) => void putNote.run(answerId, text, at.toISOString()),
    /** The note that is being written on an answer. */
    note: (answerId: number) => notesAbout(answerId)[0],
    notes: () => notesAbout(null),
    dropNote: (answerId: number) => void dropNote.run(answerId),
    ofAnswer: (batch: string, candidate: string, question: string) => rows(ofAnswer.all(batch, candidate, question)),
    /** About this batch and its answers; about these candidates' alone, where some are given. */
    of: (batch: string, candidates?: readonly string[]) => rows(candidates ? ofCandidates.all(batch, JSON.stringify(candidates)) : ofBatch.all(batch)),
    /** How leads put ties in order. */
    rankings: (batch: string) => rankings.all(batch).map((json) => rankedAct.parse(JSON.parse(json as string))),
    /** The last moment of what was done to these candidates' answers, or to the batch's ties. */
    newestMoment: (batch: string, candidates: readonly string[]) => (newestMoment.get({ batch, candidates: JSON.stringify(candidates) }) ?? undefined) as string | undefined,
    batchesToSeal: (lead: string) => batchesToSeal.all(lead) as string[],
    toSeal: (batch: string, lead: string) => rows(toSeal.all(batch, lead)),
    unsealedCount: (lead: string) => unsealedCount.get(lead) as number,
    /** Those that have a number keep it. */
    setNumber: (ids: readonly string[], number: number) => ids.forEach((id) => void setNumber.run(number, id)),
    /** What was sealed did not get its place: it is to be sealed again. */
    forgetNumber: (ids: readonly string[]) => ids.forEach((id) => void forgetNumber.run(id)),
  };
}
