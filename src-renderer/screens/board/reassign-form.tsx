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
  const { state, run, reset } = useCommand("board.reassign");
  const [to, setTo] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  /** Candidates whose marks were in when the lead said to pass them on all the same. */
  const [agreedTo, setAgreedTo] = useState<readonly string[]>([]);
  if (error) return <QueryFailure error={error} />;
  if (!data) return <p className="soft">Looking…</p>;
  const open = data.candidates.filter((each) => each.round === "live" && !each.handedIn);
  // What is on screen may change meanwhile: nothing is passed on that is not this person's any more, or that nobody was asked about.
  const picked = data.candidates.filter((each) => chosen.has(each.candidate));
  const done = picked.flatMap((each) => (each.handedIn ? [each.candidate] : []));
  const handedIn = done.length > 0 && done.every((each) => agreedTo.includes(each));
  const people = view.people.filter(({ person }) => person !== assessor.person && !view.assessors.some((each) => each.person === person && each.stopped));

  const receiver = people.find((each) => each.person === to);
  const receiverIsGone = to !== "" && !receiver;

  async function move() {
    const known = [{ person: assessor.person, revision: data!.revision }, ...(receiver ? revisionsOf(view, [receiver.person]) : [])];
    const answer = await run({ batch, from: assessor.person, to: receiver?.person ?? null, candidates: picked.map((each) => each.candidate), handedIn, known });
    if (!answer.ok) return;
    const moved = plural(answer.value.moved, "candidate");
    onDone(receiver ? `${moved} passed on from ${personWords(assessor)} to ${personWords(receiver)}.` : `${moved} taken from ${personWords(assessor)}; nobody marks ${answer.value.moved === 1 ? "them" : "these"} for now.`);
  }

  function choose(candidates: readonly string[]) {
    reset();
    setChosen(new Set(candidates));
  }

  if (data.candidates.length === 0) return <p className="soft">There is nothing to pass on.</p>;
  return (
    <div className="assessor-form" onChange={reset}>
      <fieldset className="reassign-candidates">
        <legend>Which candidates</legend>
        <div className="reassign-all">
          <Button look="link" className="small" onClick={() => choose(open.map((each) => each.candidate))}>
            All live ones that are not handed in ({open.length})
          </Button>
          <Button look="link" className="small" onClick={() => choose([])}>
            None
          </Button>
        </div>
        <ul className="reassign-list">
          {data.candidates.map(({ candidate, round, handedIn: isIn, withdrawn }) => (
            <li key={candidate}>
              <label className="check-line">
                <input
                  type="checkbox"
                  checked={chosen.has(candidate)}
                  onChange={(event) => setChosen(new Set(event.target.checked ? [...chosen, candidate] : [...chosen].filter((each) => each !== candidate)))}
                />
                <span>
                  {candidate}
                  {round === "standardisation" && <span className="soft small"> practice</span>}
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
          {receiverIsGone && <option value={to}>{to}: can get nothing any more</option>}
          {people.map((each) => (
            <option key={each.person} value={each.person}>
              {personWords(each)}
            </option>
          ))}
        </select>
      </label>
      {done.length > 0 && (
        <label className="check-line">
          <input type="checkbox" checked={handedIn} onChange={(event) => setAgreedTo(event.target.checked ? done : [])} />
          <span>{done.length === 1 ? "One of these is handed in" : `${done.length} of these are handed in`}: pass {done.length === 1 ? "it" : "them"} on all the same. The marks stay and count.</span>
        </label>
      )}
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
      <div className="dialog-buttons">
        <Button look="primary" disabled={picked.length === 0 || receiverIsGone || state.kind === "busy"} onClick={() => void move()}>
          {picked.length === 0 ? "Pass on" : `Pass ${plural(picked.length, "candidate")} on`}
        </Button>
      </div>
    </div>
  );
}
