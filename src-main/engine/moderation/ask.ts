import type { Input, Output } from "../../../src-shared/bridge/contract.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { QueryDocument } from "../../../src-shared/documents/query.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { publishThroughOutbox, recipientsOf } from "../outbox/publish.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { answerOf, keepAct, whoCanBeAsked } from "./acts.ts";

/**
 * Sends an answer back to one of its assessors with a question: a document sealed for that person's newest laptop and the leads goes
 * into the outbox in the transaction that says so. Their reply comes with their next set.
 */
export async function ask(desk: Desk, { id, answerId, person, text }: Input<"moderation.ask">): Promise<Result<Output<"moderation.ask">, Problem>> {
  if (desk.store.decisions.has(id)) return ok({ savedAt: desk.now().toISOString() });
  const asked = askable(desk, answerId, person, text);
  if (!asked.ok) return asked;
  const { batch, candidate, question } = asked.value;
  const words = text.trim();
  let outcome: Result<string, Problem> = ok(desk.now().toISOString());
  const key = await sealQuestion(desk, { person, batch, query: id, askedBy: desk.me.person, askedAt: outcome.value, candidate, question, text: words }, (key) => {
    // Sealing takes a moment: the answer may be settled by now, or the same be asked twice.
    if (desk.store.decisions.has(id)) return false;
    const still = askable(desk, answerId, person, text);
    outcome = still.ok ? ok(keepAct(desk, still.value, id, { act: "asked", candidate, question, person, text: words, query: key })) : still;
    return outcome.ok;
  });
  if (!key.ok) return key;
  return outcome.ok ? ok({ savedAt: outcome.value }) : outcome;
}

/** Puts a question into the outbox, sealed for the person's newest laptop. `alongside` is given its key. */
export async function sealQuestion(
  desk: Desk,
  asked: Pick<QueryDocument, "person" | "batch" | "query" | "askedBy" | "askedAt" | "candidate" | "question" | "text">,
  alongside: (key: string) => boolean,
): Promise<Result<void, Problem>> {
  const { person, batch, query } = asked;
  const invitation = desk.store.enrolment.person(person)?.invitation ?? 0;
  if (invitation === 0) return err({ kind: "recipient-unknown", person });
  const key = depotKey.query(person, batch, desk.me.person, query, invitation);
  await publishThroughOutbox(desk, "query", key, { ...asked, invitation }, recipientsOf(desk, person), () => alongside(key));
  return ok(undefined);
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
