import path from "node:path";
import type { DepotPlace } from "../../../src-shared/documents/depot-keys.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../documents/documents.ts";
import type { OutboxRow } from "../store/outbox-store.ts";

/**
 * Ends the delivery of what can never be delivered, since somebody else's document lies in its place: it stays on this desk with its
 * reason, and nothing waits for it. What another lead changed meanwhile is taken in next, and this lead decides on that anew. Gives
 * what to tell them; null where it mends itself; `undefined` where this is no such document, and somebody has to look.
 */
export async function closeForGood(desk: Desk, row: OutboxRow, place: DepotPlace | undefined): Promise<Problem | null | undefined> {
  const { store } = desk;
  const close = (ids: readonly number[], problem: Problem, alongside: () => void = () => undefined) =>
    store.transaction(() => {
      const at = desk.now();
      for (const id of ids) store.outbox.close(id, problem, at);
      alongside();
      store.audit.append({ at, who: desk.me.person, what: "delivery-ended", subject: row.key, to: { problem: problem.kind } });
      return problem;
    });
  // What follows was made of this one, and would undo what the other lead did.
  const withFollowers = () => store.outbox.waiting().flatMap((each) => (path.posix.dirname(each.key) === path.posix.dirname(row.key) ? [each.id] : []));
  switch (place?.kind) {
    case "allocation": {
      const { person, batch } = place;
      return close(withFollowers(), { kind: "changed-meanwhile", what: `what ${person} marks of ${batch}` }, () => store.lead.forgetAllocation(batch, person));
    }
    case "groups":
      return close(withFollowers(), { kind: "changed-meanwhile", what: `the groups of ${place.batch}` }, () => store.groups.forget(place.batch));
    case "query": {
      // Another laptop of this lead asked the same again.
      const there = await desk.depot.read(row.key, MAX_DOCUMENT_BYTES);
      const asked = there.ok ? await openDocument("query", row.key, there.value, await desk.trust(), desk.identities) : there;
      if (!asked.ok && isDepotAway(asked.error)) return undefined;
      if (!asked.ok) return close([row.id], { kind: "changed-meanwhile", what: `what ${place.person} was asked about ${place.batch}` });
      close([row.id], { kind: "depot-conflict", key: row.key });
      return null;
    }
    case "decisions": {
      // Another laptop of this lead took the number: what was decided here goes under the next.
      const sealed = await openDocument("decisions", row.key, row.bytes, await desk.trust(), desk.identities);
      if (!sealed.ok) return undefined;
      close([row.id], { kind: "depot-conflict", key: row.key }, () => store.decisions.forgetNumber(sealed.value.events.map((event) => event.id)));
      return null;
    }
    default:
      return undefined;
  }
}
