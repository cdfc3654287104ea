import type { boardCommands, boardQueries, PublishedAllocations } from "../../../../src-shared/bridge/lead/board.ts";
import { grouped } from "../../../../src-shared/grouped.ts";
import type { Pair } from "../../../../src-shared/moderation/drawing.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import type { Handlers, Room } from "../../room.ts";
import type { Known, Revision, Why } from "../allocating/revise-allocations.ts";
import { candidatesToMove, reassign } from "../allocating/reassign.ts";
import { boardBatchView, boardView } from "../board-view.ts";

type BoardRequest = keyof typeof boardQueries | keyof typeof boardCommands;

/** The board, and the commands that change who marks whom. Sealing is loaded when something is to be sealed. */
export function boardRequests({ withLead, changed, byItself }: Room): Handlers<BoardRequest> {
  /** A new revision goes out as soon as it can. */
  function publishing<T extends PublishedAllocations>(act: (desk: Desk) => Promise<Result<T, Problem>>) {
    return withLead<T>(async ({ desk, sync }) => {
      const published = await act(desk);
      if (!published.ok) return published;
      changed("lead");
      if (byItself) sync.soon();
      return published;
    });
  }

  return {
    "board.view": () => withLead(({ desk }) => ok(boardView(desk))),
    "board.batch": ({ batch }) => withLead(({ desk }) => boardBatchView(desk, batch)),
    "board.plan": (asked) =>
      withLead(async ({ desk }) => {
        const { planAllocation } = await import("../allocating/plan-allocation.ts");
        const planned = planAllocation(desk, asked);
        return planned.ok ? ok(planned.value.plan) : planned;
      }),
    "board.candidates": ({ batch, person }) => withLead(({ desk }) => candidatesToMove(desk, batch, person)),

    "board.allocate": ({ due, known, ...asked }) =>
      publishing(async (desk) => {
        const { planAllocation } = await import("../allocating/plan-allocation.ts");
        const planned = planAllocation(desk, asked);
        if (!planned.ok) return planned;
        const { plan, added, released } = planned.value;
        if (added.length === 0) return err({ kind: "allocation-unchanged", batch: asked.batch });
        const [more, fewer] = [added, released].map((pairs) => grouped(pairs, (pair) => pair.assessor)) as [Map<string, Pair[]>, Map<string, Pair[]>];
        const revisions = plan.known.map(({ person }): Revision => {
          const gone = new Set(fewer.get(person)?.map((pair) => pair.candidate));
          const gained = (more.get(person) ?? []).map(({ candidate }) => ({ candidate, round: asked.round, due }));
          return { person, change: ({ candidates }) => ({ candidates: [...candidates.filter((each) => !gone.has(each.candidate)), ...gained] }) };
        });
        const { reviseAllocations } = await import("../allocating/revise-allocations.ts");
        return reviseAllocations(desk, asked.batch, revisions, known, { what: "allocated", seed: plan.seed, round: asked.round, assessors: asked.assessors });
      }),
    "board.reassign": (input) => publishing((desk) => reassign(desk, input)),
    "board.extend": ({ batch, people, due, known }) =>
      publishing(async (desk) => {
        const missing = people.find((person) => !desk.store.lead.allocation(batch, person));
        if (missing !== undefined) return err({ kind: "not-allocated", person: missing, batch });
        const revisions = people.map((person): Revision => ({ person, change: ({ candidates }) => ({ candidates: candidates.map((each) => ({ ...each, due })) }) }));
        const { reviseAllocations } = await import("../allocating/revise-allocations.ts");
        return reviseAllocations(desk, batch, revisions, known, { what: "due-changed", due });
      }),
    "board.stop": ({ batch, person, because, known }) =>
      publishing(async (desk) => {
        if (because.trim() === "") return err({ kind: "reason-needed" });
        const stopped = { at: desk.now().toISOString(), because: because.trim() };
        return reviseOne(desk, batch, { person, change: () => ({ stopped }) }, known, { what: "stopped", because: stopped.because });
      }),
    "board.resume": ({ batch, person, known }) => publishing((desk) => reviseOne(desk, batch, { person, change: () => ({ stopped: null }) }, known, { what: "resumed" })),
  };

  async function reviseOne(desk: Desk, batch: string, revision: Revision, known: Known, why: Why) {
    if (!desk.store.lead.allocation(batch, revision.person)) return err<Problem>({ kind: "not-allocated", person: revision.person, batch });
    const { reviseAllocations } = await import("../allocating/revise-allocations.ts");
    return reviseAllocations(desk, batch, [revision], known, why);
  }
}
