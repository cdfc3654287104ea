import type { ReactNode } from "react";
import type { LinearScale } from "../../components/plot/scale.ts";

export const ROW_HEIGHT = 24;

/** The cell of a row that draws what the cells beside it say: those who listen hear those. */
export function RowPlot({ width, scale, children }: { width: number; scale: LinearScale; children: ReactNode }) {
  return (
    <td className="row-plot">
      <svg width={width} height={ROW_HEIGHT} aria-hidden="true" className="plot">
        {scale.ticks.map((tick) => (
          <line key={tick} x1={scale(tick)} x2={scale(tick)} y1={0} y2={ROW_HEIGHT} className={tick === 0 ? "plot-nought" : "plot-grid"} />
        ))}
        {children}
      </svg>
    </td>
  );
}
