import type { BatchSummary, HomeView, Recovery, SubmittedSet } from "../../../src-shared/bridge/views.ts";
import type { Role } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { openStoreToRead } from "../store/store.ts";
import { batchSummary, keptSafe } from "./home-view.ts";

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
  kept: Omit<HomeView["kept"], "protection">;
}

export function readStatus(home: string): Result<DeskStatus, Problem> {
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
    });
  } finally {
    store.close();
  }
}
