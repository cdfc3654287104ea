import { z } from "zod";
import { behaviour, campaignRules, indicator, question, scalePoint } from "../../documents/campaign.ts";
import { basis, countedMark } from "../../documents/decisions.ts";
import { candidateRef, pathId, timestamp } from "../../documents/ids.ts";
import { atSeconds, flag, tickedIndicator } from "../../documents/moderation-set.ts";
import { settleReasons, standings } from "../../moderation/standing.ts";
import { answerId } from "../answer-id.ts";
import { cue, reviewView } from "../review.ts";

/** Which answers of a batch the work list shows: by where they stand, those to settle for one reason, or those of the round of standardisation. */
export const moderationFilter = z.enum(["all", "practice", ...standings, ...settleReasons]);
export type ModerationFilter = z.infer<typeof moderationFilter>;

/** `gap`: marks furthest apart first; otherwise as they were packed, by candidate or by question. */
export const moderationOrder = z.enum(["gap", "candidate", "question"]);
export type ModerationOrder = z.infer<typeof moderationOrder>;

export const moderationSelection = z.object({ batch: pathId, filter: moderationFilter, order: moderationOrder });
export type ModerationSelection = z.infer<typeof moderationSelection>;

const standingState = z.enum(standings);
const reasons = z.array(z.enum(settleReasons));

/** The list without its rows. */
export const moderationCounts = z.object({ batch: pathId, counts: z.record(moderationFilter, z.int()) });
export type ModerationCounts = z.infer<typeof moderationCounts>;

export const moderationRow = z.lazy(() => z.object({
  answerId,
  candidate: candidateRef,
  questionNumber: z.int(),
  behaviour: z.string(),
  state: standingState,
  reasons,
  /** Whether assessors practise on it. */
  practice: z.boolean(),
  /** Of those that count, by their assessors' ids; null for one that cannot be scored. */
  scores: z.array(z.number().nullable()),
  final: z.number().nullable(),
  basis: basis.nullable(),
}));
export type ModerationRow = z.infer<typeof moderationRow>;

/** The rows from `offset` on. Fewer than `limit` at the end. */
export const moderationPage = z.object({ rows: z.array(moderationRow) });
export type ModerationPage = z.infer<typeof moderationPage>;
export const MOST_MODERATION_ROWS = 200;

/** A mark as it was handed in with one revision of its assessor's set. */
export const handedInMark = z.lazy(() => z.object({
  setRevision: z.int(),
  submittedAt: timestamp,
  /** Why the revision before was followed by this one; null for the first. */
  setReason: z.string().nullable(),
  /** Whether it is the one that counts. */
  counts: z.boolean(),
  score: z.number().nullable(),
  cannotScore: z.string().nullable(),
  evidence: z.string(),
  notes: z.array(z.object({ atSeconds, text: z.string() })),
  indicators: z.array(tickedIndicator),
  flags: z.array(flag),
  watchedShare: z.number(),
  watchedShareWhenScored: z.number().nullable(),
  watchReason: z.string().nullable(),
  markedAt: timestamp,
}));
export type HandedInMark = z.infer<typeof handedInMark>;

/** What a lead asked an assessor about the answer, and what came back. */
export const askedQuery = z.lazy(() => z.object({ key: z.string(), by: z.string(), at: timestamp, text: z.string(), reply: z.object({ text: z.string(), at: timestamp }).nullable() }));
export type AskedQuery = z.infer<typeof askedQuery>;

/** An assessor who marks the answer, was to mark it, or did. */
export const marker = z.lazy(() => z.object({
  person: pathId,
  name: z.string(),
  /** `stopped`: a lead stopped their marking. `not-allocated`: no longer theirs; a mark that they gave stays. */
  standing: z.enum(["marked", "awaited", "withdrew", "stopped", "not-allocated"]),
  /** Why they withdrew from the candidate. */
  withdrawal: z.object({ note: z.string() }).nullable(),
  /** The newest revision first. */
  marks: z.array(handedInMark),
  /** From their mark before to this one; null where there is none before it, or a break lies between. */
  secondsSpent: z.number().nullable(),
  queries: z.array(askedQuery),
  /** Whether the answer can be sent back to them: their mark counts, and they may still change it. */
  canBeAsked: z.boolean(),
}));
export type Marker = z.infer<typeof marker>;

/** What leads did to the answer, the newest first. */
export const moderationStep = z.lazy(() => z.object({
  id: z.uuid(),
  act: z.enum(["settled", "reopened", "asked", "defined"]),
  by: z.string(),
  at: timestamp,
  final: z.number().nullable(),
  basis: basis.nullable(),
  /** Its reason, the question that was asked, or the rationale. */
  words: z.string(),
  /** Whom it was sent to. */
  to: z.string().nullable(),
}));
export type ModerationStep = z.infer<typeof moderationStep>;

