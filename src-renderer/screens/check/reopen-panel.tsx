import { useState, type FormEvent } from "react";
import type { CheckView } from "../../../src-shared/bridge/check.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { TextArea } from "../../components/field.tsx";

/** Changing one's mind after submitting: a new revision, with its reason. */
export function ReopenPanel({ check }: { check: CheckView }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [empty, setEmpty] = useState(false);
  const { state, run } = useCommand("set.reopen");
  const nextRevision = Math.max(0, ...check.sets.map((each) => each.revision)) + 1;
  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(reason.trim() === "");
    if (reason.trim() !== "") void run({ batch: check.batch, reason: reason.trim() });
  }
  const error = empty ? "Write why the marks are to be changed" : state.kind === "refused" ? describeProblem(state.problem) : undefined;
  return (
    <section className="card check-panel" aria-labelledby="reopen-heading">
      <h2 id="reopen-heading">Change a mark</h2>
      <p>What was submitted stays as it is. Reopening starts revision {nextRevision}; your team lead sees both, and your reason.</p>
      {open ? (
        <form className="dialog-form" onSubmit={submit}>
          <TextArea label="Reason" value={reason} error={error} maxLength={4000} autoFocus onChange={(event) => setReason(event.target.value)} />
          <div className="dialog-buttons">
            <Button type="submit" look="primary" disabled={state.kind === "busy"}>
              Reopen
            </Button>
            <Button onClick={() => setOpen(false)}>Leave it as it is</Button>
          </div>
        </form>
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>Reopen with a reason</Button>
        </div>
      )}
    </section>
  );
}
