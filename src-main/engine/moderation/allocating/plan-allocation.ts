import { createHash } from "node:crypto";
import type { AllocationPlan, AllocationRequest } from "../../../../src-shared/bridge/lead/board.ts";
import { grouped } from "../../../../src-shared/grouped.ts";
import { allocate } from "../../../../src-shared/moderation/allocate.ts";
import type { Lot } from "../../../../src-shared/moderation/lots.ts";
import { drawSeeds } from "../../../../src-shared/moderation/seeds.ts";
import type { Pair } from "../../../../src-shared/moderation/drawing.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import type { LeadBatchRow } from "../../store/lead-store.ts";
import type { Store } from "../../store/store.ts";
import { lotOf } from "./lot-of.ts";

/** What allocating would come to: for people to look at, and whom each would get. */
export interface Planned {
  plan: AllocationPlan;
  added: Pair[];
  /** Whom somebody was to mark and does not, now that somebody else is there: it leaves their allocation. */
  released: Pair[];
  lot: Lot;
}

/** Draws who would mark whom, beside what is allocated already. */
export function planAllocation({ store }: Pick<Desk, "store">, { batch, assessors, round, seed: given, candidates }: AllocationRequest): Result<Planned, Problem> {
  const row = store.lead.batch(batch);
  if (!row) return err({ kind: "batch-unknown", batch });
  const stranger = assessors.find((person) => !store.enrolment.person(person));
  if (stranger !== undefined) return err({ kind: "person-not-invited", person: stranger });
  const stopped = store.lead.allocations(batch).find((each) => each.stopped && assessors.includes(each.person));
  if (stopped) return err({ kind: "input-invalid", reason: `The marking of ${stopped.person} is stopped; let them go on first, or leave them out.` });
  const seed = given.trim() === "" ? batch : given.trim();
  const people = [...new Set(assessors)];
  return round === "live" ? ok(planLive(store, row, people, seed)) : planPractice(store, row, people, seed, candidates);
}

function planLive(store: Store, { batch, campaign }: LeadBatchRow, assessors: readonly string[], seed: string): Planned {
  const allocated = store.lead.allocated(batch);
  const practised = new Set(allocated.flatMap((each) => (each.round === "standardisation" ? [each.candidate] : [])));
  const open = store.board.candidates(batch).filter((each) => !practised.has(each.candidate));
  const defined = allDefined(store, batch);
  const [seeds, candidates] = [open.filter((each) => defined.has(each.candidate)), open.filter((each) => !defined.has(each.candidate))];
  const withdrawn = withdrawnPairs(store, batch);
  // Whoever practised on somebody has seen, or may have, what leads agreed on.
  const barred = [...withdrawn, ...store.lead.everPractised(batch).map(({ candidate, person }) => ({ candidate, assessor: person }))];
  const isLost = new Set([...withdrawn, ...stoppedPairs(store, batch)].map(nameOf));
  const pairs = allocated.flatMap(({ candidate, person, round }) => (round === "live" ? [{ candidate, assessor: person }] : []));
  const [kept, lost] = [pairs.filter((pair) => !isLost.has(nameOf(pair))), pairs.filter((pair) => isLost.has(nameOf(pair)))];
  const { rules } = store.work.campaign(campaign);
  const lot = lotOf(seed);
  const { added, doubles, short } = allocate({ candidates, assessors, rules, kept, lost, barred, lot });
  const replaced = new Set(added.map((pair) => pair.candidate));
  const hidden = drawSeeds({ candidates: seeds, assessors, wanted: rules.seeds, kept, barred: [...barred, ...lost], lot });
  const drawn = { seed, assessors, kept, added: [...added, ...hidden.added], released: lost.filter((pair) => replaced.has(pair.candidate)), doubles, short };
  return planned(store, batch, { ...drawn, seedsLeftOut: 0, seeds: { candidates: new Set(seeds.map((each) => each.candidate)), wanted: rules.seeds, answers: hidden.answers } });
}

/** Candidates all of whose answers have a definitive mark. */
function allDefined(store: Store, batch: string): Set<string> {
  const defined = grouped(store.definitive.standing(batch), (each) => each.candidate);
  return new Set(store.board.candidates(batch).flatMap(({ candidate, answers }) => (defined.get(candidate)?.length === answers ? [candidate] : [])));
}

/** Everybody practises on the same candidates: those who are named, or those of the batch whom nobody marks live and who are no seeds. */
function planPractice(store: Store, { batch }: LeadBatchRow, assessors: readonly string[], seed: string, named?: readonly string[]): Result<Planned, Problem> {
  const allocated = store.lead.allocated(batch);
  const live = new Set(allocated.flatMap((each) => (each.round === "live" ? [each.candidate] : [])));
  const kept = allocated.map(({ candidate, person }) => ({ candidate, assessor: person }));
  const has = new Set([...kept, ...withdrawnPairs(store, batch)].map(nameOf));
  const packed = store.lead.candidatesOf(batch);
  const stranger = named?.find((candidate) => !packed.includes(candidate));
  if (stranger !== undefined) return err({ kind: "candidate-not-found", candidate: stranger, batch });
  const marked = named?.find((candidate) => live.has(candidate));
  if (marked !== undefined) return err({ kind: "input-invalid", reason: `${marked} is marked live, so nobody can practise on them.` });
  const practised = new Set(store.lead.everPractised(batch).map((each) => each.candidate));
  const defined = allDefined(store, batch);
  const open = packed.filter((candidate) => (named ? named.includes(candidate) : !live.has(candidate)));
  // Whoever is prepared as a seed would be none any more.
  const candidates = named ? open : open.filter((candidate) => practised.has(candidate) || !defined.has(candidate));
  if (candidates.length === 0) return err({ kind: "input-invalid", reason: `Every candidate of ${batch} is marked live or prepared as a seed, so nobody is left to practise on.` });
  const added = assessors.flatMap((assessor) => candidates.map((candidate) => ({ candidate, assessor })).filter((pair) => !has.has(nameOf(pair))));
  const seeds = { candidates: new Set<string>(), wanted: 0, answers: new Map<string, number>() };
  return ok(planned(store, batch, { seed, assessors, kept, added, released: [], doubles: assessors.length > 1 ? candidates : [], short: [], seeds, seedsLeftOut: open.length - candidates.length }));
}

