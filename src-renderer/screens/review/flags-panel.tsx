import type { ReviewView } from "../../../src-shared/bridge/views.ts";
import { flagKind, flagLabels, type FlagKind } from "../../../src-shared/documents/moderation-set.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** What the team lead should know beside the score. */
export function FlagsPanel({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  return (
    <div ref={review.flagsPanel} className="flags">
      {flagKind.options.map((kind) => (
        <FlagRow key={kind} kind={kind} view={view} review={review} />
      ))}
    </div>
  );
}

function FlagRow({ kind, view, review }: { kind: FlagKind; view: ReviewView; review: ReviewDeskHook }) {
  const { answerId } = view;
  const raised = view.mark.flags.find((each) => each.flag === kind);
  const note = useSavedText(raised?.note ?? "", (typed) => ({ name: "mark.set-flag", input: { answerId, flag: kind, note: typed } }));
  return (
    <div className="flag-row">
      <label className="check-line">
        <input
          type="checkbox"
          checked={raised !== undefined}
          disabled={review.readOnly}
          onChange={(event) => review.save({ name: "mark.set-flag", input: { answerId, flag: kind, note: event.target.checked ? "" : null } })}
        />
        <span>{flagLabels[kind]}</span>
      </label>
      {raised && (
        <input
          type="text"
          className="text-box flag-note"
          aria-label={`What your team lead should know: ${flagLabels[kind]}`}
          placeholder="What should your team lead know?"
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
