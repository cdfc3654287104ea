import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import type { LeadRooms } from "./acts.ts";
import { importActs, type ActTable } from "./import-acts.ts";
import { settledAct } from "./settle.ts";

/** `batch,candidate,question,final,reason`: each line settles one answer as the lead's own decision. */
export const decisionsTable: ActTable = {
  score: "final",
  words: "reason",
  noScore: "where no score can stand",
  actOf: (desk, answer, { score: final, words: reason }) => (isSettledSo(desk, answer, final, reason) ? null : settledAct(desk, answer, { final, basis: "adjudicated", reason })),
  refused: (line, reason) => ({ kind: "decisions-refused", line, reason }),
  tableRefused: (reason) => ({ kind: "decisions-table-refused", reason }),
};

export interface ImportedDecisions {
  /** How many answers were settled. */
  settled: number;
  /** How many were settled so before, with the same score and reason: they are not done again. */
  unchanged: number;
}

/** Settles answers by a table. All lines or none. */
export function importDecisions(desk: LeadRooms, csv: string): Result<ImportedDecisions, Problem> {
  const imported = importActs(desk, csv, decisionsTable);
  return imported.ok ? { ok: true, value: { settled: imported.value.done, unchanged: imported.value.unchanged } } : imported;
}

function isSettledSo({ store }: LeadRooms, answer: LeadAnswerRow, final: number | null, reason: string): boolean {
  if (answer.state !== "settled") return false;
  const last = store.decisions.ofAnswer(answer.batch, answer.candidate, answer.question).findLast(({ event }) => event.act === "settled")?.event;
  return last?.act === "settled" && last.final === final && last.reason === reason;
}
