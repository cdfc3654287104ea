import { rounded } from "../../../src-shared/agreement/rounded.ts";
import { BottomAxis } from "../../components/plot/axis.tsx";
import { IntervalMark } from "../../components/plot/interval-mark.tsx";
import { linearScale, roundedDomain } from "../../components/plot/scale.ts";
import { number } from "../../format/time.ts";
import type { AssessorTableProps } from "./assessor-table.ts";
import { duration } from "./duration.ts";
import { ROW_HEIGHT, RowPlot } from "./row-plot.tsx";

const WIDTH = 260;
/** A drift that rests on few marks may be anything: the plot ends where it would hide the others. */
const MOST_DRAWN = 3;

/** How marking changes over a hundred marks, and how long a mark takes. */
export function PaceTable({ view, rows, label }: AssessorTableProps) {
  const ends = view.assessors.flatMap(({ drift }) => (drift.value === null ? [] : [drift.value, ...(drift.ci95 ?? [])]));
  const reach = Math.min(MOST_DRAWN, Math.max(0.5, ...roundedDomain([0, ...ends.map(Math.abs)])));
  const scale = linearScale([-reach, reach], [10, WIDTH - 10], 4);
  return (
    <table className="numbers" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Assessor</th>
          <td className="row-plot">
            <svg width={WIDTH} height={ROW_HEIGHT + 14} aria-hidden="true" className="plot">
              <g className="plot-axis">
                <text x={scale(-reach)} y={11}>
                  stricter
                </text>
                <text x={scale(reach)} y={11} textAnchor="end">
                  more lenient
                </text>
              </g>
              <BottomAxis scale={scale} top={ROW_HEIGHT} bottom={ROW_HEIGHT - 4} signed />
            </svg>
          </td>
          <th scope="col">In 100 marks</th>
          <th scope="col">95 %</th>
          <th scope="col">Time a mark</th>
          <th scope="col">Middle half</th>
          <th scope="col">Breaks</th>
          <th scope="col">Marks</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ assessor, drift, time, marks }) => (
          <tr key={assessor}>
            <th scope="row">{assessor}</th>
            <RowPlot width={WIDTH} scale={scale}>
              <IntervalMark scale={scale} value={drift.value} ci95={drift.ci95} y={ROW_HEIGHT / 2} tone={drift.ci95 && (drift.ci95[0] > 0 || drift.ci95[1] < 0) ? "against" : "plain"} />
            </RowPlot>
            <td>{rounded(drift.value, 2, true)}</td>
            <td>{drift.ci95 ? `${rounded(drift.ci95[0], 2, true)} to ${rounded(drift.ci95[1], 2, true)}` : "–"}</td>
            <td>{time.median === null ? "–" : duration(time.median)}</td>
            <td>{time.quartiles === null ? "–" : `${duration(time.quartiles[0])} to ${duration(time.quartiles[1])}`}</td>
            <td>{number(time.breaks)}</td>
            <td>{number(marks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