/** A decision that is not made yet, kept as it is typed. `noScore`: none can stand. */
export const moderationDraft = z.lazy(() => z.object({ final: z.number().nullable(), noScore: z.boolean(), basis: basis.nullable(), reason: z.string().max(4000) }));
export type ModerationDraft = z.infer<typeof moderationDraft>;

export const moderationView = z.lazy(() => z.object({
  answerId,
  batch: pathId,
  candidate: candidateRef,
  question: question.extend({ number: z.int() }),
  behaviour: behaviour.extend({ positive: z.array(indicator) }),
  scale: z.array(scalePoint),
  rules: campaignRules.pick({ passMark: true, tolerance: true, cumulativeTolerance: true, combine: true, minimumWatchedShare: true }),
  secondsAllowed: z.number(),
  adjusted: z.boolean(),
  recording: reviewView.shape.recording,
  captions: z.array(cue),
  state: standingState,
  reasons,
  /** Whether assessors practise on it. */
  practice: z.boolean(),
  final: z.number().nullable(),
  basis: basis.nullable(),
  markers: z.array(marker),
  /** The marks that count: what a decision is made on. */
  counted: z.array(countedMark),
  /** What the campaign's rule says of them; null where it leaves it to the lead. */
  ruleSays: z.object({ final: z.number(), basis }).nullable(),
  definitive: z.object({ score: z.number(), rationale: z.string() }).nullable(),
  /** Whether leads can still agree on a score in advance: nobody settled it, and no live mark was handed in. */
  definable: z.boolean(),
  /** The lead's own note, and those of other leads. */
  note: z.string(),
  othersNotes: z.array(z.object({ by: z.string(), at: timestamp, text: z.string() })),
  history: z.array(moderationStep),
  /** Settlements and definitive marks that leads made apart from each other and that differ; empty where none do. */
  decidedApart: z.array(moderationStep),
  /** Whether this lead settled it, and nothing was done to it since. */
  undoable: z.boolean(),
  draft: moderationDraft.nullable(),
  /** When this lead last did something here that is on disk. */
  savedAt: timestamp.nullable(),
  /** The newest outcome of the batch, where there is one: what is changed now goes into a later revision. */
  published: z.object({ revision: z.int(), at: timestamp }).nullable(),
}));
export type ModerationView = z.infer<typeof moderationView>;

/** All answers that wait for a lead, with the marks that count, by their assessors' ids. */
export const toSettle = z.lazy(() => z.object({
  answers: z.array(z.object({ answerId, candidate: candidateRef, question: pathId, reasons, marks: z.array(z.object({ assessor: pathId, score: z.number().nullable(), cannotScore: z.string().nullable() })) })),
}));
export type ToSettle = z.infer<typeof toSettle>;

/** What lies around an answer in a list, whether it is in that list or has just left it. */
export const moderationAround = z.object({ index: z.int(), total: z.int(), previous: answerId.nullable(), next: answerId.nullable() });
export type ModerationAround = z.infer<typeof moderationAround>;

export const moderationQueries = {
  "moderation.counts": { input: z.object({ batch: pathId }), output: moderationCounts },
  "moderation.list": { input: moderationSelection.extend({ offset: z.int().min(0), limit: z.int().min(1).max(MOST_MODERATION_ROWS) }), output: moderationPage },
  "moderation.to-settle": { input: z.object({ batch: pathId }), output: toSettle },
  "moderation.view": { input: z.object({ answerId }), output: moderationView },
  "moderation.around": { input: moderationSelection.extend({ answerId }), output: moderationAround },
} as const;

const saved = z.object({ savedAt: timestamp });
/** Of what a lead does; the renderer chooses it, so that repeating is safe. */
const act = { id: z.uuid(), answerId };
const reason = z.string().trim().max(4000);

export const moderationCommands = {
  /** Says which score stands, how it came about and why. `seen`: the marks that it was decided on; refused where others are here by now. */
  "moderation.settle": { input: z.object({ ...act, final: z.number().nullable(), basis, reason, seen: z.array(countedMark).max(100) }), output: saved },
  /**
   * Records a mark that leads agree on in advance, with why; null takes it back. Refused where the answer is settled, or where live marks of it are
   * here by now, which a mark can be taken back from all the same.
   */
  "moderation.define": { input: z.object({ ...act, score: z.number().nullable(), rationale: reason }), output: saved },
  "moderation.reopen": { input: z.object({ ...act, reason }), output: saved },
  /** Takes back what this lead settled last, unless somebody did something to that answer since. */
  "moderation.undo": { input: z.object({ ...act }), output: saved },
  /** Sends the answer back to one of its assessors with a question. */
  "moderation.ask": { input: z.object({ ...act, person: pathId, text: reason }), output: saved },
  /** The lead's own note; empty takes it back. `writing`: it is kept, and goes into the record when it was left. */
  "moderation.note": { input: z.object({ answerId, text: z.string().max(20_000), writing: z.boolean() }), output: saved },
  /** Keeps a decision that is not made yet. */
  "moderation.draft": { input: z.object({ answerId, draft: moderationDraft }), output: saved },
} as const;
