import type { Input, Output } from "../../../../src-shared/bridge/contract.ts";
import { orderName } from "../../../../src-shared/moderation/allocate.ts";
import { placeAmong } from "../../../../src-shared/moderation/lots.ts";
import type { Round } from "../../../../src-shared/documents/allocation.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { lotOf } from "./lot-of.ts";
import type { Revision } from "./revise-allocations.ts";

/** What somebody marks, and what of it is handed in or known to them. */
export function candidatesToMove({ store }: Pick<Desk, "store">, batch: string, person: string): Result<Output<"board.candidates">, Problem> {
  const allocation = store.lead.allocation(batch, person);
  if (!allocation) return err({ kind: "not-allocated", person, batch });
  const withdrawn = new Set(store.received.withdrawals(batch).flatMap((each) => (each.person === person ? [each.candidate] : [])));
  const handedIn = new Set(store.received.candidatesOf(batch, person).filter((candidate) => !withdrawn.has(candidate)));
  const candidates = store.lead.allocated(batch, person).map(({ candidate, round }) => ({ candidate, round, handedIn: handedIn.has(candidate), withdrawn: withdrawn.has(candidate) }));
  return ok({ revision: allocation.revision, candidates });
}

/** Takes candidates from somebody, for somebody else or for nobody: those who are named, or all live ones. Marks that were made of them stay and count. */
export async function reassign(desk: Desk, { batch, from, to, candidates: asked, handedIn, known }: Input<"board.reassign">): Promise<Result<Output<"board.reassign">, Problem>> {
  const { store } = desk;
  const theirs = candidatesToMove(desk, batch, from);
  if (!theirs.ok) return theirs;
  const all = theirs.value.candidates;
  const missing = asked?.find((candidate) => !all.some((each) => each.candidate === candidate));
  if (missing !== undefined) return err({ kind: "input-invalid", reason: `${missing} is not allocated to ${from}.` });
  const chosen = asked ? all.filter((each) => asked.includes(each.candidate)) : all.filter((each) => each.round === "live" && (handedIn || !each.handedIn));
  const done = chosen.flatMap((each) => (each.handedIn ? [each.candidate] : []));
  if (done.length > 0 && !handedIn) return err({ kind: "marks-handed-in", person: from, candidates: done.length, first: done.slice(0, 5) });
  const refused = to === null ? ok(new Set<string>()) : cannotTake(desk, batch, to, from);
  if (!refused.ok) return refused;
  const practised = new Set(store.lead.everPractised(batch).flatMap((each) => (each.person === to ? [each.candidate] : [])));
  const canTake = ({ candidate, round }: (typeof chosen)[number]) => !refused.value.has(candidate) && (round !== "live" || !practised.has(candidate));
  const clash = asked && chosen.find((each) => !canTake(each));
  if (clash) return err({ kind: "input-invalid", reason: `${to} marks ${clash.candidate} already, practised on them, or withdrew from them.` });
  const moved = new Set(chosen.filter(canTake).map((each) => each.candidate));
  if (moved.size === 0) return err({ kind: "allocation-unchanged", batch });
  const kept = new Map(store.lead.allocated(batch, from).map((each) => [each.candidate, each]));
  const revisions: Revision[] = [{ person: from, change: (now) => ({ candidates: now.candidates.filter((each) => !moved.has(each.candidate)) }) }];
  if (to !== null) {
    const gained = [...moved].map((candidate) => ({ candidate, round: kept.get(candidate)!.round, due: kept.get(candidate)!.due }));
    const [lot, of] = [lotOf(batch), (round: Round) => (each: { round: Round }) => each.round === round];
    revisions.push({
      person: to,
      change({ candidates }) {
        const live = placeAmong(candidates.filter(of("live")), gained.filter(of("live")), ({ candidate }) => lot(orderName({ assessor: to, candidate })));
        return { candidates: [...candidates.filter(of("standardisation")), ...gained.filter(of("standardisation")), ...live] };
      },
    });
  }
  const { reviseAllocations } = await import("./revise-allocations.ts");
  const published = await reviseAllocations(desk, batch, revisions, known, { what: "reassigned", from, to, moved: [...moved] });
  return published.ok ? ok({ ...published.value, moved: moved.size }) : published;
}

/** Candidates whom somebody marks already, or knows. */
function cannotTake({ store }: Pick<Desk, "store">, batch: string, to: string, from: string): Result<Set<string>, Problem> {
  if (to === from) return err({ kind: "input-invalid", reason: `${to} has them already.` });
  if (store.lead.allocation(batch, to)?.stoppedAt != null) return err({ kind: "input-invalid", reason: `The marking of ${to} is stopped.` });
  const withdrawn = store.received.withdrawals(batch).flatMap((each) => (each.person === to ? [each.candidate] : []));
  return ok(new Set([...store.lead.allocated(batch, to).map((each) => each.candidate), ...withdrawn]));
}
