import PQueue from "p-queue";
import { parseDepotKey, type DepotPlace } from "../../../../src-shared/documents/depot-keys.ts";
import { pathId } from "../../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { beginRound, type Round } from "./reading.ts";
import { takeInBatch, type Campaigns } from "./take-in-batch.ts";
import { takeInDecisions, takeInOutcomes } from "./take-in-decisions.ts";
import { takeInGroups } from "./take-in-groups.ts";
import { takeInPerson, type PersonsKeys } from "./take-in-person.ts";

/** So many people's documents are asked for at once: hundreds of assessors are a few seconds, also over a slow network. */
const PARALLEL_PEOPLE = 6;

/**
 * Takes in what a lead sees: every batch, who marks it, what was handed in, how far everybody is, what leads decided and published.
 * Nothing is read again that was taken in. A document that is refused does not keep the others away; the first problem is told when
 * all the rest is in. `onChanged` is called as soon as something of a batch came in.
 */
export async function takeInForLead(desk: Desk, onChanged: () => void): Promise<Result<void, Problem>> {
  const round = await beginRound(desk);
  const batches = await desk.depot.folders("batches/");
  if (!batches.ok) return batches;
  const allocations = await desk.depot.list("allocations/");
  if (!allocations.ok) return allocations;
  const allocated = placesOf(allocations.value, "allocation");
  const campaigns: Campaigns = new Map();
  for (const batch of batches.value.sort()) {
    if (!pathId.safeParse(batch).success) continue;
    if (await takeInBatch(round, batch, campaigns)) onChanged();
    if (round.away()) break;
    if (!desk.store.lead.batch(batch)) continue;
    if (await takeInOfBatch(round, batch, allocated.filter(({ place }) => place.batch === batch))) onChanged();
    if (round.away()) break;
  }
  const problem = round.problem();
  return problem ? err(problem) : ok(undefined);
}

/** What people have done with a batch. */
async function takeInOfBatch(round: Round, batch: string, allocations: readonly { key: string; place: { person: string } }[]): Promise<boolean> {
  const { depot } = round.desk;
  const [sets, drafts, leads] = [await depot.list(`sets/${batch}/`), await depot.folders(`drafts/${batch}/`), await depot.folders(`decisions/${batch}/`)];
  for (const listed of [sets, drafts, leads]) if (!listed.ok) round.refuse(listed.error);
  const keys = new Map<string, PersonsKeys>();
  const of = (person: string): PersonsKeys => {
    const found = keys.get(person) ?? { person, allocations: [], sets: [], drafts: false };
    keys.set(person, found);
    return found;
  };
  for (const { key, place } of allocations) of(place.person).allocations.push(key);
  if (sets.ok) for (const { key, place } of placesOf(sets.value, "moderation-set")) of(place.person).sets.push(key);
  if (drafts.ok) for (const person of drafts.value) if (pathId.safeParse(person).success) of(person).drafts = true;
  let isNews = false;
  const people = new PQueue({ concurrency: PARALLEL_PEOPLE });
  await people.addAll([...keys.values()].map((each) => async () => void (!round.away() && (await takeInPerson(round, batch, each)) && (isNews = true))));
  // After the marks, so that nothing is decided of marks that are not here.
  if (leads.ok) for (const lead of leads.value.sort()) if (!round.away() && (await takeInDecisions(round, batch, lead))) isNews = true;
  for (const takeIn of [takeInOutcomes, takeInGroups]) if (!round.away() && (await takeIn(round, batch))) isNews = true;
  round.desk.store.media.forLead.wantLookedAt(batch);
  return isNews;
}

function placesOf<K extends DepotPlace["kind"]>(keys: readonly string[], kind: K): { key: string; place: Extract<DepotPlace, { kind: K }> }[] {
  return keys.flatMap((key) => {
    const place = parseDepotKey(key);
    return place?.kind === kind ? [{ key, place: place as Extract<DepotPlace, { kind: K }> }] : [];
  });
}
