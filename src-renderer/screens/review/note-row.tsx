import { memo, useEffect, useRef, type FocusEvent, type KeyboardEvent } from "react";
import type { Note, ReviewView } from "../../../src-shared/bridge/review.ts";
import { CrossIcon } from "../../components/icons.tsx";
import { clock, clockInWords } from "../../format/time.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import type { ReviewDeskHook } from "./use-review-desk.ts";

export type ShownNote = Pick<Note, "noteId" | "atSeconds" | "text">;

interface NoteRowProps {
  note: ShownNote;
  /** It is being written: its moment can be changed beside it. */
  isOpen: boolean;
  view: ReviewView;
  review: ReviewDeskHook;
  onRemove: () => void;
}

/** Drawn again only when something of its own changes: typing in one of hundreds must stay quick. */
export const NoteRow = memo(DrawnNoteRow, showsTheSame);

function showsTheSame(before: NoteRowProps, after: NoteRowProps): boolean {
  const { noteId, atSeconds, text } = after.note;
  return (
    before.note.noteId === noteId &&
    before.note.atSeconds === atSeconds &&
    before.note.text === text &&
    before.isOpen === after.isOpen &&
    before.view.answerId === after.view.answerId &&
    before.review.readOnly === after.review.readOnly &&
    before.review.playback === after.review.playback
  );
}

function DrawnNoteRow({ note, isOpen, view, review, onRemove }: NoteRowProps) {
  const { noteId, atSeconds } = note;
  const { answerId } = view;
  const field = useRef<HTMLTextAreaElement>(null);
  // An empty note is none: it would count as evidence without being any.
  const text = useSavedText(note.text, (typed) =>
    typed.trim() === "" ? { name: "mark.remove-note", input: { answerId, noteId } } : { name: "mark.put-note", input: { answerId, noteId, atSeconds, text: typed } },
  );
  useEffect(() => {
    const area = field.current;
    if (!isOpen || !area || area.closest("li")?.contains(document.activeElement)) return;
    area.focus();
    // After a quote that was put in.
    area.setSelectionRange(area.value.length, area.value.length);
    area.scrollIntoView({ block: "nearest" });
  }, [isOpen]);

  function moveTo(seconds: number) {
    const to = Math.min(Math.max(0, seconds), view.recording.durationSeconds);
    review.moveOpenNote(noteId, to);
    if (text.value.trim() !== "") review.save({ name: "mark.put-note", input: { answerId, noteId, atSeconds: to, text: text.value } });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.ctrlKey) return;
    const nudge = event.altKey ? { ArrowUp: 1, ArrowDown: -1 }[event.key] : undefined;
    if (nudge !== undefined) moveTo(atSeconds + nudge);
    // Enter is done; Shift and Enter a new line. Ctrl and Enter belongs to the screen.
    else if (event.key === "Enter" && !event.shiftKey && event.target === field.current) field.current?.blur();
    else return;
    event.preventDefault();
  }
  function onBlur(event: FocusEvent) {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    text.onBlur();
    review.closeNote(noteId);
  }

  return (
    <li onBlur={onBlur} onKeyDown={review.readOnly ? undefined : onKeyDown}>
      <button type="button" className="moment-link" aria-label={`${clock(atSeconds)}, go to this moment`} onClick={() => review.jumpTo(atSeconds)}>
        {clock(atSeconds)}
      </button>
      <textarea
        ref={field}
        className="note-text"
        rows={1}
        aria-label={`Note at ${clockInWords(atSeconds)}`}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        placeholder="What did you see or hear?"
        maxLength={20_000}
        readOnly={review.readOnly}
        value={text.value}
        onFocus={() => !review.readOnly && !isOpen && review.setOpenNote({ noteId, atSeconds, listedAt: atSeconds })}
        onChange={(event) => text.onChange(event.target.value)}
      />
      {!review.readOnly && note.text !== "" && (
        <button type="button" className="note-remove" aria-label={`Remove the note at ${clockInWords(atSeconds)}`} title="Remove this note" onClick={onRemove}>
          <CrossIcon />
        </button>
      )}
      {isOpen && !review.readOnly && (
        <div className="note-moment small" role="group" aria-label="Moment of this note">
          <button type="button" title="One second earlier (Alt+↓)" onClick={() => moveTo(atSeconds - 1)}>
            −1 s<span className="unseen"> earlier</span>
          </button>
          <button type="button" title="One second later (Alt+↑)" onClick={() => moveTo(atSeconds + 1)}>
            +1 s<span className="unseen"> later</span>
          </button>
          <button type="button" onClick={() => moveTo(review.momentNow())}>
            Move to this moment
          </button>
        </div>
      )}
    </li>
  );
}
