import { z } from "zod";

/**
 * In which order answers come: all answers of one candidate in a row, or all answers to one question in a row. The
 * second lowers halo effects: a good first answer does not colour the next five.
 */
export const workOrder = z.enum(["candidate", "question"]);
export type WorkOrder = z.infer<typeof workOrder>;
