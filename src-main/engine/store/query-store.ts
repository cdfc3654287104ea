import { z } from "zod";
import { leadsQuery } from "../../../src-shared/bridge/views.ts";
import type { Db } from "./open-database.ts";

const queryRow = leadsQuery.omit({ lead: true }).extend({ batch: z.string(), answerId: z.int(), lead: z.string(), repliedIn: z.int().nullable() });
/** `lead` is who asked, by id. `repliedIn`: the revision of the set that carries the reply; null while it is open. */
export type QueryRow = z.infer<typeof queryRow>;

/** On an assessor's desk: what leads asked about answers of theirs, and what was replied: `received_queries`. */
export function createQueryStore(db: Db) {
  const columns = "key AS query, batch, answer_id AS answerId, lead, text, asked_at AS askedAt, reply, replied_at AS repliedAt, replied_in AS repliedIn";
  const get = db.prepare(`SELECT ${columns} FROM received_queries WHERE key = ?`);
  const put = db.prepare("INSERT INTO received_queries (key, batch, answer_id, lead, text, asked_at) VALUES (@query, @batch, @answerId, @lead, @text, @askedAt) ON CONFLICT (key) DO NOTHING");
  const setReply = db.prepare("UPDATE received_queries SET reply = ?, replied_at = ? WHERE key = ?");
  const close = db.prepare("UPDATE received_queries SET replied_in = ? WHERE batch = ? AND replied_in IS NULL");
  const ofAnswer = db.prepare(`SELECT ${columns} FROM received_queries WHERE answer_id = ? ORDER BY asked_at, key`);
  // Of an answer that is not the person's any more, or of a candidate whom they know, nothing is asked.
  const open = db.prepare(
    `SELECT ${columns} FROM received_queries q WHERE replied_in IS NULL AND EXISTS (SELECT 1 FROM answers a WHERE a.id = q.answer_id AND a.allocated = 1 AND a.withdrawn = 0) ORDER BY asked_at, key`,
  );
  const rows = (found: unknown[]): QueryRow[] => found.map((row) => queryRow.parse(row));
  return {
    get: (query: string): QueryRow | undefined => {
      const row = get.get(query);
      return row === undefined ? undefined : queryRow.parse(row);
    },
    /** Safe to repeat. */
    put: (row: Pick<QueryRow, "query" | "batch" | "answerId" | "lead" | "text" | "askedAt">) => void put.run(row),
    setReply: (query: string, text: string, at: string) => void setReply.run(text, at, query),
    /** The set of this revision carries the replies to all that was open. */
    close: (batch: string, revision: number) => void close.run(revision, batch),
    /** Also what is closed, oldest first. */
    ofAnswer: (answerId: number) => rows(ofAnswer.all(answerId)),
    /** What waits for a reply or for the set that carries it, oldest first; of one batch, where one is given. */
    open: (batch?: string) => rows(open.all()).filter((each) => batch === undefined || each.batch === batch),
  };
}
