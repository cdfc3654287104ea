import type { Input } from "../../../src-shared/bridge/contract.ts";
import { marksHold } from "../../../src-shared/moderation/standing.ts";
import { refusalOfSettlement, type Settlement } from "../../../src-shared/moderation/settlement.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { act, answerOf, countedMarks, leadCampaign, type AnswerAct, type LeadRooms, type Saved } from "./acts.ts";

/** Says which score stands for an answer. A published outcome stays as it is: what is changed goes into a later revision of it. */
export function settle(desk: LeadRooms, { id, answerId, seen, ...settlement }: Input<"moderation.settle">): Saved {
  return act(desk, id, answerId, (answer) => {
    // Another lead may have been quicker: what they decided is taken back with a reason, or stands.
    if (answer.state === "settled") return err({ kind: "answer-settled" });
    if (!marksHold(seen, countedMarks(desk, answer))) return err({ kind: "marks-changed-meanwhile" });
    const settled = settledAct(desk, answer, settlement);
    if (settled.ok) desk.store.decisions.dropDraft(answerId);
    return settled;
  });
}

/** The act that settles an answer on the marks that it has now, if it can be settled so. */
export function settledAct(desk: LeadRooms, answer: LeadAnswerRow, settlement: Settlement): Result<AnswerAct & { act: "settled" }, Problem> {
  if (answer.state === "defined") return err({ kind: "answer-defined" });
  const marks = countedMarks(desk, answer);
  const refusal = refusalOfSettlement(settlement, marks, leadCampaign(desk, answer.batch));
  if (refusal) return err(refusal);
  const { candidate, question } = answer;
  return ok({ act: "settled", candidate, question, final: settlement.final, basis: settlement.basis, reason: settlement.reason.trim(), marks });
}

/** Opens what was settled, with a reason. */
export function reopen(desk: LeadRooms, { id, answerId, reason }: Input<"moderation.reopen">): Saved {
  return act(desk, id, answerId, ({ candidate, question, state }) => {
    if (state !== "settled") return err({ kind: "answer-not-settled" });
    if (reason.trim() === "") return err({ kind: "reason-needed" });
    return ok({ act: "reopened", candidate, question, reason: reason.trim() });
  });
}

const UNDONE = "Taken back by the lead who settled it.";

/** Takes back this lead's own settlement as long as it is the last that was done to the answer; what was decided is a draft again. */
export function undo(desk: LeadRooms, { id, answerId }: Input<"moderation.undo">): Saved {
  return act(desk, id, answerId, ({ batch, candidate, question, state }) => {
    // Another lead's definitive mark stands now, which says the same: taking it back is another matter.
    if (state === "defined") return err({ kind: "answer-defined" });
    const last = desk.store.decisions.ofAnswer(batch, candidate, question).findLast(({ event }) => event.act !== "noted");
    if (last?.event.act !== "settled" || last.lead !== desk.me.person) return err({ kind: "answer-not-settled" });
    const { final, basis, reason } = last.event;
    desk.store.decisions.putDraft(answerId, { final, noScore: final === null, basis, reason }, desk.now());
    return ok({ act: "reopened", candidate, question, reason: UNDONE });
  });
}

/** Keeps a decision that is not made yet: on this desk alone, and in no record. */
export function keepDraft(desk: LeadRooms, { answerId, draft }: Input<"moderation.draft">): Saved {
  return desk.store.transaction(() => {
    const answer = answerOf(desk, answerId);
    if (!answer.ok) return answer;
    const at = desk.now();
    const isEmpty = draft.final === null && !draft.noScore && draft.basis === null && draft.reason === "";
    if (isEmpty) desk.store.decisions.dropDraft(answerId);
    else desk.store.decisions.putDraft(answerId, draft, at);
    return ok({ savedAt: at.toISOString() });
  });
}
