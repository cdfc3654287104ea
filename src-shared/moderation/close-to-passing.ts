import type { CampaignDefinition } from "../documents/campaign.ts";
import { sumsOf, type CandidateFinals, type CountingRules } from "./sums.ts";

/** Whether one point more, or one less, for a single answer would decide otherwise whether this candidate passes. Nobody incomplete is close. */
export function isCloseToPassing(finals: CandidateFinals, campaign: CountingRules & Pick<CampaignDefinition, "scale">): boolean {
  const { complete, passed } = sumsOf(finals, campaign);
  if (!complete) return false;
  const values = campaign.scale.map((point) => point.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return finals.answers.some(({ final }, at) => {
    const moved = passed ? Math.max(least, final! - 1) : Math.min(most, final! + 1);
    return sumsOf({ ...finals, answers: finals.answers.with(at, { ...finals.answers[at]!, final: moved }) }, campaign).passed !== passed;
  });
}
