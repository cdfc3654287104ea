import type { OutcomeAnswer } from "../../../../src-shared/documents/outcome.ts";
import type { LeadAnswerRow } from "../../store/lead-store.ts";
import type { Store } from "../../store/store.ts";
import { countedMarks } from "../acts.ts";

/** What stands for each answer of some candidates, and why, as they were packed. */
export function outcomeAnswers(store: Store, batch: string, candidates: readonly string[]): { row: LeadAnswerRow; answer: OutcomeAnswer }[] {
  const nameOf = (candidate: string, question: string) => JSON.stringify([candidate, question]);
  const decisions = new Map<string, { settled?: Decision; defined?: Decision }>();
  for (const { lead, event } of store.decisions.of(batch, candidates)) {
    if (event.act !== "settled" && event.act !== "defined") continue;
    const name = nameOf(event.candidate, event.question);
    const reason = event.act === "settled" ? event.reason : event.rationale;
    decisions.set(name, { ...decisions.get(name), [event.act]: { reason, decidedBy: lead, decidedAt: event.at } });
  }
  return store.lead.answersOf(batch, candidates).map((row) => {
    const { candidate, question, state, final, basis } = row;
    const own = decisions.get(nameOf(candidate, question));
    const decision = state === "settled" ? own?.settled : state === "defined" ? own?.defined : undefined;
    return { row, answer: { candidate, question, marks: countedMarks({ store }, row), final, basis, ...(decision ?? byTheRules) } };
  });
}

type Decision = Pick<OutcomeAnswer, "reason" | "decidedBy" | "decidedAt">;
const byTheRules: Decision = { reason: "", decidedBy: null, decidedAt: null };
