import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { isInVault } from "../vault/vault.ts";

/** Somebody wants a batch's recordings before all others. Remembered until they are here. */
export function wishForBatch({ store, now }: Desk, batch: string): Result<Record<string, never>, Problem> {
  if (!store.work.batch(batch)) return err({ kind: "batch-not-found", batch });
  store.media.wishBatch(batch, now());
  return ok({});
}

/** Somebody waits for this answer's recording. A file that was taken away since it came is missed here at the latest. */
export async function wishForAnswer({ store, now }: Desk, answerId: number): Promise<Result<Record<string, never>, Problem>> {
  const answer = store.work.answer(answerId);
  const recording = answer && store.media.get(answer.recording);
  if (!recording) return err({ kind: "answer-not-found" });
  if (recording.state === "here" && !(await isInVault(store.home, recording))) store.media.setState(recording.object, "wanted", now());
  store.media.wish(answerId, now());
  return ok({});
}
