import type { Input, Output } from "../../../src-shared/bridge/contract.ts";
import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { nextNumber, publishThroughOutbox, recipientsOf } from "../outbox/publish.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { answerOf, keepAct, whoCanBeAsked } from "./acts.ts";

/**
 * Sends an answer back to one of its assessors with a question: a document sealed for that person's newest laptop and the leads goes
 * into the outbox in the transaction that says so. Their reply comes with their next set.
 */
export async function ask(desk: Desk, { id, answerId, person, text }: Input<"moderation.ask">): Promise<Result<Output<"moderation.ask">, Problem>> {
  for (;;) {
    if (desk.store.decisions.has(id)) return ok({ savedAt: desk.now().toISOString() });
    const asked = askable(desk, answerId, person, text);
    if (!asked.ok) return asked;
    if (!desk.store.enrolment.person(person)) return err({ kind: "recipient-unknown", person });
    const { batch, candidate, question } = asked.value;
    const number = numberOf(desk, batch, person);
    const key = depotKey.query(person, batch, desk.me.person, number);
    let outcome: Result<string, Problem> | undefined;
    await publishThroughOutbox(desk, "query", key, { person, batch, number, candidate, question, text: text.trim() }, recipientsOf(desk, person), () => {
      // Sealing takes a moment: another query may have taken the number, or the answer be settled by now.
      if (desk.store.decisions.has(id) || numberOf(desk, batch, person) !== number) return false;
      const still = askable(desk, answerId, person, text);
      outcome = still.ok ? ok(keepAct(desk, still.value, id, { act: "asked", candidate, question, person, text: text.trim(), query: key })) : still;
      return outcome.ok;
    });
    if (outcome) return outcome.ok ? ok({ savedAt: outcome.value }) : outcome;
  }
}

/** The answer, if this assessor can be asked about it now. */
function askable(desk: Desk, answerId: number, person: string, text: string): Result<LeadAnswerRow, Problem> {
  const answer = answerOf(desk, answerId);
  if (!answer.ok) return answer;
  if (text.trim() === "") return err({ kind: "reason-needed" });
  if (answer.value.state === "settled") return err({ kind: "answer-settled" });
  if (answer.value.state === "defined") return err({ kind: "answer-defined" });
  return whoCanBeAsked(desk, answer.value).has(person) ? answer : err({ kind: "cannot-ask", person: desk.store.enrolment.person(person)?.name ?? person });
}

function numberOf(desk: Desk, batch: string, person: string): number {
  const known = desk.store.decisions.queriesTo(batch, desk.me.person, person).map((key) => {
    const place = parseDepotKey(key);
    return place?.kind === "query" ? place.number : 0;
  });
  return nextNumber(desk, `queries/${person}/${batch}/${desk.me.person}/`, Math.max(0, ...known));
}
