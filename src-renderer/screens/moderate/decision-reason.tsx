import { useId } from "react";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { KeyHint } from "../../keyboard/key-hint.tsx";
import { useSavedText } from "../../saving/use-saved-text.ts";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

interface DecisionReasonProps {
  view: ModerationView;
  desk: ModerateDeskHook;
  label: string;
  hint: string;
}

/** Why a score is to stand, saved as it is typed; and what is wrong with the decision, if anything is. */
export function DecisionReason({ view, desk, label, hint }: DecisionReasonProps) {
  const { draft } = desk;
  const id = useId();
  const reason = useSavedText(draft.reason, (typed) => ({ name: "moderation.draft", input: { answerId: view.answerId, draft: { ...draft, reason: typed } } }));
  return (
    <>
      <div className="decision-reason">
        <div className="card-head">
          <label htmlFor={`${id}-reason`}>{label}</label>
          <span id={`${id}-hint`} className="soft small">
            {hint}
          </span>
          <span className="card-head-space" />
          <KeyHint action="reason" />
        </div>
        <textarea
          ref={desk.reasonField}
          id={`${id}-reason`}
          className="text-box"
          aria-describedby={`${id}-hint`}
          maxLength={4000}
          value={reason.value}
          onChange={(event) => {
            desk.clearFault();
            reason.onChange(event.target.value);
          }}
          onBlur={reason.onBlur}
        />
      </div>
      <DecisionFault desk={desk} />
    </>
  );
}

export function DecisionFault({ desk: { fault } }: { desk: ModerateDeskHook }) {
  if (!fault) return null;
  return (
    <p role="alert" className="decision-fault small">
      {fault}
    </p>
  );
}
