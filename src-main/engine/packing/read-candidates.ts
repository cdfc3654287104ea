import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { candidateRef } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { firstIssue } from "../documents/documents.ts";
import type { Table } from "./read-table.ts";
import { createSpellings } from "./same-name.ts";

export const candidateColumns = { required: ["candidate", "question", "file"], optional: ["captions", "seconds_allowed"] } as const;
export type CandidateTable = Table<"candidate" | "question" | "file" | "captions" | "seconds_allowed">;

/** One line of the candidates table. */
export interface PlannedAnswer {
  line: number;
  candidate: string;
  question: string;
  /** Named inside the media folder. */
  file: string;
  captions: string | null;
  secondsAllowed: number;
}

const MOST_SECONDS = 86_400;
/** So many still fit into one batch document; a laptop would not hold them. */
const MOST_ANSWERS = 100_000;

/** Checks a candidates table against the campaign. `file` is how to name it to the user. */
export function readCandidates(file: string, { rows }: CandidateTable, campaign: CampaignDefinition): Result<PlannedAnswer[], Problem> {
  const questions = new Map(campaign.questions.map((question) => [question.id, question]));
  const spellings = createSpellings();
  const lines = new Map<string, number>();
  const answers: PlannedAnswer[] = [];
  if (rows.length > MOST_ANSWERS) return err({ kind: "table-invalid", file, line: null, reason: `it has ${rows.length} lines, more than ${MOST_ANSWERS}; make several batches of it` });
  for (const { line, cells } of rows) {
    const invalid = (reason: string) => err({ kind: "table-invalid" as const, file, line, reason });
    if (cells.candidate === "") return invalid("the candidate is missing");
    const clash = spellings.clash(cells.candidate, line);
    if (clash !== undefined) return invalid(clash);
    const candidate = candidateRef.safeParse(cells.candidate.normalize("NFC"));
    if (!candidate.success) return invalid(`the candidate ${cells.candidate} ${firstIssue(candidate.error)}`);
    const question = questions.get(cells.question);
    if (!question)
      return invalid(cells.question === "" ? "the question is missing" : `the campaign has no question ${cells.question}; it has ${[...questions.keys()].join(", ")}`);
    const answer = JSON.stringify([candidate.data, question.id]);
    const earlier = lines.get(answer);
    if (earlier !== undefined) return invalid(`${candidate.data} has an answer to ${question.id} already, on line ${earlier}`);
    lines.set(answer, line);
    if (cells.file === "") return invalid("the file is missing");
    const secondsAllowed = cells.seconds_allowed === "" ? question.answerSeconds : secondsOf(cells.seconds_allowed);
    if (secondsAllowed === undefined) return invalid(`${cells.seconds_allowed} is no number of seconds from 1 to ${MOST_SECONDS}`);
    answers.push({ line, candidate: candidate.data, question: question.id, file: cells.file, captions: cells.captions === "" ? null : cells.captions, secondsAllowed });
  }
  return ok(answers);
}

function secondsOf(cell: string): number | undefined {
  if (!/^\d{1,5}(\.\d{1,3})?$/.test(cell)) return undefined;
  const seconds = Number(cell);
  return seconds >= 1 && seconds <= MOST_SECONDS ? seconds : undefined;
}

/** Says which candidates have no recording for some questions: allowed (somebody did not answer), and easily a slip. */
export function missingAnswers(answers: readonly PlannedAnswer[], campaign: CampaignDefinition): string | undefined {
  const given = new Map<string, Set<string>>();
  for (const { candidate, question } of answers) given.set(candidate, (given.get(candidate) ?? new Set()).add(question));
  const lacking = [...given].flatMap(([candidate, questions]) => {
    const missing = campaign.questions.filter((question) => !questions.has(question.id)).map((question) => question.id);
    return missing.length > 0 ? [`${candidate} (${missing.join(", ")})`] : [];
  });
  if (lacking.length === 0) return undefined;
  return `${lacking.length} ${lacking.length === 1 ? "candidate has" : "candidates have"} no recording for some questions: ${shortList(lacking)}.`;
}

const MOST_NAMED = 20;

/** A list for a sentence, not longer than a reader takes in. */
export function shortList(items: readonly string[]): string {
  return items.length <= MOST_NAMED ? items.join(", ") : `${items.slice(0, MOST_NAMED).join(", ")} and ${items.length - MOST_NAMED} more`;
}
