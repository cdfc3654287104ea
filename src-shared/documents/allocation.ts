import { z } from "zod";
import { ageIdentity, candidateRef, envelope, firstRepeated, pathId, revision, timestamp } from "./ids.ts";

export const round = z.enum(["standardisation", "live"]);
export type Round = z.infer<typeof round>;

/** A mark that leads agreed in advance, with why: what an assessor's own mark of a practice answer is held against. */
export const definitiveMark = z.object({ candidate: candidateRef, question: pathId, score: z.number(), rationale: z.string().max(4000) });
export type DefinitiveMark = z.infer<typeof definitiveMark>;

/** Why and when a lead did something to somebody's work. */
export const leadsWord = z.object({ at: timestamp, because: z.string().max(4000) });
export type LeadsWord = z.infer<typeof leadsWord>;

/** `allocations/<person>/<batch>/<revision>.json`: which candidates of a batch one assessor marks. */
export const allocationDocument = z.lazy(() => z
  .object({
    ...envelope("allocation"),
    person: pathId,
    batch: pathId,
    revision,
    campaign: pathId,
    /** Open the campaign's and the batch's documents. */
    campaignIdentity: ageIdentity,
    batchIdentity: ageIdentity,
    candidates: z
      .array(z.object({ candidate: candidateRef, round, /** A day, `2026-11-27`, or none. */ due: z.iso.date().nullable() }))
      .max(100_000),
    /** Of the answers in the round of standardisation. The desk shows them once the assessor's own marks stand. Seeds' are never here. */
    definitive: z.array(definitiveMark).max(10_000).default([]),
    /** A lead opens live marking although practice was not within the tolerance. */
    opened: leadsWord.nullable().default(null),
    /** A lead stops this person's marking: nothing is marked until a later revision, and marks made stay. */
    stopped: leadsWord.nullable().default(null),
  })
  .superRefine(({ candidates, definitive }, context) => {
    const again = firstRepeated(definitive.map((each) => `${each.question} of ${each.candidate}`));
    if (again !== undefined) context.addIssue({ code: "custom", message: `the answer to ${again} has two definitive marks` });
    const practised = new Set(candidates.flatMap((each) => (each.round === "standardisation" ? [each.candidate] : [])));
    const hidden = definitive.find((each) => !practised.has(each.candidate));
    if (hidden) context.addIssue({ code: "custom", message: `${hidden.candidate} has a definitive mark and is not in the round of standardisation` });
    const twice = firstRepeated(candidates.map((each) => each.candidate));
    if (twice !== undefined) context.addIssue({ code: "custom", message: `the candidate ${twice} appears twice` });
  }));
export type AllocationDocument = z.infer<typeof allocationDocument>;
