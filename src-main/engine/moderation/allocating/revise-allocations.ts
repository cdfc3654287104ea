import type { PublishedAllocations } from "../../../../src-shared/bridge/lead/board.ts";
import type { AllocationDocument } from "../../../../src-shared/documents/allocation.ts";
import { depotKey } from "../../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { openDocument } from "../../documents/documents.ts";
import { nextNumber, putIntoOutbox, recipientsOf, sealAsLead, type SealedDocument } from "../../outbox/publish.ts";
import { changeStanding } from "../change-standing.ts";

type Said = Pick<AllocationDocument, "candidates" | "opened" | "stopped">;

/**
 * What becomes of one person's allocation, from what it says now; what is left out stays. Candidates stand in the order of work. Every revision
 * carries the definitive marks of its practice answers as they stand.
 */
export interface Revision {
  person: string;
  change: (now: Readonly<Said>) => Partial<Said>;
}

/** The revision that a change was decided on; 0 for none. */
export type Known = readonly { person: string; revision: number }[];

/** What the audit log says of a change: `what` it was, and more. */
export type Why = { what: string } & Record<string, unknown>;

interface Revised extends SealedDocument<"allocation"> {
  earlier: AllocationDocument | null;
}

/**
 * Publishes the next revision of each of these people's allocations, of all or of none: sealed for their newest laptop and the leads, and
 * in the outbox when it returns. Refused where somebody's allocation is not the one any more that the change was decided on.
 */
export async function reviseAllocations(desk: Desk, batch: string, revisions: readonly Revision[], known: Known, why: Why): Promise<Result<PublishedAllocations, Problem>> {
  const { store } = desk;
  const stale = () =>
    revisions.find(({ person }) => {
      const now = store.lead.allocation(batch, person)?.revision;
      // Another lead was earlier, and what they say is not here yet: nothing can be built on it.
      return now === 0 || (now ?? 0) !== (known.find((each) => each.person === person)?.revision ?? 0);
    });
  const changed = ({ person }: Revision) => err<Problem>({ kind: "changed-meanwhile", what: `what ${person} marks of ${batch}` });
  const early = stale();
  if (early) return changed(early);
  const revised: Revised[] = [];
  for (const revision of revisions) {
    const sealed = await sealRevision(desk, batch, revision);
    if (!sealed.ok) return sealed;
    revised.push(sealed.value);
  }
  // Sealing takes a moment: somebody else's revision may have come in meanwhile.
  const late = stale();
  if (late) return changed(late);
  const { what, ...details } = why;
  const at = desk.now();
  await changeStanding(store, batch, [...new Set(revised.flatMap(concerned))], () => {
    for (const { key, bytes, document } of revised) {
      putIntoOutbox(desk, key, bytes, at);
      const { person, revision, author, writtenAt, opened, stopped, candidates, definitive } = document;
      store.lead.putAllocation({ batch, person, revision, author, writtenAt, opened, stopped }, candidates, definitive);
      store.audit.append({ at, who: desk.me.person, what, subject: key, to: { candidates: candidates.length, ...details } });
    }
  });
  return ok({ allocations: revised.toSorted((a, b) => a.document.person.localeCompare(b.document.person)).map(({ document: { person, revision, candidates } }) => ({ person, revision, candidates: candidates.length })) });
}

/** Candidates whose standing may be another now. */
function concerned({ earlier, document }: Revised): string[] {
  const [before, after] = [earlier?.candidates ?? [], document.candidates].map((candidates) => new Map(candidates.map((each) => [each.candidate, each.round])));
  const all = [...new Set([...before!.keys(), ...after!.keys()])];
  return earlier?.stopped?.at === document.stopped?.at ? all.filter((candidate) => before!.get(candidate) !== after!.get(candidate)) : all;
}

async function sealRevision(desk: Desk, batch: string, { person, change }: Revision): Promise<Result<Revised, Problem>> {
  const { store } = desk;
  if (!store.enrolment.person(person)) return err({ kind: "person-not-invited", person });
  const known = store.lead.allocation(batch, person)?.revision ?? 0;
  const earlier = known === 0 ? ok(null) : await openKnown(desk, depotKey.allocation(person, batch, known));
  if (!earlier.ok) return earlier;
  const ground = await groundOf(desk, batch, earlier.value);
  if (!ground.ok) return ground;
  const revision = nextNumber(desk, `allocations/${person}/${batch}/`, known);
  const said: Said = earlier.value ?? { candidates: [], opened: null, stopped: null };
  const { candidates, opened, stopped } = { ...said, ...change(said) };
  const practised = new Set(candidates.flatMap((each) => (each.round === "standardisation" ? [each.candidate] : [])));
  const definitive = store.definitive.standing(batch).flatMap(({ candidate, question, score, rationale }) => (practised.has(candidate) ? [{ candidate, question, score, rationale }] : []));
  const content = { person, batch, revision, ...ground.value, candidates, definitive, opened, stopped };
  const sealed = await sealAsLead(desk, "allocation", depotKey.allocation(person, batch, revision), content, recipientsOf(desk, person));
  return ok({ ...sealed, earlier: earlier.value });
}

async function openKnown(desk: Desk, key: string): Promise<Result<AllocationDocument, Problem>> {
  // What is still on its way is not among the documents of the depot yet.
  const bytes = desk.store.work.document(key) ?? desk.store.outbox.bytes(key);
  return bytes ? openDocument("allocation", key, bytes, await desk.trust(), desk.identities) : err({ kind: "depot-missing", key });
}

type Ground = Pick<AllocationDocument, "campaign" | "campaignIdentity" | "batchIdentity">;

/** What opens the campaign and the batch: as an earlier allocation says, which is small, or else as they say themselves. */
async function groundOf(desk: Desk, batch: string, earlier: AllocationDocument | null): Promise<Result<Ground, Problem>> {
  const { lead, work } = desk.store;
  const [other] = lead.allocations(batch);
  const found = earlier ? ok(earlier) : other && (await openKnown(desk, depotKey.allocation(other.person, batch, other.revision)));
  if (found?.ok) return ok({ campaign: found.value.campaign, campaignIdentity: found.value.campaignIdentity, batchIdentity: found.value.batchIdentity });
  const row = lead.batch(batch);
  if (!row) return err({ kind: "batch-unknown", batch });
  const [packedKey, campaignKey] = [depotKey.batch(batch, row.revision), depotKey.campaign(row.campaign, row.campaignRevision)];
  const [packedBytes, campaignBytes] = [work.document(packedKey), work.document(campaignKey)];
  if (!packedBytes || !campaignBytes) return err({ kind: "depot-missing", key: packedBytes ? campaignKey : packedKey });
  const trust = await desk.trust();
  const packed = await openDocument("batch", packedKey, packedBytes, trust, desk.identities);
  if (!packed.ok) return packed;
  const campaign = await openDocument("campaign", campaignKey, campaignBytes, trust, desk.identities);
  return campaign.ok ? ok({ campaign: row.campaign, campaignIdentity: campaign.value.identity, batchIdentity: packed.value.identity }) : campaign;
}
