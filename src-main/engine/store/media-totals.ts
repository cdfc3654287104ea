import { z } from "zod";

/** Recordings to work with, those of them that are here, and their sealed size. */
export const batchTotals = z.lazy(() => z.object({ total: z.int(), here: z.int(), totalBytes: z.int(), hereBytes: z.int() }));
export type BatchTotals = z.infer<typeof batchTotals>;
