import { z } from "zod";
import { settleReasons, standings } from "../../../src-shared/moderation/standing.ts";
import { basis, moderationEvent } from "../../../src-shared/documents/decisions.ts";
import type { Db } from "./open-database.ts";

const answerRow = z.lazy(() => z.object({
  id: z.int(),
  question: z.string(),
  packed: z.int().transform(Boolean),
  number: z.int(),
  durationSeconds: z.number(),
  secondsAllowed: z.number(),
  state: z.enum(standings),
  reasons: z.string().transform((json) => z.array(z.enum(settleReasons)).parse(JSON.parse(json))),
  final: z.number().nullable(),
  basis: basis.nullable(),
}));
export type ReportAnswerRow = z.infer<typeof answerRow>;

const candidateRow = z.object({ candidate: z.string(), packed: z.int().transform(Boolean) });
const tieRow = z.object({ lead: z.string(), event: z.string().transform((json) => moderationEvent.parse(JSON.parse(json))) });
const documentRow = z.object({ key: z.string(), bytes: z.instanceof(Uint8Array) });
const lastLine = z.object({ lines: z.int(), newestHash: z.string() });

/** What exports read, over the tables of a lead's half. It changes nothing. */
export function createReportStore(db: Db) {
  const candidates = db.prepare("SELECT candidate, MAX(packed) AS packed FROM lead_answers WHERE batch = ? GROUP BY candidate ORDER BY MAX(packed) DESC, MIN(position)");
  const answers = db.prepare(
    `SELECT id, question, packed, question_number AS number, duration_seconds AS durationSeconds, seconds_allowed AS secondsAllowed, state, reasons, final, basis
     FROM lead_answers WHERE batch = ? AND candidate = ? ORDER BY question_number, position`,
  );
  const ties = db.prepare("SELECT lead, event FROM moderation_events WHERE batch = ? AND act = 'ranked' ORDER BY at, lead, rowid");
  const documents = db.prepare("SELECT key, bytes FROM documents UNION SELECT key, bytes FROM outbox WHERE key NOT IN (SELECT key FROM documents) ORDER BY key");
  const log = db.prepare("SELECT id AS lines, hash AS newestHash FROM audit ORDER BY id DESC LIMIT 1");
  return {
    /** Everybody who ever had an answer in the batch, whoever is no longer in it last. */
    candidates: (batch: string) => candidates.all(batch).map((row) => candidateRow.parse(row)),
    /** Of one candidate, what is no longer packed included. */
    answers: (batch: string, candidate: string) => answers.all(batch, candidate).map((row) => answerRow.parse(row)),
    /** What leads said of candidates with the same total, oldest first. */
    ties: (batch: string) => ties.all(batch).map((row) => tieRow.parse(row)),
    /** Sealed documents, fetched or made here, one by one. */
    *documents(): Generator<z.infer<typeof documentRow>> {
      for (const row of documents.iterate()) yield documentRow.parse(row);
    },
    /** The newest line of this desk's log; a log without lines has no hash. */
    log: () => {
      const row = log.get();
      return row === undefined ? { lines: 0, newestHash: "" } : lastLine.parse(row);
    },
  };
}
