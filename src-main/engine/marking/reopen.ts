import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { stoppedProblem } from "./marking.ts";
import { wantRecordingsAgain } from "../retention/remove-recordings.ts";

/** Lets a submitted batch be changed. The reason is kept and goes into the next revision. */
export function reopenSet(desk: Desk, batch: string, reason: string): Result<Record<string, never>, Problem> {
  if (!desk.store.work.batch(batch)) return err({ kind: "batch-not-found", batch });
  if (reason.trim() === "") return err({ kind: "reason-needed" });
  if (desk.store.outbox.setsOf(batch).length === 0) return err({ kind: "set-not-submitted", batch });
  const stopped = stoppedProblem(desk, batch);
  if (stopped) return err(stopped);
  const at = desk.now();
  desk.store.transaction(() => {
    // What is to be changed is to be looked at again.
    if (desk.store.media.removalOf(batch)) wantRecordingsAgain(desk, batch);
    desk.store.work.setReopened(batch, reason.trim(), at);
    desk.store.audit.append({ at, who: desk.me.person, what: "reopened", subject: batch, to: { reason: reason.trim() } });
  });
  return ok({});
}
