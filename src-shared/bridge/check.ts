import { z } from "zod";
import { leadsWord } from "../documents/allocation.ts";
import { pathId } from "../documents/ids.ts";
import { flag, withdrawal } from "../documents/moderation-set.ts";
import { answerId } from "./answer-id.ts";
import { practiceView } from "./practice.ts";
import { batchSummary, submittedSet } from "./views.ts";

/** Lists on the check page hold no more than this; the queue has them all. */
export const MOST_LISTED = 200;

const answerName = { answerId, candidate: z.string(), questionNumber: z.int(), behaviour: z.string() };

export const checkView = z.lazy(() => z.object({
  batch: pathId,
  campaignTitle: z.string(),
  total: z.int(),
  marked: z.int(),
  /** What keeps the set from being submitted. */
  missing: z.array(z.object({ ...answerName, what: z.enum(["unmarked", "evidence-missing", "watch-reason-missing", "reply-missing"]) })),
  flagged: z.array(z.object({ ...answerName, flags: z.array(flag) })),
  cannotScore: z.array(z.object({ ...answerName, reason: z.string() })),
  /** Scored with less of the recording watched than the campaign asks for: allowed with a reason, and told to the lead. */
  littleWatched: z.array(z.object({ ...answerName, watchedShare: z.number(), reason: z.string() })),
  /** How many each of these lists has; the lists themselves hold the first `MOST_LISTED`. */
  totals: z.object({ missing: z.int(), flagged: z.int(), cannotScore: z.int(), littleWatched: z.int() }),
  withdrawals: z.array(withdrawal),
  /** How many answers got each point of the scale. */
  distribution: z.array(z.object({ value: z.number(), label: z.string(), count: z.int() })),
  minimumWatchedShare: z.number(),
  declaration: z.string(),
  state: batchSummary.shape.state,
  stopped: leadsWord.nullable(),
  /** Null where nothing of the batch is allocated for practice; while live marking is closed nothing can be submitted. */
  practice: practiceView.nullable(),
  /** Why the batch was reopened; the next submission carries it. */
  reopenedBecause: z.string().nullable(),
  /** Answers that leads ask about: open again, whether or not more was allocated. */
  asked: z.int(),
  sets: z.array(submittedSet),
}));
export type CheckView = z.infer<typeof checkView>;
