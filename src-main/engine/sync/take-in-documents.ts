import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { TrustedLead } from "../../../src-shared/documents/people.ts";
import type { DocumentOf } from "../../../src-shared/documents/document-kinds.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../documents/documents.ts";
import type { People } from "../documents/trust.ts";
import type { PersonRow } from "../store/enrolment-store.ts";
import type { BatchRow } from "../store/work-store.ts";
import { keepBatch, type Fetched } from "./keep-batch.ts";
import { takeInQueries } from "./take-in-queries.ts";

/**
 * Fetches this person's allocations with their batches and campaigns, checks everything, and takes in what is new,
 * one batch at a time and each as a whole. A document that is refused does not keep the others away; the first
 * problem is told when all the rest is in. Says whether anything changed.
 */
export async function takeInDocuments(desk: Desk): Promise<Result<{ changed: boolean; problem: Problem | undefined }, Problem>> {
  const people = await takeInPeople(desk);
  if (!people.ok) return people;
  const keys = await desk.depot.list(`allocations/${desk.me.person}/`);
  if (!keys.ok) return keys;
  const revisions = new Map<string, number[]>();
  for (const key of keys.value) {
    const place = parseDepotKey(key);
    if (place?.kind === "allocation" && place.person === desk.me.person) revisions.set(place.batch, [...(revisions.get(place.batch) ?? []), place.revision]);
  }
  let changed = people.value.isNews;
  const { hasLaterInvitation } = people.value;
  let problem: Problem | undefined;
  for (const [batch, numbers] of [...revisions].sort(([a], [b]) => a.localeCompare(b))) {
    const taken = await takeInBatch(desk, batch, numbers);
    if (!taken.ok && isDepotAway(taken.error)) return taken;
    if (taken.ok) changed ||= taken.value.changed;
    const found = taken.ok ? taken.value.problem : taken.error;
    // What is published for a later laptop of this person is not meant for this one, whether it was enrolled already or only
    // invited; once it is enrolled the home screen says so.
    if (found?.kind !== "document-not-for-you" || !hasLaterInvitation) problem ??= found;
  }
  const queries = await takeInQueries(desk);
  if (!queries.ok) return queries;
  changed ||= queries.value.changed;
  problem ??= queries.value.problem;
  if (problem && changed) desk.log("warn", `Some documents were not used: ${problem.kind}`);
  return ok({ changed, problem });
}

/** People whom their desk's database has; added only once that is written. */
const takenIn = new WeakSet<People>();

/**
 * Leads found in the depot beyond those of the enrolment: whose documents count, and whom sets are sealed for. `isNews`: this
 * person has a later laptop, which was not known here.
 */
async function takeInPeople(desk: Desk): Promise<Result<{ isNews: boolean; hasLaterInvitation: boolean }, Problem>> {
  const read = await desk.readPeople(desk.depot);
  if (!read.ok) return read;
  const people = read.value;
  const hasLaterInvitation = people.invitations.some(({ person, number }) => person === desk.me.person && number > desk.me.invitationNumber);
  if (takenIn.has(people)) return ok({ isNews: false, hasLaterInvitation });
  for (const alarm of people.alarms) desk.log("warn", `Not believed: ${alarm.key} (${alarm.problem.kind})`);
  let isNews = false;
  desk.store.transaction(() => {
    for (const [thumbprint, signer] of people.trust) desk.store.enrolment.putSigner(thumbprint, signer);
    for (const { person, number, writtenAt } of people.persons)
      if (person === desk.me.person && number > desk.me.invitationNumber && desk.store.drafts.putLaterLaptop(number, writtenAt)) isNews = true;
    for (const invitation of people.invitations) if (invitation.role === "lead") desk.store.enrolment.putLeadRecipient(invitation.recipient);
    for (const person of everybody(desk.me.leads, people)) desk.store.enrolment.putPerson(person);
  });
  takenIn.add(people);
  return ok({ isNews, hasLaterInvitation });
}

/** Each person as their newest invitation has them, with the name that their newest laptop gave. */
function everybody(leads: readonly TrustedLead[], { invitations, persons }: People): PersonRow[] {
  const found = new Map<string, PersonRow>(leads.map(({ person, name, recipient }) => [person, { person, role: "lead", invitation: 0, recipient, name, enrolledAt: null }]));
  for (const { person, role, number, recipient } of invitations.toSorted((a, b) => a.number - b.number)) found.set(person, { person, role, invitation: number, recipient, name: found.get(person)?.name ?? null, enrolledAt: null });
  for (const { person, name, writtenAt } of persons.toSorted((a, b) => a.number - b.number)) Object.assign(found.get(person)!, { name, enrolledAt: writtenAt });
  return [...found.values()];
}

