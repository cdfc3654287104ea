import { z } from "zod";
import { leadsWord } from "../documents/allocation.ts";
import { timestamp } from "../documents/ids.ts";
import { practiceStates } from "../moderation/practice.ts";
import { answerId } from "./answer-id.ts";

/** How far somebody is with the practice of one batch: see `practiceOf`. */
export const practiceView = z.object({
  state: z.enum(practiceStates),
  answers: z.int(),
  marked: z.int(),
  compared: z.int(),
  exact: z.int(),
  beyond: z.int(),
  cumulative: z.number(),
  tolerance: z.number(),
  cumulativeTolerance: z.number(),
  /** A lead opened live marking all the same, and why. */
  opened: leadsWord.nullable(),
  /** Whether live answers can be marked: also where that opened earlier, and practice stands otherwise by now. */
  isLiveOpen: z.boolean(),
});
export type PracticeView = z.infer<typeof practiceView>;

/** Of one practice answer, on its assessor's desk. `hidden`: the leads' mark is here, and is shown when it is asked for, once the own mark is complete. */
export const comparison = z.lazy(() => z.discriminatedUnion("state", [
  z.object({ state: z.literal("not-here") }),
  z.object({ state: z.literal("hidden") }),
  /** It was shown, and leads took it back since: the own mark stands all the same. */
  z.object({ state: z.literal("taken-back"), at: timestamp }),
  z.object({ state: z.literal("shown"), score: z.number(), rationale: z.string(), at: timestamp }),
]));
export type Comparison = z.infer<typeof comparison>;

export const practiceCommands = {
  /** Shows the definitive mark of a practice answer. From then on the assessor's own mark of it stands; refused while that is not complete. */
  "practice.compare": { input: z.object({ answerId }), output: z.object({ savedAt: timestamp }) },
} as const;
