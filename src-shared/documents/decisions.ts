import { z } from "zod";
import { candidateRef, envelope, pathId, revision, timestamp } from "./ids.ts";
import { flagKind } from "./moderation-set.ts";

/** One assessor's mark as it counted: of their set of this revision. Exactly one of `score` and `cannotScore` is set. `flags` is left out where it is not told. */
export const countedMark = z.object({
  assessor: pathId,
  setRevision: revision,
  score: z.number().nullable(),
  cannotScore: z.string().max(4000).nullable(),
  flags: z.array(flagKind).max(20).optional(),
});
export type CountedMark = z.infer<typeof countedMark>;

const reason = z.string().trim().min(1).max(4000);

/**
 * How a final score came about. `agreed`: all marks say the same, or the lead and the assessors came to agree; `combined`: by the campaign's rule;
 * `adjudicated`: the lead decides; `single`: one assessor marked it, and the mark stands.
 */
export const basis = z.enum(["agreed", "combined", "adjudicated", "single"]);
export type Basis = z.infer<typeof basis>;

const onAnswer = { candidate: candidateRef, question: pathId };

/** The newest settlements, reopenings and definitive marks of the answer that the lead knew of; left out by earlier versions, which say nothing of it. */
const after = z.array(z.uuid()).max(1000).optional();

/** What a lead did, in the order in which it was done. Nothing is ever changed: a later event counts. */
export const moderationAct = z.lazy(() => z.discriminatedUnion("act", [
  z.object({
    act: z.literal("settled"),
    ...onAnswer,
    /** Null where no score can stand, such as after a technical fault. */
    final: z.number().nullable(),
    basis,
    /** Empty only where the basis is agreed or single. */
    reason: z.string().max(4000),
    /** The marks that it was decided on. Where they change, it is to be looked at again. */
    marks: z.array(countedMark).max(100),
    after,
  }),
  z.object({ act: z.literal("reopened"), ...onAnswer, reason, after }),
  /** The lead's own note; an empty one takes it back. The lead's later note on the same answer takes its place. */
  z.object({ act: z.literal("noted"), ...onAnswer, text: z.string().max(20_000) }),
  /** Sent back to an assessor: the act's `id` names what is asked, and `query` is the key of the document that first told them. */
  z.object({ act: z.literal("asked"), ...onAnswer, person: pathId, text: reason, query: z.string().max(400) }),
  /** A mark agreed by leads in advance, with why; null takes it back. */
  z.object({ act: z.literal("defined"), ...onAnswer, score: z.number().nullable(), rationale: z.string().max(4000), after }),
  /** Candidates with the same total, the better first, and why. Counts as long as they have the same total. */
  z.object({ act: z.literal("ranked"), candidates: z.array(candidateRef).min(2).max(100_000), reason }),
]));
export type ModerationAct = z.infer<typeof moderationAct>;

/** An act with its name, its lead and its moment. */
export const moderationEvent = z.intersection(z.object({ id: z.uuid(), at: timestamp }), moderationAct);
export type ModerationEvent = z.infer<typeof moderationEvent>;

/**
 * `decisions/<batch>/<lead>/<number>.json`: what one lead has decided since the number before, so that leads share the work and a lost laptop takes
 * nothing along. All numbers together, of all leads, in the order of their moments, are where moderation stands.
 */
export const decisionsDocument = z.lazy(() => z.object({
  ...envelope("decisions"),
  batch: pathId,
  number: revision,
  events: z.array(moderationEvent).min(1).max(100_000),
}));
export type DecisionsDocument = z.infer<typeof decisionsDocument>;
