import type { Database } from "better-sqlite3";
import type { TimedMark } from "../../../../src-shared/agreement/order-of-marking.ts";

/** Which marks are compared. */
export interface MarksAsked {
  batches: readonly string[];
  /** Those of one behaviour; null for all. */
  questions: readonly string[] | null;
  /** Those of these people; null for all. */
  persons: readonly string[] | null;
}

// The index holds all that is read, and nothing else of a mark is touched.
const COUNTED = "SELECT answer_id, person, score, marked_at FROM received_marks INDEXED BY received_marks_counted WHERE batch = @batch AND round = 'live' AND counts = 1 AND score IS NOT NULL";
const OF_QUESTIONS = "AND answer_id IN (SELECT id FROM lead_answers WHERE batch = @batch AND question IN (SELECT value FROM json_each(@questions)))";
const OF_PERSONS = "AND person IN (SELECT value FROM json_each(@persons))";

/** The live marks that count, as statistics take them: an answer is called by its id. Marks that say why they have no score are left out. */
export function countedMarks(db: Database, { batches, questions, persons }: MarksAsked): TimedMark[] {
  const rows = db.prepare<Record<string, string>, [number, string, number, string]>([COUNTED, questions && OF_QUESTIONS, persons && OF_PERSONS].filter(Boolean).join(" ")).raw();
  const asked = { ...(questions && { questions: JSON.stringify(questions) }), ...(persons && { persons: JSON.stringify(persons) }) };
  const marks: TimedMark[] = [];
  for (const batch of batches) for (const [answer, assessor, score, at] of rows.iterate({ batch, ...asked })) marks.push({ answer: String(answer), assessor, score, at });
  return marks;
}

/** What leads agreed on in advance and stands, by the answer's id. */
export function definitiveScores(db: Database, batches: readonly string[]): Map<string, number> {
  const rows = db.prepare<[string], [number, number]>("SELECT id, final FROM lead_answers WHERE batch = ? AND state = 'defined' AND packed = 1").raw();
  return new Map(batches.flatMap((batch) => rows.all(batch).map(([answer, score]) => [String(answer), score] as const)));
}

export interface AnswerName {
  answerId: number;
  batch: string;
  candidate: string;
  question: string;
}

/** What answers are called towards a lead, by their ids. */
export function answerNames(db: Database, ids: readonly string[]): Map<string, AnswerName> {
  const row = db.prepare<[number], AnswerName>("SELECT id AS answerId, batch, candidate, question FROM lead_answers WHERE id = ?");
  return new Map(ids.flatMap((id) => {
    const name = row.get(Number(id));
    return name ? [[id, name]] : [];
  }));
}
