import type { MarkState } from "../../../src-shared/marking/completeness.ts";
import { Button } from "../../components/button.tsx";
import { useReviewView } from "../../saving/save-context.tsx";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** What the answer that was left still needs. */
const needs: Partial<Record<MarkState, string>> = { "evidence-missing": "evidence", "watch-reason-missing": "a reason for little watched" };

/** Says quietly that the answer before was left with something open. The next step takes it away. */
export function LeftOpen({ review }: { review: ReviewDeskHook }) {
  const { leftOpen } = review;
  // There before it has anything to say: only then is it read out.
  return (
    <span className="left-open small" role="status">
      {leftOpen !== null && <LeftAnswer answerId={leftOpen} onGo={() => review.toAnswer(leftOpen)} />}
    </span>
  );
}

function LeftAnswer({ answerId, onGo }: { answerId: number; onGo: () => void }) {
  // As it is by now: what was watched up to the last moment counts.
  const { view } = useReviewView(answerId);
  const need = view && needs[view.mark.state];
  if (!need) return null;
  return (
    <>
      Question {view.question.number} of {view.candidate} still needs {need}.{" "}
      <Button look="link" onClick={onGo}>
        Go back
      </Button>
    </>
  );
}
