import { useEffect, useState } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { Scale } from "../../components/scale.tsx";
import { ScoreKeys } from "../../keyboard/score-keys.tsx";
import { useShortcuts } from "../../keyboard/use-shortcut.ts";
import "./score-card.css";
import { ScoreUndo } from "./score-undo.tsx";
import type { ReviewDeskHook } from "./use-review-desk.ts";
import { WatchReason } from "./watch-reason.tsx";

/** The scale, and what its points mean. */
export function ScoreCard({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const { scale, mark, rules } = view;
  const [lookedAt, setLookedAt] = useState<number | null>(null);
  const shortcutOf = useShortcuts();
  const cannotScore = shortcutOf("cannotScore");
  // A score that was just given is what counts, wherever the mouse happens to lie.
  useEffect(() => setLookedAt(null), [mark.score]);
  const chosen = scale.find((point) => point.value === mark.score);
  const explained = scale.find((point) => point.value === lookedAt) ?? chosen;

  return (
    <section className="card score-card" aria-labelledby="score-heading">
      <div className="card-head">
        <h2 id="score-heading">Score</h2>
        <span className="soft small score-hint">
          Pass mark {rules.passMark}
          {!review.readOnly && <ScoreKeys scale={scale} />}
        </span>
        <span className="card-head-space" />
        {!review.readOnly && <ScoreUndo view={view} review={review} />}
        {mark.cannotScore === null && !review.readOnly && (
          <Button look="link" className="small" title={`No score can be given${cannotScore.suffix}`} aria-keyshortcuts={cannotScore.ariaKeys} onClick={review.desk.cannotScore}>
            Cannot be scored…
          </Button>
        )}
      </div>
      <Scale label="Score" scale={scale} passMark={rules.passMark} chosen={mark.score} readOnly={review.readOnly} onChoose={review.desk.score} onLookAt={setLookedAt} leads={view.comparison?.state === "shown" ? view.comparison.score : null} />
      {mark.cannotScore === null ? (
        <p className={explained ? "meaning meanings small" : "meaning meanings meaning-none small"}>
          {scale.map((point) => (
            <span key={point.value} className={point === explained ? undefined : "meaning-hidden"}>
              <b>
                {point.value} {point.label}.
              </b>{" "}
              {point.meaning}
            </span>
          ))}
          {!explained && <span>Not scored yet. Choose a point to see what it means.</span>}
        </p>
      ) : (
        <div className="meaning meaning-cannot small">
          <p>
            <b>Cannot be scored:</b> {mark.cannotScore}
          </p>
          {!review.readOnly && (
            <span className="meaning-buttons">
              <Button look="link" onClick={review.desk.cannotScore}>
                Change
              </Button>
              <Button look="link" onClick={review.takeBackCannotScore}>
                Take back
              </Button>
            </span>
          )}
        </div>
      )}
      <WatchReason view={view} review={review} />
    </section>
  );
}
