import type { Input } from "../../../src-shared/bridge/contract.ts";
import { ok } from "../../../src-shared/result.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { answerOf, keepAct, type LeadRooms } from "./acts.ts";
import type { Saved } from "./acts.ts";

/** The lead's own note on an answer; an empty one takes it back. What is still being written stays on this desk, and in no record. */
export function note(desk: LeadRooms, { answerId, text, writing }: Input<"moderation.note">): Saved {
  const { store, now } = desk;
  return store.transaction(() => {
    const answer = answerOf(desk, answerId);
    if (!answer.ok) return answer;
    const at = now();
    if (writing) store.decisions.putNote(answerId, text, at);
    return ok({ savedAt: writing ? at.toISOString() : keepNote(desk, answer.value, text) });
  });
}

/** Puts notes into the record that were being written when the desk ended. Call it when it opens. */
export function keepLeftNotes(desk: LeadRooms): void {
  const { store } = desk;
  store.transaction(() => {
    for (const { answerId, text } of store.decisions.notes()) {
      const answer = store.lead.answer(answerId);
      if (answer) keepNote(desk, answer, text);
    }
  });
}

/** Returns the moment of the note that stands. */
function keepNote(desk: LeadRooms, answer: LeadAnswerRow, text: string): string {
  const { store, me, now } = desk;
  const { id, batch, candidate, question } = answer;
  store.decisions.dropNote(id);
  const before = store.decisions.ofAnswer(batch, candidate, question).findLast(({ event, lead }) => event.act === "noted" && lead === me.person);
  if ((before?.event.act === "noted" ? before.event.text : "") === text) return before?.event.at ?? now().toISOString();
  return keepAct(desk, answer, crypto.randomUUID(), { act: "noted", candidate, question, text });
}
