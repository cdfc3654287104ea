import { z } from "zod";
import { SHORT_ANSWER_SHARE, FULLY_WATCHED_SHARE, markState } from "../../../src-shared/marking/completeness.ts";
import type { QueueFilter, QueueSelection } from "../../../src-shared/bridge/queue.ts";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import { inOrder, placeIn, walkedBy } from "./in-order.ts";
import type { Db } from "./open-database.ts";

/** What an answer must have to pass a filter. What the assessor withdrew from is work no longer, and stands apart. */
const condition: Record<QueueFilter, string> = {
  all: "a.withdrawn = 0",
  unmarked: "a.withdrawn = 0 AND a.mark_state = 'unmarked'",
  incomplete: "a.withdrawn = 0 AND a.mark_state IN ('evidence-missing', 'watch-reason-missing')",
  flagged: "a.withdrawn = 0 AND a.flag_count > 0",
  "cannot-score": "a.withdrawn = 0 AND a.cannot_score",
  below: "a.withdrawn = 0 AND a.mark_score < @score",
  above: "a.withdrawn = 0 AND a.mark_score > @score",
  short: `a.withdrawn = 0 AND a.duration_seconds < a.seconds_allowed * ${SHORT_ANSWER_SHARE}`,
  "not-watched": `a.withdrawn = 0 AND a.watched_share < ${FULLY_WATCHED_SHARE}`,
  withdrawn: "a.withdrawn = 1",
};
const filters = Object.keys(condition) as QueueFilter[];

const COUNTED = "FROM answers a WHERE a.batch = @batch AND a.allocated = 1";
const LISTED = "FROM answers a LEFT JOIN marks m ON m.answer_id = a.id WHERE a.batch = @batch AND a.allocated = 1";
const SEARCHED = "(@search = '' OR instr(lower(a.candidate), lower(@search)) > 0)";

const listed = z.lazy(() => z.object({
  answerId: z.int(),
  candidate: z.string(),
  question: z.string(),
  questionNumber: z.int(),
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  state: markState,
  flags: z.int(),
  durationSeconds: z.number(),
  secondsAllowed: z.number(),
  watchedShare: z.number(),
  watchReason: z.string(),
  recordingHere: z.int().transform(Boolean),
  withdrawn: z.int().transform(Boolean),
  savedAt: z.string().nullable(),
}));
/** A selection whose score is known. */
type Selection = Omit<QueueSelection, "score"> & { score: number };
/** An answer in a list, with what a list says of its mark. */
export type ListedAnswer = z.infer<typeof listed>;

const LISTED_COLUMNS = `a.id AS answerId, a.candidate, a.question, a.question_number AS questionNumber, m.score, m.cannot_score AS cannotScore, a.mark_state AS state,
  a.flag_count AS flags, a.duration_seconds AS durationSeconds, a.seconds_allowed AS secondsAllowed, a.watched_share AS watchedShare,
  COALESCE(m.watch_reason, '') AS watchReason, EXISTS (SELECT 1 FROM media WHERE object = a.recording AND state = 'here') AS recordingHere, a.withdrawn, m.saved_at AS savedAt`;

const placeOfQuestion = z.object({ index: z.int(), total: z.int() });
const summary = z.lazy(() => z.object({ total: z.int(), marked: z.int(), flagged: z.int(), secondsLeft: z.number() }));

