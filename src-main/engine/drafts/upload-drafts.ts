import { identityToRecipient } from "age-encryption";
import { depotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import type { DraftDocument } from "../../../src-shared/documents/draft.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES } from "../documents/documents.ts";
import { isDraftDue } from "./draft-due.ts";
import { draftNumbers } from "./find-draft.ts";
import { readDraft } from "./read-draft.ts";
import { writeDraft } from "./write-draft.ts";

/** How often another desk may take the same number before it is left for the next time. */
const NUMBER_TRIES = 5;

/** Writes a draft of each batch that is due. One that fails does not keep the others, unless the depot is away. */
export async function uploadDrafts(desk: Desk): Promise<Result<{ uploaded: number }, Problem>> {
  // Nobody believes a laptop whose key is not in the depot.
  if (!desk.store.outbox.isDelivered(depotKey.person(desk.me.person, desk.me.invitationNumber))) return ok({ uploaded: 0 });
  let uploaded = 0;
  let problem: Problem | undefined;
  for (const row of desk.store.drafts.waiting()) {
    if (row.number === null || !isDraftDue(row, desk.now())) continue;
    const outcome = await uploadDraft(desk, row.batch, row.number);
    if (outcome.ok) uploaded += 1;
    else if (isDepotAway(outcome.error)) return outcome;
    else problem ??= outcome.error;
  }
  return problem ? err(problem) : ok({ uploaded });
}

async function uploadDraft(desk: Desk, batch: string, newest: number): Promise<Result<void, Problem>> {
  const at = desk.now();
  const { changes, content } = await readDraft(desk, batch);
  const recipients = [await identityToRecipient(desk.identity), ...desk.leadRecipients()];
  let number = newest + 1;
  for (let attempt = 1; attempt <= NUMBER_TRIES; attempt += 1) {
    const key = depotKey.draft(batch, desk.me.person, number);
    const document: DraftDocument = {
      kind: "draft",
      version: 1,
      place: placeOf(key),
      author: desk.me.person,
      writtenAt: at.toISOString(),
      software: desk.software,
      batch,
      person: desk.me.person,
      number,
      invitation: desk.me.invitationNumber,
      ...content,
      resealed: null,
    };
    const bytes = await writeDraft(document, recipients, desk.signingKey);
    const isThere = await put(desk, key, bytes);
    if (!isThere.ok) return isThere;
    if (isThere.value) {
      desk.store.drafts.markUploaded(batch, number, changes, at);
      return ok(undefined);
    }
    // Taken by another laptop, by a lead, or by a try of ours whose answer was lost: nothing is overwritten.
    const numbers = await draftNumbers(desk.depot, batch, desk.me.person);
    if (!numbers.ok) return numbers;
    number = Math.max(number, numbers.value[0] ?? 0) + 1;
  }
  return err({ kind: "depot-conflict", key: depotKey.draft(batch, desk.me.person, number) });
}

/** Whether these very bytes lie under the key now. */
async function put(desk: Desk, key: string, bytes: Uint8Array): Promise<Result<boolean, Problem>> {
  const created = await desk.depot.create(key, bytes);
  if (!created.ok) return created;
  if (created.value === "created") return ok(true);
  const there = await desk.depot.read(key, MAX_DOCUMENT_BYTES);
  if (!there.ok && isDepotAway(there.error)) return there;
  // The depot may have sent this twice and told of the second time only.
  return ok(there.ok && Buffer.compare(there.value, bytes) === 0);
}
