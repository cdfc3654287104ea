import { useState, type FormEvent } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import { plural } from "../../format/time.ts";
import type { ReviewDeskHook } from "./use-review-desk.ts";
import { useWithdrawal } from "./use-withdrawal.ts";

/** Asks before an assessor leaves a candidate to somebody else. */
export function WithdrawDialog({ view, review }: { view: ReviewView; review: ReviewDeskHook }) {
  const [note, setNote] = useState("");
  const { withdrawing, withdraw } = useWithdrawal(view);
  const close = () => review.setDialog(null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    // What was typed or played before is kept with the mark, in case this is taken back.
    await review.settle();
    await withdraw(note.trim());
  }
  return (
    <Dialog title="I know this candidate" onClose={close}>
      <form className="dialog-form" onSubmit={(event) => void submit(event)}>
        <p>
          {view.strip.length === 1 ? "The answer" : `All ${plural(view.strip.length, "answer")}`} of candidate {view.candidate} {view.strip.length === 1 ? "leaves" : "leave"} your
          work. The marks that you made for this candidate are hidden and not handed in. Your team lead is told with your set.
        </p>
        <TextArea
          label="How do you know the candidate? (optional)"
          hint="A few words are enough, such as “a former colleague”. Your team lead sees them."
          value={note}
          maxLength={4000}
          onChange={(event) => setNote(event.target.value)}
        />
        {withdrawing.kind === "refused" && <ProblemNotice problem={withdrawing.problem} />}
        <div className="dialog-buttons">
          <Button type="submit" look="danger" disabled={withdrawing.kind === "busy"}>
            Withdraw from this candidate
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
