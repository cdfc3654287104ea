import { z } from "zod";
import { answerId } from "./answer-id.ts";
import { leadsWord, round } from "../documents/allocation.ts";
import { pathId, role, timestamp } from "../documents/ids.ts";
import { practiceView } from "./practice.ts";
import { preferences } from "./preferences.ts";
import { problemSchema } from "../problems/problem.ts";

/** What the engine shows the renderer: one schema for each thing on screen. */

/** How the key that locks the recordings is kept: by the operating system, by a passphrase, or in a file (command line). */
export const keyProtection = z.enum(["os-key-store", "passphrase", "key-file"]);
export type KeyProtection = z.infer<typeof keyProtection>;

export const deskState = z.lazy(() => z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("first-start"), keyStoreAvailable: z.boolean(), demoAvailable: z.boolean(), home: z.string() }),
  z.object({ kind: z.literal("locked"), person: z.string() }),
  z.object({ kind: z.literal("refused"), problem: problemSchema }),
  z.object({ kind: z.literal("ready"), person: z.object({ id: pathId, name: z.string(), role }), preferences }),
]));
export type DeskState = z.infer<typeof deskState>;

const progress = { doneFiles: z.int(), totalFiles: z.int(), doneBytes: z.int(), totalBytes: z.int() };
/** How far the recordings of one batch are; those under way count with the bytes that are here. */
export const batchProgress = z.object({ batch: pathId, ...progress });
export type BatchProgress = z.infer<typeof batchProgress>;

/** Recordings that are coming: of all batches that still lack any, what is here of them already included. */
export const fetchProgress = z.object({
  ...progress,
  /** Smoothed; null while it is not known. */
  bytesPerSecond: z.int().nullable(),
  /** Null while it is not known. */
  secondsLeft: z.int().nullable(),
  batches: z.array(batchProgress),
  /** The answer that somebody waits for, while its recording comes. */
  wished: z.object({ answerId, doneBytes: z.int(), totalBytes: z.int() }).nullable(),
});
export type FetchProgress = z.infer<typeof fetchProgress>;

/** Where synchronising stands. Each state carries only its own data. */
export const syncState = z.lazy(() => z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("checking"), lastSuccessAt: timestamp.nullable() }),
  /** `problem`: what is wrong meanwhile, such as too little space for all of it. */
  z.object({ kind: z.literal("fetching"), ...fetchProgress.shape, problem: problemSchema.nullable(), lastSuccessAt: timestamp.nullable() }),
  /** Somebody paused the recordings, and some are still to come. Sets and documents go on. */
  z.object({ kind: z.literal("paused"), files: z.int(), bytes: z.int(), lastSuccessAt: timestamp.nullable(), nextCheckAt: timestamp }),
  z.object({ kind: z.literal("idle"), lastSuccessAt: timestamp, nextCheckAt: timestamp }),
  /** It failed in a way that often passes: `since` the first failure in a row. */
  z.object({ kind: z.literal("waiting"), since: timestamp, retryAt: timestamp, attempt: z.int(), problem: problemSchema, lastSuccessAt: timestamp.nullable() }),
  /** It failed and somebody has to do something. It is looked at again all the same. */
  z.object({ kind: z.literal("stopped"), since: timestamp, retryAt: timestamp, problem: problemSchema, lastSuccessAt: timestamp.nullable() }),
]));
export type SyncState = z.infer<typeof syncState>;

/** A submitted moderation set on its way to the depot. */
export const submittedSet = z.lazy(() => z.object({
  batch: pathId,
  revision: z.int(),
  key: z.string(),
  sha256: z.string(),
  sealedBytes: z.int(),
  submittedAt: timestamp,
  reason: z.string().nullable(),
  delivery: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("waiting"), attempts: z.int(), problem: problemSchema.nullable() }),
    /** The receipt. */
    z.object({ kind: z.literal("delivered"), at: timestamp, /** The depot; null for sets of earlier versions. */ where: z.string().nullable() }),
  ]),
}));
export type SubmittedSet = z.infer<typeof submittedSet>;

/** When and why recordings were removed from this laptop: the campaign's days after delivery were over, or somebody asked. */
export const removal = z.object({ at: timestamp, because: z.enum(["time-over", "asked"]) });
export type Removal = z.infer<typeof removal>;

