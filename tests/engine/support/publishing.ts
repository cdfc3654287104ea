import type { Input } from "../../../src-shared/bridge/contract.ts";
import { BATCH } from "./lead-panel.ts";
import type { TestDesk } from "./panel.ts";

/** What publishing asks for, decided on what stands now. */
export async function publishing(desk: TestDesk, more: Partial<Input<"outcome.publish">> = {}): Promise<Input<"outcome.publish">> {
  const { digest } = await desk.ask("outcome.view", { batch: BATCH });
  return { batch: BATCH, seen: digest, reason: null, incompleteReason: null, declared: true, ...more };
}
