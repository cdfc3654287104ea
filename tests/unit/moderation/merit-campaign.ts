import { campaignDefinition, type CampaignDefinition, type CampaignRules } from "../../../src-shared/documents/campaign.ts";
import type { CandidateFinals } from "../../../src-shared/moderation/sums.ts";

const indicator = (id: string) => ({ id, text: "Evidence" });

/** Three behaviours with two questions each, seven points, 4 passes. */
export function campaignWith(rules: Partial<CampaignRules> = {}): CampaignDefinition {
  return campaignDefinition.parse({
    id: "eo-2026",
    title: "Officers",
    behaviours: ["communicating", "service", "decisions"].map((id) => ({ id, name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`, positive: [indicator(`${id}-1`)], negative: [] })),
    scale: [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: `Point ${value}`, meaning: "What it means" })),
    questions: ["communicating", "service", "decisions"].flatMap((behaviour, at) => [1, 2].map((half) => ({ id: `q${at * 2 + half}`, behaviour, text: "Tell us", thinkingSeconds: 60, answerSeconds: 180 }))),
    rules: { passMark: 4, ...rules },
  });
}

/** A candidate's finals for q1 to q6. */
export function finals(candidate: string, ...scores: (number | null)[]): CandidateFinals {
  return { candidate, answers: scores.map((final, at) => ({ question: `q${at + 1}`, final })) };
}
