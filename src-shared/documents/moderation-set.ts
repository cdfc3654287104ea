import { z } from "zod";
import { candidateRef, envelope, firstRepeated, pathId, revision, timestamp } from "./ids.ts";

export const flagKind = z.enum(["technical-fault", "wrong-question", "hard-to-hear", "suspected-script", "safeguarding", "other"]);
export type FlagKind = z.infer<typeof flagKind>;

/** How a flag is called on screen and in exports. */
export const flagLabels: Record<FlagKind, string> = {
  "technical-fault": "Technical fault",
  "wrong-question": "Wrong question answered",
  "hard-to-hear": "Hard to hear",
  "suspected-script": "Suspected script or leaked answer",
  safeguarding: "Safeguarding concern",
  other: "Something else",
};

/** A moment in a recording, in seconds from its beginning. */
export const atSeconds = z.number().min(0).max(86_400);

/** `atSeconds`: the moment in the recording at which it was raised; null where it has none. */
export const flag = z.object({ flag: flagKind, note: z.string().max(4000), at: timestamp, atSeconds: atSeconds.nullable().default(null) });
export type Flag = z.infer<typeof flag>;

export const tickedIndicator = z.object({ indicator: pathId, atSeconds });
export type TickedIndicator = z.infer<typeof tickedIndicator>;

/** One assessor's mark for one answer, as it is handed in. Exactly one of `score` and `cannotScore` is set. */
export const submittedMark = z.lazy(() => z
  .object({
    candidate: candidateRef,
    question: pathId,
    score: z.number().nullable(),
    /** Why no score could be given. */
    cannotScore: z.string().max(4000).nullable(),
    /** The written evidence for the score. */
    evidence: z.string().max(20_000),
    notes: z.array(z.object({ atSeconds, text: z.string().max(20_000) })).max(2000),
    indicators: z.array(tickedIndicator).max(500),
    flags: z.array(flag).max(20),
    /** Share of the recording that was played, 0 to 1. */
    watchedShare: z.number().min(0).max(1),
    /** The same at the moment of scoring; null where it is not known. */
    watchedShareWhenScored: z.number().min(0).max(1).nullable().default(null),
    /** Why it was scored with less watched than the campaign asks for; null where that is not so. */
    watchReason: z.string().max(4000).nullable().default(null),
    markedAt: timestamp,
  })
  .refine((mark) => (mark.score === null) !== (mark.cannotScore === null), "must have either a score or a reason why none could be given"));
export type SubmittedMark = z.infer<typeof submittedMark>;

/** An assessor knows a candidate and marks none of their answers. */
export const withdrawal = z.object({ candidate: candidateRef, note: z.string().max(4000), at: timestamp });
export type Withdrawal = z.infer<typeof withdrawal>;

/** What an assessor answers to a lead's query, by the query's id. */
export const reply = z.object({ query: z.uuid(), text: z.string().min(1).max(4000), at: timestamp });
export type Reply = z.infer<typeof reply>;

/** What an assessor declares when submitting a set. */
export const DECLARATION =
  "These are my own scores, given on the evidence in each recording alone. I do not know any of the candidates whom I marked.";

/** `sets/<batch>/<person>/<revision>-<sha256>.json`: immutable; a change of mind is the next revision, with its reason. */
export const moderationSetDocument = z.lazy(() => z
  .object({
    ...envelope("moderation-set"),
    batch: pathId,
    revision,
    campaign: pathId,
    campaignRevision: revision,
    batchRevision: revision,
    allocationRevision: revision,
    declaration: z.string().min(1).max(1000),
    submittedAt: timestamp,
    /** Why an earlier revision is followed by this one; null for the first. */
    reason: z.string().max(4000).nullable(),
    marks: z.array(submittedMark).max(100_000),
    /** Candidates that the assessor withdrew from; none of their answers is among the marks. */
    withdrawals: z.array(withdrawal).max(100_000).default([]),
    replies: z.array(reply).max(10_000).default([]),
  })
  .superRefine(({ marks }, context) => {
    const twice = firstRepeated(marks.map((mark) => `${mark.question} of ${mark.candidate}`));
    if (twice !== undefined) context.addIssue({ code: "custom", message: `the answer to ${twice} is marked twice` });
  }));
export type ModerationSetDocument = z.infer<typeof moderationSetDocument>;
