import type { deliveryCommands, deliveryQueries, LeadDelivery } from "../../../../src-shared/bridge/lead/delivery.ts";
import { isDeliveryAlarm } from "../../../../src-shared/problems/problem.ts";
import { ok } from "../../../../src-shared/result.ts";
import type { Handlers, Room } from "../../room.ts";
import type { Store } from "../../store/store.ts";

/** What is asked about a lead's work on its way. */
export function deliveryRequests({ withLead, changed }: Room): Handlers<keyof typeof deliveryQueries | keyof typeof deliveryCommands> {
  return {
    "lead.delivery": () => withLead(({ desk }) => ok(leadDelivery(desk.store, desk.me.person))),
    "lead.closed-seen": () =>
      withLead(({ desk }) => {
        desk.store.outbox.markClosedSeen(desk.now());
        changed("lead");
        return ok({});
      }),
  };
}

export function leadDelivery({ outbox, decisions }: Pick<Store, "outbox" | "decisions">, lead: string): LeadDelivery {
  const problems = outbox.waitingUnder("").flatMap(({ problem }) => problem ?? []);
  return { documents: outbox.waitingCount(), problem: problems.find(isDeliveryAlarm) ?? problems[0] ?? null, decisions: decisions.unsealedCount(lead), closed: outbox.closed() };
}
