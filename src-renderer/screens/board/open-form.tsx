import { useState } from "react";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { TextArea } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import type { AssessorFormProps } from "./assessor-form.ts";
import { personWords, revisionsOf } from "./board-words.ts";

/** Opens live marking for somebody, whatever came of their practice. */
export function OpenForm({ view, assessor, onDone }: AssessorFormProps) {
  const [because, setBecause] = useState("");
  const { state, run, reset } = useCommand("board.open");
  const { person, practice } = assessor;

  async function open() {
    const answer = await run({ batch: view.batch.batch, person, because, known: revisionsOf(view, [person]) });
    if (answer.ok) onDone(`Live marking is open for ${personWords(assessor)}.`);
  }

  if (practice?.state === "within" || practice?.state === "opened") return <p>Live marking is open for {personWords(assessor)}.</p>;
  return (
    <div className="assessor-form" onChange={reset}>
      <p>{personWords(assessor)} can mark live answers once their laptop has synchronised, whatever their practice says. Their practice marks stay as they are.</p>
      <TextArea label="Why" hint="They read it, and it is kept in the record." value={because} maxLength={4000} onChange={(event) => setBecause(event.target.value)} />
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look="primary" disabled={state.kind === "busy"} onClick={() => void open()}>
          Open live marking
        </Button>
      </div>
    </div>
  );
}
