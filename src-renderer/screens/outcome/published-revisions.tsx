import type { PublishedOutcome } from "../../../src-shared/bridge/lead/outcome.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useNow } from "../../components/use-now.ts";
import { plural, shortTime } from "../../format/time.ts";

/** Every revision, the newest first: who published it, why, and where its document is. */
export function PublishedRevisions({ published }: { published: readonly PublishedOutcome[] }) {
  const now = useNow(10_000);
  return (
    <section className="card outcome-panel" aria-labelledby="revisions-heading">
      <h2 id="revisions-heading">Published</h2>
      {published.map((each) => (
        <details key={each.key} className="outcome-revision" open={each.counts}>
          <summary>
            Revision {each.revision}
            {each.counts ? ", which counts" : ", no longer counts"}
          </summary>
          <p className="small">
            Published {shortTime(each.publishedAt, now)} by {each.authorName}. {deliveryText(each, now)}
          </p>
          {each.reason && <p className="small">Reason: {each.reason}</p>}
          <dl className="outcome-receipt">
            <dt>Document</dt>
            <dd>{each.key}</dd>
          </dl>
        </details>
      ))}
    </section>
  );
}

function deliveryText({ delivery }: PublishedOutcome, now: Date): string {
  switch (delivery.kind) {
    case "found":
      return "Found in the depot.";
    case "delivered":
      return `Delivered ${shortTime(delivery.at, now)}${delivery.where === null ? "" : ` to ${delivery.where}`}.`;
    case "waiting":
      return `Sealed on this laptop, waits to be delivered${delivery.attempts > 0 ? ` after ${plural(delivery.attempts, "try", "tries")}` : ""}.${delivery.problem ? ` ${describeProblem(delivery.problem)}` : ""}`;
  }
}
