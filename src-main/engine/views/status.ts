import type { BatchSummary, HomeView, Restoration, SpaceView, SubmittedSet } from "../../../src-shared/bridge/views.ts";
import type { Role } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { openStoreToRead } from "../store/store.ts";
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
  kept: Omit<HomeView["kept"], "protection" | "backupProblem">;
  space: SpaceView;
  /** Set until somebody has read about it in the window. */
  restored: Restoration | null;
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
      kept: keptSafe(store),
      space: await spaceView(store),
      restored: store.restorations.unseen() ?? null,
    });
  } finally {
    store.close();
  }
}
