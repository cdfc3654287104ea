import type { StretchView } from "../../../src-shared/bridge/lead/quality.ts";
import { LeftAxis } from "../../components/plot/axis.tsx";
import { linearScale, roundedDomain } from "../../components/plot/scale.ts";

export const DRIFT_HEIGHT = 240;
const LEFT = 44;
const TOP = 26;
const BOTTOM = DRIFT_HEIGHT - 30;
/** A label takes so much room. */
const LABEL_WIDTH = 72;
/** Beyond these an interval of a few marks would flatten everything else. */
const MOST_DRAWN = 3;

/** Stretch after stretch: the distance from the others with its interval, and from definitive marks as a square. */
export function DriftPlot({ width, stretches }: { width: number; stretches: readonly StretchView[] }) {
  const values = stretches.flatMap(({ deviation, definitive }) => [deviation.value ?? 0, ...(deviation.ci95 ?? []), definitive?.difference ?? 0]);
  const y = linearScale(roundedDomain([0, -0.5, 0.5, ...values.map((value) => Math.min(MOST_DRAWN, Math.max(-MOST_DRAWN, value)))]), [BOTTOM, TOP], 5);
  const within = (value: number) => y(Math.min(y.domain[1], Math.max(y.domain[0], value)));
  const room = (width - LEFT) / stretches.length;
  const x = (index: number) => LEFT + room * (index + 0.5);
  const everyLabel = Math.max(1, Math.ceil(LABEL_WIDTH / room));
  const line = stretches.flatMap(({ deviation }, index) => (deviation.value === null ? [] : [`${x(index)},${within(deviation.value)}`])).join(" ");
  return (
    <>
      <LeftAxis scale={y} left={LEFT} right={width} label="Points above or below the others" signed />
      <polyline points={line} className="plot-line" />
      {stretches.map(({ when, deviation, definitive }, index) => (
        <g key={when}>
          {deviation.ci95 && <line x1={x(index)} x2={x(index)} y1={within(deviation.ci95[0])} y2={within(deviation.ci95[1])} className="plot-reach" />}
          {deviation.value !== null && <circle cx={x(index)} cy={within(deviation.value)} r={4} className="plot-point" />}
          {definitive && <rect x={x(index) + 5} y={within(definitive.difference) - 4} width={8} height={8} className="plot-definitive" />}
          {index % everyLabel === 0 && (
            <text x={x(index)} y={BOTTOM + 20} textAnchor="middle">
              {when}
            </text>
          )}
        </g>
      ))}
    </>
  );
}
