import { z } from "zod";
import type { Flag, TickedIndicator } from "../../../src-shared/documents/moderation-set.ts";
import { flag, tickedIndicator } from "../../../src-shared/documents/moderation-set.ts";
import { note, type Note } from "../../../src-shared/bridge/review.ts";
import { interval, type Interval } from "../../../src-shared/marking/watched.ts";
import type { Db } from "./open-database.ts";

const markRow = z.lazy(() => z.object({
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  evidence: z.string(),
  /** Why it was scored with less watched than the campaign asks for. */
  watchReason: z.string(),
  /** Share of the recording that had been watched when the score was given last. */
  shareWhenScored: z.number().nullable(),
  markedAt: z.string().nullable(),
  savedAt: z.string(),
  /** Of a practice answer: when the definitive mark was shown. From then on this one stands. */
  shownAt: z.string().nullable(),
}));
export type MarkRow = z.infer<typeof markRow>;

/** Where nothing was decided yet. */
export const NO_MARK: Omit<MarkRow, "savedAt"> = { score: null, cannotScore: null, evidence: "", watchReason: "", shareWhenScored: null, markedAt: null, shownAt: null };

const intervals = z.array(interval);

/** Scores, evidence, notes, ticks, flags and what was watched: one assessor's marks. */
export function createMarkStore(db: Db) {
  const get = db.prepare("SELECT score, cannot_score AS cannotScore, evidence, watch_reason AS watchReason, share_when_scored AS shareWhenScored, marked_at AS markedAt, saved_at AS savedAt, shown_at AS shownAt FROM marks WHERE answer_id = ?");
  const put = db.prepare(
    `INSERT INTO marks (answer_id, score, cannot_score, evidence, watch_reason, share_when_scored, marked_at, saved_at, shown_at)
     VALUES (@answerId, @score, @cannotScore, @evidence, @watchReason, @shareWhenScored, @markedAt, @savedAt, @shownAt)
     ON CONFLICT (answer_id) DO UPDATE SET score = excluded.score, cannot_score = excluded.cannot_score, evidence = excluded.evidence,
       watch_reason = excluded.watch_reason, share_when_scored = excluded.share_when_scored, marked_at = excluded.marked_at, saved_at = excluded.saved_at, shown_at = excluded.shown_at`,
  );
  const writtenNotes = db.prepare("SELECT COUNT(*) FROM notes WHERE answer_id = ? AND TRIM(text, char(9, 10, 13, 32, 160)) <> ''").pluck();
  const flagCount = db.prepare("SELECT COUNT(*) FROM flags WHERE answer_id = ?").pluck();
  const notes = db.prepare("SELECT note_id AS noteId, at_seconds AS atSeconds, text, saved_at AS savedAt FROM notes WHERE answer_id = ? ORDER BY at_seconds, note_id");
  const getNote = db.prepare("SELECT answer_id AS answerId, at_seconds AS atSeconds, text FROM notes WHERE note_id = ?");
  const putNote = db.prepare(
    "INSERT INTO notes (note_id, answer_id, at_seconds, text, saved_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (note_id) DO UPDATE SET at_seconds = excluded.at_seconds, text = excluded.text, saved_at = excluded.saved_at",
  );
  const removeNote = db.prepare("DELETE FROM notes WHERE note_id = ? AND answer_id = ?");
  const indicators = db.prepare("SELECT indicator, at_seconds AS atSeconds FROM indicators WHERE answer_id = ? ORDER BY at_seconds, indicator");
  const putIndicator = db.prepare("INSERT INTO indicators (answer_id, indicator, at_seconds) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at_seconds = excluded.at_seconds");
  const removeIndicator = db.prepare("DELETE FROM indicators WHERE answer_id = ? AND indicator = ?");
  const flags = db.prepare("SELECT flag, note, at, at_seconds AS atSeconds FROM flags WHERE answer_id = ? ORDER BY at, flag");
  const putFlag = db.prepare("INSERT INTO flags (answer_id, flag, note, at, at_seconds) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET note = excluded.note");
  const removeFlag = db.prepare("DELETE FROM flags WHERE answer_id = ? AND flag = ?");
  const getWatched = db.prepare("SELECT intervals FROM watched WHERE answer_id = ?").pluck();
  const putWatched = db.prepare("INSERT INTO watched (answer_id, intervals) VALUES (?, ?) ON CONFLICT DO UPDATE SET intervals = excluded.intervals");
  const totals = db.prepare("SELECT COUNT(*) AS marks, MAX(saved_at) AS lastSavedAt FROM marks");
  return {
    get: (answerId: number): MarkRow | undefined => {
      const row = get.get(answerId);
      return row === undefined ? undefined : markRow.parse(row);
    },
    put: (answerId: number, row: MarkRow) => void put.run({ answerId, ...row }),
    /** Notes with words in them. */
    writtenNotes: (answerId: number) => writtenNotes.get(answerId) as number,
    flagCount: (answerId: number) => flagCount.get(answerId) as number,
    notesOf: (answerId: number): Note[] => notes.all(answerId).map((row) => note.parse(row)),
    note: (noteId: string) => getNote.get(noteId) as { answerId: number; atSeconds: number; text: string } | undefined,
    putNote: (noteId: string, answerId: number, atSeconds: number, text: string, savedAt: string) => void putNote.run(noteId, answerId, atSeconds, text, savedAt),
    removeNote: (noteId: string, answerId: number) => removeNote.run(noteId, answerId).changes > 0,
    indicatorsOf: (answerId: number): TickedIndicator[] => indicators.all(answerId).map((row) => tickedIndicator.parse(row)),
    putIndicator: (answerId: number, indicator: string, atSeconds: number) => void putIndicator.run(answerId, indicator, atSeconds),
    removeIndicator: (answerId: number, indicator: string) => removeIndicator.run(answerId, indicator).changes > 0,
    flagsOf: (answerId: number): Flag[] => flags.all(answerId).map((row) => flag.parse(row)),
    putFlag: (answerId: number, kind: string, text: string, at: string, atSeconds: number | null) => void putFlag.run(answerId, kind, text, at, atSeconds),
    removeFlag: (answerId: number, kind: string) => removeFlag.run(answerId, kind).changes > 0,
    watchedOf: (answerId: number): Interval[] => {
      const json = getWatched.get(answerId) as string | undefined;
      return json === undefined ? [] : intervals.parse(JSON.parse(json));
    },
    putWatched: (answerId: number, watched: Interval[]) => void putWatched.run(answerId, JSON.stringify(watched)),
    totals: () => totals.get() as { marks: number; lastSavedAt: string | null },
  };
}
export type MarkStore = ReturnType<typeof createMarkStore>;
