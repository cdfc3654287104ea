import { z } from "zod";
import { round, type DefinitiveMark } from "../../../src-shared/documents/allocation.ts";
import { basis } from "../../../src-shared/documents/decisions.ts";
import { settleReasons, standings, type Standing } from "../../../src-shared/moderation/standing.ts";
import { digestsOf } from "./definitive-store.ts";
import type { Db } from "./open-database.ts";

/** Ids of a lead's answers lie above this, those of an assessor's below. */
const FIRST_LEAD_ANSWER = 2_000_000_001;

const leadAnswerRow = z.lazy(() => z.object({
  id: z.int(),
  batch: z.string(),
  candidate: z.string(),
  question: z.string(),
  packed: z.int().transform(Boolean),
  position: z.int(),
  questionNumber: z.int(),
  secondsAllowed: z.number(),
  recording: z.string(),
  captions: z.string().nullable(),
  type: z.string(),
  durationSeconds: z.number(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  state: z.enum(standings),
  reasons: z.string().transform((json) => z.array(z.enum(settleReasons)).parse(JSON.parse(json))),
  marks: z.int(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  flags: z.int(),
  final: z.number().nullable(),
  basis: basis.nullable(),
}));
export type LeadAnswerRow = z.infer<typeof leadAnswerRow>;
/** An answer as its batch describes it, without where moderation stands. */
export type LeadAnswer = Omit<LeadAnswerRow, "id" | "packed" | "state" | "reasons" | "marks" | "lowest" | "highest" | "flags" | "final" | "basis">;

export interface AnswerName {
  candidate: string;
  question: string;
  id: number;
}

const word = z.object({ at: z.string(), because: z.string() }).nullable();
const leadAllocationRow = z.lazy(() => z
  .object({
    ...{ batch: z.string(), person: z.string(), revision: z.int(), author: z.string(), writtenAt: z.string() },
    ...{ openedAt: z.string().nullable(), openedBecause: z.string().nullable(), stoppedAt: z.string().nullable(), stoppedBecause: z.string().nullable() },
  })
  .transform(({ openedAt, openedBecause, stoppedAt, stoppedBecause, ...row }) => ({
    ...row,
    opened: word.parse(openedAt === null ? null : { at: openedAt, because: openedBecause }),
    stopped: word.parse(stoppedAt === null ? null : { at: stoppedAt, because: stoppedBecause }),
  })));
export type LeadAllocationRow = z.infer<typeof leadAllocationRow>;

const allocatedRow = z.lazy(() => z.object({ candidate: z.string(), person: z.string(), round, due: z.string().nullable() }));
export type AllocatedRow = z.infer<typeof allocatedRow>;

const progressRow = z.lazy(() => z.object({ batch: z.string(), person: z.string(), draftNumber: z.int(), afterSet: z.int(), marked: z.int(), flagged: z.int(), writtenAt: z.string(), liveSince: z.string().nullable() }));
export type ProgressRow = z.infer<typeof progressRow>;

const leadBatchRow = z.lazy(() => z.object({ batch: z.string(), campaign: z.string(), revision: z.int(), campaignRevision: z.int(), candidates: z.int(), answers: z.int() }));
export type LeadBatchRow = z.infer<typeof leadBatchRow>;

const COLUMNS =
  "id, batch, candidate, question, packed, position, question_number AS questionNumber, seconds_allowed AS secondsAllowed, recording, captions, type, duration_seconds AS durationSeconds, width, height, bytes, state, reasons, marks, lowest, highest, flags, final, basis";

/** Batches as a lead sees them, who marks them and how far: `lead_batches`, `lead_answers`, `lead_allocations`, `lead_allocated`, `lead_progress`. */
export function createLeadStore(db: Db) {
  const batchColumns = "batch, b.campaign, l.revision, l.campaign_revision AS campaignRevision, l.candidates, l.answers";
  const batches = db.prepare(`SELECT ${batchColumns} FROM lead_batches l JOIN batches b USING (batch) WHERE l.revision > 0 ORDER BY batch`);
  const batch = db.prepare(`SELECT ${batchColumns} FROM lead_batches l JOIN batches b USING (batch) WHERE batch = ? AND l.revision > 0`);
  const nameBatch = db.prepare("INSERT INTO batches (batch, campaign, revision, campaign_revision, allocation_revision) VALUES (?, ?, 0, 0, 0) ON CONFLICT (batch) DO NOTHING");
  const beginBatch = db.prepare("INSERT INTO lead_batches (batch) VALUES (?) ON CONFLICT (batch) DO NOTHING");
  const putBatch = db.prepare("UPDATE lead_batches SET revision = @revision, campaign_revision = @campaignRevision, candidates = @candidates, answers = @answers WHERE batch = @batch");
  const packed = db.prepare("SELECT candidate, question, id FROM lead_answers WHERE batch = ? AND packed = 1");
  const unpack = db.prepare("UPDATE lead_answers SET packed = 0 WHERE id = ?");
  const putAnswer = db.prepare(
    `INSERT INTO lead_answers (id, batch, candidate, question, position, question_number, seconds_allowed, recording, captions, type, duration_seconds, width, height, bytes)
     VALUES ((SELECT COALESCE(MAX(id) + 1, ${FIRST_LEAD_ANSWER}) FROM lead_answers), @batch, @candidate, @question, @position, @questionNumber, @secondsAllowed, @recording, @captions, @type, @durationSeconds, @width, @height, @bytes)
     ON CONFLICT (batch, candidate, question) DO UPDATE SET packed = 1, position = excluded.position, question_number = excluded.question_number, seconds_allowed = excluded.seconds_allowed,
       recording = excluded.recording, captions = excluded.captions, type = excluded.type, duration_seconds = excluded.duration_seconds, width = excluded.width, height = excluded.height, bytes = excluded.bytes`,
  );
  const answer = db.prepare(`SELECT ${COLUMNS} FROM lead_answers WHERE id = ?`);
  const findAnswer = db.prepare(`SELECT ${COLUMNS} FROM lead_answers WHERE batch = ? AND candidate = ? AND question = ?`);
  const answerIds = db.prepare("SELECT candidate, question, id FROM lead_answers WHERE batch = ? AND candidate IN (SELECT value FROM json_each(?))");
  const toDo = db.prepare("SELECT COUNT(*) FILTER (WHERE state = 'to-settle') AS toSettle, COUNT(*) FILTER (WHERE state = 'asked') AS asked FROM lead_answers WHERE batch = ? AND packed = 1");
  const candidatesOf = db.prepare("SELECT candidate FROM lead_answers WHERE batch = ? AND packed = 1 GROUP BY candidate ORDER BY MIN(position)").pluck();
  const answersOf = db.prepare(`SELECT ${COLUMNS} FROM lead_answers WHERE batch = ? AND packed = 1 ORDER BY position`);
  const answersOfCandidates = db.prepare(`SELECT ${COLUMNS} FROM lead_answers WHERE batch = ? AND packed = 1 AND candidate IN (SELECT value FROM json_each(?)) ORDER BY position`);
  const answersAsked = db.prepare(`SELECT ${COLUMNS} FROM lead_answers WHERE batch = ? AND packed = 1 AND state = 'asked' ORDER BY position`);
  // What stays as it is costs no writing: after a set came, most of a batch does.
  const keepStanding = db.prepare(
    `UPDATE lead_answers SET state = @state, reasons = @reasons, marks = @marks, lowest = @lowest, highest = @highest, flags = @flags, final = @final, basis = @basis
     WHERE id = @id AND (state, reasons, marks, lowest, highest, flags, final, basis) IS NOT (@state, @reasons, @marks, @lowest, @highest, @flags, @final, @basis)`,
  );
  const putAllocation = db.prepare(
    `INSERT INTO lead_allocations (batch, person, revision, author, written_at, opened_at, opened_because, stopped_at, stopped_because, definitive)
     VALUES (@batch, @person, @revision, @author, @writtenAt, @openedAt, @openedBecause, @stoppedAt, @stoppedBecause, @definitive)
     ON CONFLICT (batch, person) DO UPDATE SET revision = excluded.revision, author = excluded.author, written_at = excluded.written_at, opened_at = excluded.opened_at,
       opened_because = excluded.opened_because, stopped_at = excluded.stopped_at, stopped_because = excluded.stopped_because, practice = NULL, definitive = excluded.definitive`,
  );
  const forgetAllocation = db.prepare("UPDATE lead_allocations SET revision = 0 WHERE batch = ? AND person = ?");
  const clearAllocated = db.prepare("DELETE FROM lead_allocated WHERE batch = ? AND person = ?");
  const putAllocated = db.prepare("INSERT INTO lead_allocated (batch, candidate, person, round, due) VALUES (?, ?, ?, ?, ?)");
  const putPractised = db.prepare("INSERT OR IGNORE INTO lead_practised (batch, candidate, person) SELECT batch, candidate, person FROM lead_allocated WHERE batch = ? AND person = ? AND round = 'standardisation'");
  const everPractised = db.prepare("SELECT candidate, person FROM lead_practised WHERE batch = ? ORDER BY candidate, person");
  const allocations = db.prepare(
    "SELECT batch, person, revision, author, written_at AS writtenAt, opened_at AS openedAt, opened_because AS openedBecause, stopped_at AS stoppedAt, stopped_because AS stoppedBecause FROM lead_allocations WHERE batch = ? ORDER BY person",
  );
  const stopped = db.prepare("SELECT person FROM lead_allocations WHERE batch = ? AND stopped_at IS NOT NULL").pluck();
  const allocation = db.prepare("SELECT revision, stopped_at AS stoppedAt FROM lead_allocations WHERE batch = ? AND person = ?");
  const allocated = db.prepare("SELECT candidate, person, round, due FROM lead_allocated WHERE batch = ? ORDER BY candidate, person");
  const allocatedOf = db.prepare("SELECT candidate, person, round, due FROM lead_allocated WHERE batch = ? AND candidate IN (SELECT value FROM json_each(?)) ORDER BY candidate, person");
  const allocatedTo = db.prepare("SELECT candidate, person, round, due FROM lead_allocated WHERE batch = ? AND person = ?");
  const putProgress = db.prepare(
    `INSERT INTO lead_progress (batch, person, draft_number, after_set, marked, flagged, written_at, live_since) VALUES (@batch, @person, @draftNumber, @afterSet, @marked, @flagged, @writtenAt, @liveSince)
     ON CONFLICT (batch, person) DO UPDATE SET draft_number = excluded.draft_number, after_set = MAX(after_set, excluded.after_set), marked = excluded.marked, flagged = excluded.flagged, written_at = excluded.written_at, live_since = COALESCE(live_since, excluded.live_since)`,
  );
  const progressOf = db.prepare("SELECT draft_number AS draftNumber, after_set AS afterSet FROM lead_progress WHERE batch = ? AND person = ?");
  const countToSettle = db.prepare("SELECT COUNT(*) FROM lead_answers WHERE batch = ? AND packed = 1 AND state = 'to-settle'").pluck();
  const progress = db.prepare("SELECT batch, person, draft_number AS draftNumber, after_set AS afterSet, marked, flagged, written_at AS writtenAt, live_since AS liveSince FROM lead_progress WHERE batch = ? ORDER BY person");
  return {
    batches: () => batches.all().map((row) => leadBatchRow.parse(row)),
    batch: (id: string): LeadBatchRow | undefined => {
      const row = batch.get(id);
      return row === undefined ? undefined : leadBatchRow.parse(row);
    },
    /** Before a batch's first answers come: nobody sees it until it is put. */
    beginBatch: (id: string, campaign: string) => {
      nameBatch.run(id, campaign);
      beginBatch.run(id);
    },
    putBatch: (row: Omit<LeadBatchRow, "campaign">) => void putBatch.run(row),
    packedIds: (id: string) => packed.all(id) as AnswerName[],
    /** The batch has this answer no more; it stays for what was marked and decided of it. */
    unpack: (answerId: number) => void unpack.run(answerId),
    putAnswer: (row: LeadAnswer) => void putAnswer.run(row),
    answer: (id: number): LeadAnswerRow | undefined => {
      const row = answer.get(id);
      return row === undefined ? undefined : leadAnswerRow.parse(row);
    },
    findAnswer: (id: string, candidate: string, question: string): LeadAnswerRow | undefined => {
      const row = findAnswer.get(id, candidate, question);
      return row === undefined ? undefined : leadAnswerRow.parse(row);
    },
    /** Of these candidates' answers, packed or not. */
    answerIds: (id: string, candidates: readonly string[]) => answerIds.all(id, JSON.stringify(candidates)) as AnswerName[],
    /** How many answers are to be settled, and how many were sent back. */
    toDo: (id: string) => toDo.get(id) as { toSettle: number; asked: number },
    /** In the order in which they were packed. */
    candidatesOf: (id: string) => candidatesOf.all(id) as string[],
    /** Those that were sent back, and wait for a reply. */
    answersAsked: (id: string) => answersAsked.all(id).map((row) => leadAnswerRow.parse(row)),
    /** By candidate, as they were packed; of these candidates only, where some are given. */
    answersOf: (id: string, candidates?: readonly string[]) =>
      (candidates ? answersOfCandidates.all(id, JSON.stringify(candidates)) : answersOf.all(id)).map((row) => leadAnswerRow.parse(row)),
    /** What lists and counts need; call it in the transaction that changes what it rests on. */
    keepStanding: (id: number, { state, reasons, final, basis: by }: Standing, digest: { marks: number; lowest: number | null; highest: number | null; flags: number }) =>
      void keepStanding.run({ id, state, reasons: JSON.stringify(reasons), final, basis: by, ...digest }),
    /** Puts a person's allocation in the place of their earlier one. */
    putAllocation: ({ opened, stopped, ...row }: LeadAllocationRow, candidates: readonly Omit<AllocatedRow, "person">[], definitive: readonly DefinitiveMark[] = []) => {
      putAllocation.run({ ...row, definitive: JSON.stringify(digestsOf(definitive)), openedAt: opened?.at ?? null, openedBecause: opened?.because ?? null, stoppedAt: stopped?.at ?? null, stoppedBecause: stopped?.because ?? null });
      clearAllocated.run(row.batch, row.person);
      for (const each of candidates) putAllocated.run(row.batch, each.candidate, row.person, each.round, each.due);
      putPractised.run(row.batch, row.person);
    },
    /** Who ever had whom to practise on, also where that was taken back. */
    everPractised: (id: string) => everPractised.all(id) as { candidate: string; person: string }[],
    /** The newest in the depot is taken in again, whatever this desk made of it. */
    forgetAllocation: (id: string, person: string) => void forgetAllocation.run(id, person),
    /** What is known of one person's, in short. */
    allocation: (id: string, person: string) => allocation.get(id, person) as { revision: number; stoppedAt: string | null } | undefined,
    /** Whose marking of the batch a lead stopped. */
    stopped: (id: string) => new Set(stopped.all(id) as string[]),
    allocations: (id: string) => allocations.all(id).map((row) => leadAllocationRow.parse(row)),
    /** Who marks whom; of one person, where one is given. */
    allocated: (id: string, person?: string) => (person === undefined ? allocated.all(id) : allocatedTo.all(id, person)).map((row) => allocatedRow.parse(row)),
    /** Who marks these candidates. */
    allocatedOf: (id: string, candidates: readonly string[]) => allocatedOf.all(id, JSON.stringify(candidates)).map((row) => allocatedRow.parse(row)),
    putProgress: (row: ProgressRow) => void putProgress.run(row),
    countToSettle: (id: string) => countToSettle.get(id) as number,
    /** Of one person, in short. */
    progressOf: (id: string, person: string) => progressOf.get(id, person) as { draftNumber: number; afterSet: number } | undefined,
    progress: (id: string) => progress.all(id).map((row) => progressRow.parse(row)),
  };
}
