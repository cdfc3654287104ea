import { breathe } from "../drafts/read-draft.ts";
import type { Store } from "../store/store.ts";
import { keepStanding } from "./keep-standing.ts";

/** Candidates whose answers are decided anew at once: few enough that whoever works in between does not notice. */
const CANDIDATES_AT_ONCE = 40;

/**
 * Makes a change and brings where answers stand in step with it: in one transaction where few candidates are concerned, and some
 * at a time where they are many. What a killed desk leaves undone is remembered, and `catchUp` does it.
 */
export async function changeStanding(store: Store, batch: string, candidates: readonly string[], change: () => void): Promise<void> {
  if (candidates.length <= CANDIDATES_AT_ONCE) {
    store.transaction(() => {
      change();
      keepStanding(store, batch, candidates);
    });
    return;
  }
  store.transaction(() => {
    change();
    store.lead.setBehind(batch, true);
  });
  await followUp(store, batch, candidates);
}

/** Follows up what an earlier life of this desk did not come to. */
export async function catchUp(store: Store, batch: string): Promise<void> {
  if (store.lead.isBehind(batch)) await followUp(store, batch, store.lead.candidatesOf(batch));
}

async function followUp(store: Store, batch: string, candidates: readonly string[]): Promise<void> {
  for (let first = 0; first < candidates.length; first += CANDIDATES_AT_ONCE) {
    await breathe();
    store.transaction(() => keepStanding(store, batch, candidates.slice(first, first + CANDIDATES_AT_ONCE)));
  }
  store.lead.setBehind(batch, false);
}
