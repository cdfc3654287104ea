import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AllocationPlan, BoardBatchView } from "../../../src-shared/bridge/lead/board.ts";
import type { Round } from "../../../src-shared/documents/allocation.ts";
import { useBridge, useCommand } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { TextField } from "../../components/field.tsx";
import { ProblemNotice } from "../../components/notice.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { number, plural } from "../../format/time.ts";
import { personWords } from "./board-words.ts";

/** Says who marks, and shows how many each gets before anything is published. */
export function AllocateDialog({ view, onClose, onDone }: { view: BoardBatchView; onClose: () => void; onDone: (said: string) => void }) {
  const { batch } = view.batch;
  const people = [...view.people].sort((a, b) => a.person.localeCompare(b.person));
  const stopped = new Set(view.assessors.flatMap((each) => (each.stopped ? [each.person] : [])));
  const inBatch = view.assessors.map((each) => each.person);
  const [ticked, setTicked] = useState<readonly string[]>(() => people.map((each) => each.person).filter((person) => !stopped.has(person) && (inBatch.length === 0 || inBatch.includes(person))));
  const [due, setDue] = useState("");
  const [seed, setSeed] = useState("");
  const [round, setRound] = useState<Round>("live");
  const { state, run, reset } = useCommand("board.allocate");
  const [practiseOn, setPractiseOn] = useState("");
  const named = [...new Set(practiseOn.split(/[\s,;]+/).filter((each) => each !== "").map((each) => each.normalize("NFC")))];
  const chosen = ticked.filter((person) => !stopped.has(person));
  const asked = { batch, assessors: chosen, round, seed, ...(round === "standardisation" && named.length > 0 && { candidates: named }) };
  const { data: plan, error, isPlaceholderData } = useQuery({ ...bridgeQuery(useBridge(), "board.plan", asked), enabled: chosen.length > 0, placeholderData: keepPreviousData });

  async function publish({ known, digest }: AllocationPlan) {
    const answer = await run({ ...asked, due: due === "" ? null : due, known, seen: digest });
    if (!answer.ok) return;
    const { allocations } = answer.value;
    onDone(`${plural(allocations.length, "allocation")} published.`);
  }

  if (people.length === 0)
    return (
      <Dialog title={`Allocate ${batch}`} onClose={onClose}>
        <p>
          Nobody is invited as an assessor yet. Invite them on the command line, with <code>desk invite</code>; they appear here when this desk has synchronised.
        </p>
      </Dialog>
    );
  return (
    <Dialog title={`Allocate ${batch}`} onClose={onClose} wide>
      <div className="allocate" onChange={reset}>
        <div className="allocate-choices">
          <fieldset className="allocate-people">
            <legend>Who marks</legend>
            {people.map((each) => (
              <label key={each.person} className="check-line">
                <input
                  type="checkbox"
                  checked={chosen.includes(each.person)}
                  disabled={stopped.has(each.person)}
                  onChange={(event) => setTicked(event.target.checked ? [...chosen, each.person] : chosen.filter((person) => person !== each.person))}
                />
                <span>
                  {personWords(each)}
                  {stopped.has(each.person) && <span className="soft"> · stopped</span>}
                </span>
              </label>
            ))}
          </fieldset>
          <fieldset className="allocate-round">
            <legend>Round</legend>
            <label className="check-line">
              <input type="radio" name="round" checked={round === "live"} onChange={() => setRound("live")} />
              <span>Live marking</span>
            </label>
            <label className="check-line">
              <input type="radio" name="round" checked={round === "standardisation"} onChange={() => setRound("standardisation")} />
              <span>Practice: all of them mark the same candidates</span>
            </label>
          </fieldset>
          <TextField label="Due" type="date" hint="For what is allocated now. It can be changed later." value={due} onChange={(event) => setDue(event.target.value)} />
          {round === "standardisation" && (
            <TextField
              label="Candidates to practise on"
              hint="References with commas between them. Empty: all whom nobody marks live and who are no seeds."
              value={practiseOn}
              onChange={(event) => setPractiseOn(event.target.value)}
            />
          )}
          {round === "live" && (
            <TextField label="Seed" hint="The lots are drawn from it: the same seed draws the same." placeholder={batch} value={seed} onChange={(event) => setSeed(event.target.value)} />
          )}
        </div>
        <div className="allocate-plan">
          {chosen.length === 0 ? <p className="soft">Choose who marks.</p> : error ? <QueryFailure error={error} /> : plan ? <Plan plan={plan} /> : <p className="soft">Drawing…</p>}
          {state.kind === "refused" && <ProblemNotice problem={state.problem} title="Not published" />}
          <div className="dialog-buttons">
            <Button look="primary" disabled={!plan || isPlaceholderData || chosen.length === 0 || plan.added === 0 || state.kind === "busy"} onClick={() => plan && void publish(plan)}>
              {plan && plan.added > 0 ? `Publish to ${plural(plan.known.length, "person", "people")}` : "Publish"}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function Plan({ plan }: { plan: AllocationPlan }) {
  return (
    <>
      <p role="status">
        {plan.added === 0 ? <strong>Everybody has what they would get: there is nothing to publish.</strong> : <strong>{summary(plan)}</strong>}
        {plan.together && ` Any two of them mark ${plan.together.least === plan.together.most ? number(plan.together.least) : `${number(plan.together.least)} to ${number(plan.together.most)}`} together.`}
      </p>
      {plan.released > 0 && <p className="small">{plural(plan.released, "candidate")} {plan.released === 1 ? "leaves" : "leave"} an assessor who withdrew or was stopped.</p>}
      {plan.short.length > 0 && (
        <p className="small overdue">Too few assessors can mark {plan.short.slice(0, 10).map((each) => each.candidate).join(", ")}. Choose more, or these stay short.</p>
      )}
      {plan.seedsLeftOut > 0 && (
        <p className="small">
          {plural(plan.seedsLeftOut, "candidate")} with definitive marks of all answers {plan.seedsLeftOut === 1 ? "is" : "are"} left out and kept for seeds. Name {plan.seedsLeftOut === 1 ? "them" : "those"} to practise on.
        </p>
      )}
      {plan.assessors.some((each) => each.seeds < plan.seedsWanted) && (
        <p className="small overdue">
          The campaign hides {plural(plan.seedsWanted, "answer")} with definitive marks among everybody's live ones, and there are too few. Agree on the marks of all answers of more candidates, or go on without.
        </p>
      )}
      <table className="board-table allocate-table">
        <thead>
          <tr>
            <th scope="col">Assessor</th>
            <th scope="col">Has</th>
            <th scope="col">Gets</th>
            <th scope="col">By several</th>
            <th scope="col">Answers more</th>
            {plan.seedsWanted > 0 && <th scope="col">Seeds</th>}
          </tr>
        </thead>
        <tbody>
          {plan.assessors.map((each) => (
            <tr key={each.person}>
              <th scope="row">{personWords(each)}</th>
              <td>{number(each.before)}</td>
              <td>
                <strong>{number(each.added)}</strong>
              </td>
              <td>{number(each.doubles)}</td>
              <td>{number(each.addedAnswers)}</td>
              {plan.seedsWanted > 0 && <td>{number(each.seeds)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function summary({ added, doubles, assessors }: AllocationPlan): string {
  const gets = assessors.map((each) => each.added);
  const [least, most] = [Math.min(...gets), Math.max(...gets)];
  const each = least === most ? `${plural(most, "candidate")} each` : `${number(least)} to ${plural(most, "candidate")} each`;
  return `${plural(added, "allocation")}, ${each}; ${plural(doubles, "candidate")} marked by several.`;
}
