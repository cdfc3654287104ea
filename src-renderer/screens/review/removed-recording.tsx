import type { ReviewView } from "../../../src-shared/bridge/views.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { shortTime } from "../../format/time.ts";
import { NoRecording } from "../../player/no-recording.tsx";

/** Removed from this laptop, as its campaign asks or somebody did: it is no fault, and can be undone. */
export function RemovedRecording({ view: { batch, submittedAt } }: { view: ReviewView }) {
  const { state, run } = useCommand("recordings.fetch-again");
  return (
    <NoRecording title="This recording was removed from this laptop" onFlag={null} flagged={false} fetchAgain={() => void run({ batch })}>
      {submittedAt === null ? "You removed the recordings of this batch." : `It was removed after the batch was handed in, ${shortTime(submittedAt, new Date())}.`} Your marks are safe. To see it again, have the batch’s
      recordings fetched from the depot.
      {state.kind === "refused" && ` ${describeProblem(state.problem)}`}
    </NoRecording>
  );
}
