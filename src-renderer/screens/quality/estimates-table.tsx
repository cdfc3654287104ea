import type { ReactNode } from "react";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { AssessorQualityView, EstimateView } from "../../../src-shared/bridge/lead/quality.ts";
import { BottomAxis } from "../../components/plot/axis.tsx";
import { IntervalMark } from "../../components/plot/interval-mark.tsx";
import { linearScale, roundedDomain } from "../../components/plot/scale.ts";
import type { AssessorTableProps } from "./assessor-table.ts";
import { ROW_HEIGHT, RowPlot } from "./row-plot.tsx";

interface EstimatesTableProps extends AssessorTableProps {
  /** The number of each row that is drawn about nought, and its name. */
  of: (assessor: AssessorQualityView) => EstimateView;
  name: string;
  /** What lies below nought and what above. */
  ends: readonly [below: string, above: string];
  width: number;
  /** How far the plot reaches at most. */
  mostDrawn?: number;
  columns: readonly (readonly [name: string, cell: (assessor: AssessorQualityView) => ReactNode])[];
}

/** A caterpillar plot whose rows are those of a table. */
export function EstimatesTable({ view, rows, label, of, name, ends: [below, above], width, mostDrawn = Infinity, columns }: EstimatesTableProps) {
  // Of all assessors, so that rows keep their places while somebody is looked for.
  const ends = view.assessors.map(of).flatMap(({ value, ci95 }) => (value === null ? [] : [value, ...(ci95 ?? [])]));
  const reach = Math.min(mostDrawn, Math.max(0.5, ...roundedDomain([0, ...ends.map(Math.abs)])));
  const scale = linearScale([-reach, reach], [10, width - 10], 4);
  return (
    <table className="numbers" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Assessor</th>
          <td className="row-plot">
            <svg width={width} height={ROW_HEIGHT + 14} aria-hidden="true" className="plot">
              <g className="plot-axis">
                <text x={scale(-reach)} y={11}>
                  {below}
                </text>
                <text x={scale(reach)} y={11} textAnchor="end">
                  {above}
                </text>
              </g>
              <BottomAxis scale={scale} top={ROW_HEIGHT} bottom={ROW_HEIGHT - 4} signed />
            </svg>
          </td>
          <th scope="col">{name}</th>
          <th scope="col">95 %</th>
          {columns.map(([column]) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const estimate = of(row);
          return (
            <tr key={row.assessor}>
              <th scope="row">{row.assessor}</th>
              <RowPlot width={width} scale={scale}>
                <IntervalMark scale={scale} value={estimate.value} ci95={estimate.ci95} y={ROW_HEIGHT / 2} tone={isBeyondNought(estimate) ? "against" : "plain"} />
              </RowPlot>
              {estimate.value === null ? (
                <td colSpan={2} className="words soft">
                  {estimate.why}
                </td>
              ) : (
                <>
                  <td>{rounded(estimate.value, 2, true)}</td>
                  <td>{estimate.ci95 ? `${rounded(estimate.ci95[0], 2, true)} to ${rounded(estimate.ci95[1], 2, true)}` : estimate.why}</td>
                </>
              )}
              {columns.map(([column, cell]) => (
                <td key={column}>{cell(row)}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function isBeyondNought({ ci95 }: EstimateView): boolean {
  return ci95 !== null && (ci95[0] > 0 || ci95[1] < 0);
}
