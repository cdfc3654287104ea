import type { SpaceView } from "../../../src-shared/bridge/space.ts";
import type { BatchSummary, HomeView, Recovery, Restoration, SubmittedSet } from "../../../src-shared/bridge/views.ts";
import type { BoardAssessor, BoardNext } from "../../../src-shared/bridge/lead/board.ts";
import type { LeadDelivery } from "../../../src-shared/bridge/lead/delivery.ts";
import type { Role } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { boardBatchView } from "../moderation/board-view.ts";
import { leadDelivery } from "../moderation/requests/delivery.ts";
import { orderOf } from "../marking/marking.ts";
import { openStore } from "../store/open-store.ts";
import { openStoreToRead } from "../store/open-store-to-read.ts";
import type { Store } from "../store/store.ts";
import { problemOfFault } from "../store/store-problem.ts";
import { batchSummary, keptSafe } from "./home-view.ts";
import { spaceView } from "./space-view.ts";

/** What a data folder holds, read without taking it: also while a window has it open. */
export interface DeskStatus {
  home: string;
  person: { id: string; name: string; role: Role };
  depot: string;
  batches: BatchSummary[];
  /** What is not fully marked, in the order of work; nothing of a batch that is submitted or stopped. */
  toMark: { batch: string; candidate: string; questions: string[] }[];
  outbox: SubmittedSet[];
  /** Documents that still have to be delivered, the laptop's own key included. */
  waiting: number;
  recoveries: Recovery[];
  laterLaptopAt: string | null;
  kept: Omit<HomeView["kept"], "protection" | "backupProblem">;
  space: SpaceView;
  /** Set until somebody has read about it in the window. */
  restored: Restoration | null;
  /** When the depot was last reached, and what has been wrong since when; `problem` is null while all is well. */
  network: { lastSuccessAt: string | null; problem: Problem | null; problemSince: string | null; attempts: number };
  fetching: { paused: boolean; bandwidthLimit: number | null };
  /** Null on an assessor's desk. */
  lead: LeadStatus | null;
}

/** What a lead's desk has taken in, what is to be done, and what waits to go out. */
export interface LeadStatus {
  batches: { batch: string; campaignTitle: string; candidates: number; answers: number; assessors: number; sets: number; toSettle: number; asked: number; outcome: number | null; next: BoardNext; people: BoardAssessor[] }[];
  delivery: LeadDelivery;
}

export async function readStatus(home: string, now: () => Date): Promise<Result<DeskStatus, Problem>> {
  const opened = openStoreToRead(home);
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const me = store.enrolment.get();
    if (!me) return err({ kind: "not-enrolled" });
    const batches = store.work.batches().map((row) => batchSummary({ store }, row));
    return ok({
      home,
      person: { id: me.person, name: me.name, role: me.role },
      depot: me.depotUrl,
      batches,
      toMark: batches.flatMap((each) => toMark(store, each)),
      outbox: store.outbox.sets(),
      waiting: store.outbox.waitingCount(),
      recoveries: store.drafts.recoveries(),
      laterLaptopAt: store.drafts.laterLaptopAt(),
      kept: keptSafe(store),
      space: await spaceView(store),
      restored: store.restorations.unseen() ?? null,
      ...worldOf(store),
      lead: me.role === "lead" ? leadStatus(store, me.person, now) : null,
    });
  } catch (error) {
    const problem = problemOfFault(error, home);
    if (problem.kind === "engine-fault") throw error;
    return err(problem);
  } finally {
    store.close();
  }
}

/** What this status told of marks and databases that came back was read: it is told no more. Takes the data folder for a moment. */
export function putNoticesAway({ home, recoveries }: DeskStatus, now: Date): Result<void, Problem> {
  const opened = openStore(home, now);
  if (!opened.ok) return opened;
  const { drafts, restorations, transaction, close } = opened.value;
  try {
    transaction(() => {
      drafts.markRead(recoveries.at(-1)?.id ?? 0, now);
      restorations.markSeen(now);
    });
    return ok(undefined);
  } finally {
    close();
  }
}

function toMark(store: Store, { batch, state, answers }: BatchSummary): DeskStatus["toMark"] {
  if (state === "submitted" || state === "stopped") return [];
  const open = store.queue.toDo(batch, orderOf({ store }, batch).order, answers.total);
  return [...grouped(open, (each) => each.candidate)].map(([candidate, theirs]) => ({ batch, candidate, questions: theirs.map((each) => each.question) }));
}

function leadStatus(store: Store, person: string, now: () => Date): LeadStatus {
  const batches = store.lead.batches().map(({ batch, campaign, candidates, answers }) => {
    const board = boardBatchView({ store, now }, batch);
    if (!board.ok) throw new Error(`The batch ${batch} is listed and cannot be looked at.`);
    return {
      ...{ batch, campaignTitle: store.work.campaign(campaign).title, candidates, answers, next: board.value.batch.next, people: board.value.assessors },
      assessors: store.lead.allocations(batch).length,
      sets: store.received.sets(batch).filter((set) => set.newest).length,
      ...store.lead.toDo(batch),
      outcome: store.outcomes.of(batch).at(-1)?.revision ?? null,
    };
  });
  return { batches, delivery: leadDelivery(store, person) };
}

function worldOf(store: Store): Pick<DeskStatus, "network" | "fetching"> {
  const { lastSuccessAt, trouble } = store.syncMemory.get();
  const { fetchingPaused, bandwidthLimit } = store.preferences.get();
  return {
    network: { lastSuccessAt, problem: trouble?.problem ?? null, problemSince: trouble?.since ?? null, attempts: trouble?.attempts ?? 0 },
    fetching: { paused: fetchingPaused, bandwidthLimit },
  };
}
