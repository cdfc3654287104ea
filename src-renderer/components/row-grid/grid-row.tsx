import type { ReactNode } from "react";
import type { RowInView } from "./row-grid.tsx";

interface GridRowProps extends Pick<RowInView<unknown>, "index" | "active" | "top"> {
  className: string;
  /** What a screen reader says of a row that is still being fetched. */
  waiting: string;
  /** Its cells; `null` while they are not there. */
  children: ReactNode;
}

/** A row of a `RowGrid`. The heading line is the grid's row 1, so the first of the list is its row 2. */
export function GridRow({ index, active, top, className, waiting, children }: GridRowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} data-index={index} tabIndex={active ? 0 : -1} className={`grid-row ${className}`} style={{ transform: `translateY(${top}px)` }}>
      {children ?? (
        <span role="gridcell" className="grid-row-placeholder">
          <span className="unseen">{waiting}</span>
        </span>
      )}
    </div>
  );
}
