import { useId } from "react";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import type { Basis } from "../../../src-shared/documents/decisions.ts";
import { needsReason } from "../../../src-shared/moderation/settlement.ts";
import { basisWords, stateWords } from "../../../src-shared/moderation/words.ts";
import type { ActionId } from "../../../src-shared/keyboard/actions.ts";
import { Button } from "../../components/button.tsx";
import { Scale } from "../../components/scale.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { Tag } from "../../components/tag.tsx";
import { points } from "../../format/points.ts";
import { clock, shortTime } from "../../format/time.ts";
import { KeyHint } from "../../keyboard/key-hint.tsx";
import { ScoreKeys } from "../../keyboard/score-keys.tsx";
import { useShortcut, useShortcuts } from "../../keyboard/use-shortcut.ts";
import "./decision-card.css";
import { DecisionFault, DecisionReason } from "./decision-reason.tsx";
import { DefineForm } from "./define-form.tsx";
import { reasonWords, ruleWords, stateTones } from "./moderate-words.ts";
import { basisOfMarks, type ModerateDeskHook } from "./use-moderate-desk.ts";

interface DecisionProps {
  view: ModerationView;
  desk: ModerateDeskHook;
}

/** The question, and which score is to stand for the answer. */
export function DecisionCard({ view, desk }: DecisionProps) {
  const { question, behaviour, candidate } = view;
  return (
    <section className="card decision-card" aria-label="Decision">
      <div className="card-head">
        <ScreenHeading className="decision-heading" documentTitle={`Moderate ${candidate}, question ${question.number}`}>
          {candidate} · Question {question.number}
        </ScreenHeading>
        <span className="soft small">{behaviour.name}</span>
        {view.adjusted && <Tag tone="busy">{clock(view.secondsAllowed)} allowed, adjusted</Tag>}
      </div>
      <p className="decision-question">{question.text}</p>
      <WhyHere view={view} />
      <DecidedApart steps={view.decidedApart} />
      {desk.mode === "settle" ? <OpenDecision view={view} desk={desk} /> : desk.mode === "define" ? <DefineForm view={view} desk={desk} /> : <MadeDecision view={view} desk={desk} />}
    </section>
  );
}

/** Where the answer stands, and why it is looked at. */
function WhyHere({ view: { state, reasons, practice, rules } }: Pick<DecisionProps, "view">) {
  return (
    <p className="decision-why">
      {practice && <Tag tone="busy">Practice</Tag>}
      {state === "to-settle" ? (
        reasons.map((reason) => (
          <Tag key={reason} tone={reason === "discrepancy" || reason === "cumulative" ? "bad" : "waiting"}>
            {reasonWords[reason]}
          </Tag>
        ))
      ) : (
        <Tag tone={stateTones[state]}>{practice && state === "unallocated" ? "No definitive mark yet" : stateWords[state]}</Tag>
      )}
      <span className="soft small">{toleranceWords(rules)}</span>
    </p>
  );
}

/** What leads decided without knowing of each other; why stands in the history. */
function DecidedApart({ steps }: { steps: ModerationView["decidedApart"] }) {
  if (steps.length === 0) return null;
  return (
    <ul className="decision-apart small" aria-label="Decided differently by leads who did not know of each other">
      {steps.map(({ id, act, by, final }) => (
        <li key={id}>
          {act === "defined" && "Definitive mark "}
          <b>{final !== null ? points(final) : act === "defined" ? "taken back" : "No score"}</b> by {by}
        </li>
      ))}
    </ul>
  );
}

function toleranceWords({ tolerance, cumulativeTolerance }: ModerationView["rules"]): string {
  return `Tolerance ${points(tolerance)}${cumulativeTolerance === null ? "" : `, a candidate's ${points(cumulativeTolerance)}`}`;
}

