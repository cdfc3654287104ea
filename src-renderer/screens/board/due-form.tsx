import { useState } from "react";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import { longDay, plural } from "../../format/time.ts";
import type { AssessorFormProps } from "./assessor-form.ts";
import { personWords, revisionsOf } from "./board-words.ts";

/** Another day for all that somebody marks of the batch; for everybody who is late as well, where that is wanted. */
export function DueForm({ view, assessor, onDone }: AssessorFormProps) {
  const [due, setDue] = useState(assessor.due ?? "");
  /** Others who were late when the lead said to give them the day too. */
  const [forOthers, setForOthers] = useState<readonly string[]>([]);
  const { state, run, reset } = useCommand("board.extend");
  const late = view.assessors.filter((each) => each.overdue && each.person !== assessor.person).map((each) => each.person);
  const forAll = late.length > 0 && late.every((person) => forOthers.includes(person));

  async function save() {
    const people = [assessor.person, ...(forAll ? late : [])];
    const answer = await run({ batch: view.batch.batch, people, due: due === "" ? null : due, known: revisionsOf(view, people) });
    if (!answer.ok) return;
    const whom = people.length === 1 ? personWords(assessor) : `${personWords(assessor)} and ${plural(people.length - 1, "other")}`;
    onDone(due === "" ? `No day is set for ${whom} any more.` : `Due on ${longDay(due)} for ${whom}.`);
  }

  return (
    <div className="assessor-form" onChange={reset}>
      <TextField label="Due" type="date" hint="Empty: on no day." value={due} onChange={(event) => setDue(event.target.value)} />
      {late.length > 0 && (
        <label className="check-line">
          <input type="checkbox" checked={forAll} onChange={(event) => setForOthers(event.target.checked ? late : [])} />
          <span>Also for the others who are late ({late.length})</span>
        </label>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look="primary" disabled={state.kind === "busy"} onClick={() => void save()}>
          Change the day
        </Button>
      </div>
    </div>
  );
}
