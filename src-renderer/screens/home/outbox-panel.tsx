import type { SubmittedSet, SyncState } from "../../../src-shared/bridge/views.ts";
import { Dot } from "../../components/tag.tsx";
import { describeProblem, isDeliveryAlarm } from "../../../src-shared/problems/problem.ts";
import { plural, shortTime } from "../../format/time.ts";

/** Every submitted set on its way to the depot. */
export function OutboxPanel({ outbox, sync, now }: { outbox: readonly SubmittedSet[]; sync: SyncState; now: Date }) {
  // Said once is enough: what keeps the network from working stands above.
  const saidAbove = sync.kind === "waiting" || sync.kind === "stopped" ? sync.problem.kind : null;
  return (
    <section className="card panel" aria-labelledby="outbox-heading">
      <h2 id="outbox-heading">Outbox</h2>
      <ul className="panel-list">
        {outbox.map((set) => (
          <li key={`${set.batch} ${set.revision}`} className="panel-line">
            <Dot tone={set.delivery.kind === "delivered" ? "good" : isStuck(set) ? "bad" : "waiting"} />
            <div>
              <strong>{set.batch}</strong>
              {set.revision > 1 && `, revision ${set.revision}`}: {deliveryWords(set, now)}
              {set.delivery.kind === "waiting" && set.delivery.problem && ![saidAbove, "set-held-back"].includes(set.delivery.problem.kind) && <p className="small soft">{describeProblem(set.delivery.problem)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Somebody has to look: it does not go by itself. */
function isStuck({ delivery }: SubmittedSet): boolean {
  return delivery.kind === "waiting" && delivery.problem !== null && isDeliveryAlarm(delivery.problem);
}

function deliveryWords(set: SubmittedSet, now: Date): string {
  if (set.delivery.kind === "delivered") return `delivered ${shortTime(set.delivery.at, now)}.`;
  if (isStuck(set)) return `sealed ${shortTime(set.submittedAt, now)}, safe here, cannot be delivered.`;
  if (set.delivery.problem?.kind === "set-held-back") return `sealed ${shortTime(set.submittedAt, now)}, safe here, follows revision ${set.delivery.problem.revision}.`;
  const tries = set.delivery.attempts === 0 ? "not tried yet" : plural(set.delivery.attempts, "try", "tries");
  return `sealed ${shortTime(set.submittedAt, now)}, safe here, waits for delivery (${tries}).`;
}
