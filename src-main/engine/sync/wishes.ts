import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { wantRecordingsAgain } from "../retention/remove-recordings.ts";
import { isInVault } from "../vault/vault.ts";

/** Somebody wants a batch's recordings before all others. Remembered until they are here. */
export function wishForBatch({ store, now }: Desk, batch: string): Result<Record<string, never>, Problem> {
  if (!store.work.batch(batch)) return err({ kind: "batch-not-found", batch });
  store.media.wishBatch(batch, now());
  return ok({});
}

/**
 * Somebody waits for this answer's recording: an assessor's own, or any of a lead's. A file that was taken away since it came is missed here at
 * the latest; one that was removed on a lead's laptop comes again.
 */
export async function wishForAnswer(desk: Desk, answerId: number): Promise<Result<Record<string, never>, Problem>> {
  const { store, now } = desk;
  const leadAnswer = store.lead.answer(answerId);
  if (leadAnswer) {
    if (store.media.forLead.isRemoved(leadAnswer.batch)) wantRecordingsAgain(desk, leadAnswer.batch);
    store.media.forLead.wantOne(answerId);
  }
  const answer = leadAnswer ?? store.work.answer(answerId);
  const recording = answer && store.media.get(answer.recording);
  if (!recording) return err({ kind: "answer-not-found" });
  if (recording.state === "here" && !(await isInVault(store.home, recording))) store.media.setState(recording.object, "wanted", now());
  store.media.wish(answerId, now());
  return ok({});
}
