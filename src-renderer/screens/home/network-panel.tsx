import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { Dot } from "../../components/tag.tsx";
import { dataSize } from "../../format/size.ts";
import { syncWords } from "../../format/sync-words.ts";
import { shortTime } from "../../format/time.ts";

/** Whether the depot can be reached, what is still to come, and when it is tried again. */
export function NetworkPanel({ home, now }: { home: HomeView; now: Date }) {
  const { state, run } = useCommand("sync.now");
  const { sync } = home;
  const words = syncWords(sync, now);
  const busy = state.kind === "busy" || sync.kind === "checking" || sync.kind === "fetching";
  // Before the first batch is here, only the transfer itself knows how much there is.
  const unseen = home.batches.length === 0 && sync.kind === "fetching" ? sync : null;
  const coming = home.batches.map((each) => each.recordings).filter((each) => !each.removed);
  const toCome = unseen ? unseen.totalFiles - unseen.doneFiles : coming.reduce((sum, each) => sum + each.total - each.here, 0);
  const bytesToCome = unseen ? unseen.totalBytes - unseen.doneBytes : coming.reduce((sum, each) => sum + each.totalBytes - each.hereBytes, 0);
  const waiting = home.outbox.filter((each) => each.delivery.kind === "waiting").length;
  const lastSuccessAt = sync.kind === "waiting" || sync.kind === "stopped" ? sync.lastSuccessAt : null;
  return (
    <section className="card panel" aria-labelledby="network-heading">
      <div className="panel-head">
        <h2 id="network-heading">Network</h2>
        <Button look="link" className="small" disabled={busy} onClick={() => void run({})}>
          {sync.kind === "fetching" ? "Fetching…" : busy ? "Trying…" : "Try now"}
        </Button>
      </div>
      <p className="panel-line">
        <Dot tone={words.tone} />
        <span>
          <strong>{words.lead}</strong>
          {words.rest}
        </span>
      </p>
      {sync.kind === "fetching" && <ProgressBar label="Fetching recordings" done={sync.doneBytes} total={sync.totalBytes} tone="teal" />}
      {words.detail && <p className="small soft panel-detail">{words.detail}</p>}
      <dl className="panel-numbers">
        <div>
          <dt>Sets waiting to be delivered</dt>
          <dd>{waiting}</dd>
        </div>
        <div>
          <dt>Recordings still to come</dt>
          <dd>{toCome === 0 ? "none" : `${toCome} (${dataSize(bytesToCome)})`}</dd>
        </div>
        {lastSuccessAt && (
          <div>
            <dt>Last reached</dt>
            <dd>{shortTime(lastSuccessAt, now)}</dd>
          </div>
        )}
      </dl>
      <p className="small soft panel-depot">Depot: {home.depot}</p>
    </section>
  );
}
