import { useRef, useSyncExternalStore } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import { useScoreHistory } from "../../saving/save-context.tsx";
import { scoreChangeInWords } from "../../saving/score-history.ts";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** Says quietly what was changed about the score, and undoes it, step by step. */
export function ScoreUndo({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const history = useScoreHistory();
  const steps = useSyncExternalStore(history.subscribe, () => history.of(view.answerId));
  const line = useRef<HTMLSpanElement>(null);
  const { suffix, ariaKeys } = useShortcut("undoScore");
  function undo() {
    // The last step takes the button away: the focus goes to what it worked on.
    if (steps.earlier.length === 1) line.current?.closest(".score-card")?.querySelector<HTMLElement>("[role=radio][tabindex='0']")?.focus();
    review.desk.undoScore();
  }
  return (
    <span ref={line} className="score-undo small">
      <span role="status">{scoreChangeInWords(steps, view.mark)}</span>{" "}
      {steps.earlier.length > 0 && (
        <Button look="link" title={`Undo${suffix}`} aria-keyshortcuts={ariaKeys} onClick={undo}>
          Undo<span className="unseen"> the score</span>
        </Button>
      )}
    </span>
  );
}
