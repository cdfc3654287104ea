import type { BatchSummary, HomeView } from "../../../src-shared/bridge/views.ts";
import type { PracticeView } from "../../../src-shared/bridge/practice.ts";
import { isDeliveryAlarm } from "../../../src-shared/problems/problem.ts";
import { assertNever } from "../../../src-shared/result.ts";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Tag } from "../../components/tag.tsx";
import { practiceProgress } from "../../format/practice-words.ts";
import { dataSize } from "../../format/size.ts";
import type { Tone } from "../../format/sync-words.ts";
import { daysUntil, isPast, number, plural, shortDay, timeOrDay } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { useQueueAhead } from "../queue/use-queue-ahead.ts";
import { useOpenBatch } from "./use-open-batch.ts";
import "../../components/block-table.css";

export function BatchTable({ home, now }: { home: HomeView; now: Date }) {
  return (
    <section className="card batch-card" aria-label="Your batches">
      <table className="batches block-table">
        <thead>
          <tr>
            <th scope="col">Batch</th>
            <th scope="col">Answers</th>
            <th scope="col">Recordings</th>
            <th scope="col">Due</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {home.batches.map((batch) => (
            <BatchRow key={batch.batch} batch={batch} home={home} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BatchRow({ batch, home, now }: { batch: BatchSummary; home: HomeView; now: Date }) {
  const go = useGo();
  const openBatch = useOpenBatch(home);
  const queueAhead = useQueueAhead(batch.batch);
  const { answers } = batch;
  const done = answers.marked === answers.total;
  const state = stateWords(batch, now, home.queries.some((each) => each.batch === batch.batch));
  const open = batch.state !== "submitted";
  return (
    <tr>
      <th scope="row">
        <Button look="link" className="batch-name" onClick={() => openBatch(batch.batch)}>
          {batch.batch}
        </Button>
        <div className="small soft">
          {batch.campaignTitle}
          {batch.practice && ", with practice"}
        </div>
      </th>
      <td data-label="Answers">
        {number(answers.marked)} of {number(answers.total)}
        <ProgressBar label={`Answers marked in ${batch.batch}`} done={answers.marked} total={answers.total} tone={done ? "green" : "blue"} />
        {answers.flagged > 0 && <div className="small soft">{number(answers.flagged)} flagged</div>}
        {batch.practice && batch.practice.answers > 0 && <div className="small soft">{practiceProgress(batch.practice)}</div>}
        {batch.withdrawnCandidates > 0 && <div className="small soft">withdrawn from {plural(batch.withdrawnCandidates, "candidate")}</div>}
      </td>
      <td data-label="Recordings" className="small">
        <Recordings batch={batch} home={home} now={now} />
      </td>
      <td data-label="Due" className="small">
        {batch.due ? (
          <>
            {shortDay(batch.due)}
            {open && <div className={isPast(batch.due, now) ? "overdue" : "soft"}>{isPast(batch.due, now) ? `overdue, ${daysUntil(batch.due, now)}` : daysUntil(batch.due, now)}</div>}
          </>
        ) : (
          "–"
        )}
      </td>
      <td data-label="State">
        <Tag tone={state.tone}>{state.text}</Tag>
        <div className="batch-links">
          <Button look="link" className="small" aria-label={`Queue of ${batch.batch}`} {...queueAhead} onClick={() => go({ screen: "queue", batch: batch.batch })}>
            Queue
          </Button>
          <Button look="link" className="small" aria-label={`${open ? "Check" : "Show"} ${batch.batch}`} onClick={() => go({ screen: "check", batch: batch.batch })}>
            {open ? "Check" : "Show"}
          </Button>
        </div>
      </td>
    </tr>
  );
}

/** What is here of a batch's recordings; while they come, to the byte. */
function Recordings({ batch: { batch, recordings }, home: { sync, batches }, now }: { batch: BatchSummary; home: HomeView; now: Date }) {
  const { run } = useCommand("sync.fetch-now");
  if (recordings.removed)
    return (
      <>
        removed <span className="soft">{timeOrDay(recordings.removed.at, now)}</span>
      </>
    );
  if (recordings.here === recordings.total)
    return (
      <>
        all here <span className="soft">· {dataSize(recordings.hereBytes)}</span>
      </>
    );
  const coming = sync.kind === "fetching" ? sync.batches.find((each) => each.batch === batch) : undefined;
  const { doneFiles, totalFiles, doneBytes, totalBytes } = coming ?? { doneFiles: recordings.here, totalFiles: recordings.total, doneBytes: recordings.hereBytes, totalBytes: recordings.totalBytes };
  const others = batches.some((each) => each.batch !== batch && each.recordings.here < each.recordings.total);
  return (
    <>
      {number(doneFiles)} of {number(totalFiles)} here
      <ProgressBar label={`Recordings here of ${batch}`} done={doneBytes} total={totalBytes} tone="teal" />
      <div className="soft">{dataSize(totalBytes - doneBytes)} to come</div>
      {others && (
        <Button look="link" className="small" aria-label={`Fetch ${batch} first`} onClick={() => void run({ batch })}>
          Fetch first
        </Button>
      )}
    </>
  );
}

/** Where it is not the assessor who goes on. */
const practiceStates: Partial<Record<PracticeView["state"], { tone: Tone; text: string }>> = {
  awaiting: { tone: "waiting", text: "waits for your lead" },
  outside: { tone: "waiting", text: "live marking closed" },
};

function stateWords(batch: BatchSummary, now: Date, isAsked: boolean): { tone: Tone; text: string } {
  switch (batch.state) {
    case "not-started":
      return batch.recordings.here === 0 && !batch.recordings.removed ? { tone: "waiting", text: "waits for recordings" } : { tone: "quiet", text: "not started" };
    case "marking":
      if (batch.practice && !batch.practice.isLiveOpen) return practiceStates[batch.practice.state] ?? { tone: "busy", text: "practice" };
      return { tone: "busy", text: "marking" };
    case "complete":
      return { tone: "good", text: "ready to submit" };
    case "reopened":
      return { tone: "busy", text: "reopened" };
    case "stopped":
      return { tone: "waiting", text: "stopped by your lead" };
    case "extended":
      return isAsked ? { tone: "waiting", text: "your lead asks" } : { tone: "busy", text: "new answers" };
    case "submitted": {
      const delivery = batch.lastSet?.delivery;
      if (delivery?.kind === "waiting" && delivery.problem && isDeliveryAlarm(delivery.problem)) return { tone: "bad", text: "cannot be delivered" };
      return delivery?.kind === "delivered" ? { tone: "good", text: `delivered ${timeOrDay(delivery.at, now)}` } : { tone: "waiting", text: "waits for delivery" };
    }
    default:
      return assertNever(batch.state);
  }
}
