import { depotKey, parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { changeStanding } from "../change-standing.ts";
import type { Fetched, Round } from "./reading.ts";

/** Takes in what one lead decided about a batch since the last time. Says whether anything was new. */
export async function takeInDecisions(round: Round, batch: string, lead: string): Promise<boolean> {
  const keyOf = (number: number) => depotKey.decisions(batch, lead, number);
  // A stranger's folder, under a name that no key can have.
  if (!parseDepotKey(keyOf(1))) return false;
  const here = new Set(round.desk.store.work.documentKeys(`decisions/${batch}/${lead}/`));
  let isNews = false;
  for (let number = 1; ; number += 1) {
    if (here.has(keyOf(number))) continue;
    const fetched = await round.open("decisions", keyOf(number));
    if (fetched.ok) {
      await keepDecisions(round, fetched.value, lead);
      isNews = true;
    } else if (fetched.error.kind === "depot-missing") return isNews;
    else {
      round.refuse(fetched.error);
      if (round.away() || fetched.error.kind === "depot-denied") return isNews;
    }
  }
}

async function keepDecisions(round: Round, fetched: Fetched<"decisions">, lead: string): Promise<void> {
  const { store } = round.desk;
  const { batch, number, events } = fetched.document;
  const candidates = new Set(events.flatMap((event) => (event.act === "ranked" ? [] : [event.candidate])));
  await changeStanding(store, batch, [...candidates], () => {
    round.keep(fetched);
    for (const event of events) store.decisions.add(batch, lead, event, number);
    // What this lead decided here was sealed by an earlier life of this desk, or by another laptop that had it from the depot.
    store.decisions.setNumber(events.map((event) => event.id), number);
  });
}

/** Takes in the outcomes of a batch that are not known here. */
export async function takeInOutcomes(round: Round, batch: string): Promise<boolean> {
  const { desk } = round;
  const listed = await desk.depot.list(`outcomes/${batch}/`);
  if (!listed.ok) {
    round.refuse(listed.error);
    return false;
  }
  let isNews = false;
  for (const key of listed.value.sort()) {
    if (parseDepotKey(key)?.kind !== "outcome" || desk.store.outcomes.has(key)) continue;
    const fetched = await round.open("outcome", key);
    if (!fetched.ok) {
      round.refuse(fetched.error);
      continue;
    }
    desk.store.transaction(() => {
      round.keep(fetched.value);
      desk.store.outcomes.put(key, fetched.value.sha256, fetched.value.document);
      desk.store.standing.raise(batch);
    });
    isNews = true;
  }
  return isNews;
}
