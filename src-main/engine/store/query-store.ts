import { z } from "zod";
import { leadsQuery } from "../../../src-shared/bridge/views.ts";
import { draftReply, type DraftReply } from "../../../src-shared/documents/draft.ts";
import type { Db } from "./open-database.ts";

const queryRow = leadsQuery.omit({ lead: true }).extend({ batch: z.string(), candidate: z.string(), question: z.string(), lead: z.string(), repliedIn: z.int().nullable() });
/** `lead` is who asked, by id. `repliedIn`: the revision of the set that carries the reply; null while it is open. */
export type QueryRow = z.infer<typeof queryRow>;

const openRow = queryRow.extend({ answerId: z.int() });
/** One that waits for a reply, with the answer that it is about. */
export type OpenQueryRow = z.infer<typeof openRow>;

/** On an assessor's desk: what leads asked about answers of theirs, and what was replied: `received_queries`, `replies`. */
export function createQueryStore(db: Db) {
  const columns =
    "q.query, q.batch, q.candidate, q.question, q.lead, q.text, q.asked_at AS askedAt, COALESCE(r.text, '') AS reply, r.saved_at AS repliedAt, r.set_revision AS repliedIn";
  const get = db.prepare(`SELECT ${columns} FROM received_queries q LEFT JOIN replies r USING (query) WHERE q.query = ?`);
  const put = db.prepare("INSERT INTO received_queries (query, batch, candidate, question, lead, text, asked_at) VALUES (@query, @batch, @candidate, @question, @lead, @text, @askedAt) ON CONFLICT (query) DO NOTHING");
  // Of an answer that is not here, or not the person's any more, or of a candidate whom they know, nothing is asked.
  const open = db.prepare(
    `SELECT ${columns}, a.id AS answerId FROM received_queries q LEFT JOIN replies r USING (query) JOIN answers a ON a.batch = q.batch AND a.candidate = q.candidate AND a.question = q.question
     WHERE r.set_revision IS NULL AND a.allocated = 1 AND a.withdrawn = 0 ORDER BY q.asked_at, q.query`,
  );
  const putReply = db.prepare(
    `INSERT INTO replies (query, batch, text, saved_at, set_revision) VALUES (@query, @batch, @text, @savedAt, @repliedIn)
     ON CONFLICT (query) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at, set_revision = excluded.set_revision`,
  );
  const replies = db.prepare("SELECT query, text, saved_at AS savedAt, set_revision AS repliedIn FROM replies WHERE batch = ? ORDER BY saved_at, query");
  const close = db.prepare("UPDATE replies SET set_revision = ? WHERE query = ? AND set_revision IS NULL");
  return {
    get: (query: string): QueryRow | undefined => {
      const row = get.get(query);
      return row === undefined ? undefined : queryRow.parse(row);
    },
    /** Safe to repeat. */
    put: (row: Pick<QueryRow, "query" | "batch" | "candidate" | "question" | "lead" | "text" | "askedAt">) => void put.run(row),
    /** What waits for a reply or for the set that carries it, oldest first; of one batch, where one is given. */
    open: (batch?: string) => open.all().map((row) => openRow.parse(row)).filter((each) => batch === undefined || each.batch === batch),
    /** Also to what is not known here yet: a reply may come back from a draft before what it replies to. */
    putReply: (batch: string, reply: DraftReply) => void putReply.run({ batch, ...reply }),
    /** All that was replied about a batch, in a set or not. */
    replies: (batch: string): DraftReply[] => replies.all(batch).map((row) => draftReply.parse(row)),
    /** The set of this revision carries the replies to these. */
    close: (queries: readonly string[], revision: number) => queries.forEach((query) => void close.run(revision, query)),
  };
}
