import { z } from "zod";
import { pathId, timestamp } from "../documents/ids.ts";
import { batchSummary, removal } from "./views.ts";

/** What each batch uses on this laptop. */
export const spaceView = z.lazy(() => z.object({
  batches: z.array(
    z.object({
      batch: pathId,
      campaignTitle: z.string(),
      /** Null where this desk does not mark it: a lead's sees every batch. */
      state: batchSummary.shape.state.nullable(),
      /** Its newest set has its receipt and it is not being changed, and on a lead's desk its outcome is published: its recordings are needed no more. */
      delivered: z.boolean(),
      /** Until when the campaign keeps its recordings here; null as long as they are needed. */
      keptUntil: timestamp.nullable(),
      removed: removal.nullable(),
      /** Recordings and captions that are here. */
      files: z.int(),
      bytes: z.int(),
      /** Of those still coming. */
      partialBytes: z.int(),
    }),
  ),
  databaseBytes: z.int(),
  backups: z.int(),
  backupBytes: z.int(),
  /** Damaged databases, kept aside. */
  asideBytes: z.int(),
  freeBytes: z.int(),
  /** Kept free, so that marks can always be saved: recordings are fetched only into what is free beyond it. */
  reserveBytes: z.int(),
}));
export type SpaceView = z.infer<typeof spaceView>;
export const removedRecordings = z.object({ batch: pathId, files: z.int(), bytes: z.int() });
