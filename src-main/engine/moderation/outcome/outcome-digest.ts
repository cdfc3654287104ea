import { createHash } from "node:crypto";
import { eachInParts, type InParts } from "../../../../src-shared/in-parts.ts";
import { inBreaths } from "./in-breaths.ts";
import type { OutcomeNow } from "./outcome-now.ts";

const digests = new WeakMap<OutcomeNow, Promise<string>>();

/** Candidates taken in at once. */
const CANDIDATES_AT_ONCE = 500;

/** Names what a lead sees of an outcome before it is published: final scores, the order with its reasons, and the rules. Another one says that it is another. */
export function outcomeDigest(now: OutcomeNow): Promise<string> {
  const known = digests.get(now);
  if (known) return known;
  const digest = inBreaths(digestOf(now));
  digests.set(now, digest);
  return digest;
}

function* digestOf({ row, campaign, finals, merit }: OutcomeNow): InParts<string> {
  const finalsOf = new Map(finals.map((each) => [each.candidate, each.answers]));
  const hash = createHash("sha256").update(JSON.stringify([row.batch, row.revision, row.campaignRevision, campaign.rules]));
  yield* eachInParts(merit.candidates, CANDIDATES_AT_ONCE, ({ candidate, rank, place, total, tieReason }) => {
    hash.update(JSON.stringify([candidate, rank, place, total, tieReason, finalsOf.get(candidate)?.map(({ question, final }) => [question, final])]));
  });
  return hash.digest("hex");
}
