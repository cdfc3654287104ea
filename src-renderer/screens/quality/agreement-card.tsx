import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { BottomAxis } from "../../components/plot/axis.tsx";
import { IntervalMark } from "../../components/plot/interval-mark.tsx";
import { linearScale, type LinearScale } from "../../components/plot/scale.ts";
import { coefficientGroups, type Coefficient, type CoefficientGroup } from "./coefficients.ts";

const WIDTH = 200;
const HEIGHT = 22;

/** Every coefficient of agreement, drawn and said in a sentence. */
export function AgreementCard({ view }: { view: QualityView }) {
  const groups = coefficientGroups(view);
  // Below nought assessors disagree more than by chance: rare, and then the line goes as far as it has to.
  const lowest = Math.min(0, ...groups.flatMap((group) => group.coefficients.flatMap(({ value, ci95, unit }) => (unit === "points" || value === null ? [] : [ci95?.[0] ?? value]))));
  const scale = linearScale([Math.max(-1, Math.floor(lowest * 5) / 5), 1], [6, WIDTH - 6], 4);
  return (
    <section className="card quality-card" aria-labelledby="agreement-heading">
      <h2 id="agreement-heading">How far assessors agree</h2>
      <div className="quality-wide" tabIndex={0} role="region" aria-label="Table of coefficients">
        <table className="numbers agreement-table">
          <thead>
            <tr>
              <th scope="col">Number</th>
              <th scope="col">Value</th>
              <th scope="col">95 %</th>
              <td className="agreement-drawn">
                <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="plot">
                  <BottomAxis scale={scale} top={0} bottom={0} />
                </svg>
              </td>
              <th scope="col" className="agreement-meaning">
                What it says
              </th>
            </tr>
          </thead>
          {groups.map((group) => (
            <Group key={group.name} group={group} scale={scale} />
          ))}
        </table>
      </div>
    </section>
  );
}

function Group({ group, scale }: { group: CoefficientGroup; scale: LinearScale }) {
  const none = group.coefficients.every((each) => each.value === null);
  return (
    <tbody>
      <Words name={group.name} words={group.meaning} scope="rowgroup" />
      {none ? <Words name="None" words={group.why} scope="row" /> : group.coefficients.map((each) => <Row key={each.name} coefficient={each} scale={scale} />)}
      {!none && group.why && <Words name="" words={group.why} scope="row" />}
    </tbody>
  );
}

/** A row of words alone. */
function Words({ name, words, scope }: { name: string; words: string | null; scope: "row" | "rowgroup" }) {
  return (
    <tr className={scope === "rowgroup" ? "agreement-group" : undefined}>
      {name === "" ? (
        <td colSpan={3} />
      ) : (
        <th scope={scope} colSpan={3}>
          {name}
        </th>
      )}
      <td className="agreement-drawn" />
      <td className="words agreement-meaning">{words}</td>
    </tr>
  );
}

function Row({ coefficient: { name, meaning, unit, value, ci95 }, scale }: { coefficient: Coefficient; scale: LinearScale }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="agreement-value">{value === null ? "–" : unit === "share" ? `${rounded(100 * value, 1)} %` : rounded(value, 2)}</td>
      <td>{ci95 ? `${rounded(ci95[0], 2)} to ${rounded(ci95[1], 2)}` : ""}</td>
      <td className="agreement-drawn">
        {unit !== "points" && (
          <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="plot">
            {scale.ticks.map((tick) => (
              <line key={tick} x1={scale(tick)} x2={scale(tick)} y1={0} y2={HEIGHT} className="plot-grid" />
            ))}
            <IntervalMark scale={scale} value={value} ci95={ci95} y={HEIGHT / 2} />
          </svg>
        )}
      </td>
      <td className="words agreement-meaning">{meaning}</td>
    </tr>
  );
}
