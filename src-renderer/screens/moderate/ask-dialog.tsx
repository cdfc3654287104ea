import { useState, type FormEvent } from "react";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

/** Sends the answer back to one of its assessors. */
export function AskDialog({ view, desk, person }: { view: ModerationView; desk: ModerateDeskHook; person: string | null }) {
  const [text, setText] = useState("");
  const [to, setTo] = useState(person ?? desk.askable[0]?.person ?? "");
  const [id] = useState(() => crypto.randomUUID());
  const asking = useCommand("moderation.ask");
  const close = () => desk.setDialog(null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if ((await asking.run({ id, answerId: view.answerId, person: to, text: text.trim() })).ok) close();
  }
  return (
    <Dialog title={`Send ${view.candidate}, question ${view.question.number} back`} onClose={close}>
      <form className="dialog-form" onChange={asking.reset} onSubmit={(event) => void submit(event)}>
        <p>The answer opens for its assessor again with your question. They keep their mark or change it, and reply with their next set. They see nobody else's mark.</p>
        <TextArea label="Your question" hint="Name the moment, not the score that you expect." value={text} maxLength={4000} required onChange={(event) => setText(event.target.value)} />
        {desk.askable.length > 1 && (
          <fieldset className="basis-choice">
            <legend>To</legend>
            {desk.askable.map((marker) => (
              <label key={marker.person} className="basis">
                <input type="radio" name="to" checked={marker.person === to} onChange={() => setTo(marker.person)} />
                <span>{marker.name}</span>
              </label>
            ))}
          </fieldset>
        )}
        {asking.state.kind === "refused" && <ProblemNotice problem={asking.state.problem} />}
        <div className="dialog-buttons">
          <Button type="submit" look="primary" disabled={asking.state.kind === "busy"}>
            Send back
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
