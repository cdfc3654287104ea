import { createHash } from "node:crypto";
import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import type { BatchDocument } from "../../../src-shared/documents/batch.ts";
import type { CampaignDocument } from "../../../src-shared/documents/campaign.ts";
import type { DocumentOf } from "../../../src-shared/documents/document-kinds.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { secretName, type Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../documents/documents.ts";
import { readPeople, trustLeads } from "../documents/trust.ts";

/** A document as it was fetched, with what it says. */
interface Fetched<T> {
  key: string;
  bytes: Uint8Array;
  document: T;
}

/**
 * Fetches this person's allocations with their batches and campaigns, checks everything, and takes in what is new,
 * one batch at a time and each as a whole. A document that is refused does not keep the others away; the first
 * problem is returned when all the rest is in. Says whether anything changed.
 */
export async function takeInDocuments(desk: Desk): Promise<Result<{ changed: boolean }, Problem>> {
  const people = await takeInPeople(desk);
  if (!people.ok) return people;
  const keys = await desk.depot.list(`allocations/${desk.me.person}/`);
  if (!keys.ok) return keys;
  const newest = new Map<string, number>();
  for (const key of keys.value) {
    const place = parseDepotKey(key);
    if (place?.kind === "allocation" && place.person === desk.me.person) newest.set(place.batch, Math.max(place.revision, newest.get(place.batch) ?? 0));
  }
  let changed = false;
  let problem: Problem | undefined;
  for (const [batch, revision] of [...newest].sort(([a], [b]) => a.localeCompare(b))) {
    const taken = await takeInBatch(desk, batch, revision);
    if (taken.ok) changed ||= taken.value;
    else if (taken.error.kind === "depot-unreachable") return taken;
    else problem ??= taken.error;
  }
  return problem ? err(problem) : ok({ changed });
}

/** Leads found in the depot beyond those of the enrolment: whose documents count, and whom sets are sealed for. */
async function takeInPeople(desk: Desk): Promise<Result<void, Problem>> {
  const people = await readPeople(desk.depot, await trustLeads(desk.me.leads));
  if (!people.ok) return people;
  for (const alarm of people.value.alarms) desk.log("warn", `Not believed: ${alarm.key} (${alarm.problem.kind})`);
  desk.store.transaction(() => {
    for (const [thumbprint, signer] of people.value.trust) desk.store.enrolment.putSigner(thumbprint, signer);
    for (const invitation of people.value.invitations) if (invitation.role === "lead") desk.store.enrolment.putLeadRecipient(invitation.recipient);
  });
  return ok(undefined);
}

async function takeInBatch(desk: Desk, batch: string, allocationRevision: number): Promise<Result<boolean, Problem>> {
  const known = desk.store.work.batch(batch);
  const allocation = await fetchDocument(desk, "allocation", depotKey.allocation(desk.me.person, batch, allocationRevision), [desk.identity]);
  if (!allocation.ok) return allocation;
  const { document } = allocation.value;
  const packed = await fetchNewest(desk, "batch", (revision) => depotKey.batch(batch, revision), known?.revision, document.batchIdentity);
  if (!packed.ok) return packed;
  const campaign = await fetchNewest(
    desk,
    "campaign",
    (revision) => depotKey.campaign(document.campaign, revision),
    desk.store.work.campaignRevision(document.campaign),
    document.campaignIdentity,
  );
  if (!campaign.ok) return campaign;
  const isKnown =
    known?.allocationRevision === allocationRevision &&
    known.revision === packed.value.document.revision &&
    desk.store.work.campaignRevision(document.campaign) === campaign.value.document.revision;
  if (isKnown) return ok(false);
  return keep(desk, allocation.value, packed.value, campaign.value);
}

