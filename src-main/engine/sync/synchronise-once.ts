import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Desk } from "../desk.ts";
import { MAX_PERSON_BYTES } from "../documents/trust.ts";
import { keepDrafts } from "../drafts/keep-drafts.ts";
import { deliverOutbox } from "../outbox/deliver.ts";
import { takeInDocuments } from "./take-in-documents.ts";

/** What a try may change of what the screens show; `lead`: what leads see of batches, marks and decisions. */
export type SyncChange = "documents" | "recordings" | "outbox" | "lead";

/**
 * One try at what is small: the outbox first (marks matter most), then documents. A problem in one does not keep the next
 * from being tried, unless the depot is away. Recordings take longer, and come beside it.
 */
export async function synchroniseOnce(desk: Desk, onChanged: (what: SyncChange) => void): Promise<Result<void, Problem>> {
  if (desk.me.role === "lead") await catchUpForLead(desk, onChanged);
  const waiting = desk.store.outbox.waiting();
  const notOurs = await notOurDepot(desk);
  if (notOurs) {
    // Nothing was sent: it is no try at delivering.
    for (const row of waiting) desk.store.outbox.markHeldBack(row.id, notOurs);
    if (waiting.length > 0) onChanged("outbox");
    return err(notOurs);
  }
  const delivered = await deliverOutbox(desk);
  if (waiting.length > 0) onChanged("outbox");
  if (!delivered.ok && isDepotAway(delivered.error)) return delivered;
  const documents = await takeInDocuments(desk);
  if (documents.ok && documents.value.changed) onChanged("documents");
  const drafts = await keepDrafts(desk, onChanged);
  const forLead = desk.me.role === "lead" && documents.ok ? await synchroniseLead(desk, onChanged) : ok(undefined);
  if (!delivered.ok) return delivered;
  if (!documents.ok) return documents;
  if (documents.value.problem) return err(documents.value.problem);
  if (!forLead.ok) return forLead;
  return drafts.ok ? ok(undefined) : drafts;
}

/** What came in before and is not followed up yet needs no depot. */
async function catchUpForLead({ store }: Desk, onChanged: (what: SyncChange) => void): Promise<void> {
  const { catchUp } = await import("../moderation/change-standing.ts");
  if (await catchUp(store)) onChanged("lead");
}

/** A lead's half: what there is comes in, then what was decided here goes up, numbered after it. */
async function synchroniseLead(desk: Desk, onChanged: (what: SyncChange) => void): Promise<Result<void, Problem>> {
  const { takeInForLead } = await import("../moderation/take-in/take-in-for-lead.ts");
  const taken = await takeInForLead(desk, () => onChanged("lead"));
  if (!taken.ok && isDepotAway(taken.error)) return taken;
  const { askAgain } = await import("../moderation/ask-again.ts");
  const asked = await askAgain(desk);
  if (!asked.ok && isDepotAway(asked.error)) return asked;
  const { sealDecisions } = await import("../moderation/seal-decisions.ts");
  const isSealed = await sealDecisions(desk);
  if (!isSealed && !(asked.ok && asked.value)) return taken.ok && !asked.ok ? asked : taken;
  const delivered = await deliverOutbox(desk);
  onChanged("lead");
  if (!taken.ok) return taken;
  return delivered.ok ? ok(undefined) : delivered;
}

/** Takes away what this desk was writing into the depot when it was killed. */
export async function tidyDepot({ depot, me, store }: Desk): Promise<void> {
  const ofBatches = store.work.batches().flatMap(({ batch }) => [`sets/${batch}/${me.person}/`, `drafts/${batch}/${me.person}/`]);
  const ofWaiting = store.outbox.waiting().map(({ key }) => key.slice(0, key.lastIndexOf("/") + 1));
  await depot.tidy([...new Set([`people/${me.person}/`, ...ofBatches, ...ofWaiting])]);
}

/**
 * Another drive under the same letter, or an empty mount point, must not swallow a set: our depot is the one that
 * holds our invitation.
 */
async function notOurDepot(desk: Desk): Promise<Problem | undefined> {
  const invitation = await desk.depot.read(depotKey.invitation(desk.me.person, desk.me.invitationNumber), MAX_PERSON_BYTES);
  if (invitation.ok) return undefined;
  return invitation.error.kind === "depot-missing" ? { kind: "depot-is-another", where: desk.depot.where } : invitation.error;
}
