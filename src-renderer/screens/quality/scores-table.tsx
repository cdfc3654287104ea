import { rounded } from "../../../src-shared/agreement/rounded.ts";
import { number } from "../../format/time.ts";
import type { AssessorTableProps } from "./assessor-table.ts";

/** How often each point was given: a small column beside each share, and a line where everybody is. */
export function ScoresTable({ view, rows, label }: AssessorTableProps) {
  const all = { assessor: "Everybody", times: view.scale.map((_, point) => view.assessors.reduce((sum, each) => sum + each.scale.times[point]!, 0)) };
  const usual = all.times.map((count) => count / total(all.times));
  // One who gives a single score would flatten all others: what is more goes to the top.
  const most = 2 * Math.max(...usual);
  return (
    <table className="numbers scores-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Assessor</th>
          {view.scale.map(({ value, label: meaning }) => (
            <th key={value} scope="col" title={meaning}>
              {value}
            </th>
          ))}
          <th scope="col">Mean</th>
          <th scope="col">Spread</th>
          <th scope="col">Marks</th>
        </tr>
      </thead>
      <tbody>
        <tr className="scores-all">
          <th scope="row">{all.assessor}</th>
          <Shares times={all.times} usual={null} most={most} />
          <td />
          <td />
          <td>{number(total(all.times))}</td>
        </tr>
        {rows.map(({ assessor, scale: { times, mean, deviation }, marks }) => (
          <tr key={assessor}>
            <th scope="row">{assessor}</th>
            <Shares times={times} usual={usual} most={most} />
            <td>{rounded(mean, 2)}</td>
            <td>{rounded(deviation, 2)}</td>
            <td>{number(marks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WIDTH = 16;
const HEIGHT = 24;

/** `usual`: everybody's shares, to be drawn as a line across; none for everybody. */
function Shares({ times, usual, most }: { times: readonly number[]; usual: readonly number[] | null; most: number }) {
  const marks = total(times);
  const top = (share: number) => HEIGHT - HEIGHT * Math.min(1, share / most);
  return times.map((count, point) => (
    <td key={point} className="scores-share">
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="plot">
        <rect width={WIDTH} y={top(count / marks)} height={HEIGHT - top(count / marks)} className="scores-bar" />
        <line x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="plot-nought" />
        {usual && <line x1={-3} x2={WIDTH + 3} y1={top(usual[point]!)} y2={top(usual[point]!)} className="scores-usual" />}
      </svg>
      {Math.round((100 * count) / marks)} %
    </td>
  ));
}

function total(times: readonly number[]): number {
  return times.reduce((sum, each) => sum + each, 0);
}
