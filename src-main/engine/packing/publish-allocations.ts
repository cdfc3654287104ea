import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import { depotKey, parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { writeSealed } from "../documents/documents.ts";
import { newestInvitation } from "../documents/trust.ts";
import { newestDocument, publish } from "./newest-document.ts";
import type { Author } from "./publish-documents.ts";
import type { AllocatedCandidate } from "./read-allocation.ts";

export interface PublishedAllocation {
  assessor: string;
  revision: number;
  candidates: number;
  /** False: nobody but leads can open it until this person is invited. */
  invited: boolean;
  /** False: the newest revision said so already. */
  changed: boolean;
}

/** What every allocation of one packing says alike. */
export type AllocationGround = Pick<AllocationDocument, "batch" | "campaign" | "campaignIdentity" | "batchIdentity">;

/** An allocation that is ready to be published, or known to be there already. */
export interface PreparedAllocation {
  assessor: string;
  candidates: AllocatedCandidate[];
  earlier: AllocationDocument | null;
  revision: number;
  ignored: Problem[];
}

/** Reads what each assessor was allocated before: what cannot be opened shows before anything is published. */
export async function prepareAllocations(
  { depot, people, leadKey }: Author,
  batch: string,
  allocated: ReadonlyMap<string, AllocatedCandidate[]>,
): Promise<Result<{ prepared: PreparedAllocation[]; unmentioned: string[] }, Problem>> {
  const keys = await depot.list("allocations/");
  if (!keys.ok) return keys;
  const known = new Set<string>(people.invitations.map((each) => each.person));
  const ofBatch = new Map<string, string[]>();
  for (const key of keys.value) {
    const place = parseDepotKey(key);
    if (place?.kind !== "allocation") continue;
    known.add(place.person);
    if (place.batch === batch) ofBatch.set(place.person, [...(ofBatch.get(place.person) ?? []), key]);
  }
  const prepared: PreparedAllocation[] = [];
  for (const [assessor, candidates] of allocated) {
    // On a Windows drive both would be one folder.
    const alike = [...known].find((each) => each !== assessor && each.toLowerCase() === assessor.toLowerCase());
    if (alike !== undefined)
      return err({ kind: "input-invalid", reason: `The allocation names ${assessor}, but the depot knows ${alike}: write the same person the same way.` });
    const newest = await newestDocument("allocation", ofBatch.get(assessor) ?? [], depot, people.trust, [leadKey.identity]);
    if (!newest.ok) return newest;
    const { document, nextRevision, ignored } = newest.value;
    prepared.push({ assessor, candidates, earlier: document, revision: nextRevision, ignored });
  }
  return ok({ prepared, unmentioned: [...ofBatch.keys()].filter((person) => !allocated.has(person)) });
}

/** Publishes each allocation that says something new, sealed for its assessor's newest laptop and every lead. */
export async function publishAllocations(author: Author, prepared: readonly PreparedAllocation[], ground: AllocationGround): Promise<Result<PublishedAllocation[], Problem>> {
  const published: PublishedAllocation[] = [];
  for (const { assessor, candidates, earlier, revision } of prepared) {
    const invitation = newestInvitation(author.people, assessor);
    // What leads said of this person's work stands, also when a batch is packed again.
    const { definitive, opened, stopped } = earlier ?? NOTHING_SAID;
    const practised = new Set(candidates.flatMap((each) => (each.round === "standardisation" ? [each.candidate] : [])));
    const content = { ...ground, person: assessor, candidates, definitive: definitive.filter((each) => practised.has(each.candidate)), opened, stopped };
    const told = { assessor, candidates: candidates.length, invited: invitation !== undefined };
    if (earlier && sameAllocation(earlier, content)) {
      published.push({ ...told, revision: earlier.revision, changed: false });
      continue;
    }
    const key = depotKey.allocation(assessor, ground.batch, revision);
    const document: AllocationDocument = { ...author.envelope("allocation", placeOf(key)), ...content, revision };
    const recipients = [...(invitation ? [invitation.recipient] : []), ...author.leadRecipients];
    const outcome = await publish(author.depot, key, await writeSealed("allocation", document, recipients, author.leadKey.signingKey));
    if (!outcome.ok) return outcome;
    published.push({ ...told, revision, changed: true });
  }
  return ok(published);
}

const NOTHING_SAID: Pick<AllocationDocument, "definitive" | "opened" | "stopped"> = { definitive: [], opened: null, stopped: null };

type AllocationContent = Omit<AllocationDocument, "kind" | "version" | "place" | "author" | "writtenAt" | "software" | "revision">;

function sameAllocation(a: AllocationContent, b: AllocationContent): boolean {
  const told = ({ person, batch, campaign, campaignIdentity, batchIdentity, candidates, definitive, opened, stopped }: AllocationContent) =>
    JSON.stringify([
      ...[person, batch, campaign, campaignIdentity, batchIdentity, candidates.map(({ candidate, round, due }) => [candidate, round, due])],
      ...[definitive.map(({ candidate, question, score, rationale }) => [candidate, question, score, rationale]), opened?.at, stopped?.at],
    ]);
  return told(a) === told(b);
}
