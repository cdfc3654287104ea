import type { Round } from "../../../src-shared/documents/allocation.ts";
import type { Behaviour, CampaignDefinition, CampaignRules, Question } from "../../../src-shared/documents/campaign.ts";
import type { Basis } from "../../../src-shared/documents/decisions.ts";
import type { DepotPlace } from "../../../src-shared/documents/depot-keys.ts";
import type { Flag } from "../../../src-shared/documents/moderation-set.ts";
import type { OutcomeCandidate } from "../../../src-shared/documents/outcome.ts";
import type { SettleReason, StandingState } from "../../../src-shared/moderation/standing.ts";

/**
 * What exports say of a batch, whatever their format. Nothing of which group a candidate belongs to is in it, nor can be: it is read from
 * what was marked and decided. Moments are ISO timestamps in UTC; shares lie between 0 and 1; people are named by their id.
 */
export interface BatchRecord {
  batch: string;
  batchRevision: number;
  campaign: CampaignDefinition;
  campaignRevision: number;
  /** Those that the outcome follows: the published one's own, which a later revision of the campaign leaves as they were. */
  rules: CampaignRules;
  status: RecordStatus;
  /** All that were published, oldest first. */
  revisions: PublishedRevision[];
  /** The one candidate that it is about; null for a whole batch. */
  candidate: string | null;
  /** Ties that a lead decided. Of a record of one candidate, only those that this candidate was in. */
  ties: TieDecision[];
  documents: DocumentRecord[];
  /** Names of people, by their ids, as far as they are known here. */
  names: ReadonlyMap<string, string>;
  exported: { at: string; by: string; software: string };
  /** The log of the desk that made the export: how many lines it has, and the hash that stands for all of them. */
  log: { lines: number; newestHash: string };
  /** Who is in the outcome, in order of merit; of a record of one candidate, only this one. */
  merit: OutcomeCandidate[];
  /** How many have a place in the order of merit, whomever the record is about. */
  ranked: number;
  /** How many `candidates` gives. */
  candidateCount: number;
  /** Who is in the outcome in order of merit, then whoever is not. Read one by one, so that a large batch is never in memory whole. */
  candidates(): Iterable<CandidateRecord>;
}

/** `incompleteReason`: why it was published while marks were still to come; null where none were. */
export type RecordStatus = { kind: "draft" } | { kind: "published"; revision: number; at: string; by: string; declaration: string; incompleteReason: string | null };

export interface PublishedRevision {
  revision: number;
  at: string;
  by: string;
  /** Why an earlier one was followed by it; null for the first. */
  reason: string | null;
  key: string;
}

export interface TieDecision {
  at: string;
  by: string;
  /** The better first. Of a record of one candidate, only this one. */
  candidates: string[];
  reason: string;
}

export interface CandidateRecord {
  candidate: string;
  /** Null where the candidate is not in the outcome: one of practice, or no longer in the batch. */
  outcome: OutcomeCandidate | null;
  practice: boolean;
  /** False once the batch's newest revision has the candidate no more. */
  inBatch: boolean;
  allocatedTo: { person: string; round: Round; due: string | null }[];
  withdrawals: { person: string; note: string; at: string }[];
  answers: AnswerRecord[];
  /** Everything that happened, oldest first. */
  trail: TrailEntry[];
}

export interface AnswerRecord {
  number: number;
  question: Question;
  behaviour: Behaviour;
  inBatch: boolean;
  durationSeconds: number;
  secondsAllowed: number;
  /** Where moderation stands today, which may be past what was published. */
  state: StandingState;
  reasons: SettleReason[];
  /** What stands in the outcome; null where there is no final score. */
  final: number | null;
  basis: Basis | null;
  reason: string;
  decidedBy: string | null;
  decidedAt: string | null;
  /** A mark that leads agreed on in advance. */
  definitive: { score: number; rationale: string; by: string; at: string } | null;
  /** Of every assessor and every revision: by person, the newest first. */
  marks: MarkRecord[];
  queries: QueryRecord[];
  /** What leads noted, settled and reopened, oldest first. */
  moderation: ModerationRecord[];
  /** Something happened since the newest outcome was published. */
  changedSince: boolean;
}

export interface MarkRecord {
  person: string;
  revision: number;
  submittedAt: string;
  /** Why this revision followed an earlier one; null for the first. */
  setReason: string | null;
  setKey: string;
  /** It is of the person's newest set, and they did not withdraw. */
  counts: boolean;
  round: Round;
  score: number | null;
  cannotScore: string | null;
  evidence: string;
  notes: { atSeconds: number; text: string }[];
  indicators: { atSeconds: number; text: string; positive: boolean }[];
  flags: Flag[];
  watchedShare: number;
  watchedShareWhenScored: number | null;
  watchReason: string | null;
  markedAt: string;
}

export interface QueryRecord {
  by: string;
  at: string;
  /** The assessor who was asked. */
  person: string;
  text: string;
  key: string;
  reply: { text: string; at: string } | null;
}

export type ModerationRecord = { by: string; at: string; documentKey: string | null } & (
  | { act: "settled"; final: number | null; basis: Basis; reason: string }
  | { act: "reopened"; reason: string }
  | { act: "noted"; text: string }
  | { act: "defined"; score: number | null; rationale: string }
);

/** One thing that happened, as an auditor follows it. */
export interface TrailEntry {
  at: string;
  who: string;
  /** The answer that it is about; null where it is about the candidate. */
  question: string | null;
  what: string;
  /** The document that it stands in; null where it is not sealed yet. */
  documentKey: string | null;
}

/** A document that the record rests on: an auditor finds the same bytes in the depot under `key`, and the same hash. */
export interface DocumentRecord {
  key: string;
  kind: DepotPlace["kind"];
  sha256: string;
  bytes: number;
  /** Who signed it, by the key in `signingKey` (RFC 7638); null where nobody with that key is known here. */
  signedBy: string | null;
  signingKey: string;
}
