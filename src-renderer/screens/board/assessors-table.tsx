import type { BoardAssessor, BoardBatchView } from "../../../src-shared/bridge/lead/board.ts";
import { Button } from "../../components/button.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { Tag } from "../../components/tag.tsx";
import { useNow } from "../../components/use-now.ts";
import { daysUntil, number, plural, shortDay } from "../../format/time.ts";
import { asOfWords, assessorFilters, assessorTag, practiceWords, type AssessorFilter } from "./board-words.ts";

interface AssessorsTableProps {
  view: BoardBatchView;
  filter: AssessorFilter;
  onFilter: (filter: AssessorFilter) => void;
  onChoose: (assessor: BoardAssessor) => void;
}

/** Who marks the batch and how far they are. */
export function AssessorsTable({ view, filter, onFilter, onChoose }: AssessorsTableProps) {
  const now = useNow(10_000);
  const shown = view.assessors.filter(assessorFilters[filter].holds);
  return (
    <>
      <div className="board-table-head">
        <h2 id="assessors-heading">Assessors</h2>
        <span className="soft small" role="status">
          {filter === "all" ? plural(shown.length, "assessor") : `${number(shown.length)} of ${plural(view.assessors.length, "assessor")}`}
        </span>
        <label>
          Show{" "}
          <select value={filter} onChange={(event) => onFilter(event.target.value as AssessorFilter)}>
            {Object.entries(assessorFilters).map(([name, { label }]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {view.assessors.length === 0 ? (
        <p className="board-empty soft">Nobody marks this batch yet. Allocating says who does, and shows how many each gets before anything is published.</p>
      ) : shown.length === 0 ? (
        <p className="board-empty soft">Nobody of this kind.</p>
      ) : (
        <table className="board-table board-assessors">
          <thead>
            <tr>
              <th scope="col">Assessor</th>
              {view.batch.practice && <th scope="col">Practice</th>}
              <th scope="col">Marked</th>
              <th scope="col">Candidates</th>
              <th scope="col">Outside tolerance</th>
              <th scope="col">Flags</th>
              <th scope="col">Sets</th>
              <th scope="col">Due</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="unseen">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <AssessorRow key={each.person} assessor={each} hasPractice={view.batch.practice !== null} now={now} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function AssessorRow({ assessor, hasPractice, now, onChoose }: { assessor: BoardAssessor; hasPractice: boolean; now: Date; onChoose: (assessor: BoardAssessor) => void }) {
  const { person, name, marked, answers, sets, due, practice } = assessor;
  const tag = assessorTag(assessor);
  const practised = practice && practiceWords(practice);
  return (
    <tr>
      <th scope="row">
        {name === "" ? person : name}
        <div className="small soft">{name === "" ? "no laptop enrolled" : person}</div>
      </th>
      {hasPractice && (
        <td data-label="Practice">
          {practised ? (
            <>
              <Tag tone={practised.tone}>{practised.text}</Tag>
              <div className="small soft practice-figures">{practised.figures}</div>
            </>
          ) : (
            "–"
          )}
        </td>
      )}
      <td data-label="Marked" className="figures">
        {number(marked)} of {number(answers)} <span className="small soft">{asOfWords(assessor, now)}</span>
        <ProgressBar label={`Answers marked by ${person}`} done={marked} total={answers} tone={marked === answers && answers > 0 ? "green" : "blue"} />
      </td>
      <td data-label="Candidates" className="figures">
        {number(assessor.candidates)}
        {practice && <div className="small soft">{number(practice.candidates)} practice</div>}
        {assessor.withdrawals.length > 0 && <div className="small soft">{number(assessor.withdrawals.length)} withdrawn</div>}
      </td>
      <td data-label="Outside tolerance" className="figures">
        {number(assessor.discrepancies)}
      </td>
      <td data-label="Flags" className="figures">
        {number(assessor.flagged)}
      </td>
      <td data-label="Sets" className="figures">
        {sets.length === 0 ? "–" : number(sets.length)}
        {sets.length > 1 && <div className="small soft">revision {sets.at(-1)!.revision}</div>}
      </td>
      <td data-label="Due" className="small">
        {due ? shortDay(due) : "–"}
        {due && (assessor.state === "marking" || assessor.state === "not-started") && <div className={assessor.overdue ? "overdue" : "soft"}>{daysUntil(due, now)}</div>}
      </td>
      <td data-label="State">
        <Tag tone={tag.tone}>{tag.text}</Tag>
      </td>
      <td>
        <Button look="link" className="small" aria-label={`Change what ${person} marks`} onClick={() => onChoose(assessor)}>
          Change
        </Button>
      </td>
    </tr>
  );
}
