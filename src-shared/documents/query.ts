import { z } from "zod";
import { candidateRef, envelope, pathId, revision } from "./ids.ts";

/**
 * `queries/<person>/<batch>/<lead>/<number>.json`: a lead sends an answer back to one of its assessors with something to look
 * at again. That answer opens for its assessor, who changes the mark or keeps it, and replies with the next set.
 */
export const queryDocument = z.object({
  ...envelope("query"),
  person: pathId,
  batch: pathId,
  /** Of this lead's queries to this person about this batch. */
  number: revision,
  candidate: candidateRef,
  question: pathId,
  text: z.string().trim().min(1).max(4000),
});
export type QueryDocument = z.infer<typeof queryDocument>;
