import { useState } from "react";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { TextArea } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import type { AssessorFormProps } from "./assessor-form.ts";
import { personWords, revisionsOf } from "./board-words.ts";

/** Stops somebody's marking with a reason, or lets them go on. */
export function StopForm({ view, assessor, onDone }: AssessorFormProps) {
  const [because, setBecause] = useState("");
  const stop = useCommand("board.stop");
  const resume = useCommand("board.resume");
  const { person, stopped } = assessor;
  const input = { batch: view.batch.batch, person, known: revisionsOf(view, [person]) };
  const { state, reset } = stopped ? resume : stop;

  async function act() {
    const answer = stopped ? await resume.run(input) : await stop.run({ ...input, because });
    if (answer.ok) onDone(stopped ? `${personWords(assessor)} can go on.` : `The marking of ${personWords(assessor)} is stopped.`);
  }

  return (
    <div className="assessor-form" onChange={reset}>
      {stopped ? (
        <p>{personWords(assessor)} can mark again as soon as their laptop has synchronised.</p>
      ) : (
        <>
          <p>Nothing of this batch can be marked by {personWords(assessor)} once their laptop has synchronised. Their marks stay, and what was handed in counts.</p>
          <TextArea label="Why" hint="They read it, and it is kept in the record." value={because} maxLength={4000} onChange={(event) => setBecause(event.target.value)} />
        </>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look={stopped ? "primary" : "danger"} disabled={state.kind === "busy"} onClick={() => void act()}>
          {stopped ? "Let them go on" : "Stop the marking"}
        </Button>
      </div>
    </div>
  );
}
