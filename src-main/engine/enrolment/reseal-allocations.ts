import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import { depotKey, parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import type { LeadKeyFile } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { writeSealed } from "../documents/documents.ts";
import type { People } from "../documents/trust.ts";
import { newestDocument, publish } from "../packing/newest-document.ts";

/** One person's allocations, opened, ready to be sealed again. */
export interface Resealing {
  allocations: { document: AllocationDocument; revision: number }[];
  /** Revisions that could not be believed. */
  ignored: Problem[];
}

/** Opens a person's newest allocation of each batch. Done before anything is published, so that what fails, fails early. */
export async function prepareResealing(
  { depot, people, leadKey, person }: { depot: Depot; people: People; leadKey: LeadKeyFile; person: string },
): Promise<Result<Resealing, Problem>> {
  const keys = await depot.list(`allocations/${person}/`);
  if (!keys.ok) return keys;
  const batches = new Set<string>();
  for (const key of keys.value) {
    const place = parseDepotKey(key);
    if (place?.kind === "allocation") batches.add(place.batch);
  }
  const resealing: Resealing = { allocations: [], ignored: [] };
  for (const batch of batches) {
    const revisions = keys.value.filter((key) => key.startsWith(`allocations/${person}/${batch}/`));
    const newest = await newestDocument("allocation", revisions, depot, people.trust, [leadKey.identity]);
    if (!newest.ok) return newest;
    const { document, nextRevision, ignored } = newest.value;
    if (document) resealing.allocations.push({ document, revision: nextRevision });
    resealing.ignored.push(...ignored);
  }
  return ok(resealing);
}

/** Publishes each allocation as its next revision, sealed for `recipients`. */
export async function publishResealed(
  { allocations }: Resealing,
  recipients: readonly string[],
  { depot, leadKey, now, software, person }: { depot: Depot; leadKey: LeadKeyFile; now: () => Date; software: string; person: string },
): Promise<Result<{ batch: string; revision: number }[], Problem>> {
  const published: { batch: string; revision: number }[] = [];
  for (const { document, revision } of allocations) {
    const key = depotKey.allocation(person, document.batch, revision);
    const next = { ...document, revision, place: placeOf(key), author: leadKey.person, writtenAt: now().toISOString(), software };
    const outcome = await publish(depot, key, await writeSealed("allocation", next, recipients, leadKey.signingKey));
    if (!outcome.ok) return outcome;
    published.push({ batch: document.batch, revision });
  }
  return ok(published);
}
