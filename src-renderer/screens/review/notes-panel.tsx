import { useEffect, useRef, useState } from "react";
import type { Note, ReviewView } from "../../../src-shared/bridge/views.ts";
import { Button } from "../../components/button.tsx";
import { CrossIcon } from "../../components/icons.tsx";
import { clock, clockInWords } from "../../format/time.ts";
import { useSavedText } from "../../saving/use-saved-text.ts";
import type { OpenNote, ReviewDeskHook } from "./use-review-desk.ts";

/** The notes in the order of their moments, each edited where it stands. */
export function NotesPanel({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const [removed, setRemoved] = useState<Note | null>(null);
  const { notes } = view.mark;
  const { openNote } = review;
  const shown: (OpenNote & { text: string })[] = [...notes];
  if (openNote && !notes.some((each) => each.noteId === openNote.noteId)) shown.push({ ...openNote, text: "" });
  shown.sort((a, b) => a.atSeconds - b.atSeconds);

  function remove(note: Note) {
    setRemoved(note);
    review.save({ name: "mark.remove-note", input: { answerId: view.answerId, noteId: note.noteId } });
  }
  function bringBack(note: Note) {
    setRemoved(null);
    const { atSeconds, text } = note;
    review.save({ name: "mark.put-note", input: { answerId: view.answerId, noteId: crypto.randomUUID(), atSeconds, text } });
  }

  return (
    <>
      {shown.length === 0 && !removed && (
        <p className="soft small no-notes">
          {review.readOnly ? "No notes were made." : "No notes yet. A note keeps its moment, so that you and your team lead can go straight back to it."}
        </p>
      )}
      <ul className="notes">
        {shown.map((note) => (
          <NoteRow key={note.noteId} note={note} view={view} review={review} onRemove={() => remove({ ...note, savedAt: "" })} />
        ))}
      </ul>
      {removed && (
        <p className="note-removed small" role="status">
          Note at {clock(removed.atSeconds)} removed.{" "}
          <Button look="link" onClick={() => bringBack(removed)}>
            Undo
          </Button>
        </p>
      )}
    </>
  );
}

interface NoteRowProps {
  note: OpenNote & { text: string };
  view: ReviewView;
  review: ReviewDeskHook;
  onRemove: () => void;
}

function NoteRow({ note, view, review, onRemove }: NoteRowProps) {
  const { noteId, atSeconds } = note;
  const { answerId } = view;
  const field = useRef<HTMLTextAreaElement>(null);
  const isOpen = review.openNote?.noteId === noteId;
  // An empty note is none: it would count as evidence without being any.
  const text = useSavedText(note.text, (typed) =>
    typed.trim() === "" ? { name: "mark.remove-note", input: { answerId, noteId } } : { name: "mark.put-note", input: { answerId, noteId, atSeconds, text: typed } },
  );
  useEffect(() => {
    if (!isOpen || field.current === document.activeElement) return;
    field.current?.focus();
    field.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);

  return (
    <li>
      <button type="button" className="moment-link" aria-label={`${clock(atSeconds)}, go to this moment`} onClick={() => review.jumpTo(atSeconds)}>
        {clock(atSeconds)}
      </button>
      <textarea
        ref={field}
        className="note-text"
        rows={1}
        aria-label={`Note at ${clockInWords(atSeconds)}`}
        placeholder="What did you see or hear?"
        maxLength={20_000}
        readOnly={review.readOnly}
        value={text.value}
        onFocus={() => !review.readOnly && review.setOpenNote({ noteId, atSeconds })}
        onChange={(event) => text.onChange(event.target.value)}
        onKeyDown={(event) => {
          // Enter is done; Shift and Enter a new line. Ctrl and Enter belongs to the screen.
          if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        onBlur={() => {
          text.onBlur();
          review.setOpenNote((open) => (open?.noteId === noteId ? null : open));
        }}
      />
      {!review.readOnly && note.text !== "" && (
        <button type="button" className="note-remove" aria-label={`Remove the note at ${clockInWords(atSeconds)}`} title="Remove this note" onClick={onRemove}>
          <CrossIcon />
        </button>
      )}
    </li>
  );
}
