import type { Input, Output } from "../../../../src-shared/bridge/contract.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { reviseAllocations } from "../allocating/revise-allocations.ts";
import { practiceOfLead } from "./practice-of-batch.ts";

/** Sends the definitive marks as they stand to everybody who practises and has others, or not all of them: every revision carries them. */
export async function sendDefinitive(desk: Desk, { batch, known }: Input<"board.send-definitive">): Promise<Result<Output<"board.send-definitive">, Problem>> {
  const practice = practiceOfLead(desk.store, batch);
  if (!practice) return err({ kind: "batch-unknown", batch });
  const people = [...practice.of].flatMap(([person, { unsent }]) => (unsent > 0 ? [person] : []));
  if (people.length === 0) return err({ kind: "allocation-unchanged", batch });
  return reviseAllocations(desk, batch, people.map((person) => ({ person, change: () => ({}) })), known, { what: "definitive-sent" });
}
