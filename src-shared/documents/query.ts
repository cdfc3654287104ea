import { z } from "zod";
import { candidateRef, envelope, pathId, revision, timestamp } from "./ids.ts";

/**
 * `queries/<person>/<batch>/<lead>/<query>-<invitation>.json`: a lead sends an answer back to one of its assessors with something to look
 * at again. That answer opens for its assessor, who changes the mark or keeps it, and replies with the next set. Where the person has a
 * later laptop before they replied, a lead asks the same again, sealed for that one.
 */
export const queryDocument = z.lazy(() => z.object({
  ...envelope("query"),
  person: pathId,
  batch: pathId,
  /** Names what is asked, however often it is sealed: the id of the act that asked it. */
  query: z.uuid(),
  /** Of the person's laptop that it is sealed for. */
  invitation: revision,
  /** The lead who asks, and when; the author is another lead where they sealed it again. */
  askedBy: pathId,
  askedAt: timestamp,
  candidate: candidateRef,
  question: pathId,
  text: z.string().trim().min(1).max(4000),
}));
export type QueryDocument = z.infer<typeof queryDocument>;
