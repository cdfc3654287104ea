import type { ReviewView, StripAnswer } from "../../../src-shared/bridge/review.ts";
import type { MarkState } from "../../../src-shared/marking/completeness.ts";
import { Button } from "../../components/button.tsx";
import { FlagIcon } from "../../components/icons.tsx";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import { OrderOfWork } from "./order-of-work.tsx";
import "./review-footer.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** The candidate's answers at a glance, and the way on. */
export function ReviewFooter({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const previous = useShortcut("previous");
  const next = useShortcut("next");
  const nextOrCheck = useShortcut("nextOrCheck");
  return (
    <div className="review-footer">
      <nav aria-label={`Answers of candidate ${view.candidate}`} className="strip">
        <ol>
          {view.strip.map((answer) => (
            <li key={answer.answerId}>
              <StripChip answer={answer} passMark={view.rules.passMark} isCurrent={answer.answerId === view.answerId} onGo={() => review.toAnswer(answer.answerId)} />
            </li>
          ))}
        </ol>
      </nav>
      <OrderOfWork view={view} review={review} />
      <div className="review-ways">
        <Button className="flag-button" action="flag" onClick={review.desk.showFlags}>
          <FlagIcon /> Flag
        </Button>
        <Button aria-label="Previous answer" title={`Previous answer${previous.suffix}`} aria-keyshortcuts={previous.ariaKeys} disabled={view.previous === null} onClick={review.desk.previous}>
          ‹ Previous
        </Button>
        {review.toCheckNext && (
          <Button aria-label="Next answer" title={`Next answer${next.suffix}`} aria-keyshortcuts={next.ariaKeys} disabled={view.next === null} onClick={review.desk.next}>
            Next ›
          </Button>
        )}
        <Button look="primary" title={`Go on${nextOrCheck.suffix}`} aria-keyshortcuts={nextOrCheck.ariaKeys} onClick={review.desk.nextOrCheck}>
          {review.nextLabel} <span aria-hidden="true">›</span>
        </Button>
      </div>
    </div>
  );
}

/** What a scored answer still lacks. */
const missing: Partial<Record<MarkState, string>> = { "evidence-missing": "Evidence missing", "watch-reason-missing": "Little watched: why?" };

interface StripChipProps {
  answer: StripAnswer;
  passMark: number;
  isCurrent: boolean;
  onGo: () => void;
}

function StripChip({ answer, passMark, isCurrent, onGo }: StripChipProps) {
  const { score, cannotScore, state } = answer;
  const below = score !== null && score < passMark;
  const marked = score !== null ? `scored ${score}${below ? ", below the pass mark" : ""}` : cannotScore ? "cannot be scored" : "not scored";
  const unseen = [marked, missing[state]?.toLowerCase(), answer.flagged ? "flagged" : ""].filter(Boolean).join(", ");
  return (
    <button
      type="button"
      className={`chip chip-${state}`}
      aria-current={isCurrent ? "true" : undefined}
      title={`Question ${answer.questionNumber}, ${answer.behaviour}: ${unseen}`}
      onClick={onGo}
    >
      <b>Q{answer.questionNumber}</b>
      {answer.flagged && <FlagIcon />}
      <span className={below ? "chip-score chip-below" : cannotScore ? "chip-score chip-cannot" : "chip-score"}>{score ?? (cannotScore ? "×" : "–")}</span>
      <small>{missing[state] ?? answer.behaviour}</small>
      <span className="unseen">: {unseen}</span>
    </button>
  );
}
