import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { EstimateView } from "../../../src-shared/bridge/lead/quality.ts";
import { BottomAxis } from "../../components/plot/axis.tsx";
import { IntervalMark } from "../../components/plot/interval-mark.tsx";
import { linearScale, roundedDomain } from "../../components/plot/scale.ts";
import { number } from "../../format/time.ts";
import type { AssessorTableProps } from "./assessor-table.ts";
import { ROW_HEIGHT, RowPlot } from "./row-plot.tsx";

const WIDTH = 320;

/** A caterpillar plot whose rows are those of a table. */
export function SeverityTable({ view, rows, label }: AssessorTableProps) {
  const seeds = view.assessors.some((each) => each.definitive !== null);
  const grouped = view.assessors.some((each) => each.severity.group !== undefined);
  // Of all assessors, so that rows keep their places while somebody is looked for.
  const ends = view.assessors.flatMap(({ severity }) => (severity.value === null ? [] : [severity.value, ...(severity.ci95 ?? [])]));
  const reach = Math.max(0.5, ...roundedDomain([0, ...ends.map(Math.abs)]));
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
                  severe
                </text>
                <text x={scale(reach)} y={11} textAnchor="end">
                  lenient
                </text>
              </g>
              <BottomAxis scale={scale} top={ROW_HEIGHT} bottom={ROW_HEIGHT - 4} signed />
            </svg>
          </td>
          <th scope="col">Severity</th>
          <th scope="col">95 %</th>
          <th scope="col">Marks shared</th>
          {grouped && <th scope="col">Group</th>}
          {seeds && <th scope="col">Against seeds</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ assessor, severity, shared, definitive }) => (
          <tr key={assessor}>
            <th scope="row">{assessor}</th>
            <RowPlot width={WIDTH} scale={scale}>
              <IntervalMark scale={scale} value={severity.value} ci95={severity.ci95} y={ROW_HEIGHT / 2} tone={isBeyondNought(severity) ? "against" : "plain"} />
            </RowPlot>
            {severity.value === null ? (
              <td colSpan={2} className="words soft">
                {severity.why}
              </td>
            ) : (
              <>
                <td>{rounded(severity.value, 2, true)}</td>
                <td>{severity.ci95 ? `${rounded(severity.ci95[0], 2, true)} to ${rounded(severity.ci95[1], 2, true)}` : severity.why}</td>
              </>
            )}
            <td>{number(shared)}</td>
            {grouped && <td>{severity.group ?? ""}</td>}
            {seeds && <td>{definitive === null ? "none" : `${rounded(definitive.difference.value, 2, true)} over ${definitive.answers}`}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isBeyondNought({ ci95 }: EstimateView): boolean {
  return ci95 !== null && (ci95[0] > 0 || ci95[1] < 0);
}
