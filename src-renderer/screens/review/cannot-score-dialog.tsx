import { useState, type FormEvent } from "react";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";

interface CannotScoreDialogProps {
  reason: string;
  onSave: (reason: string) => void;
  onClose: () => void;
}

export function CannotScoreDialog({ reason, onSave, onClose }: CannotScoreDialogProps) {
  const [text, setText] = useState(reason);
  const [error, setError] = useState<string>();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") setError("Write why this answer cannot be scored");
    else onSave(text.trim());
  }
  return (
    <Dialog title="Cannot be scored" onClose={onClose}>
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
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