/** Opens a document from the store, or else from the depot. */
async function fetchDocument<K extends "allocation" | "batch" | "campaign">(desk: Desk, kind: K, key: string, identities: string[]): Promise<Result<Fetched<DocumentOf<K>>, Problem>> {
  const kept = desk.store.work.document(key);
  const bytes = kept ? ok(kept) : await desk.depot.read(key, MAX_DOCUMENT_BYTES);
  if (!bytes.ok) return bytes;
  const document = await openDocument(kind, key, bytes.value, await desk.trust(), identities);
  return document.ok ? ok({ key, bytes: bytes.value, document: document.value }) : document;
}

/**
 * The newest revision. Revisions are counted without gaps, so the one after the newest known is asked for until
 * there is none: a batch's folder, full of recordings, is never listed.
 */
async function fetchNewest<K extends "batch" | "campaign">(desk: Desk, kind: K, keyOf: (revision: number) => string, known: number | undefined, identity: string) {
  let newest = await fetchDocument(desk, kind, keyOf(known ?? 1), [identity]);
  for (let revision = (known ?? 1) + 1; newest.ok; revision += 1) {
    const next = await fetchDocument(desk, kind, keyOf(revision), [identity]);
    if (!next.ok && next.error.kind === "depot-missing") break;
    newest = next;
  }
  return newest;
}

/** Takes a batch in, all of it or nothing. Marks are never touched. */
function keep(desk: Desk, allocation: Fetched<AllocationDocument>, packed: Fetched<BatchDocument>, campaign: Fetched<CampaignDocument>): Result<boolean, Problem> {
  const { store } = desk;
  const { batch } = allocation.document;
  const definition = campaign.document.campaign;
  if (definition.id !== allocation.document.campaign || packed.document.campaign !== definition.id)
    return err({ kind: "document-damaged", name: packed.key, reason: "allocation, batch and campaign do not belong together" });
  const numbers = new Map(definition.questions.map((question, index) => [question.id, index + 1]));
  const unknown = packed.document.candidates.flatMap((each) => each.answers).find((answer) => !numbers.has(answer.question));
  if (unknown) return err({ kind: "document-damaged", name: packed.key, reason: `it has answers to the question ${unknown.question}, which the campaign does not define` });
  const candidates = new Map(packed.document.candidates.map((each) => [each.candidate, each]));
  const at = desk.now();
  const dues = allocation.document.candidates.flatMap((each) => each.due ?? []).sort();
  store.transaction(() => {
    for (const { key, bytes } of [allocation, packed, campaign]) store.work.putDocument(key, createHash("sha256").update(bytes).digest("hex"), bytes, at);
    store.work.putCampaign(definition.id, campaign.document.revision, definition);
    store.work.putBatch({
      batch,
      campaign: definition.id,
      revision: packed.document.revision,
      campaignRevision: campaign.document.revision,
      allocationRevision: allocation.document.revision,
      due: dues[0] ?? null,
    });
    store.work.unallocate(batch);
    let position = 0;
    for (const { candidate, round } of allocation.document.candidates) {
      const answers = [...(candidates.get(candidate)?.answers ?? [])].sort((a, b) => numbers.get(a.question)! - numbers.get(b.question)!);
      for (const { question, secondsAllowed, recording, captions } of answers) {
        for (const sealed of captions ? [recording, captions] : [recording]) {
          const wrapped = desk.dataKey.wrap(secretName.mediaKey(sealed.object), Buffer.from(sealed.key, "base64url"));
          store.media.put(sealed.object, batch, wrapped, sealed.sealedBytes);
        }
        position += 1;
        const { type, durationSeconds, width, height, bytes } = recording;
        store.work.putAnswer({
          ...{ batch, candidate, question, round, position, secondsAllowed, type, durationSeconds, width, height, bytes },
          questionNumber: numbers.get(question)!,
          recording: recording.object,
          captions: captions?.object ?? null,
        });
      }
    }
    store.audit.append({ at, who: desk.me.person, what: "batch-taken-in", subject: batch, to: { allocation: allocation.key, batch: packed.key, campaign: campaign.key } });
  });
  return ok(true);
}
