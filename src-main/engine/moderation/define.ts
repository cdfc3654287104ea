import type { Input } from "../../../src-shared/bridge/contract.ts";
import { refusalOfDefinitive } from "../../../src-shared/moderation/settlement.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { act, countedMarks, leadCampaign, type AnswerAct, type LeadRooms, type Saved } from "./acts.ts";

/** Records the mark that leads agree on for an answer in advance, or takes it back, with why. */
export function define(desk: LeadRooms, { id, answerId, ...definitive }: Input<"moderation.define">): Saved {
  return act(desk, id, answerId, (answer) => {
    const defined = definedAct(desk, answer, definitive);
    if (defined.ok) desk.store.decisions.dropDraft(answerId);
    return defined;
  });
}

/** The act that says so, if it can be said. Marks of the round of standardisation do not stand in its way: they are held against it. */
export function definedAct(desk: LeadRooms, answer: LeadAnswerRow, { score, rationale }: { score: number | null; rationale: string }): Result<AnswerAct & { act: "defined" }, Problem> {
  if (answer.state === "settled") return err({ kind: "answer-settled" });
  if (score === null && answer.state !== "defined") return err({ kind: "answer-not-defined" });
  // What turns out to be wrong can be taken back; the answer then stands by its marks, as any other.
  if (score !== null && countedMarks(desk, answer).length > 0) return err({ kind: "definitive-too-late" });
  const refusal = refusalOfDefinitive({ score, rationale }, leadCampaign(desk, answer.batch).scale);
  if (refusal) return err(refusal);
  const { candidate, question } = answer;
  return ok({ act: "defined", candidate, question, score, rationale: rationale.trim() });
}
