import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { Notice } from "../../components/notice.tsx";
import { Button } from "../../components/button.tsx";
import { StoppedNotice } from "../../components/stopped-notice.tsx";
import { useOwnClicks } from "../../components/use-own-clicks.ts";
import { shortTime } from "../../format/time.ts";
import { scoreLabels } from "../../keyboard/answer-actions.ts";
import { reviewRuns } from "../../keyboard/review-actions.ts";
import { useActions } from "../../keyboard/use-actions.ts";
import { NoRecording } from "../../player/no-recording.tsx";
import { Player } from "../../player/player.tsx";
import type { Moment } from "../../player/time-line.tsx";
import { useAwaitedRecording } from "../../player/use-awaited-recording.ts";
import { CannotScoreDialog } from "./cannot-score-dialog.tsx";
import { ComparisonCard } from "./comparison-card.tsx";
import { EvidencePanel } from "./evidence-panel.tsx";
import { EvidenceText } from "./evidence-text.tsx";
import { IndicatorsCard } from "./indicators-card.tsx";
import { LeadsQuestions } from "./leads-questions.tsx";
import { PracticeNotice } from "./practice-notice.tsx";
import { QuestionCard } from "./question-card.tsx";
import { RemovedRecording } from "./removed-recording.tsx";
import { ReviewFooter } from "./review-footer.tsx";
import { ScoreCard } from "./score-card.tsx";
import { clipOf, useNextClip } from "./use-clips.ts";
import { WithdrawDialog } from "./withdraw-dialog.tsx";
import { WithdrawnPanel } from "./withdrawn-panel.tsx";
import { useReviewDesk, type LeftOpenState, type ReviewDeskHook } from "./use-review-desk.ts";

/** The review screen once its answer is there. */
export function ReviewDeskView({ view, leftOpen }: { view: ReviewView; leftOpen: LeftOpenState }) {
  const review = useReviewDesk(view, leftOpen);
  useOwnClicks(`answer ${view.answerId}`);
  useActions<"answer" | "review">(reviewRuns(review.desk, { ...view, readOnly: review.readOnly, canWithdraw: review.canWithdraw, canCompare: review.comparing.canCompare }), scoreLabels(view.scale));
  const now = new Date();
  return (
    <DeskFrame
      className="review"
      crumbs={[
        { label: "Your work", go: review.goHome },
        { label: view.batch, go: review.toCheck },
        { label: whereIn(view) },
      ]}
      progress={`${view.position.marked} of ${view.position.total} marked`}
      savedAt={view.mark.savedAt}
      onHome={review.goHome}
    >
      {view.stopped && <StoppedNotice batch={view.batch} stopped={view.stopped} now={now} />}
      <PracticeNotice view={view} review={review} />
      <LeadsQuestions view={view} review={review} now={now} />
      {view.submittedAt && (
        <Notice tone="info">
          <div className="review-closed">
            <p>
              <strong>Submitted {shortTime(view.submittedAt, now)}.</strong> You can look at everything; to change a mark, reopen the batch with a reason.
            </p>
            <Button look="link" onClick={review.toCheck}>
              Go to what was submitted
            </Button>
          </div>
        </Notice>
      )}
      {view.withdrawal ? <WithdrawnPanel view={view} withdrawal={view.withdrawal} review={review} /> : <AnswerAtWork view={view} review={review} />}
      {review.dialog === "cannot-score" && <CannotScoreDialog view={view} review={review} />}
      {review.dialog === "withdraw" && <WithdrawDialog view={view} review={review} />}
    </DeskFrame>
  );
}

