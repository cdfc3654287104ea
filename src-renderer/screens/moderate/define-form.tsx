import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { Button } from "../../components/button.tsx";
import { Scale } from "../../components/scale.tsx";
import { points } from "../../format/points.ts";
import { ScoreKeys } from "../../keyboard/score-keys.tsx";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import { DecisionReason } from "./decision-reason.tsx";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

/** The mark that leads agree on before anybody's live mark is here, with why: assessors' own marks are held against it. */
export function DefineForm({ view, desk }: { view: ModerationView; desk: ModerateDeskHook }) {
  const shortcut = useShortcut("settle");
  const { definitive, practice } = view;
  return (
    <>
      <div className="card-head decision-part">
        <h2>Definitive mark</h2>
        <span className="soft small score-hint">
          <span className="decision-pass">pass mark {points(view.rules.passMark)}</span> <ScoreKeys scale={view.scale} />
        </span>
      </div>
      <Scale label="Definitive mark" scale={view.scale} passMark={view.rules.passMark} chosen={desk.draft.final} readOnly={false} onChoose={desk.score} />
      <p className="small soft">
        {practice
          ? "Agreed by leads in advance. Who practises sees it, with your rationale, once their own mark stands."
          : "Agreed by leads in advance. Where all answers of a candidate have one, the candidate is a seed: hidden among live answers, to show who drifts."}
      </p>
      <DecisionReason view={view} desk={desk} label="Rationale" hint={practice ? "needed, assessors read it" : "needed, kept in the record"} />
      <div className="decision-buttons">
        <Button look="primary" title={`Record the definitive mark${shortcut.suffix}`} aria-keyshortcuts={shortcut.ariaKeys} disabled={desk.isSettling} onClick={desk.settle}>
          Record the definitive mark
        </Button>
        <Button look={definitive ? "plain" : "link"} className={definitive ? "" : "small"} onClick={() => desk.chooseDefining(false)}>
          {definitive ? "Keep it as it is" : "Settle it without marks"}
        </Button>
      </div>
    </>
  );
}
