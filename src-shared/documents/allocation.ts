import { z } from "zod";
import { ageIdentity, candidateRef, envelope, firstRepeated, pathId, revision } from "./ids.ts";

export const round = z.enum(["standardisation", "live"]);
export type Round = z.infer<typeof round>;

/** `allocations/<person>/<batch>/<revision>.json`: which candidates of a batch one assessor marks. */
export const allocationDocument = z
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
  })
  .superRefine(({ candidates }, context) => {
    const twice = firstRepeated(candidates.map((each) => each.candidate));
    if (twice !== undefined) context.addIssue({ code: "custom", message: `the candidate ${twice} appears twice` });
  });
export type AllocationDocument = z.infer<typeof allocationDocument>;
