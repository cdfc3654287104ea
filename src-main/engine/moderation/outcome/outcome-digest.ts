import { createHash } from "node:crypto";
import type { OutcomeNow } from "./outcome-now.ts";

const digests = new WeakMap<OutcomeNow, string>();

/** Names what a lead sees of an outcome before it is published: final scores, the order with its reasons, and the rules. Another one says that it is another. */
export function outcomeDigest(now: OutcomeNow): string {
  const known = digests.get(now);
  if (known !== undefined) return known;
  const { row, campaign, finals, merit } = now;
  const finalsOf = new Map(finals.map((each) => [each.candidate, each.answers]));
  const hash = createHash("sha256").update(JSON.stringify([row.batch, row.revision, row.campaignRevision, campaign.rules]));
  for (const { candidate, rank, place, total, tieReason } of merit.candidates)
    hash.update(JSON.stringify([candidate, rank, place, total, tieReason, finalsOf.get(candidate)?.map(({ question, final }) => [question, final])]));
  const digest = hash.digest("hex");
  digests.set(now, digest);
  return digest;
}
