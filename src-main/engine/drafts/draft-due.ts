import type { DraftRow } from "../store/draft-store.ts";

/** How long a change may wait for its draft: short against a day's work, long against typing. */
export const DRAFT_EVERY_MS = 5 * 60_000;

/**
 * Whether a batch's draft is to be written now. What presses (a submission, a withdrawal, somebody who asks) goes up at once, and so does
 * the first draft. A clock that was put back does not keep a draft from being written.
 */
export function isDraftDue({ changes, pressing, uploadedChanges, uploadedAt }: Pick<DraftRow, "changes" | "pressing" | "uploadedChanges" | "uploadedAt">, now: Date): boolean {
  if (changes === uploadedChanges) return false;
  if (uploadedAt === null || pressing > uploadedChanges) return true;
  const passedMs = now.getTime() - Date.parse(uploadedAt);
  return passedMs >= DRAFT_EVERY_MS || passedMs < 0;
}
