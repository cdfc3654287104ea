import type { CheckView } from "../../../src-shared/bridge/check.ts";
import { useNow } from "../../components/use-now.ts";
import { shortTime } from "../../format/time.ts";

/** The candidates whom the assessor knows: the team lead gives them to somebody else. */
export function Withdrawals({ check }: { check: CheckView }) {
  const now = useNow(60_000);
  return (
    <section className="card answer-list" aria-labelledby="withdrawals-heading">
      <h2 id="withdrawals-heading">Withdrawn ({check.withdrawals.length})</h2>
      <p className="small soft">You know these candidates, so none of their answers is in your set. Your team lead sees whom and why.</p>
      <ul>
        {check.withdrawals.map((each) => (
          <li key={each.candidate}>
            <b>{each.candidate}</b>
            <span>
              {each.note || "no note"} <span className="soft">· {shortTime(each.at, now)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
