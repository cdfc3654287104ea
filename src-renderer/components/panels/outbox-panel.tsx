import type { LeadDelivery } from "../../../src-shared/bridge/lead/delivery.ts";
import type { SubmittedSet, SyncState } from "../../../src-shared/bridge/views.ts";
import { Dot } from "../tag.tsx";
import { describeProblem, isDeliveryAlarm } from "../../../src-shared/problems/problem.ts";
import { plural, shortTime } from "../../format/time.ts";

interface OutboxPanelProps {
  outbox: readonly SubmittedSet[];
  delivery: LeadDelivery | null;
  sync: SyncState;
  now: Date;
}

/** What is on its way to the depot: every submitted set, and a lead's work. */
export function OutboxPanel({ outbox, delivery, sync, now }: OutboxPanelProps) {
  // Said once is enough: what keeps the network from working stands above.
  const saidAbove = sync.kind === "waiting" || sync.kind === "stopped" ? sync.problem.kind : null;
  return (
    <section className="card panel" aria-labelledby="outbox-heading">
      <h2 id="outbox-heading">Outbox</h2>
      <ul className="panel-list">
        {delivery && <LeadLines delivery={delivery} saidAbove={saidAbove} />}
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

/** A lead's decisions are sealed by the synchronising, and go out together with allocations, questions and outcomes. */
function LeadLines({ delivery: { decisions, documents, problem }, saidAbove }: { delivery: LeadDelivery; saidAbove: string | null }) {
  const isAlarm = problem !== null && isDeliveryAlarm(problem);
  return (
    <>
      {decisions > 0 && (
        <li className="panel-line">
          <Dot tone="waiting" />
          <span>
            <strong>{plural(decisions, "decision")}</strong> of yours {decisions === 1 ? "is" : "are"} safe here and {decisions === 1 ? "goes" : "go"} up, sealed, with the next synchronising.
          </span>
        </li>
      )}
      {documents > 0 && (
        <li className="panel-line">
          <Dot tone={isAlarm ? "bad" : "waiting"} />
          <div>
            <strong>{plural(documents, "sealed document")}</strong> {documents === 1 ? "is" : "are"} safe here and {isAlarm ? "cannot be delivered" : `${documents === 1 ? "waits" : "wait"} to be delivered`}.
            {problem && problem.kind !== saidAbove && <p className="small soft">{describeProblem(problem)}</p>}
          </div>
        </li>
      )}
      {decisions + documents === 0 && (
        <li className="panel-line">
          <Dot tone="good" />
          <span>Everything that you decided and allocated is in the depot.</span>
        </li>
      )}
    </>
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
