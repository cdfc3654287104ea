import { useEffect, useRef, useState } from "react";
import { MOST_ON_BOARD, type BoardAssessor, type BoardBatchView } from "../../../src-shared/bridge/lead/board.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { Button } from "../../components/button.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { number, plural } from "../../format/time.ts";
import { useGo, type BoardOpening } from "../../route.ts";
import { chooseSelection, PRACTICE_LIST } from "../moderate/use-selection.ts";
import { AllocateDialog } from "./allocate-dialog.tsx";
import { AssessorDialog } from "./assessor-dialog.tsx";
import { AssessorsTable } from "./assessors-table.tsx";
import { sealedWords, type AssessorFilter } from "./board-words.ts";
import { ClosedNotice } from "./closed-notice.tsx";
import { NextStep } from "./next-step.tsx";
import { SENT_WORDS, useSendDefinitive } from "./use-send-definitive.ts";

/** One batch: how it stands, what is next, and who marks it. */
export function BatchBoard({ view, opens }: { view: BoardBatchView; opens: BoardOpening | undefined }) {
  const go = useGo();
  const [allocating, setAllocating] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [filter, setFilter] = useState<AssessorFilter>("all");
  const [said, setSaid] = useState("");
  const table = useRef<HTMLElement>(null);
  // Once the heading has the focus: closing the dialog gives it back.
  useEffect(() => {
    if (opens === "allocate") setAllocating(true);
    else if (opens) {
      setFilter(opens);
      table.current?.focus();
    }
  }, [opens]);
  const definitive = useSendDefinitive();
  const { batch } = view;
  const assessor = view.assessors.find((each) => each.person === chosen);

  function openAllocating() {
    setSaid("");
    setAllocating(true);
  }
  function openAssessor(person: string) {
    setSaid("");
    setChosen(person);
  }
  function done(words: string) {
    setAllocating(false);
    setChosen(null);
    setSaid(sealedWords(words));
  }

  async function sendDefinitive() {
    if (await definitive.send(view)) done(SENT_WORDS);
  }

  function act() {
    switch (batch.next) {
      case "allocate":
        return openAllocating();
      case "define":
        chooseSelection(batch.batch, PRACTICE_LIST);
        return go({ screen: "moderate", batch: batch.batch });
      case "send":
        return void sendDefinitive();
      case "practice":
        setFilter("practice");
        table.current?.focus();
        return;
      case "settle":
        return go({ screen: "moderate", batch: batch.batch });
      case "overdue":
        setFilter("late");
        table.current?.focus();
        return;
      default:
        return go({ screen: "outcome", batch: batch.batch });
    }
  }

  return (
    <>
      <div className="board-top">
        <div>
          <ScreenHeading documentTitle={`Board of ${batch.batch}`}>{batch.batch}</ScreenHeading>
          <p className="soft">
            {batch.campaignTitle} · {plural(batch.candidates, "candidate")}, {plural(batch.answers.total, "answer")}
          </p>
        </div>
        {batch.next !== "allocate" && <Button onClick={openAllocating}>Allocate…</Button>}
      </div>
      <p role="status" className="board-said">
        {said}
      </p>
      <ClosedNotice />
      <Waiting waiting={view.waiting} />
      <NextStep batch={batch} onAct={act} />
      {definitive.state.kind === "refused" && <ProblemNotice problem={definitive.state.problem} title="Not sent" />}
      <Figures view={view} />
      <InNeed view={view} />
      <section ref={table} tabIndex={-1} className="card" aria-labelledby="assessors-heading">
        <AssessorsTable view={view} filter={filter} onFilter={setFilter} onChoose={(each: BoardAssessor) => openAssessor(each.person)} />
      </section>
      {allocating && <AllocateDialog view={view} onClose={() => setAllocating(false)} onDone={done} />}
      {assessor && <AssessorDialog view={view} assessor={assessor} onClose={() => setChosen(null)} onDone={done} />}
    </>
  );
}

function Waiting({ waiting }: Pick<BoardBatchView, "waiting">) {
  if (waiting.length === 0) return null;
  const problem = waiting.find((each) => each.problem)?.problem;
  const people = [...new Set(waiting.map((each) => each.person))];
  return (
    <Notice tone="info">
      <p>
        <strong>{people.length > 5 ? plural(people.length, "allocation") : `What ${people.join(", ")} ${people.length === 1 ? "marks" : "mark"}`} waits to be delivered.</strong> It is sealed and safe on this laptop, and goes by itself.
      </p>
      {problem && <p className="small">{describeProblem(problem)}</p>}
    </Notice>
  );
}

function Figures({ view: { batch } }: { view: BoardBatchView }) {
  const { answers, sets, assessors } = batch;
  const figures: [name: string, value: string, detail: string][] = [
    ["All marks in", number(answers.marked), `of ${plural(answers.total, "answer")}`],
    ["To settle", number(answers.toSettle), answers.asked > 0 ? `${number(answers.asked)} sent back` : "nothing sent back"],
    ["Settled or agreed", number(answers.settled + answers.agreed), `${number(answers.settled)} by a lead`],
    ["Outside tolerance", number(answers.discrepancies), "marks too far apart"],
    ["Flagged", number(answers.flagged), "answers with a flag"],
    ["Sets received", number(sets.received), `of ${plural(assessors.total, "assessor")}${sets.revisions > sets.received ? `, ${plural(sets.revisions, "revision")}` : ""}`],
    ["Withdrawals", number(batch.withdrawals), "from known candidates"],
  ];
  return (
    <dl className="card board-figures">
      {figures.map(([name, value, detail]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd className="small soft">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Candidates whom nobody marks, or too few; by reference. */
function InNeed({ view: { unallocated, needAnother, batch } }: { view: BoardBatchView }) {
  if (unallocated.length + needAnother.length === 0 || batch.assessors.total === 0) return null;
  return (
    <section className="card board-need" aria-label="Candidates in need of an assessor">
      {unallocated.length > 0 && (
        <p>
          <strong>Nobody marks</strong> {listOf(unallocated, batch.candidatesInNeed - needAnother.length)}.
        </p>
      )}
      {needAnother.length > 0 && (
        <p>
          <strong>Another assessor is needed</strong> for {listOf(needAnother.map(({ candidate, has, wanted }) => (wanted === 1 ? candidate : `${candidate} (${has} of ${wanted})`)), needAnother.length)}.
        </p>
      )}
    </section>
  );
}

function listOf(names: readonly string[], all: number): string {
  const MOST = Math.min(20, MOST_ON_BOARD);
  return all > MOST ? `${names.slice(0, MOST).join(", ")} and ${number(all - MOST)} more` : names.join(", ");
}
