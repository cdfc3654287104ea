import type { outcomeCommands, outcomeQueries } from "../../../../src-shared/bridge/lead/outcome.ts";
import type { Handlers, Room } from "../../room.ts";
import { candidateOutcome, outcomePage, outcomeView } from "../outcome/outcome-view.ts";
import { rankTie } from "../outcome/rank.ts";

/** A batch's outcome: where it stands, ties, publishing. */
export function outcomeRequests({ withLead, changed, byItself }: Room): Handlers<keyof typeof outcomeQueries | keyof typeof outcomeCommands> {
  return {
    "outcome.view": ({ batch }) => withLead(({ desk }) => outcomeView(desk.store, batch)),
    "outcome.page": (input) => withLead(({ desk }) => outcomePage(desk.store, input)),
    "outcome.candidate": ({ batch, candidate }) => withLead(({ desk }) => candidateOutcome(desk.store, batch, candidate)),
    "outcome.rank": (input) =>
      withLead(async ({ desk, sync }) => {
        const ranked = await rankTie(desk, input);
        if (!ranked.ok) return ranked;
        changed("lead");
        if (byItself) sync.soon();
        return ranked;
      }),
    "outcome.publish": ({ batch, seen, reason, incompleteReason }) =>
      withLead(async ({ desk, sync, backups }) => {
        const { publishOutcome } = await import("../outcome/publish.ts");
        const outcome = await publishOutcome(desk, { batch, seen, reason, incompleteReason });
        if (outcome.ok && outcome.value.isNew) {
          changed("lead", "home");
          void backups.now("after-submission");
          if (byItself) sync.soon();
        }
        return outcome;
      }),
  };
}
