import { createHash } from "node:crypto";
import { z } from "zod";
import { boardPractice, type BoardPractice } from "../../../src-shared/bridge/lead/board.ts";
import type { DefinitiveMark } from "../../../src-shared/documents/allocation.ts";
import type { Db } from "./open-database.ts";

const definitiveRow = z.lazy(() => z.object({ answerId: z.int(), candidate: z.string(), question: z.string(), score: z.number(), rationale: z.string() }));
/** A mark that leads agreed on for an answer in advance. */
export type DefinitiveRow = DefinitiveMark & { answerId: number };

const ownMarkRow = z.lazy(() => z.object({ answerId: z.int(), score: z.number().nullable(), cannotScore: z.string().nullable(), evidence: z.string(), complete: z.int().transform(Boolean), shownAt: z.string().nullable() }));
/** What an assessor made of a practice answer, as their newest draft or set says. */
export type OwnPracticeMark = z.infer<typeof ownMarkRow>;

/** A practice answer of one assessor; `withdrawn`: 1 where they know its candidate. `complete`: 1 where their own mark is. */
export interface PractisedRow {
  person: string;
  answerId: number;
  candidate: string;
  question: string;
  withdrawn: number;
  score: number | null;
  complete: number;
  shownAt: string | null;
}

/** Names what a definitive mark says: another score or rationale has another digest. By its answer. */
export function digestsOf(marks: readonly DefinitiveMark[]): Record<string, string> {
  return Object.fromEntries(
    marks.map(({ candidate, question, score, rationale }) => [`${candidate} / ${question}`, createHash("sha256").update(JSON.stringify([score, rationale])).digest("base64url").slice(0, 16)]),
  );
}

/** On a lead's desk: marks that leads agreed on in advance, which of them allocations carry, and what assessors made of the practice answers (`lead_practice`). */
export function createDefinitiveStore(db: Db) {
  // Which of them stand is where moderation stands; a standing one says what the newest act says.
  const defined = db.prepare(
    `SELECT a.id AS answerId, a.candidate, a.question, a.final AS score,
       (SELECT json_extract(e.event, '$.rationale') FROM moderation_events e INDEXED BY moderation_events_of_answer
        WHERE e.batch = a.batch AND e.candidate = a.candidate AND e.question = a.question AND e.act = 'defined' ORDER BY e.at DESC, e.lead DESC, e.rowid DESC LIMIT 1) AS rationale
     FROM lead_answers a WHERE a.batch = ? AND a.state = 'defined' AND a.packed = 1 ORDER BY a.position`,
  );
  const carried = db.prepare("SELECT person, definitive FROM lead_allocations WHERE batch = ?");
  const practised = db.prepare(
    `SELECT l.person, a.id AS answerId, a.candidate, a.question, w.person IS NOT NULL AS withdrawn, m.score, COALESCE(m.complete, 0) AS complete, m.shown_at AS shownAt
     FROM json_each(@people) p
     CROSS JOIN lead_allocated l INDEXED BY lead_allocated_by_person ON l.batch = @batch AND l.person = p.value AND l.round = 'standardisation'
     CROSS JOIN lead_answers a ON a.batch = l.batch AND a.candidate = l.candidate AND a.packed = 1
     LEFT JOIN received_withdrawals w ON w.batch = l.batch AND w.person = l.person AND w.candidate = l.candidate
     LEFT JOIN lead_practice m ON m.batch = l.batch AND m.person = l.person AND m.answer_id = a.id
     ORDER BY l.person, a.position`,
  );
  const practisedAnswers = db
    .prepare(
      `SELECT a.id FROM (SELECT DISTINCT candidate FROM lead_allocated INDEXED BY lead_allocated_practice WHERE batch = @batch AND round = 'standardisation') l
       CROSS JOIN lead_answers a ON a.batch = @batch AND a.candidate = l.candidate AND a.packed = 1`,
    )
    .pluck();
  const kept = db.prepare("SELECT person, practice FROM lead_allocations WHERE batch = ? AND practice IS NOT NULL");
  const keep = db.prepare("UPDATE lead_allocations SET practice = @practice WHERE batch = @batch AND person = @person");
  const ownMarks = db.prepare("SELECT answer_id AS answerId, score, cannot_score AS cannotScore, evidence, complete, shown_at AS shownAt FROM lead_practice WHERE batch = ? AND person = ?");
  // Nothing is handed in while live marking is closed.
  const liveOpened = db.prepare("SELECT person FROM lead_progress WHERE batch = @batch AND live_since IS NOT NULL UNION SELECT person FROM received_sets WHERE batch = @batch").pluck();
  const clear = db.prepare("DELETE FROM lead_practice WHERE batch = ? AND person = ?");
  const put = db.prepare(
    `INSERT INTO lead_practice (batch, person, answer_id, score, cannot_score, evidence, complete, shown_at) VALUES (@batch, @person, @answerId, @score, @cannotScore, @evidence, @complete, @shownAt)`,
  );
  return {
    /** Those that stand, in the order of the batch: none where leads differ about one. */
    standing: (batch: string): DefinitiveRow[] => defined.all(batch).map((row) => definitiveRow.parse(row)),
    /** The digests of the definitive marks that each person's newest allocation carries. */
    carried: (batch: string) => new Map((carried.all(batch) as { person: string; definitive: string }[]).map(({ person, definitive }) => [person, JSON.parse(definitive) as Record<string, string>])),
    /** For whom live marking has opened, and so stays open. */
    liveOpened: (batch: string) => new Set(liveOpened.all({ batch }) as string[]),
    /** The practice answers of these people, with what they made of each. */
    practised: (batch: string, people: readonly string[]) => practised.all({ batch, people: JSON.stringify(people) }) as PractisedRow[],
    /** The answers that anybody practises on. */
    practisedAnswers: (batch: string) => practisedAnswers.all({ batch }) as number[],
    /** How people stand who practise, as `keep` had it: of those for whom nothing has changed since that it rests on. */
    kept: (batch: string) => new Map((kept.all(batch) as { person: string; practice: string }[]).map(({ person, practice }) => [person, boardPractice.parse(JSON.parse(practice))])),
    /** Keeps how somebody stands, until something changes that it rests on: the database forgets it then by itself. */
    keep: (batch: string, person: string, practice: BoardPractice) => void keep.run({ batch, person, practice: JSON.stringify(practice) }),
    ownMarks: (batch: string, person: string) => ownMarks.all(batch, person).map((row) => ownMarkRow.parse(row)),
    /** Puts what a person made of practice answers in the place of what was known. */
    putOwnMarks: (batch: string, person: string, marks: readonly OwnPracticeMark[]) => {
      clear.run(batch, person);
      for (const mark of marks) put.run({ batch, person, ...mark, complete: Number(mark.complete) });
    },
  };
}
