import { z } from "zod";
import { leadsWord, round } from "../documents/allocation.ts";
import { behaviour, indicator, question, scalePoint } from "../documents/campaign.ts";
import { pathId, timestamp } from "../documents/ids.ts";
import { atSeconds, flag, tickedIndicator, withdrawal } from "../documents/moderation-set.ts";
import { markState } from "../marking/completeness.ts";
import { interval } from "../marking/watched.ts";
import { workOrder } from "../marking/work-order.ts";
import { answerId } from "./answer-id.ts";
import { comparison, practiceView } from "./practice.ts";
import { leadsQuery, removal } from "./views.ts";

/** One answer in the review screen, and what its assessor marked. */

export const note = z.object({ noteId: z.uuid(), atSeconds, text: z.string().max(20_000), savedAt: timestamp });
export type Note = z.infer<typeof note>;

export const mark = z.lazy(() => z.object({
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  evidence: z.string(),
  notes: z.array(note),
  indicators: z.array(tickedIndicator),
  flags: z.array(flag),
  /** Merged and in order: what was played. */
  watched: z.array(interval),
  /** Why it was scored with less watched than the campaign asks for. */
  watchReason: z.string(),
  state: markState,
  /** When something of this mark was last committed to disk. */
  savedAt: timestamp.nullable(),
}));
export type Mark = z.infer<typeof mark>;

/** One line of the candidate's answers at a glance. */
export const stripAnswer = z.lazy(() => z.object({
  answerId,
  questionNumber: z.int(),
  behaviour: z.string(),
  score: z.number().nullable(),
  cannotScore: z.boolean(),
  state: markState,
  flagged: z.boolean(),
}));
export type StripAnswer = z.infer<typeof stripAnswer>;

export const cue = z.lazy(() => z.object({ from: z.number(), to: z.number(), text: z.string() }));
export type Cue = z.infer<typeof cue>;

export const reviewView = z.object({
  answerId,
  batch: pathId,
  campaignTitle: z.string(),
  candidate: z.string(),
  round,
  question: question.extend({ number: z.int() }),
  behaviour: behaviour.extend({ positive: z.array(indicator) }),
  scale: z.array(scalePoint),
  rules: z.object({ passMark: z.number(), evidenceRequired: z.boolean(), minimumWatchedShare: z.number() }),
  secondsAllowed: z.number(),
  /** Whether this candidate was allowed more than the question's own time: a reasonable adjustment. */
  adjusted: z.boolean(),
  recording: z.object({
    /** `damaged`: the file on this laptop is not what was packed; it is fetched again. `removed`: it comes again only when asked for. */
    state: z.enum(["here", "not-here", "damaged", "removed"]),
    removed: removal.nullable(),
    type: z.string(),
    durationSeconds: z.number(),
    width: z.int(),
    height: z.int(),
    bytes: z.int(),
  }),
  captions: z.array(cue),
  /** Empty after a withdrawal: what was marked before is hidden. */
  mark,
  /** Set when the assessor knows this candidate and marks none of their answers. */
  withdrawal: withdrawal.nullable(),
  order: workOrder,
  /** The campaign says in which order; otherwise the assessor does. */
  orderIsFixed: z.boolean(),
  strip: z.array(stripAnswer),
  previous: answerId.nullable(),
  next: answerId.nullable(),
  /** The next answer that is not fully marked, or one of practice to compare, this one left out. */
  nextUnmarked: answerId.nullable(),
  position: z.object({ index: z.int(), total: z.int(), marked: z.int() }),
  /** Which of the answers to this question it is, from 0, and how many there are. */
  ofQuestion: z.object({ index: z.int(), total: z.int() }),
  /** What leads ask about this answer and no set has replied to yet, oldest first. */
  queries: z.array(leadsQuery),
  /** Set when this answer is submitted and its batch not reopened: nothing of it can be changed. */
  submittedAt: timestamp.nullable(),
  /** Set when a lead stopped the marking of this batch: nothing of it can be changed. */
  stopped: leadsWord.nullable(),
  /** Null where nothing of the batch is allocated for practice. */
  practice: practiceView.nullable(),
  /** Null for live answers, but for those that were compared when they were practice. */
  comparison: comparison.nullable(),
});
export type ReviewView = z.infer<typeof reviewView>;
