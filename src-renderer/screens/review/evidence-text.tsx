import { useId } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { KeyHint } from "../../keyboard/key-hint.tsx";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import "./evidence-text.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** The written evidence. It saves itself. */
export function EvidenceText({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const id = useId();
  const { answerId, mark, rules } = view;
  const text = useSavedText(mark.evidence, (typed) => ({ name: "mark.set-evidence", input: { answerId, text: typed } }));
  const { ariaKeys } = useShortcut("evidence");
  const missing = mark.state === "evidence-missing";
  const hint = review.readOnly ? "" : missing ? "Needed: write a sentence here, or make a note" : rules.evidenceRequired ? "here or in a note" : "optional";
  return (
    <section className={missing ? "card evidence-text evidence-missing" : "card evidence-text"}>
      <div className="card-head">
        <label htmlFor={id}>Evidence for this score</label>
        <span id={`${id}-hint`} className={missing ? "evidence-needed small" : "soft small"}>
          {hint}
        </span>
        <span className="card-head-space" />
        {!review.readOnly && <KeyHint action="evidence" />}
      </div>
      <textarea
        ref={review.evidenceField}
        id={id}
        className="text-box"
        aria-describedby={`${id}-hint`}
        aria-keyshortcuts={ariaKeys}
        maxLength={20_000}
        readOnly={review.readOnly}
        value={text.value}
        onChange={(event) => text.onChange(event.target.value)}
        onBlur={text.onBlur}
      />
    </section>
  );
}
