import type { CheckView } from "../../../src-shared/bridge/check.ts";

/** How often each point of the scale was given: a table, with bars for the eye. */
export function Distribution({ check }: { check: CheckView }) {
  const most = Math.max(1, ...check.distribution.map((each) => each.count));
  return (
    <section className="card check-panel" aria-labelledby="distribution-heading">
      <h2 id="distribution-heading">Your scores</h2>
      <table className="distribution">
        <thead className="unseen">
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Answers</th>
          </tr>
        </thead>
        <tbody>
          {check.distribution.map((point) => (
            <tr key={point.value}>
              <th scope="row">
                <b>{point.value}</b> {point.label}
              </th>
              <td>
                <span className="distribution-bar" aria-hidden="true">
                  <i style={{ width: `${(point.count / most) * 100}%` }} />
                </span>
                <span className="figures">{point.count}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
