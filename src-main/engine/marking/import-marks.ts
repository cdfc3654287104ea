import { timestamp } from "../../../src-shared/documents/ids.ts";
import { needsWatchReason } from "../../../src-shared/marking/completeness.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { parseTable } from "../packing/read-table.ts";
import type { MarkRow } from "../store/mark-store.ts";
import { keepLiveOpen, liveClosedProblem } from "./practice.ts";
import { campaignOf, keepDigest, outsideScale, stoppedProblem, subjectOf, closedAtOf } from "./marking.ts";

/** As much as the window takes, and the set. */
const LONGEST_NOTE = 20_000;

/** What the lead reads where a campaign asks for watching: a table says nothing of that. */
const IMPORTED = "Marked in a table, outside the desk's window: what was watched is not known.";

/** A little, since two computers' clocks never agree. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Whole lines only: the end of a note that was cut off is not missed by anybody. */
export const markColumns = { required: ["batch", "candidate", "question", "score"], optional: ["assessor", "note", "at"], wholeLines: true } as const;

export interface ImportedMarks {
  /** How many of the table's marks stand now. */
  marks: number;
  /** How many of them took the place of another mark. */
  replaced: number;
  /** Marks that stay as they are on this desk, since they were given later than their line says. The log has both. */
  kept: { batch: string; candidate: string; question: string }[];
}

/**
 * Takes marks from a table `batch,candidate,question,assessor,score,note,at`: the note becomes the written evidence,
 * `at` (ISO 8601, or empty for now) the moment of marking. All lines can be used or none is, and of two marks of an
 * answer the one that was given later stays.
 */
export function importMarks(desk: Desk, csv: string): Result<ImportedMarks, Problem> {
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
    const imported = desk.store.transaction((): ImportedMarks => {
      const kept: ImportedMarks["kept"] = [];
      let replaced = 0;
      const lineOfAnswer = new Map<number, number>();
      for (const { line, cells } of rows) {
        const refuse = (reason: string): never => {
          throw new Refused({ kind: "marks-refused", line, reason });
        };
        const refuseClosed = (reason: string): never => {
          throw new Refused({ kind: "marks-closed", line, reason });
        };
        const { batch, candidate, question, assessor, note } = cells;
        if (assessor !== "" && assessor !== desk.me.person) refuse(`it is a mark of ${assessor}, and this desk belongs to ${desk.me.person}`);
        const answer = desk.store.work.findAnswer(batch, candidate.normalize("NFC"), question);
        if (!answer) return refuse(`the answer of ${candidate} to ${question} in ${batch} is not allocated to this desk`);
        const earlier = lineOfAnswer.get(answer.id);
        if (earlier !== undefined) refuse(`the answer of ${candidate} to ${question} stands in line ${earlier} already`);
        lineOfAnswer.set(answer.id, line);
        if (answer.withdrawn) refuseClosed(`${candidate} is a candidate from whom you withdrew`);
        if (closedAtOf(desk, answer) !== null) refuseClosed(`the marks of ${batch} are submitted already; reopen the batch with a reason first`);
        if (stoppedProblem(desk, batch)) refuseClosed(`your team lead has stopped your marking of ${batch}`);
        const closed = answer.round === "live" ? liveClosedProblem(desk, batch) : undefined;
        if (closed) refuseClosed(closed.kind === "practice-outside" ? `practice in ${batch} was further from the leads' marks than the campaign allows, so live marking is closed` : `live marking of ${batch} opens once the practice answers are marked and compared`);
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
        const from = before ? { score: before.score, cannotScore: before.cannotScore, evidence: before.evidence, markedAt: before.markedAt } : null;
        const logged = { at, who: desk.me.person, subject: subjectOf(answer), from };
        if (before && before.shownAt !== null) {
          if (before.score !== score || before.evidence !== evidence) refuse(`you have seen the leads' mark of ${candidate}, ${question}, so your own stands`);
          continue;
        }
        const differs = before !== undefined && isDecided(before) && (before.score !== score || before.evidence !== evidence);
        if (before?.markedAt != null && Date.parse(before.markedAt) > Date.parse(markedAt)) {
          if (!differs) continue;
          kept.push({ batch, candidate: answer.candidate, question });
          desk.store.audit.append({ ...logged, what: "mark-not-imported", to: { score, evidence, markedAt } });
          continue;
        }
        if (differs) replaced += 1;
        const watchReason = needsWatchReason(answer.watchedShare, campaignOf(desk, batch).rules) ? before?.watchReason || IMPORTED : (before?.watchReason ?? "");
        desk.store.marks.put(answer.id, { score, cannotScore: null, evidence, watchReason, shareWhenScored: answer.watchedShare, markedAt, savedAt: at.toISOString(), shownAt: null });
        keepDigest(desk, answer);
        keepLiveOpen(desk, answer.batch, answer);
        desk.store.audit.append({ ...logged, what: "mark-imported", to: { score, evidence, watchReason, shareWhenScored: answer.watchedShare, markedAt } });
      }
      return { marks: rows.length - kept.length, replaced, kept };
    });
    return ok(imported);
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

/** Whether somebody marked it, or took a mark back. An answer that was only watched has a row of marks too. */
function isDecided({ markedAt, evidence }: MarkRow): boolean {
  return markedAt !== null || evidence !== "";
}

/** Tables are read as they are for packing, where nothing is said of marks. */
export function asMarksProblem(problem: Problem): Problem {
  if (problem.kind !== "table-invalid") return problem;
  const { line, reason } = problem;
  // A fault of the first line is one of the columns, and so of the whole table.
  return line === null || line === 1 ? { kind: "marks-table-refused", reason } : { kind: "marks-refused", line, reason };
}
