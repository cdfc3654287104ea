import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Desk } from "../desk.ts";
import { nextNumber, publishThroughOutbox } from "../outbox/publish.ts";

/** Of one document: what a lead does in a week, and little enough to seal in a moment. */
const EVENTS_AT_ONCE = 5_000;

/**
 * Puts what this lead did since the last time into the outbox, sealed for all leads. Call it after decisions were taken in: numbers go
 * on from the newest in the depot, this lead's other laptops' included. Says whether there was anything.
 */
export async function sealDecisions(desk: Desk): Promise<boolean> {
  const { store, me } = desk;
  let sealed = false;
  for (const batch of store.decisions.batchesToSeal(me.person)) {
    for (;;) {
      const rows = store.decisions.toSeal(batch, me.person).slice(0, EVENTS_AT_ONCE);
      if (rows.length === 0) break;
      const number = nextNumber(desk, `decisions/${batch}/${me.person}/`, newestNumber(desk, batch));
      const events = rows.map((row) => row.event);
      await publishThroughOutbox(desk, "decisions", depotKey.decisions(batch, me.person, number), { batch, number, events }, desk.leadRecipients(), () => {
        store.decisions.setNumber(events.map((event) => event.id), number);
        return true;
      });
      sealed = true;
    }
  }
  return sealed;
}

function newestNumber({ store, me }: Desk, batch: string): number {
  const taken = store.work.documentKeys(`decisions/${batch}/${me.person}/`).map((key) => {
    const place = parseDepotKey(key);
    return place?.kind === "decisions" ? place.number : 0;
  });
  return Math.max(0, ...taken);
}
