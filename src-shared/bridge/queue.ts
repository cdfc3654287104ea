import { z } from "zod";
import { candidateRef, pathId, timestamp } from "../documents/ids.ts";
import { scalePoint } from "../documents/campaign.ts";
import { markState } from "../marking/completeness.ts";
import { workOrder } from "../marking/work-order.ts";
import { answerId } from "./answer-id.ts";

/**
 * Which answers of a batch the queue shows. `below` and `above`: scored lower or higher than a score that the assessor
 * names. `short`: stops long before the time allowed. `not-watched`: not played to the full.
 */
export const queueFilter = z.enum(["all", "unmarked", "incomplete", "flagged", "cannot-score", "below", "above", "short", "not-watched", "withdrawn"]);
export type QueueFilter = z.infer<typeof queueFilter>;

/** What the queue is asked for. `score` counts for `below` and `above` only, null for the pass mark; `search` is a part of the candidate's reference. */
export const queueSelection = z.object({ batch: pathId, filter: queueFilter, score: z.number().nullable(), search: z.string().max(100) });
export type QueueSelection = z.infer<typeof queueSelection>;

/** The queue without its rows: how many there are, so that a list of any length can be drawn at once. */
export const queueView = z.lazy(() => z.object({
  batch: pathId,
  campaignTitle: z.string(),
  order: workOrder,
  /** The campaign says in which order; otherwise the assessor does. */
  orderIsFixed: z.boolean(),
  scale: z.array(scalePoint),
  passMark: z.number(),
  /** How many answers the selection has. */
  total: z.int(),
  /** How many each filter would show, the search left out. */
  counts: z.record(queueFilter, z.int()),
  marked: z.int(),
  submittedAt: timestamp.nullable(),
}));
export type QueueView = z.infer<typeof queueView>;

export const queueRow = z.lazy(() => z.object({
  answerId,
  candidate: candidateRef,
  questionNumber: z.int(),
  behaviour: z.string(),
  score: z.number().nullable(),
  cannotScore: z.boolean(),
  state: markState,
  flags: z.int(),
  durationSeconds: z.number(),
  secondsAllowed: z.number(),
  watchedShare: z.number(),
  recordingHere: z.boolean(),
  withdrawn: z.boolean(),
  savedAt: timestamp.nullable(),
}));
export type QueueRow = z.infer<typeof queueRow>;

/** The rows from `offset` on, in the order of work. Fewer than `limit` at the end. */
export const queuePage = z.object({ rows: z.array(queueRow) });
export type QueuePage = z.infer<typeof queuePage>;
export const MOST_QUEUE_ROWS = 200;
