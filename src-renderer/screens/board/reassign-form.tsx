import { useState } from "react";
import { useBridgeQuery, useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { plural } from "../../format/time.ts";
import type { AssessorFormProps } from "./assessor-form.ts";
import { personWords, revisionsOf } from "./board-words.ts";

/** Passes candidates of one assessor on to another, or to nobody. */
export function ReassignForm({ view, assessor, onDone }: AssessorFormProps) {
  const { batch } = view.batch;
  const { data, error } = useBridgeQuery("board.candidates", { batch, person: assessor.person });
  const { state, run } = useCommand("board.reassign");
  const [to, setTo] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [handedIn, setHandedIn] = useState(false);
  if (error) return <QueryFailure error={error} />;
  if (!data) return <p className="soft">Looking…</p>;
  const open = data.candidates.filter((each) => !each.handedIn);
  const done = data.candidates.filter((each) => chosen.has(each.candidate) && each.handedIn).length;
  const people = view.people.filter(({ person }) => person !== assessor.person && !view.assessors.some((each) => each.person === person && each.stopped));

  async function move() {
    const receiver = to === "" ? null : to;
    const known = [{ person: assessor.person, revision: data!.revision }, ...(receiver === null ? [] : revisionsOf(view, [receiver]))];
    const answer = await run({ batch, from: assessor.person, to: receiver, candidates: [...chosen], handedIn, known });
    if (answer?.ok) onDone();
  }

  if (data.candidates.length === 0) return <p className="soft">There is nothing to pass on.</p>;
  return (
    <>
      <fieldset className="reassign-candidates">
        <legend>Which candidates</legend>
        <div className="reassign-all">
          <Button look="link" className="small" onClick={() => setChosen(new Set(open.map((each) => each.candidate)))}>
            All that are not handed in ({open.length})
          </Button>
          <Button look="link" className="small" onClick={() => setChosen(new Set())}>
            None
          </Button>
        </div>
        <ul className="reassign-list">
          {data.candidates.map(({ candidate, handedIn: isIn, withdrawn }) => (
            <li key={candidate}>
              <label className="check-line">
                <input
                  type="checkbox"
                  checked={chosen.has(candidate)}
                  onChange={(event) => setChosen(new Set(event.target.checked ? [...chosen, candidate] : [...chosen].filter((each) => each !== candidate)))}
                />
                <span>
                  {candidate}
                  {isIn && <span className="soft small"> handed in</span>}
                  {withdrawn && <span className="soft small"> withdrawn</span>}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <label className="reassign-to">
        <span>To</span>
        <select value={to} onChange={(event) => setTo(event.target.value)}>
          <option value="">nobody for now</option>
          {people.map((each) => (
            <option key={each.person} value={each.person}>
              {personWords(each)}
            </option>
          ))}
        </select>
      </label>
      {done > 0 && (
        <label className="check-line">
          <input type="checkbox" checked={handedIn} onChange={(event) => setHandedIn(event.target.checked)} />
          <span>{done === 1 ? "One of these is handed in" : `${done} of these are handed in`}: pass {done === 1 ? "it" : "them"} on all the same. The marks stay and count.</span>
        </label>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look="primary" disabled={chosen.size === 0 || state.kind === "busy"} onClick={() => void move()}>
          {chosen.size === 0 ? "Pass on" : `Pass ${plural(chosen.size, "candidate")} on`}
        </Button>
      </div>
    </>
  );
}
