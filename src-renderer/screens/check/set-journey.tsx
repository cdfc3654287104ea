import type { SubmittedSet } from "../../../src-shared/bridge/views.ts";
import { describeProblem, isDeliveryAlarm } from "../../../src-shared/problems/problem.ts";
import { useBridgeQuery, useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { dataSize } from "../../format/size.ts";
import { fromNow, plural, shortTime } from "../../format/time.ts";

/** The way of each submitted set, the newest first: sealed here, waiting, delivered with its receipt. */
export function SetJourney({ sets }: { sets: readonly SubmittedSet[] }) {
  const newestFirst = [...sets].sort((a, b) => b.revision - a.revision);
  return (
    <section className="card check-panel" aria-labelledby="journey-heading">
      <h2 id="journey-heading">{sets.length > 1 ? "Your sets" : "Your set"}</h2>
      {newestFirst.map((set, index) => (
        <OneSet key={set.revision} set={set} named={sets.length > 1 || set.revision > 1} open={index === 0} />
      ))}
    </section>
  );
}

function OneSet({ set, named, open }: { set: SubmittedSet; named: boolean; open: boolean }) {
  const now = useNow(10_000);
  const { delivery } = set;
  const stuck = delivery.kind === "waiting" && delivery.problem !== null && isDeliveryAlarm(delivery.problem);
  return (
    <details className="journey" open={open}>
      <summary>
        {named && `Revision ${set.revision}. `}
        {delivery.kind === "delivered" ? `Delivered ${shortTime(delivery.at, now)}` : stuck ? "Sealed, cannot be delivered" : "Sealed, waits for delivery"}
      </summary>
      {set.reason && <p className="small">Reason: {set.reason}</p>}
      <ol>
        <li className="journey-done">
          <strong>Sealed</strong> on this laptop {shortTime(set.submittedAt, now)}
          <span className="soft"> · {dataSize(set.sealedBytes)}</span>
        </li>
        {delivery.kind === "waiting" ? <Waiting attempts={delivery.attempts} problem={delivery.problem} stuck={stuck} now={now} /> : (
          <li className="journey-done">
            <strong>Delivered</strong> {shortTime(delivery.at, now)}
          </li>
        )}
      </ol>
      <dl className="receipt">
        <dt>{delivery.kind === "delivered" ? "Receipt" : "Will be kept as"}</dt>
        <dd>{set.key}</dd>
        <dt>SHA-256</dt>
        <dd>{set.sha256}</dd>
        {delivery.kind === "delivered" && delivery.where && (
          <>
            <dt>Depot</dt>
            <dd>{delivery.where}</dd>
          </>
        )}
      </dl>
    </details>
  );
}

type WaitingDelivery = Extract<SubmittedSet["delivery"], { kind: "waiting" }>;

function Waiting({ attempts, problem, stuck, now }: Pick<WaitingDelivery, "attempts" | "problem"> & { stuck: boolean; now: Date }) {
  const { data: home } = useBridgeQuery("home.view", {});
  const { state, run } = useCommand("sync.now");
  const sync = home?.sync;
  const nextTry = sync?.kind === "waiting" ? ` Next try ${fromNow(sync.retryAt, now)}.` : "";
  return (
    <>
      <li className={stuck ? "journey-stuck" : "journey-now"}>
        {stuck ? (
          <strong>Somebody has to look</strong>
        ) : (
          <>
            <strong>Waiting</strong> to be delivered{attempts > 0 ? ` after ${plural(attempts, "try", "tries")}.` : "."}
            {nextTry}
          </>
        )}
        {problem && <p className="small soft">{describeProblem(problem)}</p>}
        <Button look="link" className="small" disabled={state.kind === "busy"} onClick={() => void run({})}>
          {state.kind === "busy" ? "Looking…" : stuck ? "Look again" : "Try now"}
        </Button>
      </li>
      <li className="journey-later soft">Delivered</li>
    </>
  );
}
