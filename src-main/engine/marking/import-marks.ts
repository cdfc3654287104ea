import { timestamp } from "../../../src-shared/documents/ids.ts";
import { needsWatchReason } from "../../../src-shared/marking/completeness.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { parseTable } from "../packing/read-table.ts";
import { campaignOf, keepDigest, outsideScale, subjectOf, closedAtOf } from "./marking.ts";

/** As much as the window takes, and the set. */
const LONGEST_NOTE = 20_000;

/** What the lead reads where a campaign asks for watching: a table says nothing of that. */
const IMPORTED = "Marked in a table, outside the desk's window: what was watched is not known.";

/** A little, since two computers' clocks never agree. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Whole lines only: the end of a note that was cut off is not missed by anybody. */
export const markColumns = { required: ["batch", "candidate", "question", "score"], optional: ["assessor", "note", "at"], wholeLines: true } as const;

/**
 * Takes marks from a table `batch,candidate,question,assessor,score,note,at`: the note becomes the written evidence,
 * `at` (ISO 8601, or empty for now) the moment of marking. All lines or none.
 */
export function importMarks(desk: Desk, csv: string): Result<{ marks: number }, Problem> {
  const table = parseTable("", Buffer.from(csv), markColumns);
  if (!table.ok) return err(asMarksProblem(table.error));
  const { rows } = table.value;
  class Refused extends Error {
    readonly problem: Problem;
    constructor(problem: Problem) {
      super(problem.kind);
      this.problem = problem;
    }
  }
  try {
    const marks = desk.store.transaction(() => {
      const lineOfAnswer = new Map<number, number>();
      for (const { line, cells } of rows) {
        const refuse = (reason: string): never => {
          throw new Refused({ kind: "marks-refused", line, reason });
        };
        const { batch, candidate, question, assessor, note } = cells;
        if (assessor !== "" && assessor !== desk.me.person) refuse(`it is a mark of ${assessor}, and this desk belongs to ${desk.me.person}`);
        const answer = desk.store.work.findAnswer(batch, candidate.normalize("NFC"), question);
        if (!answer) return refuse(`the answer of ${candidate} to ${question} in ${batch} is not allocated to this desk`);
        const earlier = lineOfAnswer.get(answer.id);
        if (earlier !== undefined) refuse(`the answer of ${candidate} to ${question} stands in line ${earlier} already`);
        lineOfAnswer.set(answer.id, line);
        if (answer.withdrawn) refuse(`${candidate} is a candidate from whom you withdrew`);
        if (closedAtOf(desk, answer) !== null) refuse(`the marks of ${batch} are submitted already; reopen the batch with a reason first`);
        if (cells.score === "") refuse("the score is missing");
        const score = Number(cells.score);
        if (!Number.isFinite(score) || outsideScale(desk, answer, score)) refuse(`“${cells.score}” is not a point of the campaign's scale`);
        if (note.length > LONGEST_NOTE) refuse(`its note is longer than ${LONGEST_NOTE} characters`);
        const at = desk.now();
        if (cells.at !== "" && !timestamp.safeParse(cells.at).success) refuse(`“${cells.at}” is not a moment such as 2026-11-21T09:40:00Z`);
        if (cells.at !== "" && Date.parse(cells.at) > at.getTime() + MOST_AHEAD_MS) refuse(`“${cells.at}” is still to come; write when the mark was given, or leave it empty for now`);
        const before = desk.store.marks.get(answer.id);
        const markedAt = cells.at === "" ? at.toISOString() : cells.at;
        const evidence = note === "" ? (before?.evidence ?? "") : note;
        const watchReason = needsWatchReason(answer.watchedShare, campaignOf(desk, batch).rules) ? before?.watchReason || IMPORTED : (before?.watchReason ?? "");
        desk.store.marks.put(answer.id, { score, cannotScore: null, evidence, watchReason, shareWhenScored: answer.watchedShare, markedAt, savedAt: at.toISOString() });
        keepDigest(desk, answer);
        desk.store.audit.append({
          at,
          who: desk.me.person,
          what: "mark-imported",
          subject: subjectOf(answer),
          from: before ? { score: before.score, cannotScore: before.cannotScore, evidence: before.evidence } : null,
          to: { score, evidence, watchReason, shareWhenScored: answer.watchedShare, markedAt },
        });
      }
      return rows.length;
    });
    return ok({ marks });
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

/** Tables are read as they are for packing, where nothing is said of marks. */
export function asMarksProblem(problem: Problem): Problem {
  if (problem.kind !== "table-invalid") return problem;
  const { line, reason } = problem;
  // A fault of the first line is one of the columns, and so of the whole table.
  return line === null || line === 1 ? { kind: "marks-table-refused", reason } : { kind: "marks-refused", line, reason };
}
