import { createHash } from "node:crypto";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { DraftSet } from "../../../src-shared/documents/draft.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES } from "../documents/documents.ts";
import { readJws } from "../documents/sealing.ts";
import { draftNumbers, newestDraft } from "./find-draft.ts";
import { restoreDraft } from "./restore-draft.ts";

/**
 * Looks in the depot for drafts of each batch of which this desk has not looked yet, and takes in what is newer than here:
 * on a new laptop all of it, after an older backup took a damaged database's place (`drafts.lookAgain()`) what it lacks.
 * Drafts that a desk can open are its own, or were sealed again for it. Says which batches got something back.
 */
export async function recoverFromDepot(desk: Desk): Promise<Result<{ batches: string[] }, Problem>> {
  const batches: string[] = [];
  let problem: Problem | undefined;
  for (const batch of desk.store.drafts.unseen()) {
    const recovered = await recoverBatch(desk, batch);
    if (!recovered.ok && isDepotAway(recovered.error)) return recovered;
    if (!recovered.ok) problem ??= recovered.error;
    else if (recovered.value) batches.push(batch);
  }
  return problem ? err(problem) : ok({ batches });
}

async function recoverBatch(desk: Desk, batch: string): Promise<Result<boolean, Problem>> {
  const { drafts } = desk.store;
  const numbers = await draftNumbers(desk.depot, batch, desk.me.person);
  if (!numbers.ok) return numbers;
  const newest = numbers.value[0] ?? 0;
  if (newest === 0) {
    drafts.putNumber(batch, 0);
    return ok(false);
  }
  const looked = await newestDraft({ ...desk, trust: await desk.trust(), identities: [desk.identity] }, { batch, person: desk.me.person, numbers: numbers.value });
  if (!looked.ok) return looked;
  const { found, passedOver = null } = looked.value;
  if (!found) {
    desk.store.transaction(() => {
      drafts.putNumber(batch, newest);
      // What a later laptop of this person wrote is not meant for this one.
      if (drafts.laterLaptopAt() !== null && !passedOver) return;
      const why: Problem = passedOver ?? { kind: "drafts-unreadable", batch };
      drafts.addRecovery({ batch, recoveredAt: desk.now().toISOString(), writtenAt: null, marks: 0, sets: 0, passedOver: why, missingSets: [] });
    });
    return ok(true);
  }
  const known = new Set(desk.store.outbox.setsOf(batch).map((set) => set.sha256));
  const sets: { set: DraftSet; bytes: Uint8Array }[] = [];
  const missingSets: number[] = [];
  for (const set of found.document.sets.filter((each) => !known.has(each.sha256))) {
    const bytes = await readSet(desk, batch, set);
    if (bytes.ok) sets.push({ set, bytes: bytes.value });
    else if (isDepotAway(bytes.error)) return bytes;
    else missingSets.push(set.revision);
  }
  return ok(await restoreDraft(desk, { found, newest, passedOver, sets, missingSets }));
}

/** A set's bytes as another desk of this person delivered them. */
async function readSet(desk: Desk, batch: string, { revision, sha256 }: DraftSet): Promise<Result<Uint8Array, Problem>> {
  const key = depotKey.moderationSet(batch, desk.me.person, revision, sha256);
  const bytes = await desk.depot.read(key, MAX_DOCUMENT_BYTES);
  if (!bytes.ok) return bytes;
  const jws = readJws(bytes.value);
  const signer = jws && (await desk.trust()).get(jws.header.kid);
  const isOurs = createHash("sha256").update(bytes.value).digest("hex") === sha256 && signer?.person === desk.me.person && (await jws!.verify(signer.key));
  return isOurs ? bytes : err({ kind: "document-damaged", name: key, reason: "it is not what was handed in" });
}
