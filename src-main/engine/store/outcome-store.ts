import { z } from "zod";
import { outcomeDocument, type OutcomeDocument } from "../../../src-shared/documents/outcome.ts";
import type { StandingState } from "../../../src-shared/moderation/standing.ts";
import type { Db } from "./open-database.ts";

const outcomeRow = z.lazy(() => z.object({ batch: z.string(), revision: z.int(), key: z.string(), sha256: z.string(), author: z.string(), publishedAt: z.string(), reason: z.string().nullable() }));
export type OutcomeRow = z.infer<typeof outcomeRow>;

export interface FinalRow {
  id: number;
  position: number;
  candidate: string;
  question: string;
  state: StandingState;
  final: number | null;
}

/** Outcomes, published here or found in the depot: `outcomes`. */
export function createOutcomeStore(db: Db) {
  const has = db.prepare("SELECT EXISTS (SELECT 1 FROM outcomes WHERE key = ?)").pluck();
  const put = db.prepare(
    "INSERT INTO outcomes (batch, revision, key, sha256, author, published_at, reason, document) VALUES (@batch, @revision, @key, @sha256, @author, @publishedAt, @reason, @document) ON CONFLICT (key) DO NOTHING",
  );
  const of = db.prepare("SELECT batch, revision, key, sha256, author, published_at AS publishedAt, reason FROM outcomes WHERE batch = ? ORDER BY revision, published_at, sha256");
  const document = db.prepare("SELECT document FROM outcomes WHERE key = ?").pluck();
  const finals = db.prepare("SELECT id, position, candidate, question, state, final FROM lead_answers WHERE batch = @batch AND packed = 1 AND (position, id) > (@position, @id) ORDER BY position, id LIMIT @limit");
  const practiceAlone = db
    .prepare(
      `SELECT DISTINCT candidate FROM lead_allocated p INDEXED BY lead_allocated_practice WHERE batch = ? AND round = 'standardisation'
         AND NOT EXISTS (SELECT 1 FROM lead_allocated l WHERE l.batch = p.batch AND l.candidate = p.candidate AND l.round = 'live')`,
    )
    .pluck();
  return {
    /** What stands for the next answers that the batch has, as they were packed. So many that they are not checked one by one. */
    finals: (batch: string, after: Pick<FinalRow, "position" | "id">, limit: number) => finals.all({ batch, limit, position: after.position, id: after.id }) as FinalRow[],
    /** Candidates whom somebody marks for practice and nobody marks in earnest: they apply for nothing. */
    practiceAlone: (batch: string) => new Set(practiceAlone.all(batch) as string[]),
    has: (key: string) => has.get(key) === 1,
    /** Safe to repeat. */
    put: (key: string, sha256: string, outcome: OutcomeDocument) => {
      const { batch, revision, author, publishedAt, reason } = outcome;
      put.run({ key, sha256, batch, revision, author, publishedAt, reason, document: JSON.stringify(outcome) });
    },
    /** Oldest revision first, without what they say. */
    of: (batch: string) => of.all(batch).map((row) => outcomeRow.parse(row)),
    document: (key: string): OutcomeDocument | undefined => {
      const json = document.get(key) as string | undefined;
      return json === undefined ? undefined : outcomeDocument.parse(JSON.parse(json));
    },
  };
}
