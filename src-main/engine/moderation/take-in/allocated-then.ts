import type { Round as MarkingRound } from "../../../../src-shared/documents/allocation.ts";
import { depotKey } from "../../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../../src-shared/result.ts";
import type { Round } from "./reading.ts";

/** Candidates with the round in which they are to be marked. */
export type Allocated = ReadonlyMap<string, MarkingRound>;

/** What a person has to mark by what counts now. */
export function allocatedNow({ desk: { store } }: Round, batch: string, person: string): Allocated {
  return new Map(store.lead.allocated(batch, person).map((each) => [each.candidate, each.round]));
}

/**
 * What one revision of a person's allocation gave them to mark. Always as the depot has it: what this desk made under the same number may
 * wait to be refused, since another lead was quicker.
 */
export async function allocatedBy(round: Round, batch: string, person: string, revision: number): Promise<Result<Allocated, Problem>> {
  return candidatesIn(round, depotKey.allocation(person, batch, revision));
}

/**
 * Those of some things about candidates that are about whom a person was ever given to mark. Earlier revisions of their allocation, of
 * which `allocations` are the keys, are read only where the later ones leave somebody open; where one of these cannot be read, nobody knows.
 */
export async function aboutAllocated<T extends { candidate: string }>(round: Round, batch: string, person: string, allocations: readonly string[], things: readonly T[]): Promise<Result<T[], Problem>> {
  const ever = new Set([...allocatedNow(round, batch, person).keys(), ...round.desk.store.received.candidatesOf(batch, person)]);
  const isOpen = () => things.some((each) => !ever.has(each.candidate));
  let unread: Problem | undefined;
  for (const key of allocations) {
    if (!isOpen()) break;
    const then = await candidatesIn(round, key);
    if (then.ok) for (const candidate of then.value.keys()) ever.add(candidate);
    else unread ??= then.error;
  }
  if (unread && isOpen()) return { ok: false, error: unread };
  return ok(things.filter((each) => ever.has(each.candidate)));
}

async function candidatesIn(round: Round, key: string): Promise<Result<Allocated, Problem>> {
  const then = await round.open("allocation", key);
  return then.ok ? ok(new Map(then.value.document.candidates.map((each) => [each.candidate, each.round]))) : then;
}
