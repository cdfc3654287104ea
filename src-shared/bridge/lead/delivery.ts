import { z } from "zod";
import { timestamp } from "../../documents/ids.ts";
import { problemSchema } from "../../problems/problem.ts";

/** What goes out from a lead's desk: what waits, and what never went since another lead was earlier. */
export const leadDelivery = z.lazy(() => z.object({
  /** Sealed and on their way. */
  documents: z.int(),
  /** What keeps one of them from being delivered, as far as was tried; what somebody must act on comes first. */
  problem: problemSchema.nullable(),
  /** Done here and not sealed yet: that happens with the next synchronising. */
  decisions: z.int(),
  /** Until the lead says to have read it; oldest first. */
  closed: z.array(z.object({ key: z.string(), problem: problemSchema, closedAt: timestamp })),
}));
export type LeadDelivery = z.infer<typeof leadDelivery>;

export const deliveryQueries = {
  "lead.delivery": { input: z.object({}), output: leadDelivery },
} as const;

export const deliveryCommands = {
  /** The lead has read what never went. */
  "lead.closed-seen": { input: z.object({}), output: z.object({}) },
} as const;