/** Takes in the newest revisions that can be believed. A newer one that cannot is passed over, and its problem told besides. */
async function takeInBatch(desk: Desk, batch: string, allocationRevisions: number[]): Promise<Result<{ changed: boolean; problem: Problem | undefined }, Problem>> {
  const known = desk.store.work.batch(batch);
  // Nothing of a batch is looked at whose recordings were removed, until they are wanted again.
  if (known && desk.store.media.removalOf(batch) && Math.max(...allocationRevisions) === known.allocationRevision) return ok({ changed: false, problem: undefined });
  if (known && (await isNewest(desk, known, allocationRevisions))) return ok({ changed: false, problem: undefined });
  const allocation = await newestBelievable(allocationRevisions.sort((a, b) => b - a), (revision) =>
    fetchDocument(desk, "allocation", depotKey.allocation(desk.me.person, batch, revision), [desk.identity]));
  if (!allocation.ok) return allocation;
  const { document } = allocation.value.fetched;
  const packed = await fetchNewest(desk, "batch", (revision) => depotKey.batch(batch, revision), known?.revision, document.batchIdentity);
  if (!packed.ok) return packed;
  const campaign = await fetchNewest(desk, "campaign", (revision) => depotKey.campaign(document.campaign, revision), known?.campaignRevision, document.campaignIdentity);
  if (!campaign.ok) return campaign;
  const problem = allocation.value.problem ?? packed.value.problem ?? campaign.value.problem;
  const isKnown =
    known?.allocationRevision === document.revision &&
    known.revision === packed.value.fetched.document.revision &&
    known.campaignRevision === campaign.value.fetched.document.revision &&
    !desk.store.media.lacksKeys(batch);
  if (isKnown) return ok({ changed: false, problem });
  const kept = keepBatch(desk, allocation.value.fetched, packed.value.fetched, campaign.value.fetched);
  return kept.ok ? ok({ changed: true, problem }) : kept;
}

/** Whether nothing was published since: so much is asked every minute, and a large batch document takes long to open. */
async function isNewest({ depot, store }: Desk, known: BatchRow, allocationRevisions: readonly number[]): Promise<boolean> {
  if (Math.max(...allocationRevisions) !== known.allocationRevision || store.media.lacksKeys(known.batch)) return false;
  for (const key of [depotKey.batch(known.batch, known.revision + 1), depotKey.campaign(known.campaign, known.campaignRevision + 1)]) {
    const next = await depot.read(key, MAX_DOCUMENT_BYTES);
    if (next.ok || next.error.kind !== "depot-missing") return false;
  }
  return true;
}

/** A document, and what was wrong with a newer revision of it, if anything was. */
interface Newest<T> {
  fetched: Fetched<T>;
  problem: Problem | undefined;
}

/** The first of these revisions, newest first, that can be believed. */
async function newestBelievable<T>(revisions: readonly number[], fetch: (revision: number) => Promise<Result<Fetched<T>, Problem>>): Promise<Result<Newest<T>, Problem>> {
  let problem: Problem | undefined;
  for (const revision of revisions) {
    const fetched = await fetch(revision);
    if (fetched.ok) return ok({ fetched: fetched.value, problem });
    if (isDepotAway(fetched.error)) return fetched;
    problem ??= fetched.error;
  }
  return err(problem!);
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
 * there is none: a batch's folder, full of recordings, is never listed. A damaged revision does not hide the next,
 * with which its lead repairs it.
 */
async function fetchNewest<K extends "batch" | "campaign">(desk: Desk, kind: K, keyOf: (revision: number) => string, known: number | undefined, identity: string): Promise<Result<Newest<DocumentOf<K>>, Problem>> {
  let newest: Newest<DocumentOf<K>> | undefined;
  let problem: Problem | undefined;
  for (let revision = known ?? 1; ; revision += 1) {
    const next = await fetchDocument(desk, kind, keyOf(revision), [identity]);
    if (next.ok) {
      newest = { fetched: next.value, problem: undefined };
      problem = undefined;
    } else if (next.error.kind === "depot-missing") {
      if (newest) return ok({ ...newest, problem });
      return err(problem ?? next.error);
      // Who is refused one revision is refused them all, and would ask for ever.
    } else if (isDepotAway(next.error) || next.error.kind === "depot-denied") return next;
    else problem = next.error;
  }
}
