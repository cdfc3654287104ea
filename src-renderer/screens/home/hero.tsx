import type { BatchSummary, HomeView } from "../../../src-shared/bridge/views.ts";
import { Button } from "../../components/button.tsx";
import { useOwnClicks } from "../../components/use-own-clicks.ts";
import { longDay, number, plural, workLength } from "../../format/time.ts";
import { useGo } from "../../route.ts";

/** The one thing to do next. */
export function Hero({ home }: { home: HomeView }) {
  const go = useGo();
  useOwnClicks("home");
  const { next } = home;
  const batch = home.batches.find((each) => each.batch === next?.batch);
  if (next && batch) {
    const started = batch.answers.marked > 0 || batch.state !== "not-started";
    return (
      <section className="card hero">
        <div>
          <h2>
            {started ? "Carry on" : "Start"} with candidate {next.candidate}, question {next.questionNumber}
          </h2>
          <p className="soft">{progressWords(batch)}</p>
        </div>
        <Button look="primary" className="button-large" onClick={() => go({ screen: "review", answerId: next.answerId })}>
          {started ? "Carry on marking" : "Start marking"}
        </Button>
      </section>
    );
  }
  const complete = home.batches.find((each) => each.state === "complete" || ((each.state === "reopened" || each.state === "extended") && each.answers.marked === each.answers.total));
  if (complete)
    return (
      <section className="card hero">
        <div>
          <h2>{complete.batch} is marked. Check it and submit</h2>
          <p className="soft">{plural(complete.answers.total, "answer")}. Until you submit, you can change everything.</p>
        </div>
        <Button look="primary" className="button-large" onClick={() => go({ screen: "check", batch: complete.batch })}>
          Check and submit
        </Button>
      </section>
    );
  const open = home.batches.filter((each) => each.state !== "submitted");
  if (open.length > 0)
    return (
      <section className="card hero hero-waiting">
        <div>
          <h2>{home.sync.kind === "paused" ? "Fetching is paused" : "Your next recordings are on their way"}</h2>
          <p className="soft">
            {home.sync.kind === "paused"
              ? "Nothing can be marked at the moment. Your next recordings come when you resume fetching."
              : "Nothing can be marked at the moment. They are fetched as soon as the depot can be reached; there is nothing that you have to do."}
          </p>
        </div>
      </section>
    );
  return (
    <section className="card hero">
      <div>
        <h2>All done</h2>
        <p className="soft">Everything that is allocated to you is marked and submitted. New batches appear here by themselves.</p>
      </div>
    </section>
  );
}

function progressWords(batch: BatchSummary): string {
  const { total, marked } = batch.answers;
  return [batch.batch, `${number(marked)} of ${plural(total, "answer")} marked`, `${workLength(batch.secondsLeft)} of recordings left`, batch.due ? `due ${longDay(batch.due)}` : ""]
    .filter(Boolean)
    .join(" · ");
}
