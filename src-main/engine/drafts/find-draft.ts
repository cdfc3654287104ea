import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { DraftDocument } from "../../../src-shared/documents/draft.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { MAX_DOCUMENT_BYTES, openDocument, type Trust } from "../documents/documents.ts";

/** The numbers under which a depot has drafts of this person's work on a batch, newest first. */
export async function draftNumbers(depot: Depot, batch: string, person: string): Promise<Result<number[], Problem>> {
  const keys = await depot.list(`drafts/${batch}/${person}/`);
  if (!keys.ok) return keys;
  const numbers = keys.value.flatMap((key) => {
    const place = parseDepotKey(key);
    return place?.kind === "draft" && place.batch === batch && place.person === person ? [place.number] : [];
  });
  return ok(numbers.sort((a, b) => b - a));
}

/** A draft that is believed, with the bytes it was opened from. */
export interface FoundDraft {
  key: string;
  bytes: Uint8Array;
  document: DraftDocument;
}

/**
 * The newest of these drafts that can be believed, opened, and suits. Those sealed for other laptops are passed over; what
 * was wrong with a newer one that should have opened is told besides. Fails only where the depot is away.
 */
export async function newestDraft(
  { depot, trust, identities }: { depot: Depot; trust: Trust; identities: readonly string[] },
  { batch, person, numbers }: { batch: string; person: string; numbers: readonly number[] },
  suits: (draft: DraftDocument) => boolean = () => true,
): Promise<Result<{ found: FoundDraft | undefined; passedOver: Problem | undefined }, Problem>> {
  let passedOver: Problem | undefined;
  for (const number of numbers) {
    const key = depotKey.draft(batch, person, number);
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    const opened = bytes.ok ? await openDocument("draft", key, bytes.value, trust, identities) : bytes;
    if (opened.ok && bytes.ok) {
      if (suits(opened.value)) return ok({ found: { key, bytes: bytes.value, document: opened.value }, passedOver });
      continue;
    }
    if (opened.ok) continue;
    if (isDepotAway(opened.error)) return opened;
    if (opened.error.kind !== "document-not-for-you") passedOver ??= opened.error;
  }
  return ok({ found: undefined, passedOver });
}
