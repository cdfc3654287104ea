import { useState, type FormEvent } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import type { ReviewDeskHook } from "./use-review-desk.ts";

export function CannotScoreDialog({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const [text, setText] = useState(view.mark.cannotScore ?? "");
  const [error, setError] = useState<string>();
  const close = () => review.setDialog(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    const reason = text.trim();
    if (reason === "") {
      setError("Write why this answer cannot be scored");
      return;
    }
    review.recordCannotScore(reason);
    close();
  }
  return (
    <Dialog title="Cannot be scored" onClose={close}>
      <form className="dialog-form" onSubmit={submit}>
        <TextArea
          label="Why can this answer not be scored?"
          hint="For example: no sound from 0:40 on, or another person answers. Your team lead sees the reason. A score given before is taken back."
          value={text}
          error={error}
          maxLength={4000}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="dialog-buttons">
          <Button type="submit" look="primary">
            Record the reason
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
