import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { ReviewView } from "../../../src-shared/bridge/views.ts";
import { Button } from "../../components/button.tsx";
import { focusCameByKeyboard } from "../../keyboard/focus-origin.ts";
import { ScoreKeys } from "../../keyboard/score-keys.tsx";
import { scoreAction } from "../../keyboard/review-actions.ts";
import { useShortcuts } from "../../keyboard/use-shortcut.ts";
import "./score-card.css";
import { ScoreUndo } from "./score-undo.tsx";
import type { ReviewDeskHook } from "./use-review-desk.ts";
import { WatchReason } from "./watch-reason.tsx";

/** The scale. Arrows move along it, Space or a digit chooses: nothing is scored in passing. */
export function ScoreCard({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const { scale, mark, rules } = view;
  const [lookedAt, setLookedAt] = useState<number | null>(null);
  /** Whether somebody points at the scale: a mouse that merely lay where it appeared does not. */
  const [pointed, setPointed] = useState(false);
  const shortcutOf = useShortcuts();
  const cannotScore = shortcutOf("cannotScore");
  const group = useRef<HTMLDivElement>(null);
  // A score that was just given is what counts, wherever the mouse happens to lie.
  useEffect(() => setLookedAt(null), [mark.score]);
  const chosen = scale.find((point) => point.value === mark.score);
  const explained = scale.find((point) => point.value === lookedAt) ?? chosen;
  const tabStop = chosen?.value ?? scale[0]?.value;

  function pointAt(value: number) {
    if (pointed) return;
    setPointed(true);
    setLookedAt(value);
  }

  function onKeyDown(event: KeyboardEvent) {
    const radios = [...(group.current?.querySelectorAll<HTMLElement>("[role=radio]") ?? [])];
    const at = radios.findIndex((radio) => radio === document.activeElement);
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
    const step = steps[event.key];
    // After a press of the mouse the arrows go on moving the recording.
    if (step === undefined || at === -1 || event.shiftKey || !focusCameByKeyboard()) return;
    event.preventDefault();
    radios[(at + step + radios.length) % radios.length]?.focus();
  }

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
      <div ref={group} className={pointed ? "scale scale-pointed" : "scale"} role="radiogroup" aria-label="Score" aria-disabled={review.readOnly} onKeyDown={onKeyDown} style={{ gridTemplateColumns: `repeat(${scale.length}, minmax(0, 1fr))` }}>
        {scale.map((point) => (
          <button
            key={point.value}
            type="button"
            role="radio"
            className={point.value === rules.passMark ? "point point-pass" : "point"}
            aria-checked={point.value === mark.score}
            aria-label={`${point.value} ${point.label}`}
            aria-keyshortcuts={shortcutOf(scoreAction(point.value)).ariaKeys}
            tabIndex={point.value === tabStop ? 0 : -1}
            aria-disabled={review.readOnly}
            onClick={() => review.desk.score(point.value)}
            onFocus={() => setLookedAt(point.value)}
            onBlur={() => setLookedAt(null)}
            onPointerEnter={() => pointed && setLookedAt(point.value)}
            onPointerMove={() => pointAt(point.value)}
            onPointerLeave={() => setLookedAt(null)}
          >
            <b>{point.value}</b>
            <small>{firstWord(point.label)}</small>
          </button>
        ))}
      </div>
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

/** "Good demonstration" is "Good" on a button; the whole label stands below and in the button's name. */
function firstWord(label: string): string {
  const words = label.split(" ");
  return words[0]?.toLowerCase() === "not" ? words.slice(0, 2).join(" ") : (words[0] ?? label);
}