export const batchSummary = z.object({
  batch: pathId,
  campaignTitle: z.string(),
  rounds: z.array(round),
  due: z.iso.date().nullable(),
  /** Those of candidates whom the assessor withdrew from are not among them. */
  answers: z.object({ total: z.int(), marked: z.int(), flagged: z.int() }),
  withdrawnCandidates: z.int(),
  /** The first answer that is not fully marked, or one of practice to compare, in the order of work; null where there is none now or the batch is submitted. */
  next: answerId.nullable(),
  recordings: z.object({ total: z.int(), here: z.int(), totalBytes: z.int(), hereBytes: z.int(), removed: removal.nullable() }),
  /** Length of the recordings not marked yet. */
  secondsLeft: z.number(),
  /** `reopened`: submitted before, being changed now. `extended`: submitted before, and more was allocated or a lead asked about something since; the rest of what was submitted is closed. */
  /** `stopped`: a lead stopped the marking; what was submitted before stays `submitted`. `complete`: it can be submitted, practice included. */
  state: z.enum(["not-started", "marking", "complete", "submitted", "reopened", "extended", "stopped"]),
  stopped: leadsWord.nullable(),
  /** Null where nothing is allocated for practice. */
  practice: practiceView.nullable(),
  lastSet: submittedSet.nullable(),
});
export type BatchSummary = z.infer<typeof batchSummary>;

/** Marks of one batch that came back from the depot. */
export const recovery = z.object({
  id: z.int(),
  batch: pathId,
  recoveredAt: timestamp,
  /** A backup had taken the damaged database's place here before; otherwise the laptop is a new one. */
  afterDamage: z.boolean(),
  /** When what came back had gone up: what was marked after it on a lost laptop is not here. Null where nothing could be opened. */
  writtenAt: timestamp.nullable(),
  marks: z.int(),
  sets: z.int(),
  /** What was wrong with a newer draft, which was passed over; or why nothing came back. */
  passedOver: problemSchema.nullable(),
  /** Revisions that were submitted on the other laptop and never reached the depot. */
  missingSets: z.array(z.int()),
});
export type Recovery = z.infer<typeof recovery>;

/** A damaged database gave way to a backup: what that means for the assessor. */
export const restoration = z.lazy(() => z.object({
  id: z.int(),
  restoredAt: timestamp,
  /** When the backup was made. */
  backupAt: timestamp,
  /** The damaged file, within the data folder. */
  keptAs: z.string(),
  /** Changes after the backup that the damaged file gave back, and when the last of them was made. */
  changes: z.int(),
  until: timestamp.nullable(),
  /** Whether the damaged file's log could be read to its end. */
  logWhole: z.boolean(),
  /** What is known to have changed and could not be brought over, as the log names it: `b-14 / K-2031 / q1`. */
  missing: z.array(z.string()),
}));
export type Restoration = z.infer<typeof restoration>;

/** What a lead asks about an answer of this person's, and what was replied. */
export const leadsQuery = z.object({
  /** Its id. */
  query: z.string(),
  /** Who asked, by name. */
  lead: z.string(),
  text: z.string(),
  askedAt: timestamp,
  /** Empty while there is none. */
  reply: z.string(),
  repliedAt: timestamp.nullable(),
});
export type LeadsQuery = z.infer<typeof leadsQuery>;

export const homeView = z.lazy(() => z.object({
  person: z.object({ id: pathId, name: z.string(), role }),
  depot: z.string(),
  batches: z.array(batchSummary),
  /** The next answer to mark; `toCompare`: it is marked, and to be compared with the leads' mark. */
  next: z.object({ answerId, batch: pathId, candidate: z.string(), questionNumber: z.int(), toCompare: z.boolean() }).nullable(),
  sync: syncState,
  outbox: z.array(submittedSet),
  /** A lead's recordings that are here or to come, beside those of their own batches; null for an assessor. */
  forLead: z.object({ total: z.int(), here: z.int(), totalBytes: z.int(), hereBytes: z.int() }).nullable(),
  /** What leads ask and no set has replied to yet, oldest first. */
  queries: z.array(leadsQuery.extend({ answerId, batch: pathId, candidate: z.string(), questionNumber: z.int() })),
  /** Until the assessor says to have read them. */
  recoveries: z.array(recovery),
  /** When another laptop took a later invitation of the same person; null where this is the newest. */
  laterLaptopAt: timestamp.nullable(),
  /** Set until the assessor has read about it. */
  restored: restoration.nullable(),
  kept: z.object({
    marks: z.int(),
    lastSavedAt: timestamp.nullable(),
    lastBackupAt: timestamp.nullable(),
    /** Up to when all marks are in the depot too, sealed; null where those of some batch are not yet. */
    inDepotUpTo: timestamp.nullable(),
    /** Nothing was marked since. Moments alone do not tell: a clock may have been put back. */
    allInDepot: z.boolean(),
    /** Why the last try at a backup failed. */
    backupProblem: problemSchema.nullable(),
    recordings: z.int(),
    vaultBytes: z.int(),
    protection: keyProtection,
  }),
}));
export type HomeView = z.infer<typeof homeView>;
