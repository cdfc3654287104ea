import type { LeadDelivery } from "../../../src-shared/bridge/lead/delivery.ts";
import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../button.tsx";
import { ProgressBar } from "../progress-bar.tsx";
import { Dot } from "../tag.tsx";
import { dataSize } from "../../format/size.ts";
import { syncWords } from "../../format/sync-words.ts";
import { number, shortTime } from "../../format/time.ts";
import { usePreferences } from "../../preferences/use-preferences.ts";

/** Bytes per second that one may choose from; a way that carries less is slow by itself. */
const LIMITS = [100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000];

/** The state of the world in one place: whether the depot can be reached and why not, what is coming, when it is tried again. */
export function NetworkPanel({ home, delivery, now }: { home: HomeView; delivery: LeadDelivery | null; now: Date }) {
  const { state, run } = useCommand("sync.now");
  const [{ fetchingPaused }, setPreferences] = usePreferences();
  const { sync } = home;
  const words = syncWords(sync, now);
  const busy = sync.kind === "checking" || (state.kind === "busy" && sync.kind !== "fetching");
  const sum = (of: "total" | "here" | "totalBytes" | "hereBytes") => home.batches.reduce((total, batch) => total + batch.recordings[of], home.forLead?.[of] ?? 0);
  const toCome = sum("total") - sum("here");
  const waiting = home.outbox.filter((each) => each.delivery.kind === "waiting").length;
  return (
    <section className="card panel" aria-labelledby="network-heading">
      <div className="panel-head">
        <h2 id="network-heading">Network</h2>
        <Button look="link" className="small" disabled={busy} onClick={() => void run({})}>
          {busy ? "Trying…" : "Try now"}
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
      {(toCome > 0 || fetchingPaused) && (
        <div className="fetching-choices">
          <Button className="small" aria-pressed={fetchingPaused} onClick={() => setPreferences({ fetchingPaused: !fetchingPaused })}>
            {fetchingPaused ? "Resume fetching" : "Pause fetching"}
          </Button>
          <SpeedLimit />
        </div>
      )}
      <dl className="panel-numbers">
        {delivery ? (
          <div>
            <dt>Waiting to go up</dt>
            <dd>{delivery.decisions + delivery.documents === 0 ? "nothing" : number(delivery.decisions + delivery.documents)}</dd>
          </div>
        ) : (
          <div>
            <dt>Sets waiting to be delivered</dt>
            <dd>{waiting}</dd>
          </div>
        )}
        <div>
          <dt>Recordings still to come</dt>
          <dd>{toCome === 0 ? "none" : `${number(toCome)} (${dataSize(sum("totalBytes") - sum("hereBytes"))})`}</dd>
        </div>
        {sync.lastSuccessAt && (
          <div>
            <dt>Depot last reached</dt>
            <dd>{shortTime(sync.lastSuccessAt, now)}</dd>
          </div>
        )}
      </dl>
      <p className="small soft panel-depot">Depot: {home.depot}</p>
    </section>
  );
}

/** For a network that others need too. */
function SpeedLimit() {
  const [{ bandwidthLimit }, setPreferences] = usePreferences();
  const offered = bandwidthLimit === null || LIMITS.includes(bandwidthLimit) ? LIMITS : [...LIMITS, bandwidthLimit].sort((a, b) => a - b);
  return (
    <label className="small">
      At most
      <select value={bandwidthLimit ?? ""} onChange={(event) => setPreferences({ bandwidthLimit: event.target.value === "" ? null : Number(event.target.value) })}>
        <option value="">no limit</option>
        {offered.map((each) => (
          <option key={each} value={each}>
            {dataSize(each)}/s
          </option>
        ))}
      </select>
    </label>
  );
}
