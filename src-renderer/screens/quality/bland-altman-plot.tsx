import type { PairView } from "../../../src-shared/bridge/lead/quality.ts";
import { BottomAxis, LeftAxis } from "../../components/plot/axis.tsx";
import { linearScale, roundedDomain } from "../../components/plot/scale.ts";

export const PLOT_HEIGHT = 300;
const LEFT = 40;
const BOTTOM = PLOT_HEIGHT - 44;
const TOP = 26;
const LARGEST = 13;
const SMALLEST = 2.5;

/** Each answer at the mean of its two scores and the difference between them; the more answers, the larger the disc. */
export function BlandAltmanPlot({ width, differences: { points, difference, lower, upper }, scale }: { width: number; differences: PairView; scale: readonly number[] }) {
  const lines = [lower!, difference!, upper!];
  const x = linearScale([scale[0]!, scale.at(-1)!], [LEFT + 14, width - 14], scale.length);
  // No difference can be larger than the scale, whatever an interval of a few answers says.
  const most = scale.at(-1)! - scale[0]!;
  const within = (value: number) => Math.min(most, Math.max(-most, value));
  const y = linearScale(roundedDomain([...points.map((point) => point.difference), ...lines.flatMap((line) => line.ci95.map(within)), 0]), [BOTTOM, TOP], 6);
  const mostOnOne = Math.max(1, ...points.map((point) => point.answers));
  return (
    <>
      <LeftAxis scale={y} left={LEFT} right={width} label="Difference in points" signed />
      <BottomAxis scale={x} top={BOTTOM} bottom={BOTTOM + 4} label="Mean of the two scores" />
      {lines.map((line, index) => (
        <g key={index}>
          <rect x={LEFT} width={width - LEFT} y={y(within(line.ci95[1]))} height={y(within(line.ci95[0])) - y(within(line.ci95[1]))} className="plot-band" />
          <line x1={LEFT} x2={width} y1={y(within(line.value))} y2={y(within(line.value))} className={index === 1 ? "plot-mean" : "plot-limit"} />
        </g>
      ))}
      {points.map((point) => (
        <circle key={`${point.mean} ${point.difference}`} cx={x(point.mean)} cy={y(point.difference)} r={Math.max(SMALLEST, LARGEST * Math.sqrt(point.answers / mostOnOne))} className="plot-disc">
          <title>{`${point.answers}`}</title>
        </circle>
      ))}
    </>
  );
}
