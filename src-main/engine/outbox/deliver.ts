import { createHash } from "node:crypto";
import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES } from "../documents/documents.ts";
import type { OutboxRow } from "../store/outbox-store.ts";

/**
 * Delivers what waits in the outbox, in order. A delivery is confirmed by reading it back, whether this try or an
 * earlier one whose answer was lost put it there, so each document arrives exactly once however often the way
 * breaks. Something else under the same key is an alarm, never an overwrite.
 */
export async function deliverOutbox(desk: Desk): Promise<Result<{ delivered: number }, Problem>> {
  const { outbox, audit } = desk.store;
  let delivered = 0;
  let problem: Problem | undefined;
  for (const row of outbox.waiting()) {
    const outcome = await deliver(desk, row);
    if (outcome.ok) {
      const at = desk.now();
      desk.store.transaction(() => {
        outbox.markDelivered(row.id, at);
        audit.append({ at, who: desk.me.person, what: "delivered", subject: row.key, to: { sha256: createHash("sha256").update(row.bytes).digest("hex") } });
      });
      delivered += 1;
      continue;
    }
    outbox.markFailed(row.id, outcome.error);
    problem ??= outcome.error;
    // A set that nobody can check yet must not overtake the key that signed it.
    if (isDepotAway(outcome.error) || parseDepotKey(row.key)?.kind === "person") break;
  }
  return problem ? err(problem) : ok({ delivered });
}

async function deliver(desk: Desk, row: OutboxRow): Promise<Result<void, Problem>> {
  const created = await desk.depot.create(row.key, row.bytes);
  if (!created.ok) return created;
  const there = await desk.depot.read(row.key, MAX_DOCUMENT_BYTES);
  if (!there.ok) return there;
  if (Buffer.compare(there.value, row.bytes) === 0) return ok(undefined);
  if (parseDepotKey(row.key)?.kind === "person") return err({ kind: "invitation-already-used", person: desk.me.person });
  return err({ kind: "depot-conflict", key: row.key });
}