function withdrawnPairs(store: Store, batch: string): Pair[] {
  return store.received.withdrawals(batch).map(({ candidate, person }) => ({ candidate, assessor: person }));
}

/** Of those who are stopped: what they have handed in nothing of. */
function stoppedPairs(store: Store, batch: string): Pair[] {
  return store.lead.allocations(batch).flatMap(({ person, stopped }) => {
    if (!stopped) return [];
    const handedIn = new Set(store.received.candidatesOf(batch, person));
    return store.lead.allocated(batch, person).flatMap(({ candidate }) => (handedIn.has(candidate) ? [] : [{ candidate, assessor: person }]));
  });
}

interface Drawn extends Pick<AllocationPlan, "seed" | "short" | "seedsLeftOut"> {
  assessors: readonly string[];
  kept: readonly Pair[];
  added: Pair[];
  released: Pair[];
  doubles: readonly string[];
  /** Seed candidates; how many of their answers each is to have, and has. */
  seeds: { candidates: ReadonlySet<string>; wanted: number; answers: ReadonlyMap<string, number> };
}

function planned(store: Store, batch: string, drawn: Drawn): Planned {
  const { added, released } = drawn;
  const changed = new Set([...added, ...released].map((pair) => pair.assessor));
  const known = [...changed].sort().map((person) => ({ person, revision: revisionOf(store, batch, person) }));
  return { added, released, lot: lotOf(drawn.seed), plan: { ...planOf(store, batch, drawn), known, released: released.length, digest: digestOf(drawn) } };
}

/** Names who would get whom, and who of them are seeds. */
function digestOf({ added, released, seeds }: Drawn): string {
  const names = (pairs: readonly Pair[]) => pairs.map(nameOf).sort();
  return createHash("sha256").update(JSON.stringify([names(added), names(released), [...seeds.candidates].sort()])).digest("hex");
}

function revisionOf({ lead }: Store, batch: string, person: string): number {
  return lead.allocation(batch, person)?.revision ?? 0;
}

function planOf(store: Store, batch: string, { seed, assessors, kept, added, doubles, short, seeds, seedsLeftOut }: Drawn): Omit<AllocationPlan, "known" | "released" | "digest"> {
  const answers = new Map(store.board.candidates(batch).map((each) => [each.candidate, each.answers]));
  const isDouble = new Set(doubles);
  const keptOf = grouped(kept, (pair) => pair.assessor);
  const addedOf = grouped(added, (pair) => pair.assessor);
  return {
    seed,
    assessors: assessors.toSorted().map((person) => {
      const more = addedOf.get(person) ?? [];
      return {
        person,
        name: store.enrolment.person(person)?.name ?? "",
        before: keptOf.get(person)?.length ?? 0,
        added: more.length,
        addedAnswers: more.reduce((sum, pair) => sum + (answers.get(pair.candidate) ?? 0), 0),
        doubles: more.filter((pair) => isDouble.has(pair.candidate)).length,
        seeds: seeds.answers.get(person) ?? 0,
      };
    }),
    seedsWanted: seeds.wanted,
    seedsLeftOut,
    doubles: doubles.length,
    added: added.length,
    short: short.slice(0, 100),
    // Everybody may have the same seeds: that says nothing of how the others are shared out.
    together: together([...kept, ...added].filter((pair) => !seeds.candidates.has(pair.candidate)), assessors),
  };
}

/** How many candidates any two of them mark together, at least and at most. */
function together(pairs: readonly Pair[], assessors: readonly string[]): AllocationPlan["together"] {
  const placeOf = new Map(assessors.map((each, index) => [each, index]));
  const counts = new Uint32Array(assessors.length ** 2);
  let isAny = false;
  for (const group of grouped(pairs, (pair) => pair.candidate).values()) {
    const places = group.flatMap(({ assessor }) => placeOf.get(assessor) ?? []).sort((a, b) => a - b);
    for (const [index, one] of places.entries())
      for (const other of places.slice(index + 1)) {
        counts[one * assessors.length + other]! += 1;
        isAny = true;
      }
  }
  if (!isAny) return null;
  const ofTwo = assessors.flatMap((_, one) => assessors.flatMap((__, other) => (other > one ? [counts[one * assessors.length + other]!] : [])));
  return { least: ofTwo.reduce((a, b) => Math.min(a, b)), most: ofTwo.reduce((a, b) => Math.max(a, b)) };
}

function nameOf({ candidate, assessor }: Pair): string {
  return JSON.stringify([candidate, assessor]);
}
