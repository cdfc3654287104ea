import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { FairnessView } from "../../../src-shared/bridge/lead/fairness.ts";
import { verdictWords } from "../../../src-shared/fairness/verdict-words.ts";
import { BottomAxis } from "../../components/plot/axis.tsx";
import { IntervalMark } from "../../components/plot/interval-mark.tsx";
import { linearScale } from "../../components/plot/scale.ts";
import { number } from "../../format/time.ts";
import { ROW_HEIGHT, RowPlot } from "./row-plot.tsx";

type Rates = NonNullable<FairnessView["groups"]>["attributes"][number]["passed"];

const WIDTH = 260;
/** Beyond this a ratio is cut off at the edge; what matters is where it lies against four fifths. */
const scale = linearScale([0, 1.6], [10, WIDTH - 10], 4);
const FOUR_FIFTHS = 0.8;

/** Each group's rate, and its ratio to the highest one drawn against four fifths. */
export function RatesTable({ caption, rates }: { caption: string; rates: Rates }) {
  return (
    <div className="quality-wide" tabIndex={0} role="region" aria-label={caption}>
      <table className="numbers rates">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Candidates</th>
            <th scope="col">Rate</th>
            <th scope="col">95 %</th>
            <td className="row-plot">
              <svg width={WIDTH} height={ROW_HEIGHT} aria-hidden="true" className="plot">
                <BottomAxis scale={scale} top={ROW_HEIGHT - 18} bottom={ROW_HEIGHT - 18} />
              </svg>
            </td>
            <th scope="col">Ratio</th>
            <th scope="col">95 %</th>
            <th scope="col" className="words">Four fifths</th>
          </tr>
        </thead>
        <tbody>
          {rates.groups.map((rate) => (
            <tr key={rate.group}>
              <th scope="row">{rate.group}</th>
              {rate.suppressed !== null ? (
                <td colSpan={7} className="words soft">
                  {rate.suppressed === "small" ? "Too few to be shown." : "Not shown: it would give away a small group."}
                </td>
              ) : (
                <>
                  <td>
                    {number(rate.count.chosen)} of {number(rate.count.of)}
                  </td>
                  <td>{share(rate.rate)}</td>
                  <td>
                    {share(rate.rateCi95[0])} to {share(rate.rateCi95[1])}
                  </td>
                  <RowPlot width={WIDTH} scale={scale}>
                    <line x1={scale(FOUR_FIFTHS)} x2={scale(FOUR_FIFTHS)} y1={0} y2={ROW_HEIGHT} className="plot-limit" />
                    <IntervalMark
                      scale={scale}
                      value={rate.ratio}
                      ci95={rate.ratioCi95 && [rate.ratioCi95[0], rate.ratioCi95[1] ?? Infinity]}
                      y={ROW_HEIGHT / 2}
                      tone={rate.verdict === "below" ? "against" : "plain"}
                    />
                  </RowPlot>
                  <td>{rate.ratio === null ? (rate.group === rates.highest ? "highest" : "–") : rounded(rate.ratio, 2)}</td>
                  <td>{rate.ratioCi95 ? `${rounded(rate.ratioCi95[0], 2)} to ${rate.ratioCi95[1] === null ? "any" : rounded(rate.ratioCi95[1], 2)}` : ""}</td>
                  <td className="words">{rate.verdict ? verdictWords[rate.verdict] : ""}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rates are compared, so they are rounded to the nearest and not down. */
function share(value: number): string {
  return `${rounded(value * 100, 0)} %`;
}
