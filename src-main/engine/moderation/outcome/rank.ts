import { randomUUID } from "node:crypto";
import type { ModerationEvent } from "../../../../src-shared/documents/decisions.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import { momentAfter, type LeadRooms } from "../acts.ts";
import { outcomeNow } from "./outcome-now.ts";

/** A lead puts candidates whom the rules do not tell apart in an order, the best first. A later order takes the place of an earlier one. */
export async function rankTie(desk: LeadRooms, { batch, candidates, reason }: { batch: string; candidates: readonly string[]; reason: string }): Promise<Result<Record<string, never>, Problem>> {
  if (reason === "") return err({ kind: "reason-needed" });
  const named = candidates.toSorted().join("\n");
  for (;;) {
    const now = await outcomeNow(desk.store, batch);
    if (!now.ok) return now;
    const { version, merit } = now.value;
    const ranked = desk.store.transaction((): Result<Record<string, never>, Problem> | "changed" => {
      if (desk.store.standing.isBehind(batch)) return err({ kind: "outcome-behind", batch });
      if (desk.store.standing.version(batch) !== version) return "changed";
      if (!merit.ties.some((tie) => tie.candidates.toSorted().join("\n") === named)) return err({ kind: "tie-changed" });
      const clock = desk.now();
      const at = momentAfter(desk.store.decisions.newestMoment(batch, candidates), clock);
      const event: ModerationEvent = { id: randomUUID(), at, act: "ranked", candidates: [...candidates], reason };
      desk.store.decisions.add(batch, desk.me.person, event, null);
      desk.store.standing.raise(batch);
      desk.store.audit.append({ at: clock, who: desk.me.person, what: "moderation", subject: batch, to: event });
      return ok({});
    });
    if (ranked !== "changed") return ranked;
  }
}
