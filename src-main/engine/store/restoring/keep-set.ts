import { parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import type { Store } from "../store.ts";

interface KeptSet {
  key: string;
  bytes: Uint8Array;
  submittedAt: Date;
  reason: string | null;
  /** Null where it is still to be delivered, or nobody knows: then it is looked for in the depot first, as with every try. */
  delivered: { at: string; where: string } | null;
}

/** Keeps a sealed set to deliver, or its receipt. Says whether it is listed as a set of its batch too: not where the batch is not known. */
export function keepSet({ outbox, work }: Store, { key, bytes, submittedAt, reason, delivered }: KeptSet): boolean {
  const at = submittedAt.toISOString();
  if (delivered) outbox.addDelivered(key, bytes, at, delivered.at, delivered.where);
  else outbox.add(key, bytes, submittedAt);
  const place = parseDepotKey(key);
  if (place?.kind !== "moderation-set" || !work.batch(place.batch)) return false;
  if (outbox.setsOf(place.batch).some(({ revision }) => revision === place.revision)) return false;
  outbox.addSet({ batch: place.batch, revision: place.revision, key, sha256: place.sha256, submittedAt: at, reason });
  return true;
}
