import { depotKey, parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import type { DraftDocument, DraftSet } from "../../../src-shared/documents/draft.ts";
import type { LeadKeyFile } from "../../../src-shared/documents/people.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../documents/documents.ts";
import { readJws, thumbprint } from "../documents/sealing.ts";
import type { People } from "../documents/trust.ts";
import { contentOfSet, type SubmittedSetFound } from "../drafts/content-of-set.ts";
import { draftNumbers, newestDraft, type FoundDraft } from "../drafts/find-draft.ts";
import type { DraftContent } from "../drafts/read-draft.ts";
import { writeDraft } from "../drafts/write-draft.ts";

/** How often somebody else may take the same number before it is given up. */
const NUMBER_TRIES = 5;

interface Source {
  depot: Depot;
  people: People;
  leadKey: LeadKeyFile;
  person: string;
}

/** A person's work on one batch as the depot has it, ready to be sealed for their new laptop. */
export interface PreparedDraft {
  batch: string;
  content: DraftContent;
  /** The document that the marks come from, and when it was written. */
  from: string;
  writtenAt: string;
  nextNumber: number;
}

export interface ResealedDraft {
  batch: string;
  number: number;
  marks: number;
  /** Up to when marks are in it. */
  upTo: string;
}

/** Finds a person's newest work on each of these batches. Fails only where the depot is away; all else is told. */
export async function prepareDrafts(source: Source, batches: readonly string[]): Promise<Result<{ drafts: PreparedDraft[]; ignored: Problem[] }, Problem>> {
  const drafts: PreparedDraft[] = [];
  const ignored: Problem[] = [];
  for (const batch of batches) {
    const prepared = await prepareDraft(source, batch, ignored);
    if (prepared.ok) drafts.push(...prepared.value);
    else if (isDepotAway(prepared.error)) return prepared;
    else ignored.push(prepared.error);
  }
  return ok({ drafts, ignored });
}

async function prepareDraft(source: Source, batch: string, ignored: Problem[]): Promise<Result<PreparedDraft[], Problem>> {
  const { depot, person } = source;
  const numbers = await draftNumbers(depot, batch, person);
  if (!numbers.ok) return numbers;
  const draft = await draftOfNewestLaptop(source, batch, numbers.value, ignored);
  if (!draft.ok) return draft;
  const sets = await submittedSets(source, batch, ignored);
  if (!sets.ok) return sets;
  const earlier = draft.value;
  const known = new Set(earlier?.document.sets.map((each) => each.sha256));
  // A set that an older laptop handed in after the person had moved on says nothing of the newer laptop's work.
  const newer = sets.value.filter(({ set, document, invitation }) => !known.has(set.sha256) && (!earlier || (invitation >= earlier.document.invitation && document.submittedAt > earlier.document.writtenAt))).at(-1);
  const all = [...(earlier?.document.sets ?? []), ...sets.value.filter(({ set }) => !known.has(set.sha256)).map(({ set }) => set)].sort((a, b) => a.revision - b.revision);
  const nextNumber = (numbers.value[0] ?? 0) + 1;
  if (newer) return ok([{ batch, content: { ...contentOfSet(newer.document, earlier?.document), sets: all }, from: newer.key, writtenAt: newer.document.submittedAt, nextNumber }]);
  if (!earlier) return ok([]);
  const { campaign, marks, withdrawals, replies, reopened, liveSince, resealed, writtenAt } = earlier.document;
  return ok([{ batch, content: { campaign, marks, withdrawals, replies, reopened, liveSince, sets: all }, from: earlier.key, writtenAt: resealed?.writtenAt ?? writtenAt, nextNumber }]);
}

/**
 * The newest draft of the laptop that took the person's newest invitation. Where an older laptop went on beside it, its
 * marks stay in its own drafts, and the lead is told: two people's clocks and two laptops' marks are not mixed blindly.
 */
async function draftOfNewestLaptop({ depot, people, leadKey, person }: Source, batch: string, numbers: readonly number[], ignored: Problem[]): Promise<Result<FoundDraft | undefined, Problem>> {
  const newestLaptop = Math.max(0, ...people.persons.filter((each) => each.person === person).map((each) => each.number));
  const where = { depot, trust: people.trust, identities: [leadKey.identity] };
  let ofOlder: DraftDocument | undefined;
  const looked = await newestDraft(where, { batch, person, numbers }, (draft) => {
    const suits = draft.invitation >= newestLaptop;
    if (!suits) ofOlder ??= draft;
    return suits;
  });
  if (!looked.ok) return looked;
  if (looked.value.passedOver) ignored.push(looked.value.passedOver);
  if (looked.value.found && ofOlder) ignored.push({ kind: "draft-of-older-laptop", key: `${ofOlder.place}.json`, person });
  if (looked.value.found || !ofOlder) return ok(looked.value.found);
  const older = await newestDraft(where, { batch, person, numbers: numbers.filter((each) => each <= ofOlder!.number) });
  return older.ok ? ok(older.value.found) : older;
}

/** Every set that this person handed in, as far as this lead can open them; the newest last. */
async function submittedSets({ depot, people, leadKey, person }: Source, batch: string, ignored: Problem[]): Promise<Result<(SubmittedSetFound & { set: DraftSet; invitation: number })[], Problem>> {
  const keys = await depot.list(`sets/${batch}/${person}/`);
  if (!keys.ok) return keys;
  const laptops = new Map<string, number>();
  for (const each of people.persons) if (each.person === person) laptops.set(await thumbprint(each.signingKey), each.number);
  const sets: (SubmittedSetFound & { set: DraftSet; invitation: number })[] = [];
  for (const key of keys.value) {
    const place = parseDepotKey(key);
    if (place?.kind !== "moderation-set") continue;
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    const document = bytes.ok ? await openDocument("moderation-set", key, bytes.value, people.trust, [leadKey.identity]) : bytes;
    if (document.ok && bytes.ok) {
      const { revision, submittedAt, reason } = document.value;
      const invitation = laptops.get(readJws(bytes.value)?.header.kid ?? "") ?? 0;
      sets.push({ key, document: document.value, invitation, set: { revision, sha256: place.sha256, submittedAt, reason, deliveredAt: null } });
    } else if (!document.ok && isDepotAway(document.error)) return document;
    else if (!document.ok) ignored.push(document.error);
  }
  return ok(sets.sort((a, b) => a.document.revision - b.document.revision || a.document.submittedAt.localeCompare(b.document.submittedAt)));
}

/** Publishes each draft under its next number, sealed for `recipients` and signed by the lead: only a laptop can sign as its person. */
export async function publishDrafts(
  drafts: readonly PreparedDraft[],
  recipients: readonly string[],
  { depot, leadKey, person, invitation, now, software }: { depot: Depot; leadKey: LeadKeyFile; person: string; invitation: number; now: () => Date; software: string },
): Promise<Result<ResealedDraft[], Problem>> {
  const published: ResealedDraft[] = [];
  for (const { batch, content, from, writtenAt, nextNumber } of drafts) {
    let number = nextNumber;
    for (let attempt = 1; ; attempt += 1, number += 1) {
      const key = depotKey.draft(batch, person, number);
      const document: DraftDocument = {
        kind: "draft",
        version: 1,
        place: placeOf(key),
        author: leadKey.person,
        writtenAt: now().toISOString(),
        software,
        batch,
        person,
        number,
        invitation,
        ...content,
        resealed: { from, writtenAt },
      };
      const created = await depot.create(key, await writeDraft(document, recipients, leadKey.signingKey));
      if (!created.ok) return created;
      if (created.value === "created") break;
      if (attempt === NUMBER_TRIES) return err({ kind: "depot-conflict", key });
    }
    published.push({ batch, number, marks: content.marks.length, upTo: writtenAt });
  }
  return ok(published);
}
