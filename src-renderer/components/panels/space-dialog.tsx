import { useState } from "react";
import type { SpaceView } from "../../../src-shared/bridge/space.ts";
import { useBridgeQuery, useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { Notice, ProblemNotice } from "../notice.tsx";
import { QueryFailure } from "../query-failure.tsx";
import { dataSize } from "../../format/size.ts";
import { plural, timeOrDay } from "../../format/time.ts";
import "../block-table.css";
import "./space-dialog.css";

type BatchSpace = SpaceView["batches"][number];

/** What is kept on this laptop, what it takes, until when it stays, and the way to let it go. */
export function SpaceDialog({ now, onClose }: { now: Date; onClose: () => void }) {
  const { data: space, error } = useBridgeQuery("space.view", {});
  const [asked, setAsked] = useState<string | null>(null);
  const batch = space?.batches.find((each) => each.batch === asked);
  if (batch) return <RemoveDialog key={batch.batch} space={batch} onClose={() => setAsked(null)} />;
  return (
    <Dialog title="Space on this laptop" wide onClose={onClose}>
      {space ? <SpaceTable space={space} now={now} onRemove={setAsked} /> : error ? <QueryFailure error={error} /> : <p className="soft">Looking at what is here…</p>}
    </Dialog>
  );
}

function SpaceTable({ space, now, onRemove }: { space: SpaceView; now: Date; onRemove: (batch: string) => void }) {
  return (
    <>
      <p className="soft">Recordings lie here encrypted. They go by themselves when their batch is delivered and its campaign’s days are over; marks, notes and what you submitted stay.</p>
      {space.batches.length > 0 && (
        <table className="space block-table">
          <thead>
            <tr>
              <th scope="col">Batch</th>
              <th scope="col">Recordings here</th>
              <th scope="col">Stay until</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {space.batches.map((each) => (
              <BatchRow key={each.batch} space={each} now={now} onRemove={onRemove} />
            ))}
          </tbody>
        </table>
      )}
      <dl className="panel-numbers space-numbers">
        <Number label="Free on this disk" bytes={space.freeBytes} />
        <Number label="Kept free, so that marks can always be saved" bytes={space.reserveBytes} />
        <Number label="Marks and notes" bytes={space.databaseBytes} />
        <Number label={plural(space.backups, "backup of them", "backups of them")} bytes={space.backupBytes} />
        {space.asideBytes > 0 && <Number label="Damaged files, kept aside" bytes={space.asideBytes} />}
      </dl>
    </>
  );
}

function BatchRow({ space, now, onRemove }: { space: BatchSpace; now: Date; onRemove: (batch: string) => void }) {
  const { state, run } = useCommand("recordings.fetch-again");
  const { batch, campaignTitle, bytes, partialBytes, removed } = space;
  return (
    <tr>
      <th scope="row">
        <strong>{batch}</strong>
        <div className="small soft">{campaignTitle}</div>
      </th>
      <td data-label="Recordings here">
        {bytes > 0 ? dataSize(bytes) : "none"}
        {partialBytes > 0 && <div className="small soft">and {dataSize(partialBytes)} of those still coming</div>}
      </td>
      <td data-label="Stay until">{untilWords(space, now)}</td>
      <td>
        {removed ? (
          <Button look="link" aria-label={`Fetch again: the recordings of ${batch}`} disabled={state.kind === "busy"} onClick={() => void run({ batch })}>
            Fetch again
          </Button>
        ) : (
          bytes + partialBytes > 0 && (
            <Button look="link" aria-label={`Remove the recordings of ${batch}`} onClick={() => onRemove(batch)}>
              Remove…
            </Button>
          )
        )}
        {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      </td>
    </tr>
  );
}

function untilWords({ removed, keptUntil }: BatchSpace, now: Date): string {
  if (removed) return `Removed ${timeOrDay(removed.at, now)}, ${removed.because === "asked" ? "as you asked" : "their time was over"}`;
  return keptUntil === null ? "submitted and delivered" : timeOrDay(keptUntil, now);
}

function Number({ label, bytes }: { label: string; bytes: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{dataSize(bytes)}</dd>
    </div>
  );
}

/** Asks before it removes, and warns where somebody would miss them. */
function RemoveDialog({ space: { batch, bytes, partialBytes, delivered }, onClose }: { space: BatchSpace; onClose: () => void }) {
  const { state, run } = useCommand("recordings.remove");
  const size = dataSize(bytes + partialBytes);
  async function remove() {
    if ((await run({ batch, stillNeeded: !delivered })).ok) onClose();
  }
  return (
    <Dialog title={`Remove the recordings of ${batch}?`} onClose={onClose}>
      {delivered ? (
        <p>{size} are freed on this laptop. Your marks, notes and what you submitted stay. The recordings can be fetched again as long as the depot has them.</p>
      ) : (
        <Notice tone="bad" title={`${batch} is not submitted and delivered yet`}>
          <p>
            Until its recordings are fetched again ({size}), which needs the depot, you can play nothing of this batch. The marks and notes that you made stay.
          </p>
        </Notice>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look="danger" disabled={state.kind === "busy"} onClick={() => void remove()}>
          {state.kind === "busy" ? "Removing…" : delivered ? "Remove recordings" : "Remove them all the same"}
        </Button>
        <Button onClick={onClose}>Keep them</Button>
      </div>
    </Dialog>
  );
}
