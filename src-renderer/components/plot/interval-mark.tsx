import type { LinearScale } from "./scale.ts";

interface IntervalMarkProps {
  scale: LinearScale;
  value: number | null;
  ci95: readonly [number, number] | null;
  /** In pixels. */
  y: number;
  /** `against`: the whole interval lies on one side of nought, and that is to be seen. */
  tone?: "plain" | "against";
}

/** A value with the interval around it, on a line. What lies outside the scale is cut off at its edge. */
export function IntervalMark({ scale, value, ci95, y, tone = "plain" }: IntervalMarkProps) {
  if (value === null) return null;
  const within = (each: number) => Math.min(scale.domain[1], Math.max(scale.domain[0], each));
  const at = scale(within(value));
  return (
    <g className={`plot-interval plot-interval-${tone}`}>
      {ci95 && (
        <>
          <line x1={scale(within(ci95[0]))} x2={scale(within(ci95[1]))} y1={y} y2={y} />
          {ci95.map((end, side) => end === within(end) && <line key={side} x1={scale(end)} x2={scale(end)} y1={y - 4} y2={y + 4} />)}
        </>
      )}
      {tone === "against" ? <path d={`M${at - 5} ${y}l5 -5l5 5l-5 5z`} /> : <circle cx={at} cy={y} r={4} />}
    </g>
  );
}
