import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { recoverFromDepot } from "./recover.ts";
import { uploadDrafts } from "./upload-drafts.ts";

/**
 * Keeps marks and depot in step: what this desk lacks comes back first, then what it has goes up. `onChanged` is told
 * whether marks came back (`documents`) or only drafts went up (`outbox`).
 */
export async function keepDrafts(desk: Desk, onChanged: (what: "documents" | "outbox") => void): Promise<Result<unknown, Problem>> {
  const before = desk.store.drafts.recoveries().length;
  const recovered = await recoverFromDepot(desk);
  if (desk.store.drafts.recoveries().length !== before) onChanged("documents");
  if (!recovered.ok && isDepotAway(recovered.error)) return recovered;
  const uploaded = await uploadDrafts(desk);
  if (!uploaded.ok || uploaded.value.uploaded > 0) onChanged("outbox");
  return recovered.ok ? uploaded : recovered;
}
