import { parse } from "csv-parse/sync";
import { z } from "zod";
import { timestamp } from "../../../src-shared/documents/ids.ts";
import { needsWatchReason } from "../../../src-shared/marking/completeness.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { campaignOf, keepDigest, outsideScale, subjectOf, submittedAtOf } from "./marking.ts";

/** As much as the window takes, and the set. */
const LONGEST_NOTE = 20_000;

/** What the lead reads where a campaign asks for watching: a table says nothing of that. */
const IMPORTED = "Marked in a table, outside the desk's window: what was watched is not known.";

const markLine = z.object({
  batch: z.string(),
  candidate: z.string(),
  question: z.string(),
  assessor: z.string().optional().default(""),
  score: z.string(),
  note: z.string().optional().default(""),
  at: z.string().optional().default(""),
});

/**
 * Takes marks from a table `batch,candidate,question,assessor,score,note,at`: the note becomes the written evidence,
 * `at` (ISO 8601, or empty for now) the moment of marking. All lines or none.
 */
export function importMarks(desk: Desk, csv: string): Result<{ marks: number }, Problem> {
  let lines: { record: Record<string, string>; info: { lines: number } }[];
  try {
    lines = parse(csv, { columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()), bom: true, skip_empty_lines: true, trim: true, info: true });
  } catch (error) {
    return err({ kind: "marks-refused", line: lineOf(error), reason: "it is not a table of comma-separated values with as many fields as its first line" });
  }
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
      for (const { record, info } of lines) {
        const refuse = (reason: string): never => {
          throw new Refused({ kind: "marks-refused", line: info.lines, reason });
        };
        const line = markLine.safeParse(record);
        if (!line.success) return refuse("it needs the columns batch, candidate, question and score");
        const { batch, candidate, question, assessor, note } = line.data;
        if (assessor !== "" && assessor !== desk.me.person) refuse(`it is a mark of ${assessor}, and this desk belongs to ${desk.me.person}`);
        const answer = desk.store.work.findAnswer(batch, candidate.normalize("NFC"), question);
        if (!answer) return refuse(`the answer of ${candidate} to ${question} in ${batch} is not allocated to this desk`);
        const earlier = lineOfAnswer.get(answer.id);
        if (earlier !== undefined) refuse(`the answer of ${candidate} to ${question} stands in line ${earlier} already`);
        lineOfAnswer.set(answer.id, info.lines);
        if (answer.withdrawn) refuse(`${candidate} is a candidate from whom you withdrew`);
        if (submittedAtOf(desk, batch) !== null) refuse(`the marks of ${batch} are submitted already; reopen the batch with a reason first`);
        const score = line.data.score === "" ? Number.NaN : Number(line.data.score);
        if (!Number.isFinite(score) || outsideScale(desk, answer, score)) refuse(`“${line.data.score}” is not a point of the campaign's scale`);
        if (note.length > LONGEST_NOTE) refuse(`its note is longer than ${LONGEST_NOTE} characters`);
        if (line.data.at !== "" && !timestamp.safeParse(line.data.at).success) refuse(`“${line.data.at}” is not a moment such as 2026-11-21T09:40:00Z`);
        const at = desk.now();
        const before = desk.store.marks.get(answer.id);
        const markedAt = line.data.at === "" ? at.toISOString() : line.data.at;
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
          to: { score, evidence, watchReason, markedAt },
        });
      }
      return lines.length;
    });
    return ok({ marks });
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

function lineOf(error: unknown): number {
  return error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
}
