import { useId } from "react";
import type { ModerationStep, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { basisWords, midSentence } from "../../../src-shared/moderation/words.ts";
import { points } from "../../format/points.ts";
import { shortTime } from "../../format/time.ts";
import { KeyHint } from "../../keyboard/key-hint.tsx";
import { useSavedText } from "../../saving/use-saved-text.ts";
import "./lead-note.css";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

/** The lead's own note, other leads' notes, and what was done to the answer so far. */
export function LeadNote({ view, desk }: { view: ModerationView; desk: ModerateDeskHook }) {
  const id = useId();
  const now = new Date();
  // Every version of a note stays in the record: one is made of it when it is left.
  const write = (writing: boolean) => (text: string) => ({ name: "moderation.note" as const, input: { answerId: view.answerId, text, writing } });
  const text = useSavedText(view.note, write(true), write(false));
  return (
    <section className="card lead-note" aria-label="Notes and history">
      <div className="card-head">
        <label htmlFor={id}>Your own note</label>
        <span className="soft small">for leads only</span>
        <span className="card-head-space" />
        <KeyHint action="leadNote" />
      </div>
      <textarea ref={desk.noteField} id={id} className="text-box" maxLength={20_000} value={text.value} onChange={(event) => text.onChange(event.target.value)} onBlur={text.onBlur} />
      {(view.othersNotes.length > 0 || view.history.length > 0) && (
        <ul className="lead-history small" aria-label="What leads did">
          {view.othersNotes.map((note) => (
            <li key={note.by}>
              <b>{note.by}</b> noted {shortTime(note.at, now)}: {note.text}
            </li>
          ))}
          {view.history.map((step) => (
            <li key={step.id}>
              <b>{step.by}</b> {stepWords(step)} {shortTime(step.at, now)}
              {step.words !== "" && `: ${step.words}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function stepWords({ act, final, basis, to }: ModerationStep): string {
  switch (act) {
    case "settled":
      return final === null ? "settled it without a score" : `settled it at ${points(final)}${basis ? ` (${midSentence(basisWords[basis])})` : ""}`;
    case "reopened":
      return "reopened it";
    case "asked":
      return `sent it back to ${to ?? ""}`;
    case "defined":
      return final === null ? "took the agreed mark back" : `agreed on ${points(final)} in advance`;
  }
}
