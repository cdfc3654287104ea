import type { Marker, ModerationFilter, ModerationOrder, ModerationRow } from "../../../src-shared/bridge/lead/moderation.ts";
import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import { distanceOf, type SettleReason, type StandingState } from "../../../src-shared/moderation/standing.ts";
import { basisWords, midSentence, stateWords } from "../../../src-shared/moderation/words.ts";
import type { Tone } from "../../format/sync-words.ts";
import { points } from "../../format/points.ts";

/** What each filter of the work list is called: no longer than the list is wide. */
export const filterWords: Record<ModerationFilter, string> = {
  "to-settle": "To settle",
  discrepancy: "Marks too far apart",
  cumulative: "Far apart together",
  flag: "Flagged",
  "cannot-score": "Cannot be scored",
  "little-watched": "Little watched",
  withdrawn: "Needs a marker",
  "lead-decides": "Marks differ",
  reopened: "Reopened",
  "leads-differ": "Decided differently",
  "marks-changed": "Marks changed",
  replied: "Reply has come",
  unanswered: "No reply will come",
  sampled: "Sample to look at",
  asked: "Sent back",
  settled: "Settled",
  agreed: "Agreed",
  waiting: "Marks still to come",
  defined: "Agreed in advance",
  unallocated: "Nobody marks it",
  practice: "Practice",
  all: "All answers",
};

/** As they stand in the choice: what is to be done, why, and the rest. */
export const filterGroups: [label: string, filters: ModerationFilter[]][] = [
  ["Work", ["to-settle", "asked", "settled", "all"]],
  ["To settle because", ["discrepancy", "cumulative", "lead-decides", "flag", "cannot-score", "little-watched", "withdrawn", "leads-differ", "marks-changed", "reopened", "replied", "unanswered", "sampled"]],
  ["Others", ["practice", "defined", "agreed", "waiting", "unallocated"]],
];

export const orderWords: Record<ModerationOrder, string> = { gap: "Furthest apart first", candidate: "By candidate", question: "By question" };

/** Why an answer is to be looked at, in a word or two. */
export const reasonWords: Record<SettleReason, string> = {
  discrepancy: "too far apart",
  cumulative: "far apart together",
  flag: "flagged",
  "cannot-score": "cannot be scored",
  "little-watched": "little watched",
  withdrawn: "needs a marker",
  "lead-decides": "marks differ",
  reopened: "reopened",
  "leads-differ": "leads differ",
  "marks-changed": "marks changed",
  replied: "reply has come",
  unanswered: "no reply will come",
  sampled: "sample",
};

export const stateTones: Record<StandingState, Tone> = { "to-settle": "waiting", asked: "busy", waiting: "quiet", agreed: "good", settled: "good", defined: "good", unallocated: "quiet" };

export const ruleWords: Record<CampaignRules["combine"], string> = { mean: "mean", lower: "lower", higher: "higher", "lead-decides": "lead decides" };

/** `3 v 6`, or `3 · 4 · 6` of more than two; × for one that cannot be scored. */
export function scoresWords(scores: readonly (number | null)[]): string {
  return scores.map((score) => (score === null ? "×" : points(score))).join(scores.length === 2 ? " v " : " · ");
}

/** What a row says: how far apart, or why else it is here (the first two; its answer tells them all), or what stands. */
export function rowWords({ state, reasons, practice, scores, final, basis }: ModerationRow): string {
  if (state === "defined" && final !== null) return `${points(final)}, agreed in advance`;
  if (state === "unallocated" && practice) return "Practice, no definitive mark";
  if (state !== "to-settle") return final === null || basis === null ? stateWords[state] : `${points(final)}, ${midSentence(basisWords[basis])}`;
  const distance = distanceOf(scores.map((score) => ({ score })));
  const others = reasons.filter((reason) => reason !== "discrepancy" && reason !== "lead-decides").map((reason) => reasonWords[reason]);
  const [first, second, ...more] = [...(distance > 0 ? [`${points(distance)} apart`] : []), ...others];
  return [first, second].filter(Boolean).join(", ") + (more.length > 0 ? ` +${more.length}` : "");
}

export const markerStanding: Record<Marker["standing"], string> = {
  marked: "",
  awaited: "Mark still to come",
  withdrew: "Knows the candidate and withdrew",
  stopped: "Stopped before marking this",
  "not-allocated": "No longer marks this",
};
