import { useId, useState } from "react";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { base64 } from "../../bridge/base64.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { plural } from "../../format/time.ts";

/** Takes which groups candidates belong to from a table; choosing the file is all there is to do. */
export function GroupsField({ batch, known }: { batch: string; known: boolean }) {
  const id = useId();
  const { state, run } = useCommand("fairness.set-groups");
  const [said, setSaid] = useState("");
  async function take(file: File | undefined) {
    if (!file) return;
    setSaid("");
    const answer = await run({ batch, fileName: file.name, fileBase64: base64(new Uint8Array(await file.arrayBuffer())) });
    if (!answer.ok) return;
    const taken = answer.value;
    const left = taken.leftAside > 0 ? ` ${plural(taken.leftAside, "line")} about candidates who are not in this batch ${taken.leftAside === 1 ? "was" : "were"} left aside; check their references if they should be in it.` : "";
    setSaid(taken.isNew ? `${taken.attributes.join(", ")} of ${plural(taken.candidates, "candidate")} taken, and sealed for the leads.${left}` : "The table says what is known already.");
  }
  return (
    <div className={state.kind === "refused" ? "field field-wrong" : "field"}>
      <label htmlFor={id}>{known ? "Another table in place of this one" : "Which groups candidates belong to"}</label>
      <p id={`${id}-hint`} className="soft small">
        A CSV file with the column candidate and one for each attribute, such as sex. Empty: did not say.
      </p>
      {state.kind === "refused" && (
        <p id={`${id}-error`} className="field-error">
          {describeProblem(state.problem)}
        </p>
      )}
      <input id={id} type="file" accept=".csv,text/csv" disabled={state.kind === "busy"} aria-describedby={`${id}-hint ${id}-error`} onChange={(event) => void take(event.target.files?.[0])} />
      <p role="status">{said}</p>
    </div>
  );
}
