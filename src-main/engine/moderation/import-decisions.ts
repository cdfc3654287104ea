import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { parseTable } from "../packing/read-table.ts";
import { addAct, type LeadRooms } from "./acts.ts";
import { keepStanding } from "./keep-standing.ts";
import { settledAct } from "./settle.ts";

/** Whole lines only: the end of a reason that was cut off is not missed by anybody. */
export const decisionColumns = { required: ["batch", "candidate", "question", "final", "reason"], optional: [], wholeLines: true } as const;

/** What stands in the column `final` where no score can stand. */
const NO_SCORE = "none";
/** As the record of it. */
const LONGEST_REASON = 4000;

export interface ImportedDecisions {
  /** How many answers were settled. */
  settled: number;
  /** How many were settled so before, with the same score and reason: they are not done again. */
  unchanged: number;
}

/** Settles answers by a table `batch,candidate,question,final,reason`, each as the lead's own decision. All lines or none. */
export function importDecisions(desk: LeadRooms, csv: string): Result<ImportedDecisions, Problem> {
  const table = parseTable("", Buffer.from(csv), decisionColumns);
  if (!table.ok) return err(asDecisionsProblem(table.error));
  const { rows } = table.value;
  try {
    return ok(desk.store.transaction(() => settleAll(desk, rows)));
  } catch (error) {
    if (error instanceof Refused) return err({ kind: "decisions-refused", line: error.line, reason: error.reason });
    throw error;
  }
}

class Refused extends Error {
  readonly line: number;
  readonly reason: string;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
    this.reason = reason;
  }
}

type Row = { line: number; cells: Record<(typeof decisionColumns.required)[number], string> };

function settleAll(desk: LeadRooms, rows: readonly Row[]): ImportedDecisions {
  const { store } = desk;
  const lines = new Map<number, number>();
  const candidates = new Map<string, Set<string>>();
  let unchanged = 0;
  for (const { line, cells } of rows) {
    const answer = answerIn(desk, line, cells);
    const earlier = lines.get(answer.id);
    if (earlier !== undefined) throw new Refused(line, `the answer of ${cells.candidate} to ${cells.question} stands in line ${earlier} already`);
    lines.set(answer.id, line);
    const final = finalIn(line, cells.final);
    const reason = cells.reason.trim();
    if (reason.length > LONGEST_REASON) throw new Refused(line, `its reason is longer than ${LONGEST_REASON} characters`);
    if (isSettledSo(desk, answer, final, reason)) {
      unchanged += 1;
      continue;
    }
    const act = settledAct(desk, answer, { final, basis: "adjudicated", reason });
    if (!act.ok) throw new Refused(line, inWords(act.error, cells));
    addAct(desk, answer, crypto.randomUUID(), act.value);
    store.decisions.dropDraft(answer.id);
    candidates.set(answer.batch, (candidates.get(answer.batch) ?? new Set()).add(answer.candidate));
  }
  for (const [batch, changed] of candidates) keepStanding(store, batch, [...changed]);
  return { settled: rows.length - unchanged, unchanged };
}

function answerIn({ store }: LeadRooms, line: number, { batch, candidate, question }: Row["cells"]): LeadAnswerRow {
  const answer = store.lead.batch(batch) && store.lead.findAnswer(batch, candidate.normalize("NFC"), question);
  if (!answer?.packed) throw new Refused(line, `the answer of ${candidate} to ${question} in ${batch} is not known on this desk`);
  return answer;
}

function finalIn(line: number, text: string): number | null {
  if (text === "") throw new Refused(line, `the final score is missing; write ${NO_SCORE} where no score can stand`);
  if (text === NO_SCORE) return null;
  const final = Number(text);
  if (!Number.isFinite(final)) throw new Refused(line, `“${text}” is no score; write ${NO_SCORE} where no score can stand`);
  return final;
}

function isSettledSo({ store }: LeadRooms, answer: LeadAnswerRow, final: number | null, reason: string): boolean {
  if (answer.state !== "settled") return false;
  const last = store.decisions.ofAnswer(answer.batch, answer.candidate, answer.question).findLast(({ event }) => event.act === "settled")?.event;
  return last?.act === "settled" && last.final === final && last.reason === reason;
}

/** Why a line's answer cannot be settled so, as a part of a sentence. */
function inWords(problem: Problem, { final, candidate, question }: Row["cells"]): string {
  switch (problem.kind) {
    case "score-outside-scale":
      return `“${final}” is not a point of the campaign's scale (${problem.scale})`;
    case "reason-needed":
      return "its reason is missing";
    case "answer-defined":
      return `leads agreed on the score of ${candidate} for ${question} in advance, so that there is nothing to settle`;
    default:
      return describeProblem(problem);
  }
}

/** Tables are read as they are for packing, where nothing is said of decisions. */
export function asDecisionsProblem(problem: Problem): Problem {
  if (problem.kind !== "table-invalid") return problem;
  const { line, reason } = problem;
  // A fault of the first line is one of the columns, and so of the whole table.
  return line === null || line === 1 ? { kind: "decisions-table-refused", reason } : { kind: "decisions-refused", line, reason };
}
