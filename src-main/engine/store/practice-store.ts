import { z } from "zod";
import type { DefinitiveMark } from "../../../src-shared/documents/allocation.ts";
import type { PractisedAnswer } from "../../../src-shared/moderation/practice.ts";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import { inOrder } from "./in-order.ts";
import type { Db } from "./open-database.ts";

const definitive = z.object({ score: z.number(), rationale: z.string() });
const practised = z.lazy(() => z.object({
  candidate: z.string(),
  complete: z.int().transform(Boolean),
  score: z.number().nullable(),
  definitive: z.number().nullable(),
  shown: z.int().transform(Boolean),
}));

/** Practice answers of an assessor, and the definitive marks that leads sent of them. */
export function createPracticeStore(db: Db) {
  const practice = "FROM answers a LEFT JOIN marks m ON m.answer_id = a.id LEFT JOIN definitive_marks d ON d.answer_id = a.id WHERE a.batch = @batch AND a.allocated = 1 AND a.turn = 0";
  const isPractised = db.prepare("SELECT EXISTS (SELECT 1 FROM answers WHERE batch = ? AND allocated = 1 AND turn = 0)").pluck();
  const isDefined = db.prepare("SELECT EXISTS (SELECT 1 FROM definitive_marks d JOIN answers a ON a.id = d.answer_id WHERE a.batch = ? AND a.allocated = 1 AND a.turn = 0)").pluck();
  const answers = db.prepare(`SELECT a.candidate, a.mark_state = 'marked' AS complete, m.score, d.score AS definitive, m.shown_at IS NOT NULL AS shown ${practice} AND (a.withdrawn = 0 OR m.shown_at IS NOT NULL)`);
  const toCompare = (order: WorkOrder) =>
    db
      .prepare(`SELECT a.id ${practice} AND a.withdrawn = 0 AND a.mark_state = 'marked' AND d.answer_id IS NOT NULL AND m.shown_at IS NULL AND a.id <> @except ORDER BY ${inOrder[order]} LIMIT 1`)
      .pluck();
  const firstToCompare = { candidate: toCompare("candidate"), question: toCompare("question") };
  const definitiveOf = db.prepare("SELECT score, rationale FROM definitive_marks WHERE answer_id = ?");
  const forgetDefinitive = db.prepare("DELETE FROM definitive_marks WHERE answer_id IN (SELECT id FROM answers WHERE batch = ?)");
  const putDefinitive = db.prepare(
    "INSERT INTO definitive_marks (answer_id, score, rationale) SELECT id, @score, @rationale FROM answers WHERE batch = @batch AND candidate = @candidate AND question = @question AND allocated = 1",
  );
  return {
    /** Whether any candidate of the batch is allocated for practice, those whom the assessor knows included. */
    isPractised: (batch: string) => isPractised.get(batch) === 1,
    /** Whether leads sent any definitive mark of what is practised, of candidates whom the assessor knows included. */
    isDefined: (batch: string) => isDefined.get(batch) === 1,
    /** Without candidates whom the assessor knows, but with what was compared of them: nobody opens live marking by withdrawing from what went wrong. */
    answers: (batch: string): PractisedAnswer[] => answers.all({ batch }).map((row) => practised.parse(row)),
    /** The first answer whose mark is complete and whose definitive mark is here and was not shown, `except` left out. */
    toCompare: (batch: string, order: WorkOrder, except: number) => (firstToCompare[order].get({ batch, except }) as number | undefined) ?? null,
    /** Only the comparison may show it. */
    definitive: (answerId: number) => {
      const row = definitiveOf.get(answerId);
      return row === undefined ? undefined : definitive.parse(row);
    },
    /** These are all that there are now; answers that are not allocated are passed over. */
    setDefinitive(batch: string, marks: readonly DefinitiveMark[]) {
      forgetDefinitive.run(batch);
      for (const { candidate, question, score, rationale } of marks) putDefinitive.run({ batch, candidate, question, score, rationale });
    },
  };
}
