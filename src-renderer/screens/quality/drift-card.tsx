import { useState, type RefObject } from "react";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { AssessorQualityView, QualityView, StretchView } from "../../../src-shared/bridge/lead/quality.ts";
import { Figure } from "../../components/plot/figure.tsx";
import { shortDay } from "../../format/time.ts";
import { DRIFT_HEIGHT, DriftPlot } from "./drift-plot.tsx";

interface DriftCardProps {
  view: QualityView;
  /** Whose, by the place in the list. */
  place: number;
  onChoose: (place: number) => void;
  heading: RefObject<HTMLHeadingElement | null>;
}

/** How one assessor's marking moved while the work went on: against the others, and against definitive marks. */
export function DriftCard({ view, place, onChoose, heading }: DriftCardProps) {
  const [by, setBy] = useState<"marks" | "days">("marks");
  const assessor = view.assessors[place]!;
  const stretches = by === "marks" ? assessor.byMarks : assessor.byDay.map((each) => ({ ...each, when: shortDay(each.when) }));
  const seeds = stretches.some((each) => each.definitive !== null);
  return (
    <section className="card quality-card" aria-labelledby="drift-heading">
      <div className="quality-card-top">
        <h2 id="drift-heading" ref={heading} tabIndex={-1}>
          Over time
        </h2>
        <label className="quality-field">
          <span>Assessor</span>
          <select value={place} onChange={(event) => onChoose(Number(event.target.value))}>
            {view.assessors.map(({ assessor: name }, each) => (
              <option key={name} value={each}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="quality-choice">
          <legend className="unseen">Stretches of time</legend>
          <label>
            <input type="radio" name="quality-drift" checked={by === "marks"} onChange={() => setBy("marks")} />
            By {view.marksAStretch} marks
          </label>
          <label>
            <input type="radio" name="quality-drift" checked={by === "days"} onChange={() => setBy("days")} />
            By day
          </label>
        </fieldset>
      </div>
      {stretches.length === 0 ? (
        <p>None of the answers that {assessor.assessor} marked was marked by anybody else yet, and none has a definitive mark.</p>
      ) : (
        <Figure
          title={`${assessor.assessor} over time`}
          description={`Average distance of the marks from the others’, ${by === "marks" ? `for every ${view.marksAStretch} marks` : "for every day"}, with its interval. ${driftWords(assessor)}`}
          height={DRIFT_HEIGHT}
          draw={(width) => <DriftPlot width={width} stretches={stretches} />}
          table={<StretchTable stretches={stretches} seeds={seeds} />}
        >
          {driftWords(assessor)} Above 0 is more lenient than the others, who are freed of their own severity{seeds ? "; squares are the distance from definitive marks" : ""}.
        </Figure>
      )}
    </section>
  );
}

function driftWords({ assessor, drift }: AssessorQualityView): string {
  if (drift.value === null) return `There is no trend to tell for ${assessor} yet.`;
  const size = `${rounded(Math.abs(drift.value), 2)} points in a hundred marks`;
  if (drift.ci95 === null || (drift.ci95[0] <= 0 && drift.ci95[1] >= 0)) return `${assessor} shows no sure trend (${rounded(drift.value, 2, true)} points in a hundred marks).`;
  return `${assessor} grows ${drift.value < 0 ? "stricter" : "more lenient"} by ${size} (${rounded(drift.ci95[0], 2, true)} to ${rounded(drift.ci95[1], 2, true)}).`;
}

function StretchTable({ stretches, seeds }: { stretches: readonly StretchView[]; seeds: boolean }) {
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">From the others</th>
          <th scope="col">95 %</th>
          <th scope="col">Marks</th>
          {seeds && <th scope="col">From definitive marks</th>}
        </tr>
      </thead>
      <tbody>
        {stretches.map(({ when, deviation, marks, definitive }) => (
          <tr key={when}>
            <th scope="row">{when}</th>
            <td>{rounded(deviation.value, 2, true)}</td>
            <td>{deviation.ci95 ? `${rounded(deviation.ci95[0], 2, true)} to ${rounded(deviation.ci95[1], 2, true)}` : "–"}</td>
            <td>{marks}</td>
            {seeds && <td>{definitive ? `${rounded(definitive.difference, 2, true)} over ${definitive.answers}` : "–"}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
