import { useState } from "react";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import type { AssessorFormProps } from "./assessor-form.ts";
import { revisionsOf } from "./board-words.ts";

/** Another day for all that somebody marks of the batch; for everybody who is late as well, where that is wanted. */
export function DueForm({ view, assessor, onDone }: AssessorFormProps) {
  const [due, setDue] = useState(assessor.due ?? "");
  const [forAll, setForAll] = useState(false);
  const { state, run } = useCommand("board.extend");
  const late = view.assessors.filter((each) => each.overdue && each.person !== assessor.person).map((each) => each.person);

  async function save() {
    const people = [assessor.person, ...(forAll ? late : [])];
    const answer = await run({ batch: view.batch.batch, people, due: due === "" ? null : due, known: revisionsOf(view, people) });
    if (answer?.ok) onDone();
  }

  return (
    <>
      <TextField label="Due" type="date" hint="Empty: on no day." value={due} onChange={(event) => setDue(event.target.value)} />
      {late.length > 0 && (
        <label className="check-line">
          <input type="checkbox" checked={forAll} onChange={(event) => setForAll(event.target.checked)} />
          <span>Also for the others who are late ({late.length})</span>
        </label>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look="primary" disabled={state.kind === "busy"} onClick={() => void save()}>
          Change the day
        </Button>
      </div>
    </>
  );
}
