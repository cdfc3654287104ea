import { rounded } from "../../../src-shared/agreement/rounded.ts";
import { tickDigits, type LinearScale } from "./scale.ts";

/** Numbers below a plot, with a fine line up through it at each of them. */
export function BottomAxis({ scale, top, bottom, label, signed = false }: { scale: LinearScale; top: number; bottom: number; label?: string; signed?: boolean }) {
  const digits = tickDigits(scale.ticks);
  const middle = (scale(scale.domain[0]) + scale(scale.domain[1])) / 2;
  return (
    <g className="plot-axis">
      {scale.ticks.map((tick) => (
        <g key={tick} transform={`translate(${scale(tick)} 0)`}>
          <line y1={top} y2={bottom} className={tick === 0 && signed ? "plot-nought" : "plot-grid"} />
          <text y={bottom + 16} textAnchor="middle">
            {rounded(tick, digits, signed)}
          </text>
        </g>
      ))}
      {label && (
        <text x={middle} y={bottom + 36} textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}

/** Numbers left of a plot, with a fine line through it at each of them. */
export function LeftAxis({ scale, left, right, label, signed = false }: { scale: LinearScale; left: number; right: number; label?: string; signed?: boolean }) {
  const digits = tickDigits(scale.ticks);
  return (
    <g className="plot-axis">
      {scale.ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${scale(tick)})`}>
          <line x1={left} x2={right} className={tick === 0 && signed ? "plot-nought" : "plot-grid"} />
          <text x={left - 8} dy="0.35em" textAnchor="end">
            {rounded(tick, digits, signed)}
          </text>
        </g>
      ))}
      {label && (
        <text x={left} y={Math.min(scale(scale.domain[0]), scale(scale.domain[1])) - 12} textAnchor="start" className="plot-label">
          {label}
        </text>
      )}
    </g>
  );
}