/** Picture, question, score and evidence: everything that is needed to mark. */
function AnswerAtWork({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const nextClip = useNextClip(review.nextAnswer);
  const awaited = useAwaitedRecording(view);
  return (
    <>
      <div className="review-desk">
        <div className="review-left">
          <Player
            host={review.host}
            playback={review.playback}
            label={`Recording of candidate ${view.candidate}, question ${view.question.number}`}
            answerId={view.answerId}
            clip={clipOf(view)}
            nextClip={nextClip}
            durationSeconds={view.recording.durationSeconds}
            secondsAllowed={view.secondsAllowed}
            hasCaptions={view.captions.length > 0}
            watched={view.mark.watched}
            moments={momentsOf(view)}
            fault={flagging(view, review)}
            unavailable={noRecording(view, review, awaited)}
            onFailure={(tryAgain) => (
              <NoRecording title="This recording cannot be played" {...flagging(view, review)} tryAgain={tryAgain}>
                It is on this laptop, but it does not play. Your marks are safe. Flag it, and go on with the next answer.
              </NoRecording>
            )}
          />
          <EvidencePanel key={view.answerId} view={view} review={review} />
        </div>
        <div className="review-right">
          <QuestionCard view={view} review={review} />
          <ScoreCard key={`score ${view.answerId}`} view={view} review={review} />
          <IndicatorsCard view={view} review={review} />
          {view.comparison?.state === "shown" ? (
            <ComparisonCard key={`comparison ${view.answerId}`} view={view} shown={view.comparison} review={review} />
          ) : (
            <EvidenceText key={`evidence ${view.answerId}`} view={view} review={review} />
          )}
        </div>
      </div>
      <ReviewFooter view={view} review={review} />
    </>
  );
}

/** `Candidate K-2047`, or `Question 3: answer 4 of 7, candidate K-2047` where all answers to one question come in a row. */
function whereIn({ order, question, candidate, ofQuestion, withdrawal }: ReviewView): string {
  if (order === "candidate" || withdrawal) return `Candidate ${candidate}`;
  return `Question ${question.number}: answer ${ofQuestion.index + 1} of ${ofQuestion.total}, candidate ${candidate}`;
}

function momentsOf(view: ReviewView): Moment[] {
  const texts = new Map([...view.behaviour.positive, ...view.behaviour.negative].map((each) => [each.id, each.text]));
  const against = new Set(view.behaviour.negative.map((each) => each.id));
  return [
    ...view.mark.notes.map((note): Moment => ({ id: note.noteId, atSeconds: note.atSeconds, kind: "note", text: note.text })),
    ...view.mark.indicators.map(
      ({ indicator, atSeconds }): Moment => ({
        id: indicator,
        atSeconds,
        kind: against.has(indicator) ? "negative" : "positive",
        text: texts.get(indicator) ?? "",
      }),
    ),
    ...view.mark.flags.flatMap(({ flag, atSeconds }): Moment[] => (atSeconds === null ? [] : [{ id: flag, atSeconds, kind: "flag", text: flagLabels[flag] }])),
  ];
}

function flagging(view: ReviewView, review: ReviewDeskHook) {
  const flag = () => review.save({ name: "mark.set-flag", input: { answerId: view.answerId, flag: "technical-fault", note: "", atSeconds: null } });
  return { onFlag: review.readOnly ? null : flag, flagged: view.mark.flags.some((each) => each.flag === "technical-fault") };
}

function noRecording(view: ReviewView, review: ReviewDeskHook, { words, resume }: ReturnType<typeof useAwaitedRecording>) {
  switch (view.recording.state) {
    case "here":
      return null;
    case "not-here":
      return (
        <NoRecording title="This recording is not on this laptop yet" {...flagging(view, review)} resume={resume}>
          <span aria-live="off">{words}</span> Your marks are safe; you can go on with another answer.
        </NoRecording>
      );
    case "removed":
      return <RemovedRecording view={view} />;
    case "damaged":
      return (
        <NoRecording title="This recording was damaged on this laptop" {...flagging(view, review)} resume={resume}>
          It is not what was published, so it is not played. <span aria-live="off">{words}</span> Your marks are safe. If it keeps
          happening, raise the flag “{flagLabels["technical-fault"]}”.
        </NoRecording>
      );
  }
}
