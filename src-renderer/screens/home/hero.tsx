import type { BatchSummary, HomeView } from "../../../src-shared/bridge/views.ts";
import { Button } from "../../components/button.tsx";
import { useOwnClicks } from "../../components/use-own-clicks.ts";
import { closedWords, practiceProgress } from "../../format/practice-words.ts";
import { longDay, number, plural, workLength } from "../../format/time.ts";
import { useGo } from "../../route.ts";

/** The one thing to do next. */
export function Hero({ home }: { home: HomeView }) {
  const go = useGo();
  useOwnClicks("home");
  const { next } = home;
  const batch = home.batches.find((each) => each.batch === next?.batch);
  if (next && batch) {
    if (next.toCompare)
      return (
        <section className="card hero">
          <div>
            <h2>
              Compare your mark of candidate {next.candidate}, question {next.questionNumber}
            </h2>
            <p className="soft">
              {batch.batch} · {closedWords(batch.practice!)}
            </p>
          </div>
          <Button look="primary" className="button-large" onClick={() => go({ screen: "review", answerId: next.answerId })}>
            Look at it and compare
          </Button>
        </section>
      );
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
  const asked = home.queries.find((each) => each.reply.trim() === "");
  if (asked)
    return (
      <section className="card hero">
        <div>
          <h2>Your team lead asks about candidate {asked.candidate}, question {asked.questionNumber}</h2>
          <p className="soft">
            {asked.lead}: {asked.text}
          </p>
        </div>
        <Button look="primary" className="button-large" onClick={() => go({ screen: "review", answerId: asked.answerId })}>
          Look at it again
        </Button>
      </section>
    );
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
  const waits = home.batches.find((each) => each.practice && !each.practice.isLiveOpen && each.answers.total > 0 && each.recordings.here > 0 && each.state !== "submitted" && each.state !== "stopped");
  if (waits)
    return (
      <section className="card hero hero-waiting">
        <div>
          <h2>Live marking of {waits.batch} is closed for now</h2>
          <p className="soft">{closedWords(waits.practice!)}</p>
        </div>
      </section>
    );
  const open = home.batches.filter((each) => each.state !== "submitted" && each.state !== "stopped");
  const emptied = open.find((each) => each.answers.total === 0);
  if (open.length > 0) {
    const [title, words] = open.some((each) => each.answers.total > 0)
      ? waitingWords[home.sync.kind === "paused" || home.sync.kind === "stopped" ? home.sync.kind : "coming"]
      : [`Nothing of ${emptied!.batch} is allocated to you any more`, "There is nothing to mark. What you marked of it is safe here; new batches appear by themselves."];
    return (
      <section className="card hero hero-waiting">
        <div>
          <h2>{title}</h2>
          <p className="soft">{words}</p>
        </div>
      </section>
    );
  }
  // What is said above it is all that there is to say.
  if (home.batches.some((each) => each.state === "stopped")) return null;
  return (
    <section className="card hero">
      <div>
        <h2>All done</h2>
        <p className="soft">Everything that is allocated to you is marked and submitted. New batches appear here by themselves.</p>
      </div>
    </section>
  );
}

/** While nothing can be marked because no recording is here. */
const waitingWords: Record<"paused" | "stopped" | "coming", [title: string, words: string]> = {
  paused: ["Fetching is paused", "Nothing can be marked at the moment. Your next recordings come when you resume fetching."],
  stopped: ["Your next recordings cannot come now", "Nothing can be marked at the moment. “Network” says what is in the way and what to do."],
  coming: ["Your next recordings are on their way", "Nothing can be marked at the moment. They are fetched as soon as the depot can be reached; there is nothing that you have to do."],
};

function progressWords(batch: BatchSummary): string {
  const { total, marked } = batch.answers;
  const practice = batch.practice && !batch.practice.isLiveOpen ? `${practiceProgress(batch.practice)}; live marking opens after it` : "";
  return [batch.batch, practice || `${number(marked)} of ${plural(total, "answer")} marked`, `${workLength(batch.secondsLeft)} of recordings left`, batch.due ? `due ${longDay(batch.due)}` : ""]
    .filter(Boolean)
    .join(" · ");
}
