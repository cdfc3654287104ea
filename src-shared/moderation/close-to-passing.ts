import type { CampaignDefinition } from "../documents/campaign.ts";
import { countingOf, type CandidateFinals, type CountingRules } from "./sums.ts";

/** Says of a candidate whether one point more, or one less, for a single answer would decide otherwise whether they pass. Nobody incomplete is close. */
export function closeToPassing(campaign: CountingRules & Pick<CampaignDefinition, "scale">): (finals: CandidateFinals) => boolean {
  const { sumsOf, passesWith } = countingOf(campaign);
  const values = campaign.scale.map((point) => point.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (finals) => {
    const sums = sumsOf(finals);
    if (!sums.complete) return false;
    return finals.answers.some(({ question, final }) => {
      const instead = sums.passed ? Math.max(least, final! - 1) : Math.min(most, final! + 1);
      return passesWith(sums, { question, final: final! }, instead) !== sums.passed;
    });
  };
}
