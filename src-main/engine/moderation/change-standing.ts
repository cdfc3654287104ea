import { breathe } from "../drafts/read-draft.ts";
import type { FollowUp } from "../store/standing-store.ts";
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
  const large = store.transaction(() => {
    change();
    return store.standing.begin(batch, candidates);
  });
  await followUp(store, large);
}

/** Follows up what an earlier life of this desk did not come to. Says whether there was anything. */
export async function catchUp(store: Store): Promise<boolean> {
  const open = store.standing.open();
  for (const each of open) await followUp(store, each);
  return open.length > 0;
}

/** Several may be under way at once, the same one too: each decides by what there is. */
async function followUp(store: Store, large: FollowUp): Promise<void> {
  const { batch, candidates } = large;
  for (let first = 0; first < candidates.length; first += CANDIDATES_AT_ONCE) {
    await breathe();
    store.transaction(() => keepStanding(store, batch, candidates.slice(first, first + CANDIDATES_AT_ONCE)));
  }
  store.standing.end(large);
}
