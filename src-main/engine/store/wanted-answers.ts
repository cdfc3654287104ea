import { z } from "zod";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import { inOrder, placeIn } from "./in-order.ts";
import type { Db } from "./open-database.ts";

export const wantedAnswer = z.lazy(() => z.object({ answerId: z.int(), turn: z.int(), position: z.int(), questionNumber: z.int(), recording: z.string(), captions: z.string().nullable() }));
/** An answer of which something is still to come. */
export type WantedAnswer = z.infer<typeof wantedAnswer>;

/** Still to come, and with a key to open it. The index `media_missing` holds no other rows. */
const MISSING = "state IN ('wanted', 'damaged') AND removed_at IS NULL AND wrapped_key <> x''";
const isMissing = (object: string) => `EXISTS (SELECT 1 FROM media WHERE object = ${object} AND ${MISSING})`;
const ANSWERS = `SELECT a.id AS answerId, a.turn, a.position, a.question_number AS questionNumber, a.recording, a.captions FROM answers a WHERE a.allocated = 1 AND a.withdrawn = 0`;
const LACKING = `${ANSWERS} AND (${isMissing("a.recording")} OR ${isMissing("a.captions")})`;
/** Where so few files are missing, their answers are looked up and put in order; otherwise the order is walked until enough are found. */
const FEW = 1_000;

type Place = Pick<WantedAnswer, "turn" | "position" | "questionNumber">;
const START: Place = { turn: 0, position: 0, questionNumber: 0 };
const END: Place = { turn: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER, questionNumber: Number.MAX_SAFE_INTEGER };

/** Answers of which something is still to come, in the order of work: quick whether much, little or nothing is missing of 60,000. */
export function createWantedAnswers(db: Db) {
  const wished = db.prepare(
    `SELECT answerId, turn, position, questionNumber, recording, captions FROM (
       ${LACKING} AND a.recording IN (SELECT object FROM media WHERE wished_at IS NOT NULL)
       UNION SELECT a.id, 1, a.position, a.question_number, a.recording, a.captions FROM lead_answers a
         WHERE a.packed = 1 AND a.recording IN (SELECT object FROM media WHERE wished_at IS NOT NULL) AND (${isMissing("a.recording")} OR ${isMissing("a.captions")}))
     ORDER BY (SELECT wished_at FROM media WHERE object = recording) DESC, position LIMIT ?`,
  );
  const isAnything = db.prepare(`SELECT EXISTS (SELECT 1 FROM media INDEXED BY media_missing WHERE ${MISSING})`).pluck();
  const upToFew = db.prepare(`SELECT COUNT(*) FROM (SELECT 1 FROM media INDEXED BY media_missing WHERE ${MISSING} LIMIT ${FEW + 1})`).pluck();
  const missing = `SELECT object FROM media INDEXED BY media_missing WHERE ${MISSING}`;
  // The plus keeps the order's own index, and with it a walk, out of it.
  const amongFew = `${ANSWERS} AND a.id IN (SELECT id FROM answers WHERE recording IN (${missing}) UNION SELECT id FROM answers WHERE captions IN (${missing})) AND +a.batch = @batch`;
  const prepared = (order: WorkOrder, condition: string) => {
    return {
      few: db.prepare(`${amongFew} ${condition} ORDER BY ${inOrder[order]} LIMIT @limit`),
      walk: db.prepare(`${LACKING} AND a.batch = @batch ${condition} AND (${inOrder[order]}) >= (${placeIn[order]}) ORDER BY ${inOrder[order]} LIMIT @limit`),
    };
  };
  const which = { toDo: "AND a.mark_state <> 'marked'", rest: "" };
  const statements = new Map<string, ReturnType<typeof prepared>>();
  /** Before this, in its order, a batch lacks nothing: what came is not walked over with every look. */
  const passed = new Map<string, Place>();

  const answers = (rows: unknown[]): WantedAnswer[] => rows.map((row) => wantedAnswer.parse(row));
  const look = (kind: keyof typeof which) => (batch: string, order: WorkOrder, limit: number): WantedAnswer[] => {
    const { few, walk } = statements.get(kind + order) ?? prepared(order, which[kind]);
    statements.set(kind + order, { few, walk });
    if ((upToFew.get() as number) <= FEW) return answers(few.all({ batch, limit }));
    const name = `${kind} ${order} ${batch}`;
    const found = answers(walk.all({ batch, limit, ...(passed.get(name) ?? START) }));
    passed.set(name, found[0] ?? END);
    return found;
  };
  return {
    wished: (limit: number) => answers(wished.all(limit)),
    toDo: look("toDo"),
    rest: look("rest"),
    isAnything: () => isAnything.get() === 1,
    /** Call it where something may be missing that was not missing before. */
    lookAnew: () => passed.clear(),
  };
}
