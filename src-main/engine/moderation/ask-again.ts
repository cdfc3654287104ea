import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { whoCanBeAsked } from "./acts.ts";
import { sealQuestion } from "./ask.ts";

type Asked = Extract<ModerationEvent, { act: "asked" }> & { batch: string; lead: string; invitation: number };

/**
 * What was asked of somebody who has a later laptop by now, and did not reply, is sealed again for that one: whichever lead asked, by
 * whichever lead's desk comes first. Two that come at once do no harm, since the question's id is the same. Says whether there was any.
 */
export async function askAgain(desk: Desk): Promise<Result<boolean, Problem>> {
  const unsealed = openQuestions(desk).filter(({ id, batch, person, invitation }) => desk.store.outbox.deliveryOf(depotKey.query(person, batch, desk.me.person, id, invitation)) === undefined);
  if (unsealed.length === 0) return ok(false);
  const listed = await desk.depot.list("queries/");
  if (!listed.ok) return listed;
  const sealed = new Set(listed.value.map((key) => {
    const place = parseDepotKey(key);
    return place?.kind === "query" ? `${place.query} ${place.invitation}` : "";
  }));
  let isAny = false;
  for (const { id, at, batch, lead, person, invitation, candidate, question, text } of unsealed) {
    if (sealed.has(`${id} ${invitation}`)) continue;
    const asked = await sealQuestion(desk, { person, batch, query: id, askedBy: lead, askedAt: at, candidate, question, text }, () => true);
    if (asked.ok) isAny = true;
  }
  return ok(isAny);
}

/** What leads asked and no reply has come to, of those who can still reply, with their newest laptop. */
function openQuestions(desk: Desk): Asked[] {
  const { store } = desk;
  return store.lead.batches().flatMap(({ batch }) => {
    const answers = store.lead.answersAsked(batch);
    const replied = new Set(answers.length === 0 ? [] : store.received.replies(batch).map(({ query, person }) => `${query} ${person}`));
    return answers.flatMap((answer) => {
      const events = store.decisions.ofAnswer(batch, answer.candidate, answer.question);
      // What was asked before a settlement was settled with it.
      const since = events.slice(events.findLastIndex(({ event }) => event.act === "settled") + 1);
      const reachable = whoCanBeAsked(desk, answer);
      return since.flatMap(({ lead, event }) => {
        if (event.act !== "asked" || !reachable.has(event.person) || replied.has(`${event.id} ${event.person}`)) return [];
        const invitation = store.enrolment.person(event.person)?.invitation ?? 0;
        return invitation === 0 ? [] : [{ ...event, batch, lead, invitation }];
      });
    });
  });
}
