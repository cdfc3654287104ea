import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import type { Withdrawal } from "../../../src-shared/documents/moderation-set.ts";
import { Button } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { shortTime } from "../../format/time.ts";
import type { ReviewDeskHook } from "./use-review-desk.ts";
import { useWithdrawal } from "./use-withdrawal.ts";
import "./withdrawn-panel.css";

interface WithdrawnPanelProps {
  view: ReviewView;
  withdrawal: Withdrawal;
  review: ReviewDeskHook;
}

/** In the place of an answer that is not marked by somebody who knows the candidate. */
export function WithdrawnPanel({ view, withdrawal, review }: WithdrawnPanelProps) {
  const { returning, takeBack } = useWithdrawal(view);
  const isSubmitted = view.submittedAt !== null;
  return (
    <div className="withdrawn">
      <section className="card withdrawn-card">
        <ScreenHeading documentTitle={`You withdrew from candidate ${view.candidate}`}>You withdrew from candidate {view.candidate}</ScreenHeading>
        <p>
          Withdrawn {shortTime(withdrawal.at, new Date())}. {withdrawal.note === "" ? "You left no note." : `Your note: “${withdrawal.note}”`}
        </p>
        <p>
          This candidate’s answers are no part of your work. Marks that you made are hidden and are not handed in. Your team lead is told with your set.
        </p>
        {isSubmitted && <p>The batch is submitted. To change this, reopen it with a reason.</p>}
        {returning.kind === "refused" && <ProblemNotice problem={returning.problem} />}
        <div className="dialog-buttons">
          <Button look="primary" onClick={review.desk.nextOrCheck}>
            {review.nextLabel} <span aria-hidden="true">›</span>
          </Button>
          {!isSubmitted && view.stopped === null && (
            <Button disabled={returning.kind === "busy"} onClick={() => void takeBack()}>
              Take this back
            </Button>
          )}
        </div>
      </section>
    </div>
  );
}
