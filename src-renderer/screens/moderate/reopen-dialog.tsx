import { useState, type FormEvent } from "react";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

/** Opens what was settled, with a reason. */
export function ReopenDialog({ view, desk }: { view: ModerationView; desk: ModerateDeskHook }) {
  const [reason, setReason] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  const reopening = useCommand("moderation.reopen");
  const close = () => desk.setDialog(null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if ((await reopening.run({ id, answerId: view.answerId, reason: reason.trim() })).ok) close();
  }
  return (
    <Dialog title={`Reopen ${view.candidate}, question ${view.question.number}`} onClose={close}>
      <form className="dialog-form" onSubmit={(event) => void submit(event)}>
        <p>What was settled stays in the record with its reason. The answer is then to be settled again{view.published ? ", and the next revision of the outcome tells of it" : ""}.</p>
        <TextArea label="Why is it reopened?" hint="Kept in the record." value={reason} maxLength={4000} required onChange={(event) => setReason(event.target.value)} />
        {reopening.state.kind === "refused" && <ProblemNotice problem={reopening.state.problem} />}
        <div className="dialog-buttons">
          <Button type="submit" look="primary" disabled={reopening.state.kind === "busy"}>
            Reopen
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
