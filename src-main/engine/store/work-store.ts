import { z } from "zod";
import { round, type LeadsWord } from "../../../src-shared/documents/allocation.ts";
import { campaignDefinition, type CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { markState, type MarkState } from "../../../src-shared/marking/completeness.ts";
import type { Db } from "./open-database.ts";

const batchRow = z.lazy(() => z.object({
  batch: z.string(),
  campaign: z.string(),
  revision: z.int(),
  campaignRevision: z.int(),
  allocationRevision: z.int(),
  due: z.string().nullable(),
  reopenedBecause: z.string().nullable(),
  reopenedAt: z.string().nullable(),
  /** A lead stopped the marking: nothing of it can be changed. */
  stoppedAt: z.string().nullable(),
  stoppedBecause: z.string().nullable(),
  /** A lead opened live marking, whatever came of practice. */
  openedAt: z.string().nullable(),
  openedBecause: z.string().nullable(),
  /** Live marking opened then, and stays open. */
  liveSince: z.string().nullable(),
}));
export type BatchRow = z.infer<typeof batchRow>;

const answerRow = z.lazy(() => z.object({
  id: z.int(),
  batch: z.string(),
  candidate: z.string(),
  question: z.string(),
  round,
  /** 0 for practice, which comes before everything live; 1 for live. */
  turn: z.int(),
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
  content: z.string().nullable(),
  markState,
  flagCount: z.int(),
  watchedShare: z.number(),
  withdrawn: z.int().transform(Boolean),
  /** The set submitted last holds it, with this recording. */
  submitted: z.int().transform(Boolean),
}));
export type AnswerRow = z.infer<typeof answerRow>;
/** An answer as its batch describes it; what is kept of its mark is not of the batch. */
export type PackedAnswer = Omit<AnswerRow, "id" | "turn" | "markState" | "flagCount" | "watchedShare" | "withdrawn" | "submitted">;

const ANSWER_COLUMNS =
  "id, batch, candidate, question, round, turn, position, question_number AS questionNumber, seconds_allowed AS secondsAllowed, recording, captions, type, duration_seconds AS durationSeconds, width, height, bytes, content, mark_state AS markState, flag_count AS flagCount, watched_share AS watchedShare, withdrawn, submitted";

/** What there is to mark, as the documents say: `documents`, `campaigns`, `batches`, `answers`. */
export function createWorkStore(db: Db) {
  const getDocument = db.prepare("SELECT bytes FROM documents WHERE key = ?").pluck();
  const putDocument = db.prepare("INSERT INTO documents (key, sha256, bytes, fetched_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING");
  const documentKeys = db.prepare("SELECT key FROM documents WHERE key >= @prefix AND key < @prefix || char(0x10ffff)").pluck();
  const listDocuments = db.prepare("SELECT key, sha256, bytes FROM documents ORDER BY key");
  const forgetDocuments = db.prepare("DELETE FROM documents WHERE substr(key, 1, length(@prefix)) = @prefix");
  const setRecordingsWanted = db.prepare("UPDATE batches SET recordings_wanted_at = ? WHERE batch = ?");
  const recordingsWantedAt = db.prepare("SELECT recordings_wanted_at FROM batches WHERE batch = ?").pluck();
  const putCampaign = db.prepare(
    "INSERT INTO campaigns (campaign, revision, definition) VALUES (?, ?, ?) ON CONFLICT (campaign) DO UPDATE SET revision = excluded.revision, definition = excluded.definition",
  );
  const campaignRevision = db.prepare("SELECT revision FROM campaigns WHERE campaign = ?").pluck();
  const getCampaign = db.prepare("SELECT definition FROM campaigns WHERE campaign = ?").pluck();
  const batchColumns =
    "batch, campaign, revision, campaign_revision AS campaignRevision, allocation_revision AS allocationRevision, due, reopened_because AS reopenedBecause, reopened_at AS reopenedAt, stopped_at AS stoppedAt, stopped_because AS stoppedBecause, opened_at AS openedAt, opened_because AS openedBecause, live_since AS liveSince";
  const getBatch = db.prepare(`SELECT ${batchColumns} FROM batches WHERE batch = ? AND allocation_revision > 0`);
  const listBatches = db.prepare(`SELECT ${batchColumns} FROM batches WHERE allocation_revision > 0 ORDER BY due IS NULL, due, batch`);
  const putBatch = db.prepare(
    `INSERT INTO batches (batch, campaign, revision, campaign_revision, allocation_revision, due)
     VALUES (@batch, @campaign, @revision, @campaignRevision, @allocationRevision, @due)
     ON CONFLICT (batch) DO UPDATE SET campaign = excluded.campaign, revision = excluded.revision, campaign_revision = excluded.campaign_revision,
       allocation_revision = excluded.allocation_revision, due = excluded.due`,
  );
  const setReopened = db.prepare("UPDATE batches SET reopened_because = ?, reopened_at = ? WHERE batch = ?");
  const setStopped = db.prepare("UPDATE batches SET stopped_at = ?, stopped_because = ? WHERE batch = ?");
  const setOpened = db.prepare("UPDATE batches SET opened_at = ?, opened_because = ? WHERE batch = ?");
  const setLiveSince = db.prepare("UPDATE batches SET live_since = ? WHERE batch = ? AND live_since IS NULL");
  const setSubmitted = db.prepare("UPDATE answers SET submitted = allocated WHERE batch = ?");
  const hasNewWork = db.prepare("SELECT EXISTS (SELECT 1 FROM answers WHERE batch = ? AND allocated = 1 AND submitted = 0)").pluck();
  const openUnfinished = db.prepare("UPDATE answers SET submitted = 0 WHERE batch = ? AND allocated = 1 AND withdrawn = 0 AND mark_state <> 'marked'");
  const openAnswer = db.prepare("UPDATE answers SET submitted = 0 WHERE id = ?");
  const unallocate = db.prepare("UPDATE answers SET allocated = 0 WHERE batch = ?");
  const putAnswer = db.prepare(
    `INSERT INTO answers (batch, candidate, question, allocated, round, position, question_number, seconds_allowed, recording, captions, type, duration_seconds, width, height, bytes, content)
     VALUES (@batch, @candidate, @question, 1, @round, @position, @questionNumber, @secondsAllowed, @recording, @captions, @type, @durationSeconds, @width, @height, @bytes, @content)
     ON CONFLICT (batch, candidate, question) DO UPDATE SET allocated = 1, submitted = submitted AND (recording = excluded.recording OR COALESCE(content = excluded.content, 0)), round = excluded.round, position = excluded.position,
       question_number = excluded.question_number, seconds_allowed = excluded.seconds_allowed, recording = excluded.recording, captions = excluded.captions,
       type = excluded.type, duration_seconds = excluded.duration_seconds, width = excluded.width, height = excluded.height, bytes = excluded.bytes, content = excluded.content`,
  );
  const getAnswer = db.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE id = ? AND allocated = 1`);
  const findAnswer = db.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE batch = ? AND candidate = ? AND question = ? AND allocated = 1`);
  const findAny = db.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE batch = ? AND candidate = ? AND question = ?`);
  const candidatesAnswers = db.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE batch = ? AND candidate = ? AND allocated = 1 ORDER BY position`);
  const keepDigest = db.prepare("UPDATE answers SET mark_state = @state, mark_score = @score, cannot_score = @cannotScore, flag_count = @flags, watched_share = @share WHERE id = @id");
  const marked = db.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE batch = ? AND allocated = 1 AND id IN (SELECT answer_id FROM marks)`);
  const answersOf = db.prepare(`SELECT ${ANSWER_COLUMNS} FROM answers WHERE batch = ? AND allocated = 1 ORDER BY turn, position`);
  /** Every view asks for its campaign, and checking one takes longer than all the rest of a view. */
  const parsed = new Map<string, CampaignDefinition>();
  return {
    document: (key: string) => getDocument.get(key) as Buffer | undefined,
    putDocument: (key: string, sha256: string, bytes: Uint8Array, at: Date) => void putDocument.run(key, sha256, bytes, at.toISOString()),
    /** Keys of the documents that were taken in, of those that begin so. */
    documentKeys: (prefix: string) => documentKeys.all({ prefix }) as string[],
    documents: () => listDocuments.iterate() as IterableIterator<{ key: string; sha256: string; bytes: Buffer }>,
    /** The batch's document opens its recordings: it goes when they do, and is fetched again when they are. */
    forgetBatchDocuments: (batch: string) => void forgetDocuments.run({ prefix: `batches/${batch}/` }),
    /** When somebody asked for removed recordings again. */
    recordingsWantedAt: (batch: string) => (recordingsWantedAt.get(batch) ?? null) as string | null,
    setRecordingsWanted: (batch: string, at: Date) => void setRecordingsWanted.run(at.toISOString(), batch),
    putCampaign: (campaign: string, revision: number, definition: CampaignDefinition) => {
      putCampaign.run(campaign, revision, JSON.stringify(definition));
      parsed.clear();
    },
    campaignRevision: (campaign: string) => campaignRevision.get(campaign) as number | undefined,
    /** @throws Error when the campaign is not there: batches always come with theirs. */
    campaign: (campaign: string): CampaignDefinition => {
      const definition = parsed.get(campaign) ?? campaignDefinition.parse(JSON.parse(String(getCampaign.get(campaign))));
      parsed.set(campaign, definition);
      return definition;
    },
    /** One that this desk marks; what a lead sees besides is in `lead`. */
    batch: (batch: string): BatchRow | undefined => {
      const row = getBatch.get(batch);
      return row === undefined ? undefined : batchRow.parse(row);
    },
    /** Those that this desk marks. */
    batches: () => listBatches.all().map((row) => batchRow.parse(row)),
    putBatch: (row: Omit<BatchRow, "reopenedBecause" | "reopenedAt" | "stoppedAt" | "stoppedBecause" | "openedAt" | "openedBecause" | "liveSince">) => void putBatch.run(row),
    /** `null`: the change is over. */
    setReopened: (batch: string, because: string | null, at: Date) => void setReopened.run(because, because === null ? null : at.toISOString(), batch),
    /** `null`: the assessor may go on. */
    setStopped: (batch: string, stopped: LeadsWord | null) => void setStopped.run(stopped?.at ?? null, stopped?.because ?? null, batch),
    /** `null`: practice alone decides whether live marking is open. */
    setOpened: (batch: string, opened: LeadsWord | null) => void setOpened.run(opened?.at ?? null, opened?.because ?? null, batch),
    /** Live marking is open from now on. The first moment stands. */
    setLiveSince: (batch: string, at: string) => void setLiveSince.run(at, batch),
    /** All that is allocated now is in the set. */
    setSubmitted: (batch: string) => void setSubmitted.run(batch),
    /** Whether anything is allocated that the set submitted last does not hold: everything, where there is none. */
    hasNewWork: (batch: string) => hasNewWork.get(batch) === 1,
    /** Where more is to be marked anyway, what needs something again by the campaign's new revision is not kept closed. */
    openUnfinished: (batch: string) => void openUnfinished.run(batch),
    /** The set submitted last does not hold this answer. */
    openAnswer: (answerId: number) => void openAnswer.run(answerId),
    /** Answers that are put again right after stay; what is not put again is no longer shown, and its marks are kept. */
    unallocate: (batch: string) => void unallocate.run(batch),
    putAnswer: (row: PackedAnswer) => void putAnswer.run(row),
    answer: (id: number): AnswerRow | undefined => {
      const row = getAnswer.get(id);
      return row === undefined ? undefined : answerRow.parse(row);
    },
    findAnswer: (batch: string, candidate: string, question: string): AnswerRow | undefined => {
      const row = findAnswer.get(batch, candidate, question);
      return row === undefined ? undefined : answerRow.parse(row);
    },
    /** The same, also where it is not allocated any more. */
    findEverAllocated: (batch: string, candidate: string, question: string): AnswerRow | undefined => {
      const row = findAny.get(batch, candidate, question);
      return row === undefined ? undefined : answerRow.parse(row);
    },
    /** A candidate's answers, in the order of the questions. */
    answersOfCandidate: (batch: string, candidate: string) => candidatesAnswers.all(batch, candidate).map((row) => answerRow.parse(row)),
    /** Those of a batch that somebody has begun to mark or watch. */
    begunAnswers: (batch: string) => marked.all(batch).map((row) => answerRow.parse(row)),
    /** What lists and counts need of a mark; call it in the transaction that changes the mark. */
    keepDigest: (id: number, { cannotScore, ...digest }: { state: MarkState; score: number | null; cannotScore: boolean; flags: number; share: number }) =>
      void keepDigest.run({ id, ...digest, cannotScore: Number(cannotScore) }),
    /** By candidate, as they were packed; practice first. */
    answersOf: (batch: string) => answersOf.all(batch).map((row) => answerRow.parse(row)),
  };
}
