import type { SpaceView } from "../../../src-shared/bridge/space.ts";
import type { BatchSummary, HomeView, Recovery, Restoration, SubmittedSet } from "../../../src-shared/bridge/views.ts";
import type { LeadDelivery } from "../../../src-shared/bridge/lead/delivery.ts";
import type { Role } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { leadDelivery } from "../moderation/requests/delivery.ts";
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
  batches: { batch: string; campaignTitle: string; candidates: number; answers: number; assessors: number; sets: number; toSettle: number; asked: number; outcome: number | null }[];
  delivery: LeadDelivery;
}

export async function readStatus(home: string): Promise<Result<DeskStatus, Problem>> {
  const opened = openStoreToRead(home);
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const me = store.enrolment.get();
    if (!me) return err({ kind: "not-enrolled" });
    return ok({
      home,
      person: { id: me.person, name: me.name, role: me.role },
      depot: me.depotUrl,
      batches: store.work.batches().map((row) => batchSummary({ store }, row)),
      outbox: store.outbox.sets(),
      waiting: store.outbox.waitingCount(),
      recoveries: store.drafts.recoveries(),
      laterLaptopAt: store.drafts.laterLaptopAt(),
      kept: keptSafe(store),
      space: await spaceView(store),
      restored: store.restorations.unseen() ?? null,
      ...worldOf(store),
      lead: me.role === "lead" ? leadStatus(store, me.person) : null,
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

function leadStatus(store: Store, person: string): LeadStatus {
  const batches = store.lead.batches().map(({ batch, campaign, candidates, answers }) => ({
    ...{ batch, campaignTitle: store.work.campaign(campaign).title, candidates, answers },
    assessors: store.lead.allocations(batch).length,
    sets: store.received.sets(batch).filter((set) => set.newest).length,
    ...store.lead.toDo(batch),
    outcome: store.outcomes.of(batch).at(-1)?.revision ?? null,
  }));
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
