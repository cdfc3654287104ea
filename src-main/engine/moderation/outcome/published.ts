import type { PublishedOutcome } from "../../../../src-shared/bridge/lead/outcome.ts";
import { countingOutcome } from "../../../../src-shared/moderation/outcome-changes.ts";
import type { Store } from "../../store/store.ts";
import { nameOf } from "../people.ts";

/** What leads published of a batch, the newest first, each with where its document is. */
export function publishedOutcomes(store: Store, batch: string): PublishedOutcome[] {
  const published = store.outcomes.of(batch);
  const counting = countingOutcome(published);
  return published
    .map((each) => ({ ...each, authorName: nameOf(store, each.author), counts: each.key === counting?.key, delivery: store.outbox.deliveryOf(each.key) ?? { kind: "found" as const } }))
    .reverse();
}
