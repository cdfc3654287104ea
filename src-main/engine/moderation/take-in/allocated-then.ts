import type { Round as MarkingRound } from "../../../../src-shared/documents/allocation.ts";
import { depotKey } from "../../../../src-shared/documents/depot-keys.ts";
import type { Round } from "./reading.ts";

/** Candidates with the round in which they are to be marked. */
export type Allocated = ReadonlyMap<string, MarkingRound>;

/** What a person has to mark by what counts now. */
export function allocatedNow({ desk: { store } }: Round, batch: string, person: string): Allocated {
  return new Map(store.lead.allocated(batch, person).map((each) => [each.candidate, each.round]));
}

/** What one revision of a person's allocation gave them to mark; nothing where it cannot be read. */
export async function allocatedBy(round: Round, batch: string, person: string, revision: number): Promise<Allocated> {
  if (round.desk.store.lead.allocation(batch, person)?.revision === revision) return allocatedNow(round, batch, person);
  return candidatesIn(round, depotKey.allocation(person, batch, revision));
}

/**
 * Those of some things about candidates that are about whom a person was ever given to mark. Earlier revisions of their allocation, of
 * which `allocations` are the keys, are read only where the later ones leave somebody open.
 */
export async function aboutAllocated<T extends { candidate: string }>(round: Round, batch: string, person: string, allocations: readonly string[], things: readonly T[]): Promise<T[]> {
  const ever = new Set([...allocatedNow(round, batch, person).keys(), ...round.desk.store.received.candidatesOf(batch, person)]);
  for (const key of allocations) {
    if (round.away() || things.every((each) => ever.has(each.candidate))) break;
    for (const candidate of (await candidatesIn(round, key)).keys()) ever.add(candidate);
  }
  return things.filter((each) => ever.has(each.candidate));
}

async function candidatesIn(round: Round, key: string): Promise<Allocated> {
  const then = await round.open("allocation", key);
  return new Map(then.ok ? then.value.document.candidates.map((each) => [each.candidate, each.round]) : []);
}
