import { createHash } from "node:crypto";
import { parseDepotKey, type DepotPlace } from "../../../src-shared/documents/depot-keys.ts";
import { readJws } from "../documents/sealing.ts";
import { trustLeads } from "../documents/trust.ts";
import type { createReportStore } from "../store/report-store.ts";
import type { Store } from "../store/store.ts";
import type { DocumentRecord } from "./record-model.ts";

/** What a batch's outcome rests on. Groups of candidates are not among it, and drafts are overtaken by the sets that followed them. */
function belongsTo(place: DepotPlace, batch: string, campaign: string): boolean {
  switch (place.kind) {
    case "campaign":
      return place.campaign === campaign;
    case "batch":
    case "allocation":
    case "moderation-set":
    case "query":
    case "decisions":
    case "outcome":
      return place.batch === batch;
    default:
      return false;
  }
}

/** The documents of a batch that this desk holds, by their keys. A document's signature was checked when it was taken in. */
export async function documentsOf(store: Store, reports: ReturnType<typeof createReportStore>, batch: string, campaign: string): Promise<DocumentRecord[]> {
  const signers = new Map([...store.enrolment.signers(), ...(await trustLeads(store.enrolment.get()?.leads ?? []))]);
  const found: DocumentRecord[] = [];
  for (const { key, bytes } of reports.documents()) {
    const place = parseDepotKey(key);
    if (!place || !belongsTo(place, batch, campaign)) continue;
    const signingKey = readJws(bytes)?.header.kid ?? "";
    found.push({
      ...{ key, kind: place.kind, bytes: bytes.length, signingKey },
      sha256: createHash("sha256").update(bytes).digest("hex"),
      signedBy: signers.get(signingKey)?.person ?? null,
    });
  }
  return found;
}
