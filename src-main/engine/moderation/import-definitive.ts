import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import type { LeadRooms } from "./acts.ts";
import { definedAct } from "./define.ts";
import { importActs, type ActTable } from "./import-acts.ts";

/** `batch,candidate,question,score,rationale`: each line is the mark that leads agreed on for one answer in advance. */
export const definitiveTable: ActTable = {
  score: "score",
  words: "rationale",
  noScore: "to take back what was recorded",
  actOf: (desk, answer, { score, words: rationale }) => (isDefinedSo(desk, answer, score, rationale) ? null : definedAct(desk, answer, { score, rationale })),
  refused: (line, reason) => ({ kind: "definitive-refused", line, reason }),
  tableRefused: (reason) => ({ kind: "definitive-table-refused", reason }),
};

export interface ImportedDefinitive {
  /** How many definitive marks were recorded or taken back. */
  recorded: number;
  /** How many stood so before, with the same score and rationale: they are not recorded again. */
  unchanged: number;
}

/** Records definitive marks by a table. All lines or none. */
export function importDefinitive(desk: LeadRooms, csv: string): Result<ImportedDefinitive, Problem> {
  const imported = importActs(desk, csv, definitiveTable);
  return imported.ok ? { ok: true, value: { recorded: imported.value.done, unchanged: imported.value.unchanged } } : imported;
}

/** A mark that is given again where leads differ ends that. */
function isDefinedSo({ store }: LeadRooms, { batch, candidate, question, state }: LeadAnswerRow, score: number | null, rationale: string): boolean {
  const last = store.decisions.ofAnswer(batch, candidate, question).findLast(({ event }) => event.act === "defined")?.event;
  return (state === "defined") === (score !== null) && last?.act === "defined" && last.score === score && last.rationale === rationale;
}
