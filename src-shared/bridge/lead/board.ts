import { z } from "zod";
import { leadsWord, round } from "../../documents/allocation.ts";
import { candidateRef, pathId, timestamp } from "../../documents/ids.ts";
import { answerId } from "../answer-id.ts";
import { practiceView } from "../practice.ts";
import { problemSchema } from "../../problems/problem.ts";

/** What a batch needs of a lead next: the first of these that holds. */
export const boardNext = z.enum(["define", "send", "practice", "allocate", "settle", "overdue", "publish", "wait", "done"]);
export type BoardNext = z.infer<typeof boardNext>;

export const boardBatch = z.lazy(() => z.object({
  batch: pathId,
  campaignTitle: z.string(),
  candidates: z.int(),
  /** `marked`: all marks that are to come are here. */
  answers: z.object({ total: z.int(), marked: z.int(), toSettle: z.int(), asked: z.int(), settled: z.int(), agreed: z.int(), flagged: z.int(), discrepancies: z.int() }),
  /** Candidates whom nobody marks, or too few after a withdrawal. */
  candidatesInNeed: z.int(),
  withdrawals: z.int(),
  assessors: z.object({ total: z.int(), handedIn: z.int(), overdue: z.int(), stopped: z.int() }),
  sets: z.object({ received: z.int(), revisions: z.int() }),
  /** The first day that somebody who has not handed in has to keep. */
  due: z.iso.date().nullable(),
  /**
   * Of the round of standardisation; null where nobody practises. `missing`: answers without a definitive mark. `unsent`: people whose allocations do not
   * carry the definitive marks as they stand, and of how many answers at most. `waiting`: people for whom live marking opens only by a lead.
   */
  practice: z.object({ answers: z.int(), missing: z.int(), unsent: z.object({ marks: z.int(), people: z.int() }), waiting: z.int() }).nullable(),
  /** The newest revision that was published. */
  outcome: z.object({ revision: z.int(), publishedAt: timestamp }).nullable(),
  next: boardNext,
}));
export type BoardBatch = z.infer<typeof boardBatch>;

export const boardView = z.lazy(() => z.object({
  person: z.object({ id: pathId, name: z.string() }),
  batches: z.array(boardBatch),
  /** Whether this lead marks too. */
  ownBatches: z.int(),
}));
export type BoardView = z.infer<typeof boardView>;

export const boardSet = z.lazy(() => z.object({ revision: z.int(), submittedAt: timestamp, reason: z.string().nullable(), marks: z.int() }));

/** How one assessor stands in the round of standardisation. */
export const boardPractice = z.lazy(() => practiceView.extend({
  candidates: z.int(),
  /** The largest distance of one of their marks from a definitive one. */
  furthest: z.number(),
  /** Of how many answers their allocation does not carry the definitive mark as it stands. */
  unsent: z.int(),
}));
export type BoardPractice = z.infer<typeof boardPractice>;

/** One practice answer of an assessor, set against the definitive mark. Their own mark stands from `shownAt` on. */
export const practiceRow = z.lazy(() => z.object({
  answerId,
  candidate: candidateRef,
  questionNumber: z.int(),
  own: z.object({ score: z.number().nullable(), cannotScore: z.string().nullable(), evidence: z.string(), complete: z.boolean() }).nullable(),
  definitive: z.object({ score: z.number(), rationale: z.string() }).nullable(),
  shownAt: timestamp.nullable(),
  /** Null where one of the two has no score. */
  distance: z.number().nullable(),
}));
export type PracticeRow = z.infer<typeof practiceRow>;

export const boardAssessor = z.lazy(() => z.object({
  person: pathId,
  /** Empty where nobody knows it: no laptop of theirs is enrolled. */
  name: z.string(),
  /** Of the newest allocation; a change that another lead made meanwhile has another. */
  revision: z.int(),
  candidates: z.int(),
  answers: z.int(),
  /** How they stand in the round of standardisation; null where they practise on nobody. */
  practice: boardPractice.nullable(),
  /** Answers marked, as their newest set or draft says. */
  marked: z.int(),
  asOf: z.object({ at: timestamp, from: z.enum(["set", "draft"]) }).nullable(),
  state: z.enum(["not-started", "marking", "handed-in", "stopped"]),
  /** Oldest first. */
  sets: z.array(boardSet),
  flagged: z.int(),
  discrepancies: z.int(),
  withdrawals: z.array(z.object({ candidate: candidateRef, note: z.string(), at: timestamp })),
  due: z.iso.date().nullable(),
  overdue: z.boolean(),
  stopped: leadsWord.nullable(),
}));
export type BoardAssessor = z.infer<typeof boardAssessor>;

/** Lists on the board hold no more than this. */
export const MOST_ON_BOARD = 100;

