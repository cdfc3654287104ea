import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { BoardBatch, BoardNext, BoardView } from "../../../src-shared/bridge/lead/board.ts";
import { useBridge, useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { Button } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import { DeskPanels } from "../../components/panels/desk-panels.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { RestoredNotice } from "../../components/restored-notice.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { Tag } from "../../components/tag.tsx";
import { useNow } from "../../components/use-now.ts";
import { daysUntil, isPast, number, plural, shortDay, timeOrDay } from "../../format/time.ts";
import { useGo, type LeadRoute } from "../../route.ts";
import { chooseSelection, PRACTICE_LIST } from "../moderate/use-selection.ts";
import { nextTag, sealedWords } from "./board-words.ts";
import { ClosedNotice } from "./closed-notice.tsx";
import { NextStep } from "./next-step.tsx";
import { SENT_WORDS, useSendDefinitive } from "./use-send-definitive.ts";

/** What comes first where several batches need the lead. */
const urgency: readonly BoardNext[] = ["define", "send", "practice", "allocate", "settle", "overdue", "publish", "wait", "done"];

/** Every batch of the depot, and the next thing to do. */
export function AllBatches({ board }: { board: BoardView }) {
  const go = useGo();
  const { data: home } = useBridgeQuery("home.view", {});
  const now = useNow(10_000);
  const [first] = [...board.batches].sort((a, b) => urgency.indexOf(a.next) - urgency.indexOf(b.next));
  const { data: sending } = useQuery({ ...bridgeQuery(useBridge(), "board.batch", { batch: first?.batch ?? "" }), enabled: first?.next === "send" });
  const definitive = useSendDefinitive();
  const [said, setSaid] = useState("");

  async function act(batch: BoardBatch) {
    if (batch.next !== "send" || !sending) return go(wayTo(batch));
    if (await definitive.send(sending)) setSaid(sealedWords(SENT_WORDS));
  }
  return (
    <div className="desk-columns">
      <div className="desk-work">
        <div className="board-top">
          <div>
            <ScreenHeading documentTitle="Board">Board</ScreenHeading>
            <p className="soft">{board.person.name} · Works without a network; what you decide goes out when you are back online.</p>
          </div>
          {board.ownBatches > 0 && <Button onClick={() => go({ screen: "home", own: true })}>Your own marking</Button>}
        </div>
        {home?.restored && <RestoredNotice restored={home.restored} now={now} />}
        <p role="status" className="board-said">
          {said}
        </p>
        <ClosedNotice />
        {first ? (
          <>
            <NextStep batch={first} onAct={() => void act(first)} />
            {definitive.state.kind === "refused" && <ProblemNotice problem={definitive.state.problem} title="Not sent" />}
            <Batches batches={board.batches} now={now} />
          </>
        ) : (
          <NothingYet />
        )}
      </div>
      {home && <DeskPanels home={home} now={now} />}
    </div>
  );
}

function wayTo({ batch, next }: BoardBatch): LeadRoute {
  switch (next) {
    case "allocate":
      return { screen: "board", batch, opens: "allocate" };
    case "practice":
      return { screen: "board", batch, opens: "practice" };
    case "overdue":
      return { screen: "board", batch, opens: "late" };
    case "define":
      chooseSelection(batch, PRACTICE_LIST);
      return { screen: "moderate", batch };
    case "settle":
      return { screen: "moderate", batch };
    case "publish":
      return { screen: "outcome", batch };
    default:
      return { screen: "board", batch };
  }
}

function NothingYet() {
  return (
    <section className="card next-step next-step-none">
      <div>
        <h2>No batch is here yet</h2>
        <p className="soft">
          Batches are packed on the command line, with <code>desk pack</code>. They appear here by themselves, a minute after they are in the depot; then you say who marks them.
        </p>
      </div>
    </section>
  );
}

function Batches({ batches, now }: { batches: readonly BoardBatch[]; now: Date }) {
  return (
    <section className="card" aria-label="All batches">
      <table className="board-table">
        <thead>
          <tr>
            <th scope="col">Batch</th>
            <th scope="col">All marks in</th>
            <th scope="col">To settle</th>
            <th scope="col">Assessors</th>
            <th scope="col">Due</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <BatchRow key={batch.batch} batch={batch} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BatchRow({ batch, now }: { batch: BoardBatch; now: Date }) {
  const go = useGo();
  const { answers, assessors } = batch;
  const tag = nextTag(batch);
  return (
    <tr>
      <th scope="row">
        <Button look="link" className="board-name" onClick={() => go({ screen: "board", batch: batch.batch })}>
          {batch.batch}
        </Button>
        <div className="small soft">
          {batch.campaignTitle} · {plural(batch.candidates, "candidate")}
        </div>
      </th>
      <td data-label="All marks in" className="figures">
        {number(answers.marked)} of {number(answers.total)}
        <ProgressBar label={`Answers of ${batch.batch} with all their marks`} done={answers.marked} total={answers.total} tone={answers.marked === answers.total ? "green" : "blue"} />
      </td>
      <td data-label="To settle" className="figures">
        {number(answers.toSettle)}
        <div className="small soft">{plural(answers.discrepancies, "discrepancy", "discrepancies")}</div>
      </td>
      <td data-label="Assessors" className="figures">
        {assessors.total === 0 ? "nobody" : `${number(assessors.handedIn)} of ${number(assessors.total)} handed in`}
        {assessors.overdue > 0 && <div className="small overdue">{number(assessors.overdue)} late</div>}
        {assessors.stopped > 0 && <div className="small soft">{number(assessors.stopped)} stopped</div>}
      </td>
      <td data-label="Due" className="small">
        {batch.due ? (
          <>
            {shortDay(batch.due)}
            <div className={isPast(batch.due, now) ? "overdue" : "soft"}>{isPast(batch.due, now) ? `overdue, ${daysUntil(batch.due, now)}` : daysUntil(batch.due, now)}</div>
          </>
        ) : (
          "–"
        )}
      </td>
      <td data-label="State">
        <Tag tone={tag.tone}>{tag.text}</Tag>
        {batch.outcome && <div className="small soft">outcome {timeOrDay(batch.outcome.publishedAt, now)}</div>}
      </td>
    </tr>
  );
}
