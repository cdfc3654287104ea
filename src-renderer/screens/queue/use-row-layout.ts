import { useSyncExternalStore } from "react";

/** How a row is laid out: all in one line, in two lines, or, at 400 %, as a small block. `queue-grid.css` has the same widths. */
export type RowLayout = "line" | "two-lines" | "block";

const line = window.matchMedia("(min-width: 1100px)");
const twoLines = window.matchMedia("(min-width: 560px)");

/** Heights of a row in CSS pixels. Fixed, so that row 60,000 can be shown without drawing the others. */
export const ROW_HEIGHTS: Record<RowLayout, number> = { line: 40, "two-lines": 68, block: 116 };
/** The column headings stand only over rows of one line. */
export const HEAD_HEIGHTS: Record<RowLayout, number> = { line: 36, "two-lines": 0, block: 0 };

function subscribe(listener: () => void): () => void {
  line.addEventListener("change", listener);
  twoLines.addEventListener("change", listener);
  return () => {
    line.removeEventListener("change", listener);
    twoLines.removeEventListener("change", listener);
  };
}

export function useRowLayout(): RowLayout {
  return useSyncExternalStore(subscribe, () => (line.matches ? "line" : twoLines.matches ? "two-lines" : "block"));
}
