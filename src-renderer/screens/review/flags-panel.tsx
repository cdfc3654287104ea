import { useId, useRef } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { flagKind, flagLabels, type FlagKind } from "../../../src-shared/documents/moderation-set.ts";
import { Button } from "../../components/button.tsx";
import { clock } from "../../format/time.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import "./flags-panel.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** The flag that somebody's safety may hang on. */
const TELLS: FlagKind = "safeguarding";

/** What the team lead should know beside the score. */
export function FlagsPanel({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const tellId = useId();
  const tells = view.mark.flags.some((each) => each.flag === TELLS);
  return (
    <>
      <div className="flags">
        {flagKind.options.map((kind) => (
          <FlagRow key={kind} kind={kind} view={view} review={review} describedBy={tells && kind === TELLS ? tellId : undefined} />
        ))}
      </div>
      <p id={tellId} className={tells ? "flags-tell small" : "unseen"} role="status">
        {tells && "Your team lead sees this with your set; if somebody is in danger now, follow your office’s procedure at once."}
      </p>
      {review.canWithdraw && (
        <p className="flags-withdraw small">
          <Button look="link" onClick={review.desk.withdraw}>
            I know this candidate…
          </Button>
        </p>
      )}
    </>
  );
}

interface FlagRowProps {
  kind: FlagKind;
  view: ReviewView;
  review: ReviewDeskHook;
  describedBy: string | undefined;
}

function FlagRow({ kind, view, review, describedBy }: FlagRowProps) {
  const { answerId } = view;
  const raised = view.mark.flags.find((each) => each.flag === kind);
  const write = (note: string | null, atSeconds: number | null) => ({ name: "mark.set-flag", input: { answerId, flag: kind, note, atSeconds } }) as const;
  const note = useSavedText(raised?.note ?? "", (typed) => write(typed, raised?.atSeconds ?? null));
  /** A tick that is taken away by mistake does not take the words with it. */
  const lastNote = useRef("");
  function raise(on: boolean) {
    if (raised) lastNote.current = note.value;
    review.save(on ? write(lastNote.current, review.momentNow()) : write(null, null));
  }
  const atSeconds = raised?.atSeconds ?? null;
  return (
    <div className="flag-row">
      <div className="flag-head">
        <label className="check-line">
          <input type="checkbox" checked={raised !== undefined} disabled={review.readOnly} aria-describedby={describedBy} onChange={(event) => raise(event.target.checked)} />
          <span>{flagLabels[kind]}</span>
        </label>
        {atSeconds !== null && (
          <button type="button" className="moment-link" aria-label={`${clock(atSeconds)}, go to this moment: ${flagLabels[kind]}`} onClick={() => review.jumpTo(atSeconds)}>
            {clock(atSeconds)}
          </button>
        )}
      </div>
      {raised && (
        <input
          type="text"
          className="text-box flag-note"
          aria-label={`What your team lead should know: ${flagLabels[kind]}`}
          placeholder={review.readOnly ? "" : "What should your team lead know?"}
          maxLength={4000}
          readOnly={review.readOnly}
          value={note.value}
          onChange={(event) => note.onChange(event.target.value)}
          onBlur={note.onBlur}
        />
      )}
    </div>
  );
}
