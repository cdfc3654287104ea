import type { boardCommands, boardQueries, PublishedAllocations } from "../../../../src-shared/bridge/lead/board.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import type { Handlers, Room } from "../../room.ts";
import type { Known, Revision, Why } from "../allocating/revise-allocations.ts";
import { candidatesToMove, reassign } from "../allocating/reassign.ts";
import { boardBatchView, boardView } from "../board-view.ts";
import { practiceRows } from "../practice/practice-rows.ts";

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
    "board.practice": ({ batch, person }) => withLead(({ desk }) => practiceRows(desk, batch, person)),
    "board.candidates": ({ batch, person }) => withLead(({ desk }) => candidatesToMove(desk, batch, person)),

    "board.allocate": (input) =>
      publishing(async (desk) => {
        const { allocateCandidates } = await import("../allocating/allocate-candidates.ts");
        return allocateCandidates(desk, input);
      }),
    "board.send-definitive": (input) =>
      publishing(async (desk) => {
        const { sendDefinitive } = await import("../practice/send-definitive.ts");
        return sendDefinitive(desk, input);
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
    "board.open": ({ batch, person, because, known }) =>
      publishing(async (desk) => {
        if (because.trim() === "") return err({ kind: "reason-needed" });
        const opened = { at: desk.now().toISOString(), because: because.trim() };
        return reviseOne(desk, batch, { person, change: () => ({ opened }) }, known, { what: "opened", because: opened.because });
      }),
    "board.resume": ({ batch, person, known }) => publishing((desk) => reviseOne(desk, batch, { person, change: () => ({ stopped: null }) }, known, { what: "resumed" })),
  };

  async function reviseOne(desk: Desk, batch: string, revision: Revision, known: Known, why: Why) {
    if (!desk.store.lead.allocation(batch, revision.person)) return err<Problem>({ kind: "not-allocated", person: revision.person, batch });
    const { reviseAllocations } = await import("../allocating/revise-allocations.ts");
    return reviseAllocations(desk, batch, [revision], known, why);
  }
}
