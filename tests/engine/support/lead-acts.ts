import { randomUUID } from "node:crypto";
import type { Desk } from "../../../src-main/engine/desk.ts";
import { subjectOf } from "../../../src-main/engine/marking/marking.ts";
import { sealQuestion } from "../../../src-main/engine/moderation/ask.ts";
import { keepStanding } from "../../../src-main/engine/moderation/keep-standing.ts";
import { nextNumber, publishThroughOutbox, recipientsOf } from "../../../src-main/engine/outbox/publish.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { BATCH } from "./lead-panel.ts";
import { must } from "./panel.ts";

/** What the moderation screen does when an answer is settled. */
export function settle({ store, me, now }: Desk, candidate: string, question: string, final: number, at = now().toISOString()) {
  const answer = store.lead.findAnswer(BATCH, candidate, question)!;
  const marks = store.received.countedOf(answer.id, "live").map(({ person, revision, score, cannotScore }) => ({ assessor: person, setRevision: revision, score, cannotScore }));
  const event: ModerationEvent = { id: randomUUID(), at, act: "settled", candidate, question, final, basis: "adjudicated", reason: "Listened again.", marks };
  store.transaction(() => {
    store.decisions.add(BATCH, me.person, event, null);
    store.audit.append({ at: now(), who: me.person, what: "moderation", subject: subjectOf(answer), to: event });
    keepStanding(store, BATCH, [candidate]);
  });
}

/** Asks about the answer of K-1 to q1, without an act that says so. Gives the document's key. */
export async function publishQuery(desk: Desk, person: string): Promise<string> {
  const at = desk.now().toISOString();
  let key = "";
  must(await sealQuestion(desk, { person, batch: BATCH, query: randomUUID(), askedBy: desk.me.person, askedAt: at, candidate: "K-1", question: "q1", text: "Look again, please." }, (as) => ((key = as), true)));
  return key;
}

/** Gives a-1 these candidates and no others; the keys of campaign and batch are made up. */
export async function allocate(desk: Desk, candidates: readonly string[]) {
  const { store } = desk;
  const document = {
    ...{ person: "a-1", batch: BATCH, campaign: "camp-1", campaignIdentity: desk.identity, batchIdentity: desk.identity, definitive: [], opened: null, stopped: null },
    candidates: candidates.map((candidate) => ({ candidate, round: "live" as const, due: null })),
    revision: nextNumber(desk, `allocations/a-1/${BATCH}/`, store.lead.allocation(BATCH, "a-1")!.revision),
  };
  return publishThroughOutbox(desk, "allocation", depotKey.allocation("a-1", BATCH, document.revision), document, recipientsOf(desk, "a-1"), () => {
    store.lead.putAllocation({ batch: BATCH, person: "a-1", revision: document.revision, author: desk.me.person, writtenAt: desk.now().toISOString(), opened: null, stopped: null }, document.candidates);
    keepStanding(store, BATCH);
    return true;
  });
}
