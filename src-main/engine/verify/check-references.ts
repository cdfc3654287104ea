import type { OpenedDocument } from "./verify-documents.ts";
import type { Finding } from "./verify-recordings.ts";

/** Checks that what documents say of each other is so: revisions that they name are there, and identities open what they are for. */
export function checkReferences(documents: readonly OpenedDocument[]): Finding[] {
  const campaigns = new Map<string, string>();
  const batches = new Map<string, string>();
  const newestBatch = new Map<string, { revision: number; candidates: Set<string>; identity: string }>();
  const campaignIdentity = new Map<string, string>();
  const allocations = new Set<string>();
  for (const { kind, document } of documents) {
    if (kind === "campaign") {
      campaigns.set(`${document.campaign.id}/${document.revision}`, document.identity);
      campaignIdentity.set(document.campaign.id, document.identity);
    } else if (kind === "batch") {
      batches.set(`${document.batch}/${document.revision}`, document.identity);
      if ((newestBatch.get(document.batch)?.revision ?? 0) < document.revision)
        newestBatch.set(document.batch, { revision: document.revision, identity: document.identity, candidates: new Set(document.candidates.map((each) => each.candidate)) });
    } else if (kind === "allocation") allocations.add(`${document.person}/${document.batch}/${document.revision}`);
  }
  const findings: Finding[] = [];
  for (const { kind, key, document } of documents) {
    const expect = (there: boolean, message: string) => {
      if (!there) findings.push({ key, message });
    };
    if (kind === "batch") expect(campaigns.has(`${document.campaign}/${document.campaignRevision}`), `It was packed with ${document.campaign}, revision ${document.campaignRevision}, which could not be found or opened.`);
    if (kind === "allocation") {
      const batch = newestBatch.get(document.batch);
      expect(batch !== undefined, `Its batch ${document.batch} could not be found or opened.`);
      expect(batch === undefined || batch.identity === document.batchIdentity, `The key that it gives for ${document.batch} is not the batch's.`);
      const identity = campaignIdentity.get(document.campaign);
      expect(identity !== undefined, `Its campaign ${document.campaign} could not be found or opened.`);
      expect(identity === undefined || identity === document.campaignIdentity, `The key that it gives for ${document.campaign} is not the campaign's.`);
    }
    if (kind === "draft") expect(newestBatch.has(document.batch), `Its batch ${document.batch} could not be found or opened.`);
    if (kind === "moderation-set") {
      expect(batches.has(`${document.batch}/${document.batchRevision}`), `It marks ${document.batch}, revision ${document.batchRevision}, which could not be found or opened.`);
      expect(allocations.has(`${document.author}/${document.batch}/${document.allocationRevision}`), `It answers an allocation (revision ${document.allocationRevision}) that could not be found or opened.`);
    }
  }
  return findings;
}
