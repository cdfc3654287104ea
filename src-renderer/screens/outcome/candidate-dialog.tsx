import type { CandidateOutcome, OutcomeTie, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { basisWords, stateWords } from "../../../src-shared/moderation/words.ts";
import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { Tag } from "../../components/tag.tsx";
import { useNow } from "../../components/use-now.ts";
import { points } from "../../format/points.ts";
import { shortTime } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import "./candidate-dialog.css";
import { ExportMenu } from "./export-menu.tsx";
import { behaviourFigure, behaviourWord, placeWords } from "./outcome-words.ts";

interface CandidateDialogProps {
  view: OutcomeView;
  candidate: string;
  onTie: (tie: OutcomeTie) => void;
  onClose: () => void;
}

/** One candidate: where they stand and why, and each answer with its marks, what stands, and its reason. */
export function CandidateDialog({ view, candidate, onTie, onClose }: CandidateDialogProps) {
  const { data, error } = useBridgeQuery("outcome.candidate", { batch: view.batch, candidate });
  return (
    <Dialog wide title={`Candidate ${candidate}`} onClose={onClose}>
      {data ? <Details view={view} outcome={data} onTie={onTie} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening the answers…</p>}
    </Dialog>
  );
}

function Details({ view, outcome: { candidate, answers }, onTie }: { view: OutcomeView; outcome: CandidateOutcome; onTie: (tie: OutcomeTie) => void }) {
  const go = useGo();
  const now = useNow(60_000);
  const place = placeWords[candidate.place];
  const tie = view.ties.find((each) => each.candidates.includes(candidate.candidate));
  return (
    <>
      <p className="candidate-standing">
        <Tag tone={place.tone}>{place.text}</Tag>
        {candidate.rank !== null && (
          <span>
            Place <strong>{candidate.rank}</strong> of {view.candidates}
          </span>
        )}
        <span>
          Total <strong>{points(candidate.total)}</strong>
        </span>
        {candidate.behaviours.map((each, at) => (
          <span key={each.behaviour}>
            {view.behaviours[at]?.name} {behaviourWord(view.rules)} <strong>{behaviourFigure(each, view.rules)}</strong>
            {each.passed === false && <span className="merit-below"> ▾ below the pass mark</span>}
          </span>
        ))}
      </p>
      {candidate.tieReason !== null && (
        <p>
          {candidate.tieReason}{" "}
          {tie && (
            <Button look="link" onClick={() => onTie(tie)}>
              {tie.reason === null ? "Put them in order" : "Change the order"}
            </Button>
          )}
        </p>
      )}
      <div className="candidate-answers-scroll" tabIndex={0} role="region" aria-label="Answers and marks">
        <table className="candidate-answers-table">
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Marks</th>
              <th scope="col" className="merit-number">
                Final
              </th>
              <th scope="col">How it came about</th>
              <th scope="col">
                <span className="unseen">Way to the answer</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {answers.map((answer) => (
              <tr key={answer.answerId}>
                <th scope="row">
                  {answer.questionNumber} <span className="soft">{answer.behaviour}</span>
                </th>
                <td>
                  {answer.marks.length === 0 ? <span className="soft">none</span> : answer.marks.map((mark) => `${mark.score === null ? "no score" : mark.score} by ${mark.name}`).join(", ")}
                </td>
                <td className="merit-number">
                  <strong>{answer.final === null ? "–" : points(answer.final)}</strong>
                </td>
                <td>
                  {answer.final === null ? (answer.state === "settled" ? "No score can stand" : stateWords[answer.state]) : answer.basis === null ? "" : basisWords[answer.basis]}
                  {answer.reason !== "" && `: ${answer.reason}`}
                  {answer.decidedBy !== null && answer.decidedAt !== null && (
                    <span className="soft">
                      {" "}
                      ({answer.decidedBy}, {shortTime(answer.decidedAt, now)})
                    </span>
                  )}
                </td>
                <td>
                  <Button look="link" onClick={() => go({ screen: "moderate", batch: view.batch, answerId: answer.answerId })}>
                    Open<span className="unseen"> question {answer.questionNumber}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>Save this candidate's record</h3>
      <ExportMenu batch={view.batch} candidate={candidate.candidate} />
    </>
  );
}
