import { z } from "zod";
import { moderationFilter, type ModerationFilter, type ModerationOrder, type ModerationSelection } from "../../../src-shared/bridge/lead/moderation.ts";
import { basis } from "../../../src-shared/documents/decisions.ts";
import { settleReasons, standings, type SettleReason } from "../../../src-shared/moderation/standing.ts";
import type { Db } from "./open-database.ts";

const json = <T>(schema: z.ZodType<T>) => z.string().transform((text) => schema.parse(JSON.parse(text)));
const listed = z.lazy(() => z.object({
  answerId: z.int(),
  candidate: z.string(),
  question: z.string(),
  questionNumber: z.int(),
  state: z.enum(standings),
  reasons: json(z.array(z.enum(settleReasons))),
  practice: z.int().transform(Boolean),
  scores: json(z.array(z.number().nullable())),
  final: z.number().nullable(),
  basis: basis.nullable(),
}));
export type ListedModeration = z.infer<typeof listed>;
/** Of the answer `a`: whether its candidate is in the round of standardisation. */
const IS_PRACTICE = "EXISTS (SELECT 1 FROM lead_allocated l WHERE l.batch = a.batch AND l.candidate = a.candidate AND l.round = 'standardisation')";
const counted = z.object({ state: z.enum(standings), count: z.int() });
const countedReasons = z.lazy(() => z.object({ reasons: json(z.array(z.enum(settleReasons))), count: z.int() }));

/** Below 0, so that the widest gap comes first; the index is written the same way. */
const GAP = "COALESCE(lowest - highest, 0)";
const ordered: Record<ModerationOrder, string[]> = { gap: [GAP, "position"], candidate: ["position"], question: ["question_number", "position"] };
/** The same of the answer at hand. */
const HERE: Record<ModerationOrder, string> = { gap: "@gap, @position", candidate: "@position", question: "@questionNumber, @position" };

/** The lists of moderation: which answers, in which order, and how many each filter has. Quick at 60,000 answers. */
export function createWorkListStore(db: Db) {
  const byState = db.prepare("SELECT state, COUNT(*) AS count FROM lead_answers WHERE batch = ? AND packed = 1 GROUP BY state");
  const byReasons = db.prepare("SELECT reasons, COUNT(*) AS count FROM lead_answers WHERE batch = ? AND packed = 1 AND state = 'to-settle' GROUP BY reasons");
  const practiceCount = db
    .prepare("SELECT COUNT(*) FROM (SELECT DISTINCT candidate FROM lead_allocated INDEXED BY lead_allocated_practice WHERE batch = @batch AND round = 'standardisation') p JOIN lead_answers a ON a.batch = @batch AND a.candidate = p.candidate AND a.packed = 1")
    .pluck();
  const isPractice = db.prepare(`SELECT ${IS_PRACTICE} FROM lead_answers a WHERE id = ?`).pluck();
  const keysOf = db.prepare(`SELECT ${GAP} AS gap, position, question_number AS questionNumber FROM lead_answers WHERE id = ?`);

  function statements(filter: ModerationFilter, order: ModerationOrder) {
    const from = `FROM lead_answers a WHERE batch = @batch AND packed = 1 AND ${condition(filter)}`;
    const columns = ordered[order];
    const by = columns.join(", ");
    const backwards = columns.map((column) => `${column} DESC`).join(", ");
    const here = HERE[order];
    // Its first column by itself too: an index on an expression is not searched by several at once.
    const [first, at] = [columns[0]!, here.split(",")[0]!];
    return {
      page: db.prepare(
        `SELECT id AS answerId, candidate, question, question_number AS questionNumber, state, reasons, final, basis, ${IS_PRACTICE} AS practice,
           (SELECT json_group_array(score) FROM (SELECT score FROM received_marks m WHERE m.answer_id = a.id AND m.counts = 1 AND m.round = 'live' ORDER BY person)) AS scores
         ${from} ORDER BY ${by} LIMIT @limit OFFSET @offset`,
      ),
      previous: db.prepare(`SELECT id ${from} AND ${first} <= ${at} AND (${by}) < (${here}) ORDER BY ${backwards} LIMIT 1`).pluck(),
      next: db.prepare(`SELECT id ${from} AND ${first} >= ${at} AND (${by}) > (${here}) ORDER BY ${by} LIMIT 1`).pluck(),
      index: db.prepare(`SELECT COUNT(*) ${from} AND ${first} <= ${at} AND (${by}) < (${here})`).pluck(),
    };
  }
  const made = new Map<string, ReturnType<typeof statements>>();
  /** Made when it is first asked for: a hundred statements would slow the start. */
  function of({ filter, order }: Pick<ModerationSelection, "filter" | "order">) {
    const name = `${filter} ${order}`;
    const found = made.get(name) ?? statements(filter, order);
    made.set(name, found);
    return found;
  }

  function counts(batch: string): Record<ModerationFilter, number> {
    const all = Object.fromEntries(moderationFilter.options.map((filter) => [filter, 0])) as Record<ModerationFilter, number>;
    for (const { state, count } of byState.all(batch).map((row) => counted.parse(row))) {
      all[state] = count;
      all.all += count;
    }
    all.practice = practiceCount.get({ batch }) as number;
    for (const { reasons, count } of byReasons.all(batch).map((row) => countedReasons.parse(row))) for (const reason of reasons) all[reason] += count;
    return all;
  }
  return {
    /** How many answers each filter has. */
    counts,
    /** Whether assessors practise on an answer. */
    isPractice: (answerId: number) => isPractice.get(answerId) === 1,
    page: (selection: ModerationSelection, offset: number, limit: number): ListedModeration[] =>
      of(selection)
        .page.all({ batch: selection.batch, offset, limit })
        .map((row) => listed.parse(row)),
    /** What lies around an answer in a list, also where it has just left it. */
    around(selection: ModerationSelection, answerId: number) {
      const at = { batch: selection.batch, ...(keysOf.get(answerId) as { gap: number; position: number; questionNumber: number }) };
      const { previous, next, index } = of(selection);
      const idOrNull = (id: unknown) => (typeof id === "number" ? id : null);
      return { index: index.get(at) as number, total: counts(selection.batch)[selection.filter], previous: idOrNull(previous.get(at)), next: idOrNull(next.get(at)) };
    },
  };
}

function condition(filter: ModerationFilter): string {
  if (filter === "all") return "TRUE";
  if (filter === "practice") return IS_PRACTICE;
  return isReason(filter) ? `state = 'to-settle' AND instr(reasons, '"${filter}"') > 0` : `state = '${filter}'`;
}

function isReason(filter: ModerationFilter): filter is SettleReason {
  return (settleReasons as readonly string[]).includes(filter);
}
