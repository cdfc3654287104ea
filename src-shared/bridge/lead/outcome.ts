import { z } from "zod";
import { basis, countedMark } from "../../documents/decisions.ts";
import { candidateRef, pathId, sha256Hex, timestamp } from "../../documents/ids.ts";
import { outcomeCandidate, outcomePlace, outcomePlaces } from "../../documents/outcome.ts";
import { standings } from "../../moderation/standing.ts";
import { problemSchema } from "../../problems/problem.ts";
import { answerId } from "../answer-id.ts";

/** Whom the order of merit shows: by place; `close` to the pass mark; `tied` with somebody; `changed` since the outcome was published. */
export const outcomeFilter = z.enum(["all", ...outcomePlaces, "close", "tied", "changed"]);
export type OutcomeFilter = z.infer<typeof outcomeFilter>;

/** `search` is a part of the candidate's reference. */
export const outcomeSelection = z.object({ batch: pathId, filter: outcomeFilter, search: z.string().max(100) });
export type OutcomeSelection = z.infer<typeof outcomeSelection>;

/** A published outcome on its way to the depot; `found`: another desk published it. */
export const outcomeDelivery = z.lazy(() => z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("waiting"), attempts: z.int(), problem: problemSchema.nullable() }),
  z.object({ kind: z.literal("delivered"), at: timestamp, where: z.string().nullable() }),
  z.object({ kind: z.literal("found") }),
]));

export const publishedOutcome = z.lazy(() => z.object({
  batch: pathId,
  revision: z.int(),
  key: z.string(),
  author: pathId,
  authorName: z.string(),
  publishedAt: timestamp,
  reason: z.string().nullable(),
  /** Whether it is the one that counts. */
  counts: z.boolean(),
  delivery: outcomeDelivery,
}));
export type PublishedOutcome = z.infer<typeof publishedOutcome>;

/** Candidates whom the campaign's rules do not tell apart: see `Tie` of src-shared/moderation/merit-order.ts. */
export const outcomeTie = z.lazy(() => z.object({
  candidates: z.array(candidateRef),
  rank: z.int(),
  total: z.number(),
  passed: z.boolean(),
  reason: z.string().nullable(),
  acrossLastPlace: z.boolean(),
}));
export type OutcomeTie = z.infer<typeof outcomeTie>;

/** Answers without a final score, by why; candidates for practice left out. */
export const openAnswers = z.lazy(() => z.object({
  /** A lead can settle them now. */
  toSettle: z.int(),
  /** Sent back to an assessor. */
  asked: z.int(),
  waiting: z.int(),
  /** Nobody is to mark them. */
  unallocated: z.int(),
  /** A lead decided that no score can stand. */
  withoutScore: z.int(),
}));
export type OpenAnswers = z.infer<typeof openAnswers>;

const place = z.object({ place: outcomePlace, rank: z.int().nullable(), total: z.number() });

export const outcomeView = z.lazy(() => z.object({
  batch: pathId,
  campaignTitle: z.string(),
  behaviours: z.array(z.object({ id: pathId, name: z.string() })),
  rules: z.object({
    passMark: z.number(),
    passBy: z.enum(["answer", "behaviour", "overall"]),
    overallPassMark: z.number().nullable(),
    places: z.int().nullable(),
    /** Names of behaviours. */
    tieBreak: z.array(z.string()),
  }),
  candidates: z.int(),
  /** Candidates for practice alone: they have no part in the outcome. */
  practice: z.int(),
  open: openAnswers,
  /** What was handed in is still being taken in. */
  behind: z.boolean(),
  /** Why it cannot be published as it stands; null where it can. */
  hindrance: problemSchema.nullable(),
  counts: z.record(outcomeFilter, z.int()),
  /** In order of merit: all that are across the last place, and as many of the others as are worth a list. */
  ties: z.array(outcomeTie),
  tiesInAll: z.int(),
  /** The newest first. */
  published: z.array(publishedOutcome),
  /** Since the revision that counts was published; null where none is. */
  changes: z.object({ total: z.int(), first: z.array(z.object({ candidate: candidateRef, before: place.nullable(), now: place.nullable() })) }).nullable(),
  declaration: z.string(),
  /** Names final scores, order and rules as they are shown here; see `outcome.publish`. */
  digest: sha256Hex,
}));
export type OutcomeView = z.infer<typeof outcomeView>;

export const outcomeRow = z.lazy(() => outcomeCandidate.omit({ behaviours: true }).extend({
  /** In the campaign's order. */
  behaviours: z.array(z.object({ total: z.number(), mean: z.number().nullable(), passed: z.boolean().nullable() })),
  /** How many answers there are, and how many have no final score. */
  answers: z.int(),
  missing: z.int(),
  close: z.boolean(),
  /** Shares the place with somebody. */
  shared: z.boolean(),
}));
export type OutcomeRow = z.infer<typeof outcomeRow>;

/** `total`: how many the selection has. */
export const outcomePage = z.object({ total: z.int(), rows: z.array(outcomeRow) });
export type OutcomePage = z.infer<typeof outcomePage>;
export const MOST_OUTCOME_ROWS = 200;

export const candidateOutcome = z.lazy(() => z.object({
  candidate: outcomeCandidate,
  answers: z.array(
    z.object({
      answerId,
      question: pathId,
      questionNumber: z.int(),
      behaviour: z.string(),
      state: z.enum(standings),
      marks: z.array(countedMark.extend({ name: z.string() })),
      final: z.number().nullable(),
      basis: basis.nullable(),
      reason: z.string(),
      /** By name. */
      decidedBy: z.string().nullable(),
      decidedAt: timestamp.nullable(),
    }),
  ),
}));
export type CandidateOutcome = z.infer<typeof candidateOutcome>;

const reason = z.string().trim().max(4000);

export const outcomeQueries = {
  "outcome.view": { input: z.object({ batch: pathId }), output: outcomeView },
  "outcome.page": { input: outcomeSelection.extend({ offset: z.int().min(0), limit: z.int().min(1).max(MOST_OUTCOME_ROWS) }), output: outcomePage },
  "outcome.candidate": { input: z.object({ batch: pathId, candidate: candidateRef }), output: candidateOutcome },
} as const;

export const outcomeCommands = {
  /** Puts candidates whom the rules do not tell apart in an order, the best first. */
  "outcome.rank": { input: z.object({ batch: pathId, candidates: z.array(candidateRef).min(2).max(100_000), reason }), output: z.object({}) },
  /**
   * Seals the outcome and puts it into the outbox. `seen`: the digest of the view that it was decided on; refused where another one would be published. `reason`: why an earlier revision is followed by this one. `incompleteReason`: why answers that are
   * still with assessors are left behind. `isNew` is false where the revision that counts says the same already.
   */
  "outcome.publish": {
    input: z.object({ batch: pathId, seen: sha256Hex, reason: reason.nullable(), incompleteReason: reason.nullable(), declared: z.literal(true) }),
    output: z.object({ published: publishedOutcome, isNew: z.boolean() }),
  },
} as const;
