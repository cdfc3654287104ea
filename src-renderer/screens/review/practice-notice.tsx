import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import { closedWords, practiceResult } from "../../format/practice-words.ts";
import "./practice-notice.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** Of a practice answer: what comes next of it. Of a live answer: why it cannot be marked yet, and the way to what comes first. */
export function PracticeNotice({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const { practice, comparison, nextUnmarked } = view;
  if (practice === null || view.withdrawal || view.stopped) return null;
  const isOpen = practice.isLiveOpen;
  if (comparison === null)
    return isOpen ? null : (
      <Notice tone={practice.state === "outside" ? "waiting" : "info"}>
        <div className="practice-notice">
          <p>
            <strong>Live marking is closed for now.</strong> {closedWords(practice)}
          </p>
          {nextUnmarked !== null && <Button onClick={() => review.toAnswer(nextUnmarked)}>Go to practice</Button>}
        </div>
      </Notice>
    );
  const { state, compare, canCompare } = review.comparing;
  const seen = comparison.state === "shown" || comparison.state === "taken-back";
  // That it is closed is said above it already.
  if (seen && view.submittedAt !== null) return null;
  return (
    <Notice tone={seen && practice.state === "outside" ? "waiting" : seen && isOpen ? "good" : "info"}>
      <div className="practice-notice">
        <p role="status">
          <strong>Practice.</strong> {words(view)}
        </p>
        {canCompare && (
          <Button action="compare" disabled={state.kind === "busy"} onClick={() => void compare()}>
            Compare with the leads’ mark
          </Button>
        )}
        {seen && nextUnmarked !== null && <Button onClick={() => review.toAnswer(nextUnmarked)}>{isOpen ? "Start live marking" : "Go on with practice"}</Button>}
      </div>
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
    </Notice>
  );
}

function words({ comparison, practice, batch, mark }: ReviewView): string {
  switch (comparison!.state) {
    case "not-here":
      return `${mark.state === "marked" ? "Your mark is complete." : "Mark this answer as you would a live one."} The leads’ mark of it is not here yet; it comes with a later synchronising.`;
    case "hidden":
      return mark.state === "marked"
        ? "Your mark is complete. Compare it with the leads’ mark when you are sure of it: from then on yours stands as it is."
        : "Mark this answer as you would a live one. Once your mark is complete, you compare it with the leads’ mark.";
    case "taken-back":
      return "You compared this mark, and the leads have taken theirs back since. Yours stands as it is.";
    case "shown": {
      const { state } = practice!;
      const result = practiceResult(practice!);
      if (state === "within") return `${result} Live marking of ${batch} is open.`;
      if (state === "opened") return `${result} Your team lead opened live marking of ${batch}: “${practice!.opened!.because}”`;
      if (practice!.isLiveOpen) return `${result} Live marking of ${batch} stays open.`;
      if (state === "outside") return `Live marking stays closed for now. ${closedWords(practice!)}`;
      return `${result} Your mark stands as it is.`;
    }
  }
}
