import { expect, test } from "vitest";
import type { Basis, CountedMark } from "../../../src-shared/documents/decisions.ts";
import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { refusalOfSettlement } from "../../../src-shared/moderation/settlement.ts";

const scale = [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: `Point ${value}`, meaning: "Some." }));
const marks = (...scores: (number | null)[]): CountedMark[] => scores.map((score, index) => ({ assessor: `a-${index}`, setRevision: 1, score, cannotScore: score === null ? "No sound." : null }));

function refusal(final: number | null, basis: Basis, reason: string, on: CountedMark[], combine: CampaignRules["combine"] = "mean"): string | undefined {
  const problem = refusalOfSettlement({ final, basis, reason }, on, { scale, rules: { combine } });
  return problem && describeProblem(problem);
}

test.each<[string, number | null, Basis, string, CountedMark[], CampaignRules["combine"]]>([
  ["a lead's decision with a reason", 4, "adjudicated", "So.", marks(2, 5), "lower"],
  ["that no score can stand", null, "adjudicated", "The sound is missing.", marks(2, 5), "lower"],
  ["a decision where nobody marked it", 4, "adjudicated", "Marked by two leads together.", [], "lower"],
  ["what all marks say, without a word", 4, "agreed", "", marks(4, 4), "mean"],
  ["what everybody came to agree on, with a reason", 4, "agreed", "After a call.", marks(2, 5), "lower"],
  ["the one mark there is, without a word", 5, "single", "", marks(5), "mean"],
  ["the mean of the rule, between two points", 3.5, "combined", "As the rule says.", marks(2, 5), "mean"],
  ["the lower of the rule", 2, "combined", "As the rule says.", marks(2, 5), "lower"],
  ["half a point where the rule makes means", 4.5, "adjudicated", "So.", marks(2, 5), "mean"],
])("can be settled: %s", (_what, final, basis, reason, on, rule) => {
  expect(refusal(final, basis, reason, on, rule)).toBeUndefined();
});

test.each<[string, number | null, Basis, string, CountedMark[], CampaignRules["combine"], RegExp]>([
  ["a decision without a reason", 4, "adjudicated", " ", marks(2, 5), "mean", /A reason is needed/],
  ["a combination without a reason", 3.5, "combined", "", marks(2, 5), "mean", /A reason is needed/],
  ["an agreement on what not every mark says without a reason", 3, "agreed", "", marks(3, 5), "mean", /A reason is needed/],
  ["a score that is no point of the scale", 8, "adjudicated", "So.", marks(2, 5), "mean", /8 is not a point/],
  ["half a point where no rule makes means", 3.5, "adjudicated", "So.", marks(2, 5), "lower", /3.5 is not a point/],
  ["another score than the rule gives", 4, "combined", "So.", marks(2, 5), "lower", /rule does not give this score/],
  ["a combination that the rule leaves to the lead", 2, "combined", "So.", marks(2, 5), "lead-decides", /rule does not give this score/],
  ["a combination of marks one of which could not be scored", 5, "combined", "So.", marks(5, null), "higher", /rule does not give this score/],
  ["one of two marks standing by itself", 5, "single", "So.", marks(2, 5), "mean", /one assessor marked/],
  ["another score than that of the one mark", 4, "single", "So.", marks(5), "mean", /one assessor marked/],
  ["agreeing on no score", null, "agreed", "So.", marks(2, 5), "mean", /could have agreed/],
  ["agreeing where nobody marked it", 4, "agreed", "So.", [], "mean", /could have agreed/],
])("is refused: %s", (_what, final, basis, reason, on, rule, sentence) => {
  expect(refusal(final, basis, reason, on, rule)).toMatch(sentence);
});
