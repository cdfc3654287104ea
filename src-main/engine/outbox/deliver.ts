import { createHash } from "node:crypto";
import path from "node:path";
import { parseDepotKey, type DepotPlace } from "../../../src-shared/documents/depot-keys.ts";
import { isDeliveryAlarm, isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { OutboxRow } from "../store/outbox-store.ts";
import { closeForGood } from "./close.ts";

const LEADS_KINDS: ReadonlySet<DepotPlace["kind"]> = new Set(["allocation", "query", "decisions", "groups", "outcome"]);

/**
 * Delivers what waits in the outbox, in order. A delivery is confirmed by reading it back, whether this try or an
 * earlier one whose answer was lost put it there, so each document arrives exactly once however often the way
 * breaks. Something else under the same key is an alarm, never an overwrite. A document that fails holds back the later
 * numbers of its kind, and the laptop's own key everything: what follows would stand in the depot without it.
 */
export async function deliverOutbox(desk: Desk): Promise<Result<{ delivered: number }, Problem>> {
  const { outbox, audit } = desk.store;
  let delivered = 0;
  let problem: Problem | undefined;
  let ownKeyProblem: Problem | undefined;
  /** What failed, by the folder in which the next numbers lie too. */
  const failed = new Map<string, Problem>();
  for (const row of outbox.waiting()) {
    if (outbox.isClosed(row.id)) continue;
    const place = parseDepotKey(row.key);
    const folder = path.posix.dirname(row.key);
    const holding = ownKeyProblem ?? failed.get(folder);
    if (holding) {
      outbox.markHeldBack(row.id, holding);
      continue;
    }
    const outcome = await deliver(desk, row);
    if (outcome.ok) {
      const at = desk.now();
      const sha256 = createHash("sha256").update(row.bytes).digest("hex");
      desk.store.transaction(() => {
        if (!outbox.markDelivered(row.id, at, desk.depot.where)) return;
        audit.append({ at, who: desk.me.person, what: "delivered", subject: row.key, to: { sha256, where: desk.depot.where } });
        // What a lead published is not read again from where it came.
        if (desk.me.role === "lead" && place && LEADS_KINDS.has(place.kind)) desk.store.work.putDocument(row.key, sha256, row.bytes, at);
        delivered += 1;
      });
      continue;
    }
    const closed = outcome.error.kind === "depot-conflict" ? await closeForGood(desk, row, place) : undefined;
    if (closed !== undefined) {
      problem ??= closed ?? undefined;
      continue;
    }
    // An alarm is looked at again, not tried again: nothing is sent while something else lies there.
    if (isDeliveryAlarm(outcome.error)) outbox.markHeldBack(row.id, outcome.error);
    else outbox.markFailed(row.id, outcome.error);
    problem ??= outcome.error;
    if (isDepotAway(outcome.error)) break;
    if (place?.kind === "person") ownKeyProblem = outcome.error;
    failed.set(folder, place?.kind === "moderation-set" ? { kind: "set-held-back", revision: place.revision } : outcome.error);
  }
  return problem ? err(problem) : ok({ delivered });
}

/** Looks, puts it there where nothing is, and looks again. */
async function deliver(desk: Desk, row: OutboxRow): Promise<Result<void, Problem>> {
  const before = await look(desk, row);
  if (before.ok) return before.value === "same" ? ok(undefined) : err(alarmOf(desk, row));
  if (isDepotAway(before.error)) return before;
  // Not there; or the store says neither yes nor no of what somebody may not list, and creating never overwrites.
  const created = await desk.depot.create(row.key, row.bytes);
  if (!created.ok) return created;
  const after = await look(desk, row);
  if (!after.ok) return after;
  return after.value === "same" ? ok(undefined) : err(alarmOf(desk, row));
}

async function look(desk: Desk, { key, bytes }: OutboxRow): Promise<Result<"same" | "different", Problem>> {
  const there = await desk.depot.read(key, bytes.length);
  if (there.ok) return ok(Buffer.compare(there.value, bytes) === 0 ? "same" : "different");
  // Longer than ours, so it is not ours.
  return there.error.kind === "document-damaged" ? ok("different") : there;
}

function alarmOf(desk: Desk, row: OutboxRow): Problem {
  return parseDepotKey(row.key)?.kind === "person" ? { kind: "invitation-already-used", person: desk.me.person } : { kind: "depot-conflict", key: row.key };
}
