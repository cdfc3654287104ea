import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { Tag } from "../../components/tag.tsx";
import { clock } from "../../format/time.ts";
import { LeftOpen } from "./left-open.tsx";
import type { ReviewDeskHook } from "./use-review-desk.ts";

export function QuestionCard({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const { question, behaviour, candidate } = view;
  return (
    <section className="card question-card">
      <div className="card-head">
        <ScreenHeading className="question-heading" documentTitle={`Candidate ${candidate}, question ${question.number}`}>
          <span className="unseen">Candidate {candidate}, </span>Question {question.number} · {behaviour.name}
        </ScreenHeading>
        {view.adjusted && <Tag tone="busy">{clock(view.secondsAllowed)} allowed, adjusted</Tag>}
        {view.round === "standardisation" && <Tag tone="busy">Practice</Tag>}
        <span className="card-head-space" />
        <LeftOpen review={review} />
      </div>
      <p className="question-text">{question.text}</p>
    </section>
  );
}
