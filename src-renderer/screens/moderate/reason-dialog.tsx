import { useState, type FormEvent, type ReactNode } from "react";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import type { ModerateDeskHook } from "./use-moderate-desk.ts";

interface OnAnswerProps {
  view: ModerationView;
  desk: ModerateDeskHook;
}

/** Opens what was settled, with a reason. */
export function ReopenDialog({ view, desk }: OnAnswerProps) {
  const { state, run, reset } = useCommand("moderation.reopen");
  const refused = state.kind === "refused" ? state.problem : null;
  return (
    <ReasonDialog
      {...{ title: `Reopen ${view.candidate}, question ${view.question.number}`, label: "Why is it reopened?", action: "Reopen" }}
      {...{ refused, isBusy: state.kind === "busy", onChange: reset, onClose: () => desk.setDialog(null) }}
      onSubmit={async (id, reason) => (await run({ id, answerId: view.answerId, reason })).ok}
    >
      <p>What was settled stays in the record with its reason. The answer is then to be settled again{view.published ? ", and the next revision of the outcome tells of it" : ""}.</p>
    </ReasonDialog>
  );
}

/** Takes a definitive mark back, with a reason. */
export function TakeBackDialog({ view, desk }: OnAnswerProps) {
  const { state, run, reset } = useCommand("moderation.define");
  const refused = state.kind === "refused" ? state.problem : null;
  return (
    <ReasonDialog
      {...{ title: `Take the definitive mark of ${view.candidate}, question ${view.question.number} back`, label: "Why is it taken back?", action: "Take it back" }}
      {...{ refused, isBusy: state.kind === "busy", onChange: reset, onClose: () => desk.setDialog(null) }}
      onSubmit={async (id, rationale) => (await run({ id, answerId: view.answerId, score: null, rationale })).ok}
    >
      <p>It stays in the record with its rationale. {view.practice ? "Send the change to those who practise, on the board." : "The answer then stands by its assessors' marks, as any other."}</p>
    </ReasonDialog>
  );
}

interface ReasonDialogProps {
  title: string;
  label: string;
  action: string;
  refused: Problem | null;
  isBusy: boolean;
  /** Answers whether it was done. */
  onSubmit: (id: string, reason: string) => Promise<boolean>;
  /** What was refused is old once something else is typed. */
  onChange: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Something that needs a reason, which is kept in the record. */
function ReasonDialog({ title, label, action, refused, isBusy, onSubmit, onChange, onClose, children }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await onSubmit(id, reason.trim())) onClose();
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="dialog-form" onChange={onChange} onSubmit={(event) => void submit(event)}>
        {children}
        <TextArea label={label} hint="Kept in the record." value={reason} maxLength={4000} required onChange={(event) => setReason(event.target.value)} />
        {refused && <ProblemNotice problem={refused} />}
        <div className="dialog-buttons">
          <Button type="submit" look="primary" disabled={isBusy}>
            {action}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
