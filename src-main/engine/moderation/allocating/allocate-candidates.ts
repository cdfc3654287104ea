import type { Input, Output } from "../../../../src-shared/bridge/contract.ts";
import { grouped } from "../../../../src-shared/grouped.ts";
import { orderName } from "../../../../src-shared/moderation/allocate.ts";
import { placeAmong } from "../../../../src-shared/moderation/lots.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { planAllocation } from "./plan-allocation.ts";
import { reviseAllocations, type Revision } from "./revise-allocations.ts";

/** Draws who marks whom, and publishes it; refused where that is not what was seen, such as after somebody withdrew or another definitive mark was recorded. */
export async function allocateCandidates(desk: Desk, { due, known, seen, ...asked }: Input<"board.allocate">): Promise<Result<Output<"board.allocate">, Problem>> {
  const planned = planAllocation(desk, asked);
  if (!planned.ok) return planned;
  const { plan, added, released, lot } = planned.value;
  if (added.length === 0) return err({ kind: "allocation-unchanged", batch: asked.batch });
  if (plan.digest !== seen) return err({ kind: "plan-changed", batch: asked.batch });
  const [more, fewer] = [grouped(added, (pair) => pair.assessor), grouped(released, (pair) => pair.assessor)];
  const revisions = plan.known.map(({ person }): Revision => {
    const gone = new Set(fewer.get(person)?.map((pair) => pair.candidate));
    const gained = (more.get(person) ?? []).map(({ candidate }) => ({ candidate, round: asked.round, due }));
    return {
      person,
      change({ candidates }) {
        const kept = candidates.filter((each) => !gone.has(each.candidate));
        if (asked.round === "standardisation") return { candidates: [...kept, ...gained] };
        const practised = kept.filter((each) => each.round === "standardisation");
        const live = kept.filter((each) => each.round === "live");
        return { candidates: [...practised, ...placeAmong(live, gained, ({ candidate }) => lot(orderName({ assessor: person, candidate })))] };
      },
    };
  });
  return reviseAllocations(desk, asked.batch, revisions, known, { what: "allocated", seed: plan.seed, round: asked.round, assessors: asked.assessors });
}
