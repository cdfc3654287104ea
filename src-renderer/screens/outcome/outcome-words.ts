import type { OutcomeFilter, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import type { OutcomePlace } from "../../../src-shared/documents/outcome.ts";
import type { Tone } from "../../format/sync-words.ts";
import { points } from "../../format/points.ts";
import { plural } from "../../format/time.ts";

export const placeWords: Record<OutcomePlace, { text: string; tone: Tone }> = {
  offer: { text: "Offer", tone: "good" },
  reserve: { text: "Reserve list", tone: "busy" },
  passed: { text: "Passed", tone: "good" },
  "not-passed": { text: "Not passed", tone: "quiet" },
  incomplete: { text: "Incomplete", tone: "waiting" },
};

export const filterLabels: Record<OutcomeFilter, string> = {
  all: "All",
  offer: "Offers",
  reserve: "Reserve list",
  passed: "Passed",
  "not-passed": "Not passed",
  incomplete: "Incomplete",
  close: "Close to passing",
  tied: "Same total",
  changed: "Changed",
};

/** Filters that can show anybody in this batch. */
export function filtersOf({ rules, published }: OutcomeView): OutcomeFilter[] {
  const places: OutcomeFilter[] = rules.places === null ? ["passed"] : ["offer", "reserve"];
  return ["all", ...places, "not-passed", "incomplete", "close", "tied", ...(published.length > 0 ? (["changed"] as const) : [])];
}

/** `2 offers, 14 on the reserve list, 30 not passed` */
export function placeSummary({ counts, rules }: Pick<OutcomeView, "counts" | "rules">): string {
  const passing = rules.places === null ? [`${plural(counts.passed, "candidate")} passed`] : [plural(counts.offer, "offer"), `${counts.reserve} on the reserve list`];
  return [...passing, `${counts["not-passed"]} not passed`, ...(counts.incomplete > 0 ? [`${counts.incomplete} incomplete`] : [])].join(", ");
}

/** How the campaign decides, a sentence for each thing. */
export function ruleSentences({ rules, practice }: OutcomeView): string[] {
  const passing = {
    answer: `Every answer has to reach ${rules.passMark}.`,
    behaviour: `The mean of each behaviour's answers has to reach ${rules.passMark}.`,
    overall: "Passing goes by the overall total alone.",
  }[rules.passBy];
  return [
    passing,
    ...(rules.overallPassMark === null ? [] : [`The overall total has to reach ${rules.overallPassMark}.`]),
    rules.places === null ? "The campaign does not say how many places there are." : `The best ${rules.places} who pass have an offer; the others who pass are the reserve list.`,
    `Those who pass come first, then by total${rules.tieBreak.length > 0 ? `, then by ${rules.tieBreak.join(", then by ")}` : ""}, then as a lead decides with a reason.`,
    ...(practice === 0 ? [] : [`${plural(practice, "candidate")} marked for practice alone ${practice === 1 ? "has" : "have"} no part in it.`]),
  ];
}

/** What each behaviour's column holds: what the campaign's rule looks at. */
export function behaviourWord({ passBy }: OutcomeView["rules"]): "mean" | "sum" {
  return passBy === "behaviour" ? "mean" : "sum";
}

export function behaviourFigure({ total, mean }: { total: number; mean: number | null }, rules: OutcomeView["rules"]): string {
  if (behaviourWord(rules) === "sum") return points(total);
  return mean === null ? "–" : points(mean);
}
