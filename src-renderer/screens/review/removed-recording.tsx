import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import type { Removal } from "../../../src-shared/bridge/views.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { shortTime } from "../../format/time.ts";
import { NoRecording } from "../../player/no-recording.tsx";

const because: Record<Removal["because"], string> = {
  asked: "You removed the recordings of this batch",
  "time-over": "The time for which the campaign keeps recordings after a batch is handed in was over",
};

/** Removed from this laptop, as its campaign asks or somebody did: it is no fault, and can be undone. */
export function RemovedRecording({ view: { batch, recording } }: { view: ReviewView }) {
  const { state, run } = useCommand("recordings.fetch-again");
  return (
    <NoRecording title="This recording was removed from this laptop" onFlag={null} flagged={false} fetchAgain={() => void run({ batch })}>
      {recording.removed && `${because[recording.removed.because]} (${shortTime(recording.removed.at, new Date())}). `}
      Your marks are safe. To see it again, have the batch’s recordings fetched from the depot.
      {state.kind === "refused" && ` ${describeProblem(state.problem)}`}
    </NoRecording>
  );
}
