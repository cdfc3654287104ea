import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { Store } from "../store/store.ts";
import { whoCanBeAsked } from "./acts.ts";
import { sealQuestion } from "./ask.ts";

type Asked = Extract<ModerationEvent, { act: "asked" }> & { batch: string; lead: string; invitation: number };

/** Questions that were found in the depot, of each desk: what lies there stays. */
const foundBefore = new WeakMap<Store, Set<string>>();

/**
 * What was asked of somebody who has a later laptop by now, and did not reply, is sealed again for that one: whichever lead asked, by
 * whichever lead's desk comes first. Two that come at once do no harm, since the question's id is the same. Says whether there was any.
 */
export async function askAgain(desk: Desk): Promise<Result<boolean, Problem>> {
  const { store } = desk;
  const found = foundBefore.get(store) ?? new Set<string>();
  foundBefore.set(store, found);
  const unsealed = openQuestions(desk).filter((each) => !found.has(nameOf(each)) && store.outbox.deliveryOf(depotKey.query(each.person, each.batch, desk.me.person, each.id, each.invitation)) === undefined);
  for (const folder of new Set(unsealed.map(({ person, batch }) => `queries/${person}/${batch}/`))) {
    const listed = await desk.depot.list(folder);
    if (!listed.ok) return listed;
    for (const place of listed.value.map(parseDepotKey)) if (place?.kind === "query") found.add(nameOf({ ...place, id: place.query }));
  }
  let isAny = false;
  for (const each of unsealed) {
    if (found.has(nameOf(each))) continue;
    const { id, at, batch, lead, person, candidate, question, text } = each;
    const asked = await sealQuestion(desk, { person, batch, query: id, askedBy: lead, askedAt: at, candidate, question, text }, () => true);
    if (asked.ok) isAny = true;
  }
  return ok(isAny);
}

function nameOf({ id, invitation }: Pick<Asked, "id" | "invitation">): string {
  return `${id} ${invitation}`;
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
