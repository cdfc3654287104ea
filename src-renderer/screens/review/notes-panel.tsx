import { useState } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { clock } from "../../format/time.ts";
import { NoteRow, type ShownNote } from "./note-row.tsx";
import "./notes.css";
import type { ReviewDeskHook } from "./use-review-desk.ts";

/** The notes in the order of their moments, each edited where it stands. */
export function NotesPanel({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const [removed, setRemoved] = useState<ShownNote | null>(null);
  const { openNote } = review;
  const shown = notesToShow(view, review);

  function remove(note: ShownNote) {
    setRemoved(note);
    // It would stay as an empty one that is being written.
    review.closeNote(note.noteId);
    review.save({ name: "mark.remove-note", input: { answerId: view.answerId, noteId: note.noteId } });
  }
  function bringBack({ atSeconds, text }: ShownNote) {
    setRemoved(null);
    review.save({ name: "mark.put-note", input: { answerId: view.answerId, noteId: crypto.randomUUID(), atSeconds, text } });
  }

  return (
    <>
      {removed && (
        <p key={removed.noteId} className="note-removed small">
          <span role="status">Note at {clock(removed.atSeconds)} removed.</span>{" "}
          <Button look="link" autoFocus onClick={() => bringBack(removed)}>
            Undo
          </Button>
        </p>
      )}
      {shown.length === 0 && !removed && (
        <p className="soft small no-notes">
          {review.readOnly ? "No notes were made." : "No notes yet. A note keeps its moment, so that you and your team lead can go straight back to it."}
        </p>
      )}
      <ul className="notes">
        {shown.map((note) => (
          <NoteRow key={note.noteId} note={note} isOpen={openNote?.noteId === note.noteId} view={view} review={review} onRemove={() => remove(note)} />
        ))}
      </ul>
    </>
  );
}

/** The note that is being written keeps its place until it is left, so that nothing moves under the writer's hands. */
function notesToShow(view: ReviewView, { openNote }: ReviewDeskHook): ShownNote[] {
  const { notes } = view.mark;
  const shown: ShownNote[] = [...notes];
  if (openNote && !notes.some((each) => each.noteId === openNote.noteId)) shown.push({ ...openNote, text: "" });
  const place = (note: ShownNote) => (note.noteId === openNote?.noteId ? openNote.listedAt : note.atSeconds);
  return shown.sort((a, b) => place(a) - place(b));
}
