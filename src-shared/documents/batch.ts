import { z } from "zod";
import { ageIdentity, candidateRef, envelope, firstRepeated, pathId, revision, sha256Hex } from "./ids.ts";

/**
 * One sealed file of a batch (Cobblestone-256). `object` is the SHA-256 of the sealed bytes and the last part of
 * its key in the depot; `key` the 32 random bytes that open it, in base64url; `sha256` that of the content.
 */
const sealedObject = z.object({
  object: sha256Hex,
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  sealedBytes: z.int().min(73).max(20_000_000_000),
  bytes: z.int().min(1).max(20_000_000_000),
  sha256: sha256Hex,
});
export type SealedObject = z.infer<typeof sealedObject>;

export const recording = z.lazy(() => sealedObject.extend({
  type: z.enum(["video/mp4", "video/webm"]),
  durationSeconds: z.number().positive().max(86_400),
  width: z.int().min(1).max(16_384),
  height: z.int().min(1).max(16_384),
  /** Codec strings of RFC 6381, such as `avc1.64001e`. */
  videoCodec: z.string().max(80),
  audioCodec: z.string().max(80),
}));
export type Recording = z.infer<typeof recording>;

/** One recording: one candidate, one question. */
export const batchAnswer = z.lazy(() => z.object({
  question: pathId,
  /** What this candidate was allowed, adjustments included. */
  secondsAllowed: z.number().min(1).max(86_400),
  recording,
  captions: sealedObject.optional(),
}));
export type BatchAnswer = z.infer<typeof batchAnswer>;

export const batchCandidate = z.object({ candidate: candidateRef, answers: z.array(batchAnswer).min(1).max(50) });

/** `batches/<batch>/<revision>.json` */
export const batchDocument = z.lazy(() => z
  .object({
    ...envelope("batch"),
    batch: pathId,
    revision,
    campaign: pathId,
    /** The campaign's revision that this batch was packed with. */
    campaignRevision: revision,
    /** Opens this batch's documents; given to assessors in their allocations. */
    identity: ageIdentity,
    candidates: z.array(batchCandidate).min(1).max(100_000),
  })
  .superRefine(({ candidates }, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    const twice = firstRepeated(candidates.map((each) => each.candidate));
    if (twice !== undefined) refuse(`the candidate ${twice} appears twice`);
    for (const { candidate, answers } of candidates) {
      const question = firstRepeated(answers.map((each) => each.question));
      if (question !== undefined) refuse(`${candidate} answers the question ${question} twice`);
    }
  }));
export type BatchDocument = z.infer<typeof batchDocument>;