function OpenDecision({ view, desk }: DecisionProps) {
  const { draft } = desk;
  const id = useId();
  const shortcut = useShortcut("settle");
  const noScore = useShortcut("noScore");
  const reasonNeeded = draft.basis !== null && needsReason(draft.final, draft.basis, view.counted);
  const isPoint = draft.final === null || view.scale.some((point) => point.value === draft.final);
  return (
    <>
      <div className="card-head decision-part">
        <h2 id={`${id}-score`}>Final score</h2>
        <span className="soft small score-hint">
          <span className="decision-pass">pass mark {points(view.rules.passMark)}</span> <ScoreKeys scale={view.scale} />
        </span>
        <span className="card-head-space" />
        <Button look="link" className="small" aria-pressed={draft.noScore} title={`No score can stand, such as after a technical fault${noScore.suffix}`} aria-keyshortcuts={noScore.ariaKeys} onClick={desk.toggleNoScore}>
          {draft.noScore ? "No score stands ✓" : "No score can stand"}
        </Button>
      </div>
      <Scale label="Final score" scale={view.scale} passMark={view.rules.passMark} chosen={draft.final} readOnly={false} onChoose={desk.score} />
      {!isPoint && draft.final !== null && (
        <p className="decision-between small">
          <b>{points(draft.final)}</b>, between two points of the scale, as the campaign's rule makes it.
        </p>
      )}
      <BasisChoice view={view} desk={desk} />
      <DecisionReason view={view} desk={desk} label="Reason" hint={reasonNeeded ? "needed, kept in the record" : "kept in the record"} />
      <div className="decision-buttons">
        <Button look="primary" title={`Settle and go to next${shortcut.suffix}`} aria-keyshortcuts={shortcut.ariaKeys} disabled={desk.isSettling} onClick={desk.settle}>
          Settle and go to next <span aria-hidden="true">›</span>
        </Button>
        {desk.runs.sendBack && (
          <Button action="sendBack" onClick={desk.runs.sendBack}>
            Send back…
          </Button>
        )}
        {view.definable && (
          <Button action="define" onClick={() => desk.chooseDefining(true)}>
            Record the definitive mark…
          </Button>
        )}
      </div>
    </>
  );
}

/** How the score came about. */
function BasisChoice({ view, desk }: DecisionProps) {
  const { ruleSays, rules } = view;
  const ofMarks = basisOfMarks(view);
  const choices: { basis: Basis; words: string; action: ActionId }[] = [
    { basis: ofMarks, words: ofMarks === "single" ? "The one mark stands" : view.counted.length === 2 ? "Agreed with both assessors" : "Agreed with the assessors", action: "basisOfMarks" },
    ...(ruleSays?.basis === "combined" ? [{ basis: "combined" as const, words: `Combined by the campaign's rule (${ruleWords[rules.combine]}: ${points(ruleSays.final)})`, action: "basisRule" as const }] : []),
    { basis: "adjudicated", words: "My decision", action: "basisOwn" },
  ];
  const shortcutOf = useShortcuts();
  const name = useId();
  return (
    <fieldset className="basis-choice">
      <legend className="unseen">How it came about</legend>
      {choices.map(({ basis, words, action }) => (
        <label key={basis} className="basis">
          <input type="radio" name={name} checked={desk.draft.basis === basis} disabled={basis !== "adjudicated" && view.counted.length === 0} aria-keyshortcuts={shortcutOf(action).ariaKeys} onChange={() => desk.basis(basis)} />
          <span>{words}</span>
          <KeyHint action={action} />
        </label>
      ))}
    </fieldset>
  );
}

/** What stands already, and the ways to open it again. */
function MadeDecision({ view, desk }: DecisionProps) {
  const now = new Date();
  const { definitive } = view;
  const last = view.history.find((step) => step.act === (definitive ? "defined" : "settled"));
  return (
    <div className="made-decision">
      <p className="made-score">
        <b className="made-final">{view.final === null ? "–" : points(view.final)}</b>
        <span>
          {definitive ? "Team leads agreed on this score in advance." : view.final === null ? "No score stands." : view.scale.find((point) => point.value === view.final)?.label}
          <span className="soft small">
            {last && view.basis && (
              <>
                {definitive ? "definitive mark" : basisWords[view.basis]} · {last.by}, {shortTime(last.at, now)}
              </>
            )}
          </span>
        </span>
      </p>
      <blockquote className="made-reason">{definitive ? definitive.rationale : last?.words || <span className="soft">No reason was needed: the marks say so themselves.</span>}</blockquote>
      <DecisionFault desk={desk} />
      <div className="decision-buttons">
        {definitive ? (
          <>
            {view.definable && (
              <Button action="define" onClick={() => desk.chooseDefining(true)}>
                Change…
              </Button>
            )}
            <Button action="reopenAnswer" onClick={() => desk.setDialog({ kind: definitive ? "take-back" : "reopen" })}>
              Take back…
            </Button>
          </>
        ) : (
          <>
            {view.undoable && (
              <Button action="undoSettling" onClick={desk.undo}>
                Take back
              </Button>
            )}
            <Button action="reopenAnswer" onClick={() => desk.setDialog({ kind: definitive ? "take-back" : "reopen" })}>
              Reopen…
            </Button>
          </>
        )}
        {desk.around?.next != null && (
          <Button look="primary" onClick={() => desk.toAnswer(desk.around!.next!)}>
            Next answer <span aria-hidden="true">›</span>
          </Button>
        )}
      </div>
    </div>
  );
}
