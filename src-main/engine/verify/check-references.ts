import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { OpenedDocument } from "./verify-documents.ts";
import type { Finding } from "./verify-recordings.ts";

/** Checks that what documents say of each other is so: revisions that they name are there, and identities open what they are for. */
export function checkReferences(documents: readonly OpenedDocument[]): Finding[] {
  const campaigns = new Map<string, string>();
  const batches = new Map<string, string>();
  const newestBatch = new Map<string, { revision: number; candidates: Set<string>; identity: string }>();
  const campaignIdentity = new Map<string, string>();
  const allocations = new Set<string>();
  const sets = new Set<string>();
  const decisions = new Set<string>();
  for (const { kind, key, document } of documents) {
    if (kind === "campaign") {
      campaigns.set(`${document.campaign.id}/${document.revision}`, document.identity);
      campaignIdentity.set(document.campaign.id, document.identity);
    } else if (kind === "batch") {
      batches.set(`${document.batch}/${document.revision}`, document.identity);
      if ((newestBatch.get(document.batch)?.revision ?? 0) < document.revision)
        newestBatch.set(document.batch, { revision: document.revision, identity: document.identity, candidates: new Set(document.candidates.map((each) => each.candidate)) });
    } else if (kind === "allocation") allocations.add(`${document.person}/${document.batch}/${document.revision}`);
    else if (kind === "moderation-set") sets.add(key);
    else if (kind === "decisions") decisions.add(`${document.batch}/${document.author}/${document.number}`);
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
    if (kind === "draft" || kind === "query" || kind === "decisions" || kind === "groups" || kind === "outcome") expect(newestBatch.has(document.batch), `Its batch ${document.batch} could not be found or opened.`);
    if (kind === "decisions") expect(document.number === 1 || decisions.has(`${document.batch}/${document.author}/${document.number - 1}`), `What ${document.author} decided before it (number ${document.number - 1}) could not be found or opened.`);
    if (kind === "outcome") {
      const missing = document.sets.filter(({ person, revision, sha256 }) => !sets.has(depotKey.moderationSet(document.batch, person, revision, sha256)));
      expect(missing.length === 0, `It rests on ${missing.length === 1 ? "a set" : `${missing.length} sets`} that could not be found or opened, the first by ${missing[0]?.person ?? ""}.`);
    }
    if (kind === "moderation-set") {
      expect(batches.has(`${document.batch}/${document.batchRevision}`), `It marks ${document.batch}, revision ${document.batchRevision}, which could not be found or opened.`);
      expect(allocations.has(`${document.author}/${document.batch}/${document.allocationRevision}`), `It answers an allocation (revision ${document.allocationRevision}) that could not be found or opened.`);
    }
  }
  return findings;
}