export const boardBatchView = z.lazy(() => z.object({
  batch: boardBatch,
  assessors: z.array(boardAssessor),
  /** Candidates whom nobody marks; the first `MOST_ON_BOARD`. */
  unallocated: z.array(candidateRef),
  /** Candidates from whom somebody withdrew, and whom too few mark now. */
  needAnother: z.array(z.object({ candidate: candidateRef, has: z.int(), wanted: z.int() })),
  rules: z.object({ doubleMarkingShare: z.number(), markersOfDouble: z.int() }),
  /** Who can be allocated candidates: everybody invited as an assessor. */
  people: z.array(z.object({ person: pathId, name: z.string() })),
  /** Allocations sealed here and not delivered yet. */
  waiting: z.array(z.object({ person: pathId, revision: z.int(), problem: problemSchema.nullable() })),
}));
export type BoardBatchView = z.infer<typeof boardBatchView>;

const day = z.iso.date().nullable();
const because = z.string().trim().max(4000);
const seed = z.string().max(200);

/** The revision of each person's allocation that a change was decided on; 0 for none. */
const known = z.array(z.object({ person: pathId, revision: z.int().min(0) })).max(1000);

const asked = z.object({ batch: pathId, assessors: z.array(pathId).min(1).max(1000), round, /** Empty for the batch's own name. */ seed, /** Whom to practise on, in the round of standardisation; where none are named, all whom nobody marks live and who are no seeds. */ candidates: z.array(candidateRef).min(1).max(10_000).optional() });
export type AllocationRequest = z.infer<typeof asked>;

export const allocationPlan = z.lazy(() => z.object({
  seed,
  assessors: z.array(z.object({ person: pathId, name: z.string(), before: z.int(), added: z.int(), addedAnswers: z.int(), doubles: z.int(), /** Answers of seeds among their live ones, those of before included. */ seeds: z.int() })),
  /** How many answers of seeds the campaign wants among everybody's. */
  seedsWanted: z.int(),
  /** Of practice for which nobody is named: candidates all of whose answers have a definitive mark, and on whom nobody practised. They are kept for seeds. */
  seedsLeftOut: z.int(),
  /** What each allocation that would change was when this was drawn: to be given with the command. */
  known,
  /** Names what was drawn: to be given with the command. */
  digest: z.string(),
  /** Candidates who leave the allocation of somebody who withdrew or was stopped, since somebody else comes in their place. */
  released: z.int(),
  /** Candidates marked by several, those before included. */
  doubles: z.int(),
  added: z.int(),
  /** Candidates for whom there are too few assessors. */
  short: z.array(z.object({ candidate: candidateRef, wanted: z.int(), has: z.int() })),
  /** How many candidates any two of these assessors mark together, at least and at most; null where nobody does. */
  together: z.object({ least: z.int(), most: z.int() }).nullable(),
}));
export type AllocationPlan = z.infer<typeof allocationPlan>;

const published = z.object({ allocations: z.array(z.object({ person: pathId, revision: z.int(), candidates: z.int() })) });
export type PublishedAllocations = z.infer<typeof published>;

export const boardQueries = {
  "board.view": { input: z.object({}), output: boardView },
  "board.batch": { input: z.object({ batch: pathId }), output: boardBatchView },
  /** What allocating would do: draws, and publishes nothing. */
  "board.plan": { input: asked, output: allocationPlan },
  /** What somebody made of the practice answers. */
  "board.practice": { input: z.object({ batch: pathId, person: pathId }), output: z.object({ rows: z.array(practiceRow) }) },
  /** What somebody marks, for passing it on. */
  "board.candidates": { input: z.object({ batch: pathId, person: pathId }), output: z.object({ revision: z.int(), candidates: z.array(z.object({ candidate: candidateRef, round, handedIn: z.boolean(), withdrawn: z.boolean() })) }) },
} as const;

/** Each publishes new revisions of allocations: sealed and in the outbox when the answer comes. */
export const boardCommands = {
  "board.allocate": { input: asked.extend({ due: day, known, /** The digest of the plan that was looked at. */ seen: z.string().max(64) }), output: published },
  /**
   * Takes candidates from somebody; `to` gets them, or nobody does. `handedIn`: also those whose marks are handed in, which the command
   * refuses otherwise. Marks that were made stay.
   */
  "board.reassign": {
    input: z.object({ batch: pathId, from: pathId, to: pathId.nullable(), /** Null for all that are not handed in. */ candidates: z.array(candidateRef).min(1).max(100_000).nullable(), handedIn: z.boolean(), known }),
    output: published.extend({ moved: z.int() }),
  },
  /** Another day for everything that these people have not handed in. */
  "board.extend": { input: z.object({ batch: pathId, people: z.array(pathId).min(1).max(1000), due: day, known }), output: published },
  /** Nothing of the batch can be marked by this person until they may go on. */
  "board.stop": { input: z.object({ batch: pathId, person: pathId, because, known }), output: published },
  /** Opens live marking for a person, whatever came of their practice. */
  "board.open": { input: z.object({ batch: pathId, person: pathId, because, known }), output: published },
  /** Sends the definitive marks as they stand to everybody who practises and does not have them so. */
  "board.send-definitive": { input: z.object({ batch: pathId, known }), output: published },
  "board.resume": { input: z.object({ batch: pathId, person: pathId, known }), output: published },
} as const;
