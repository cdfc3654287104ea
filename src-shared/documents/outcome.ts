import { z } from "zod";
import { basis, countedMark } from "./decisions.ts";
import { campaignRules } from "./campaign.ts";
import { candidateRef, envelope, firstRepeated, pathId, revision, sha256Hex, timestamp } from "./ids.ts";

/** What stands for one answer, and why. */
export const outcomeAnswer = z.lazy(() => z.object({
  candidate: candidateRef,
  question: pathId,
  marks: z.array(countedMark).max(100),
  /** Null where there is none. */
  final: z.number().nullable(),
  /** Null where nobody marked it. */
  basis: basis.nullable(),
  /** Empty where the marks speak for themselves. */
  reason: z.string().max(4000),
  /** The lead who settled it, and when; null where the campaign's rule did. */
  decidedBy: pathId.nullable(),
  decidedAt: timestamp.nullable(),
}));
export type OutcomeAnswer = z.infer<typeof outcomeAnswer>;

/**
 * `offer` and `reserve` pass, and so does `passed`, where the campaign does not say how many places there are; `incomplete` has an answer without a
 * final score and no place in the order.
 */
export const outcomePlaces = ["offer", "reserve", "passed", "not-passed", "incomplete"] as const;
export const outcomePlace = z.enum(outcomePlaces);
export type OutcomePlace = z.infer<typeof outcomePlace>;

export const outcomeCandidate = z.object({
  candidate: candidateRef,
  /**
   * In the campaign's order. `mean` is null where an answer has no final score, or there is no answer. `passed` says whether the behaviour reaches the
   * pass mark by the campaign's rules; null where an answer has no final score, or where passing goes by the overall total alone.
   */
  behaviours: z.array(z.object({ behaviour: pathId, total: z.number(), mean: z.number().nullable(), passed: z.boolean().nullable() })).max(20),
  /** The sum of all final scores that there are. */
  total: z.number(),
  /** False where the candidate is incomplete. */
  passed: z.boolean(),
  place: outcomePlace,
  /** Place in the order of merit, from 1, those who pass before those who do not; who cannot be told apart shares one. Null where the candidate is incomplete. */
  rank: z.int().min(1).nullable(),
  /** What put this candidate before or behind others with the same total, in sentences; null where nobody has it. */
  tieReason: z.string().max(20_000).nullable(),
});
export type OutcomeCandidate = z.infer<typeof outcomeCandidate>;

/** What a lead declares when publishing an outcome. */
export const OUTCOME_DECLARATION =
  "This outcome follows the campaign's rules. Every score in it rests on the evidence in the recordings, and every decision that the rules leave open has its reason.";

/**
 * `outcomes/<batch>/<revision>-<sha256>.json`: what was decided and why. Immutable; a change is the next revision, with its reason. Where two leads
 * published a revision of the same number apart from each other, both stay, and the one published last counts.
 */
export const outcomeDocument = z.lazy(() => z
  .object({
    ...envelope("outcome"),
    batch: pathId,
    revision,
    campaign: pathId,
    campaignRevision: revision,
    batchRevision: revision,
    publishedAt: timestamp,
    declaration: z.string().min(1).max(1000),
    /** Why an earlier revision is followed by this one; null for the first. */
    reason: z.string().max(4000).nullable(),
    /** Why it was published while marks were still to come, so that their candidates are incomplete; null where none were. */
    incompleteReason: z.string().max(4000).nullable(),
    /** The rules that it follows, as the campaign had them. */
    rules: campaignRules,
    /** The sets that it rests on. */
    sets: z.array(z.object({ person: pathId, revision, sha256: sha256Hex })).max(10_000),
    answers: z.array(outcomeAnswer).max(1_000_000),
    /** In order of merit, who is incomplete last. */
    candidates: z.array(outcomeCandidate).max(100_000),
  })
  .superRefine(({ candidates, answers }, context) => {
    const twice = firstRepeated(candidates.map((each) => each.candidate)) ?? firstRepeated(answers.map((each) => `${each.question} of ${each.candidate}`));
    if (twice !== undefined) context.addIssue({ code: "custom", message: `${twice} appears twice` });
  }));
export type OutcomeDocument = z.infer<typeof outcomeDocument>;