/** A batch's answers as lists, counts and neighbours, by what `answers` keeps of each mark: quick at 60,000. */
export function createQueueStore(db: Db) {
  const counts = db.prepare(`SELECT ${filters.map((filter) => `COALESCE(SUM(${condition[filter]}), 0) AS "${filter}"`).join(", ")} ${COUNTED}`);
  const summed = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(mark_state = 'marked'), 0) AS marked, COALESCE(SUM(flag_count > 0), 0) AS flagged,
       COALESCE(SUM(CASE WHEN mark_state <> 'marked' THEN duration_seconds END), 0) AS secondsLeft
     FROM answers WHERE batch = ? AND allocated = 1 AND withdrawn = 0`,
  );
  const rounds = db.prepare("SELECT DISTINCT round FROM answers WHERE batch = ? AND allocated = 1").pluck();
  const started = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM marks m JOIN answers a ON a.id = m.answer_id WHERE a.batch = ? AND a.allocated = 1 AND a.withdrawn = 0
         AND (m.score IS NOT NULL OR m.cannot_score IS NOT NULL OR m.evidence <> '' OR a.flag_count > 0 OR EXISTS (SELECT 1 FROM notes n WHERE n.answer_id = a.id)))`,
    )
    .pluck();
  const distribution = db.prepare(
    "SELECT mark_score AS value, COUNT(*) AS count FROM answers WHERE batch = ? AND allocated = 1 AND withdrawn = 0 AND mark_score IS NOT NULL GROUP BY mark_score",
  );

  const little = "a.withdrawn = 0 AND a.mark_score IS NOT NULL AND a.watched_share < @least";
  const littleWatched = db.prepare(`SELECT ${LISTED_COLUMNS} ${LISTED} AND ${little} ORDER BY ${inOrder.candidate} LIMIT @limit`);
  const littleWatchedTotal = db.prepare(`SELECT COUNT(*) ${COUNTED} AND ${little}`).pluck();

  const ofQuestion = db.prepare(
    `SELECT COUNT(*) AS total, COALESCE(SUM(position < @position), 0) AS "index" FROM answers
     WHERE batch = @batch AND allocated = 1 AND withdrawn = 0 AND turn = @turn AND question_number = @questionNumber`,
  );

  function ordered(order: WorkOrder) {
    const by = inOrder[order];
    const backwards = by.replaceAll(/a\.(\w+)/g, "a.$1 DESC");
    const here = placeIn[order];
    const around = "FROM answers a WHERE a.batch = @batch AND a.allocated = 1 AND a.withdrawn = 0";
    const toDo = `${around} AND a.mark_state <> 'marked' AND a.turn <= @upTo`;
    const select = (filter: QueueFilter) => ({
      total: db.prepare(`SELECT COUNT(*) ${COUNTED} AND ${condition[filter]} AND ${SEARCHED}`).pluck(),
      page: db.prepare(`SELECT ${LISTED_COLUMNS} ${LISTED} AND ${condition[filter]} AND ${SEARCHED} ORDER BY ${by} LIMIT @limit OFFSET @offset`),
    });
    const statements = new Map<QueueFilter, ReturnType<typeof select>>();
    return {
      /** Made when it is first asked for: twenty statements would slow the start. */
      selection: (filter: QueueFilter) => {
        const made = statements.get(filter) ?? select(filter);
        statements.set(filter, made);
        return made;
      },
      previous: db.prepare(`SELECT a.id ${around} AND (${by}) < (${here}) ORDER BY ${backwards} LIMIT 1`).pluck(),
      next: db.prepare(`SELECT a.id ${around} AND (${by}) > (${here}) ORDER BY ${by} LIMIT 1`).pluck(),
      // The index is named, since either could begin the search, and the wrong one walks over the whole batch.
      index: db.prepare(`SELECT COUNT(*) ${around.replace("answers a", `answers a INDEXED BY ${walkedBy[order]}`)} AND (${by}) < (${here})`).pluck(),
      toDo: db.prepare(`SELECT ${LISTED_COLUMNS} ${LISTED} AND a.withdrawn = 0 AND a.mark_state <> 'marked' ORDER BY ${by} LIMIT @limit`),
      nextToDo: db.prepare(`SELECT a.id ${toDo} AND (${by}) > (${here}) ORDER BY ${by} LIMIT 1`).pluck(),
      firstToDo: db.prepare(`SELECT a.id ${toDo} AND a.id <> @except ORDER BY ${by} LIMIT 1`).pluck(),
      firstToDoHere: db.prepare(`SELECT a.id ${toDo} AND EXISTS (SELECT 1 FROM media WHERE object = a.recording AND state = 'here') ORDER BY ${by} LIMIT 1`).pluck(),
    };
  }
  const made = new Map<WorkOrder, ReturnType<typeof ordered>>();
  const by = (order: WorkOrder) => {
    const statements = made.get(order) ?? ordered(order);
    made.set(order, statements);
    return statements;
  };
  const idOrNull = (id: unknown) => (typeof id === "number" ? id : null);

  return {
    counts: (batch: string, score: number) => counts.get({ batch, score }) as Record<QueueFilter, number>,
    /** How many the selection has. */
    total: (selection: Selection): number => by("candidate").selection(selection.filter).total.get(selection) as number,
    page: (selection: Selection, order: WorkOrder, offset: number, limit: number): ListedAnswer[] =>
      by(order)
        .selection(selection.filter)
        .page.all({ ...selection, offset, limit })
        .map((row) => listed.parse(row)),
    /** Scored with a smaller share watched than this. */
    littleWatched: (batch: string, least: number, limit: number) => ({
      total: littleWatchedTotal.get({ batch, least }) as number,
      answers: littleWatched.all({ batch, least, limit }).map((row) => listed.parse(row)),
    }),
    /** Of the answers that are the assessor's to mark; `secondsLeft` is the length of the recordings not marked yet. */
    summary: (batch: string) => summary.parse(summed.get(batch)),
    rounds: (batch: string) => rounds.all(batch) as string[],
    /** Whether anything was marked, noted or flagged. */
    started: (batch: string) => started.get(batch) === 1,
    /** How many answers have each score. */
    distribution: (batch: string): Map<number, number> =>
      new Map((distribution.all(batch) as { value: number; count: number }[]).map(({ value, count }) => [value, count])),
    /** What lies around an answer in the order of work. `nextToDo` begins again at the start when nothing follows; nothing past the turn `upTo` is to do. */
    neighbours(answer: { id: number; batch: string; turn: number; position: number; questionNumber: number }, order: WorkOrder, upTo: number) {
      const { batch, turn, position, questionNumber } = answer;
      const at = { batch, turn, position, questionNumber };
      const { previous, next, index, nextToDo, firstToDo } = by(order);
      return {
        previous: idOrNull(previous.get(at)),
        next: idOrNull(next.get(at)),
        index: index.get(at) as number,
        nextToDo: idOrNull(nextToDo.get({ ...at, upTo })) ?? idOrNull(firstToDo.get({ batch, upTo, except: answer.id })),
      };
    },
    /** Which of the answers to its question it is in its round, from 0. */
    ofQuestion: ({ batch, turn, position, questionNumber }: { batch: string; turn: number; position: number; questionNumber: number }) =>
      placeOfQuestion.parse(ofQuestion.get({ batch, turn, position, questionNumber })),
    /** Answers that are not fully marked, in the order of work. */
    toDo: (batch: string, order: WorkOrder, limit: number): ListedAnswer[] => by(order).toDo.all({ batch, limit }).map((row) => listed.parse(row)),
    /** The first answer that is not fully marked, none past the turn `upTo`; one whose recording is here comes first. */
    firstToDo(batch: string, order: WorkOrder, upTo: number): number | null {
      const { firstToDo, firstToDoHere } = by(order);
      const first = idOrNull(firstToDo.get({ batch, upTo, except: 0 }));
      return first === null ? null : (idOrNull(firstToDoHere.get({ batch, upTo })) ?? first);
    },
  };
}
export type QueueStore = ReturnType<typeof createQueueStore>;
