import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { parseTable } from "../packing/read-table.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { addAct, type AnswerAct, type LeadRooms } from "./acts.ts";
import { keepStanding } from "./keep-standing.ts";

/** What stands in a column of scores where there is none. */
const NO_SCORE = "none";
/** As the record of it. */
const LONGEST_WORDS = 4000;

/** A table in which each line is one act on one answer: a score, and why. */
export interface ActTable {
  /** What the columns of the score and of its reason are called. */
  score: string;
  words: string;
  /** When to write that there is no score: `where no score can stand`. */
  noScore: string;
  /** The act that a line asks for; null where it was done so before. */
  actOf(desk: LeadRooms, answer: LeadAnswerRow, line: { score: number | null; words: string }): Result<AnswerAct, Problem> | null;
  /** What is told of one line, and of a table that is none. */
  refused(line: number, reason: string): Problem;
  tableRefused(reason: string): Problem;
}

export interface ImportedActs {
  /** How many answers something was done to. */
  done: number;
  /** How many stood so before: it is not done again. */
  unchanged: number;
}

/** Whole lines only: the end of a reason that was cut off is not missed by anybody. */
export function columnsOf({ score, words }: ActTable) {
  return { required: ["batch", "candidate", "question", score, words], optional: [], wholeLines: true };
}

/** Does what a table says, each line as the lead's own act. All lines or none. */
export function importActs(desk: LeadRooms, csv: string, table: ActTable): Result<ImportedActs, Problem> {
  const parsed = parseTable("", Buffer.from(csv), columnsOf(table));
  if (!parsed.ok) return err(asProblemOf(table, parsed.error));
  const { rows } = parsed.value;
  try {
    return ok(desk.store.transaction(() => doAll(desk, rows, table)));
  } catch (error) {
    if (error instanceof Refused) return err(table.refused(error.line, error.reason));
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

type Row = { line: number; cells: Record<string, string> };

function doAll(desk: LeadRooms, rows: readonly Row[], table: ActTable): ImportedActs {
  const { store } = desk;
  const lines = new Map<number, number>();
  const candidates = new Map<string, Set<string>>();
  let unchanged = 0;
  for (const { line, cells } of rows) {
    const answer = answerIn(desk, line, cells);
    const earlier = lines.get(answer.id);
    if (earlier !== undefined) throw new Refused(line, `the answer of ${cells["candidate"]} to ${cells["question"]} stands in line ${earlier} already`);
    lines.set(answer.id, line);
    const score = scoreIn(line, cells[table.score]!, table);
    const words = cells[table.words]!.trim();
    if (words.length > LONGEST_WORDS) throw new Refused(line, `its ${table.words} is longer than ${LONGEST_WORDS} characters`);
    const act = table.actOf(desk, answer, { score, words });
    if (act === null) {
      unchanged += 1;
      continue;
    }
    if (!act.ok) throw new Refused(line, inWords(act.error, cells, table));
    addAct(desk, answer, crypto.randomUUID(), act.value);
    store.decisions.dropDraft(answer.id);
    candidates.set(answer.batch, (candidates.get(answer.batch) ?? new Set()).add(answer.candidate));
  }
  for (const [batch, changed] of candidates) keepStanding(store, batch, [...changed]);
  return { done: rows.length - unchanged, unchanged };
}

function answerIn({ store }: LeadRooms, line: number, cells: Row["cells"]): LeadAnswerRow {
  const [batch, candidate, question] = [cells["batch"]!, cells["candidate"]!, cells["question"]!];
  const answer = store.lead.batch(batch) && store.lead.findAnswer(batch, candidate.normalize("NFC"), question);
  if (!answer?.packed) throw new Refused(line, `the answer of ${candidate} to ${question} in ${batch} is not known on this desk`);
  return answer;
}

function scoreIn(line: number, text: string, { score, noScore }: ActTable): number | null {
  if (text === "") throw new Refused(line, `the ${score === "final" ? "final score" : score} is missing; write ${NO_SCORE} ${noScore}`);
  if (text === NO_SCORE) return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Refused(line, `“${text}” is no score; write ${NO_SCORE} ${noScore}`);
  return value;
}

/** Why a line's answer cannot be treated so, as a part of a sentence. */
function inWords(problem: Problem, cells: Row["cells"], { score, words }: ActTable): string {
  const answer = `${cells["candidate"]} for ${cells["question"]}`;
  switch (problem.kind) {
    case "score-outside-scale":
      return `“${cells[score]}” is not a point of the campaign's scale (${problem.scale})`;
    case "reason-needed":
      return `its ${words} is missing`;
    case "answer-defined":
      return `leads agreed on the score of ${answer} in advance, so that there is nothing to settle`;
    case "answer-settled":
      return `the score of ${answer} is settled already`;
    case "answer-not-defined":
      return `leads have not agreed on the score of ${answer} in advance, so that there is nothing to take back`;
    case "definitive-too-late":
      return `live marks of ${answer} are handed in, and a definitive mark is agreed before anybody marks it`;
    default:
      return describeProblem(problem);
  }
}

/** Tables are read as they are for packing, where nothing is said of what leads do. */
function asProblemOf(table: ActTable, problem: Problem): Problem {
  if (problem.kind !== "table-invalid") return problem;
  const { line, reason } = problem;
  // A fault of the first line is one of the columns, and so of the whole table.
  return line === null || line === 1 ? table.tableRefused(reason) : table.refused(line, reason);
}
