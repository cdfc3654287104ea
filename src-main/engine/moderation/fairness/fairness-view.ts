import type { FairnessView } from "../../../../src-shared/bridge/lead/fairness.ts";
import type { OutcomeCandidate } from "../../../../src-shared/documents/outcome.ts";
import { LEAST_IN_GROUP, selectionRates } from "../../../../src-shared/fairness/selection-rates.ts";
import { countingOutcome } from "../../../../src-shared/moderation/outcome-changes.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { outcomeNow } from "../outcome/outcome-now.ts";
import { knownGroups } from "./groups.ts";

/** How groups of candidates fare in a batch: by the outcome that counts, or before there is one by what would be published now. */
export async function fairnessView(desk: Desk, batch: string): Promise<Result<FairnessView, Problem>> {
  const now = await outcomeNow(desk.store, batch);
  if (!now.ok) return now;
  const counting = countingOutcome(desk.store.outcomes.of(batch));
  const published = counting && desk.store.outcomes.document(counting.key);
  const all: readonly OutcomeCandidate[] = published ? published.candidates : now.value.merit.candidates;
  const complete = all.filter((each) => each.place !== "incomplete");
  const hasPlaces = (published ? published.rules : now.value.campaign.rules).places !== null;
  const known = knownGroups(desk, batch);
  return ok({
    batch,
    from: published ? { kind: "published", revision: published.revision, at: published.publishedAt } : { kind: "preview", incomplete: all.length - complete.length },
    candidates: complete.length,
    hasPlaces,
    leastInGroup: LEAST_IN_GROUP,
    groups: known ? { revision: known.revision, attributes: known.attributes.map(({ attribute, members }) => ratesOf(attribute, new Map(members.map((each) => [each.candidate, each.group])))) } : null,
  });

  function ratesOf(attribute: string, groupOf: ReadonlyMap<string, string>) {
    const rates = (isChosen: (each: OutcomeCandidate) => boolean) => selectionRates(complete.map((each) => ({ group: groupOf.get(each.candidate) ?? null, chosen: isChosen(each) })));
    return { attribute, passed: rates((each) => each.passed), offered: hasPlaces ? rates((each) => each.place === "offer") : null };
  }
}
