import { z } from "zod";
import { candidateRef, pathId, timestamp } from "../documents/ids.ts";
import { atSeconds, flagKind } from "../documents/moderation-set.ts";
import { answerId } from "./answer-id.ts";
import { checkView } from "./check.ts";
import { boardCommands, boardQueries } from "./lead/board.ts";
import { deliveryCommands, deliveryQueries } from "./lead/delivery.ts";
import { exportCommands } from "./lead/exports.ts";
import { fairnessCommands, fairnessQueries } from "./lead/fairness.ts";
import { moderationCommands, moderationQueries } from "./lead/moderation.ts";
import { outcomeCommands, outcomeQueries } from "./lead/outcome.ts";
import { qualityQueries } from "./lead/quality.ts";
import { practiceCommands } from "./practice.ts";
import { preferencesChange } from "./preferences.ts";
import { MOST_QUEUE_ROWS, queuePage, queueSelection, queueView } from "./queue.ts";
import { reviewView } from "./review.ts";
import { removedRecordings, spaceView } from "./space.ts";
import { submittedSet, syncState } from "./views.ts";

/** Everything that is asked after the first screen; see `contract.ts`. */

export const laterQueries = {
  "review.view": { input: z.object({ answerId }), output: reviewView },
  "queue.view": { input: queueSelection, output: queueView },
  "queue.page": { input: queueSelection.extend({ offset: z.int().min(0), limit: z.int().min(1).max(MOST_QUEUE_ROWS) }), output: queuePage },
  "check.view": { input: z.object({ batch: pathId }), output: checkView },
  "space.view": { input: z.object({}), output: spaceView },

  // A lead's
  ...deliveryQueries,
  ...boardQueries,
  ...outcomeQueries,
  ...fairnessQueries,
  ...qualityQueries,
  ...moderationQueries,
} as const;

const saved = z.object({ savedAt: timestamp });
const done = z.object({});
const passphrase = z.string().max(1000);

export const laterCommands = {
  /** `fileBase64` holds the bytes of the enrolment file, whether readable or locked with a passphrase. */
  "desk.enrol": {
    input: z.object({
      fileBase64: z.string().max(2_000_000),
      /** Opens the enrolment file, where it is locked. */
      filePassphrase: passphrase.nullable(),
      /** How this desk's own key is to be kept: null for the operating system's key store. */
      deskPassphrase: passphrase.nullable(),
    }),
    output: done,
  },
  "desk.open-demo": { input: z.object({}), output: done },
  /** Tries once more to open a data folder that was refused, such as when its disk was full. */
  "desk.open-again": { input: z.object({}), output: done },
  "desk.unlock": { input: z.object({ passphrase }), output: done },

  /** Checks the depot now. The answer comes when the try has ended, well or not. */
  "sync.now": { input: z.object({}), output: syncState },
  /** Fetches the recordings of a batch, or the one of an answer, before all others. Remembered until they are here. */
  "sync.fetch-now": { input: z.union([z.object({ batch: pathId }), z.object({ answerId })]), output: done },

  /** `null` takes the score back. */
  "mark.set-score": { input: z.object({ answerId, score: z.number().nullable() }), output: saved },
  /** Says that no score can be given, and why; `null` takes that back. Takes a score back too. */
  "mark.set-cannot-score": { input: z.object({ answerId, reason: z.string().trim().min(1).max(4000).nullable() }), output: saved },
  "mark.set-evidence": { input: z.object({ answerId, text: z.string().max(20_000) }), output: saved },
  /** Makes or changes a note; the renderer chooses the id, so that repeating is safe. */
  "mark.put-note": { input: z.object({ answerId, noteId: z.uuid(), atSeconds, text: z.string().max(20_000) }), output: saved },
  "mark.remove-note": { input: z.object({ answerId, noteId: z.uuid() }), output: saved },
  /** Ticks an indicator as seen at a moment; `null` unticks it. */
  "mark.set-indicator": { input: z.object({ answerId, indicator: pathId, atSeconds: atSeconds.nullable() }), output: saved },
  /** Raises or changes a flag; a `note` of `null` lowers it. The moment of a flag that is raised already stays. */
  "mark.set-flag": { input: z.object({ answerId, flag: flagKind, note: z.string().max(4000).nullable(), atSeconds: atSeconds.nullable() }), output: saved },
  /** Why this answer is scored with less watched than the campaign asks for; empty takes the reason back. */
  "mark.set-watch-reason": { input: z.object({ answerId, reason: z.string().max(4000) }), output: saved },
  /** Replies to what a lead asks about this answer; the next set carries it. */
  "mark.reply": { input: z.object({ answerId, query: z.uuid(), text: z.string().max(4000) }), output: saved },
  /** Adds what was just played. */
  "mark.add-watched": { input: z.object({ answerId, from: atSeconds, to: atSeconds }), output: saved },

  ...practiceCommands,

  /** The assessor knows this candidate: all of the candidate's answers leave the work, and the marks made are hidden. */
  "candidate.withdraw": { input: z.object({ batch: pathId, candidate: candidateRef, note: z.string().max(4000) }), output: saved },
  /** Takes a withdrawal back, for instance of the wrong candidate; the marks made before are there again. */
  "candidate.return": { input: z.object({ batch: pathId, candidate: candidateRef }), output: saved },

  /** The notice of what came back from the depot was read, up to this recovery. */
  "recoveries.read": { input: z.object({ upTo: z.int().min(1) }), output: done },

  /** Changes what is given and leaves the rest. */
  "preferences.set": { input: preferencesChange, output: done },

  /** Seals the set, puts it into the outbox and tries to deliver it. The answer comes when it is sealed and on disk. */
  "set.submit": { input: z.object({ batch: pathId, declared: z.literal(true) }), output: submittedSet },
  /**
   * Removes a batch's recordings from this laptop, files and keys; marks stay. `stillNeeded`: also where its set is not delivered
   * or it is being changed.
   */
  "recordings.remove": { input: z.object({ batch: pathId, stillNeeded: z.boolean() }), output: removedRecordings },
  /** Removes the recordings of all batches whose campaign's days are over. */
  "recordings.remove-over": { input: z.object({}), output: z.object({ removed: z.array(removedRecordings) }) },
  /** Lets removed recordings of a batch come again. */
  "recordings.fetch-again": { input: z.object({ batch: pathId }), output: done },
  /** The assessor has read what was restored from a backup. */
  "restoration.seen": { input: z.object({}), output: done },

  /** Lets a submitted batch be changed; the next submission is a new revision that carries the reason. */
  "set.reopen": { input: z.object({ batch: pathId, reason: z.string().trim().max(4000) }), output: done },

  // A lead's
  ...deliveryCommands,
  ...boardCommands,
  ...outcomeCommands,
  ...fairnessCommands,
  ...moderationCommands,
  ...exportCommands,
} as const;
