import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import type { OutcomePlace } from "../../../src-shared/documents/outcome.ts";
import type { SettleReason } from "../../../src-shared/moderation/standing.ts";
import type { BatchRecord, CandidateRecord, DocumentRecord, MarkRecord } from "./record-model.ts";

/** How exports call things, so that all of their formats say the same. */
export const placeWords: Record<OutcomePlace, string> = { offer: "Offer", reserve: "Reserve list", passed: "Passed", "not-passed": "Not passed", incomplete: "Incomplete" };

export const reasonWords: Record<SettleReason, string> = {
  discrepancy: "Marks further apart than the tolerance",
  cumulative: "Candidate's marks further apart than the cumulative tolerance",
  flag: "Flagged",
  "cannot-score": "An assessor could not score it",
  "little-watched": "Scored with too little watched",
  withdrawn: "All its assessors withdrew",
  "lead-decides": "Marks differ and the lead decides",
  reopened: "Reopened",
  "leads-differ": "Leads decided it apart from each other, differently",
  "marks-changed": "Marks changed after it was settled",
  replied: "An assessor replied to a lead's query",
  unanswered: "No reply will come to a lead's query",
  sampled: "Drawn as a sample",
};

const combineWords: Record<CampaignRules["combine"], string> = {
  mean: "their mean stands",
  lower: "the lower stands",
  higher: "the higher stands",
  "lead-decides": "a lead decides",
};

export const documentWords: Record<DocumentRecord["kind"], string> = {
  invitation: "Invitation",
  person: "Person",
  campaign: "Campaign",
  batch: "Batch",
  media: "Recording",
  allocation: "Allocation",
  draft: "Draft",
  "moderation-set": "Set of marks",
  query: "Query",
  decisions: "Leads' decisions",
  groups: "Groups",
  outcome: "Outcome",
};

const DRAFT = "Draft, not published";

/** Stands on every page and every sheet. */
export function statusWords({ status }: Pick<BatchRecord, "status">): string {
  return status.kind === "draft" ? DRAFT : `Published, revision ${status.revision}, ${dayWords(status.at)}`;
}

/** "A. Morgan (a-morgan)"; the id alone where no name is known. */
export function personWords(id: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(id);
  return name === undefined || name === id ? id : `${name} (${id})`;
}

/** "5, Good demonstration", or why there is no score. */
export function scoreWords({ score, cannotScore }: Pick<MarkRecord, "score" | "cannotScore">, record: Pick<BatchRecord, "campaign">): string {
  if (score === null) return `Could not be scored: ${cannotScore ?? ""}`;
  const label = record.campaign.scale.find((point) => point.value === score)?.label;
  return label === undefined ? numberWords(score) : `${numberWords(score)}, ${label}`;
}

/** Where a candidate is in the outcome, in a few words. */
export function candidatePlaceWords({ outcome, practice, inBatch }: Pick<CandidateRecord, "outcome" | "practice" | "inBatch">): string {
  if (outcome) return placeWords[outcome.place];
  if (!inBatch) return "No longer in the batch";
  return practice ? "Practice" : "Not in the outcome";
}

/** What the campaign fixed beforehand and the outcome follows, a sentence each. */
export function ruleSentences({ rules, campaign }: Pick<BatchRecord, "rules" | "campaign">): string[] {
  const passBy = { answer: "Every answer", behaviour: "Every behaviour, by the mean of its answers,", overall: "No single answer or behaviour" }[rules.passBy];
  const ties = rules.tieBreak.map((id) => campaign.behaviours.find((each) => each.id === id)?.name ?? id);
  return [
    `The scale goes from ${campaign.scale[0]!.value} (${campaign.scale[0]!.label}) to ${campaign.scale.at(-1)!.value} (${campaign.scale.at(-1)!.label}).`,
    `${passBy} has to reach the pass mark of ${rules.passMark}${rules.overallPassMark === null ? "" : `, and all final scores together ${rules.overallPassMark}`}.`,
    `Marks of one answer more than ${rules.tolerance} apart, or a candidate's marks more than ${rules.cumulativeTolerance} apart in all, go to a lead.`,
    `Where marks differ within that, ${combineWords[rules.combine]}.`,
    ...(ties.length > 0 ? [`The same total is put apart by the totals of ${ties.join(", then ")}.`] : []),
    ...(rules.places === null ? [] : [`There ${rules.places === 1 ? "is 1 place" : `are ${rules.places} places`}; who passes beyond is on the reserve list.`]),
  ];
}

/** At most two decimals, none where there are none. */
export function numberWords(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function shareWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A moment of a recording: "0:41", "1:02:03". */
export function clockWords(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const dayAndTime = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC" });

/** "3 December 2026", in UTC. */
export function dayWords(iso: string): string {
  return day.format(new Date(iso));
}

/** "3 Dec 2026, 14:02:31 UTC": whoever reads it later, anywhere, reads the same. */
export function momentWords(iso: string): string {
  return `${momentOnly(iso)} UTC`;
}

/** The same in a column whose heading says UTC. */
export function momentOnly(iso: string): string {
  return dayAndTime.format(new Date(iso));
}
