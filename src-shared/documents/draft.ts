import { z } from "zod";
import { interval } from "../marking/watched.ts";
import { candidateRef, envelope, pathId, revision, sha256Hex, timestamp } from "./ids.ts";
import { atSeconds, flag, tickedIndicator, withdrawal } from "./moderation-set.ts";

/** One answer's marks as they stand on a laptop, finished or not. */
export const draftMark = z.object({
  candidate: candidateRef,
  question: pathId,
  score: z.number().nullable(),
  cannotScore: z.string().max(4000).nullable(),
  evidence: z.string().max(20_000),
  notes: z.array(z.object({ noteId: z.uuid(), atSeconds, text: z.string().max(20_000), savedAt: timestamp })).max(2000),
  indicators: z.array(tickedIndicator).max(500),
  flags: z.array(flag).max(20),
  /** The sealed recording that was played (SHA-256), and what of it: merged, in seconds. */
  recording: sha256Hex.nullable(),
  watched: z.array(interval).max(100_000),
  watchReason: z.string().max(4000),
  shareWhenScored: z.number().min(0).max(1).nullable(),
  /** Whether the set submitted last holds this answer, so that it is closed until the batch is reopened. */
  submitted: z.boolean(),
  markedAt: timestamp.nullable(),
  savedAt: timestamp,
  /** Of a practice answer: when its author was shown the definitive mark, so that their own stands. */
  shownAt: timestamp.nullable().default(null),
});
export type DraftMark = z.infer<typeof draftMark>;

/** What was replied to a lead's query, by the query's id. `repliedIn`: the revision of the set that carries it; null while it is not submitted. */
export const draftReply = z.object({ query: z.uuid(), text: z.string().max(4000), savedAt: timestamp, repliedIn: revision.nullable() });
export type DraftReply = z.infer<typeof draftReply>;

/** A set that was submitted so far; its key follows from batch, person, revision and hash. */
export const draftSet = z.lazy(() => z.object({
  revision,
  sha256: sha256Hex,
  submittedAt: timestamp,
  reason: z.string().max(4000).nullable(),
  /** When it was seen in the depot; null where that is not known. */
  deliveredAt: timestamp.nullable(),
}));
export type DraftSet = z.infer<typeof draftSet>;

/**
 * `drafts/<batch>/<person>/<number>.json`: everything of a person's work on a batch at one moment, so that a lost laptop
 * takes little along. By that person's laptop, or by a lead who seals an earlier one again for a new laptop.
 */
export const draftDocument = z.lazy(() => z.object({
  ...envelope("draft"),
  batch: pathId,
  person: pathId,
  number: revision,
  /** The invitation of the laptop that made it, or that it was sealed again for. */
  invitation: revision,
  campaign: pathId,
  marks: z.array(draftMark).max(100_000),
  withdrawals: z.array(withdrawal).max(100_000),
  replies: z.array(draftReply).max(10_000).default([]),
  /** Why and when a submitted batch was reopened; null while it is not. */
  reopened: z.object({ because: z.string().max(4000), at: timestamp }).nullable(),
  /** When live marking opened for its author, after practice or by the first live mark: it stays open. Null while it is closed. */
  liveSince: timestamp.nullable().default(null),
  sets: z.array(draftSet).max(10_000),
  /** Set by a lead who sealed it again: the document whose content this is, and when that was written. */
  resealed: z.object({ from: z.string().max(400), writtenAt: timestamp }).nullable(),
}));
export type DraftDocument = z.infer<typeof draftDocument>;
