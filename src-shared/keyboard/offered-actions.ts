import "../schemas-without-eval.ts";
import { z } from "zod";
import { ACTIONS_OFFERED } from "../bridge/page-messages.ts";
import { actionIds } from "./actions.ts";

const actionId = z.enum(actionIds);

/** The page to the shell, for the menu: what can be done on this screen now, and the keys that act. */
export const offeredActions = z.strictObject({
  kind: z.literal(ACTIONS_OFFERED),
  offered: z.array(actionId).max(actionIds.length),
  keys: z.record(actionId, z.string().min(1).max(40).nullable()),
});
export type OfferedActions = z.infer<typeof offeredActions>;
