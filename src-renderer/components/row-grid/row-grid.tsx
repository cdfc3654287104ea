import type { UseQueryOptions } from "@tanstack/react-query";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { usePagedRows } from "../use-paged-rows.ts";
import "./row-grid.css";
import { useRowKeys } from "./use-row-keys.ts";

/** Where somebody is in a long list; it is kept up while they move. */
export interface RowPlace {
  /** The row that the keys move, counted from 0. */
  activeIndex: number;
  scrollTop: number;
  /** A row was opened from here: whoever comes back goes on at it. */
  leftByRow: boolean;
}

/** What each row is drawn from. */
export interface RowInView<Row> {
  /** Counted from 0. */
  index: number;
  /** Not there yet while its page is being fetched. */
  row: Row | undefined;
  active: boolean;
  /** Pixels from the beginning of the list. */
  top: number;
}

interface PageOfRows {
  rows: readonly unknown[];
}

interface RowGridProps<Page extends PageOfRows> {
  label: string;
  /** Its parts are `queue-grid`, `queue-head`, `queue-columns` and `queue-rows` where this is `queue`. */
  name: string;
  className?: string;
  style?: CSSProperties;
  heads: ReactNode;
  columnCount: number;
  total: number;
  /** CSS pixels. Fixed, so that row 60,000 can be shown without drawing the others. */
  rowHeight: number;
  headHeight: number;
  place: RowPlace;
  pageQuery: (offset: number) => UseQueryOptions<Page, Error>;
  onOpen: (row: Page["rows"][number]) => void;
  children: (row: RowInView<Page["rows"][number]>) => ReactNode;
}

/** A list of any length. Only the rows in view are drawn, and the active one, which has the focus. */
export function RowGrid<Page extends PageOfRows>({ label, name, className = "", style, heads, columnCount, total, rowHeight, headHeight, place, pageQuery, onOpen, children }: RowGridProps<Page>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(place.activeIndex);
  const last = total - 1;
  const activeIndex = Math.min(active, last);
  /** A key moved to another row, or somebody came back to it: the active row takes the focus once it is drawn. */
  const focusActive = useRef(place.leftByRow);

  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialOffset: place.scrollTop,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), activeIndex])].sort((a, b) => a - b),
  });
  const rows = virtualizer.getVirtualItems();
  const inView = virtualizer.range ?? { startIndex: activeIndex, endIndex: activeIndex };
  const rowAt = usePagedRows(pageQuery, inView.startIndex, inView.endIndex);

  const measured = useRef(rowHeight);
  useLayoutEffect(() => {
    // Places of 60,000 rows are not worked out a second time where they are as they were.
    if (measured.current === rowHeight) return;
    measured.current = rowHeight;
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  useEffect(() => {
    place.activeIndex = activeIndex;
    if (!focusActive.current || !focusRow(scroller.current, activeIndex)) return;
    focusActive.current = false;
    place.leftByRow = false;
  });
  useEffect(() => {
    const element = scroller.current;
    const keep = () => {
      if (element) place.scrollTop = element.scrollTop;
    };
    element?.addEventListener("scroll", keep, { passive: true });
    return () => element?.removeEventListener("scroll", keep);
  }, [place]);

  function moveTo(index: number) {
    virtualizer.scrollToIndex(index, { align: "auto" });
    focusActive.current = index !== activeIndex;
    if (index === activeIndex) focusRow(scroller.current, index);
    else setActive(index);
  }
  /** One row of the last page stays in view, so that the eye finds its place. */
  const rowsOfAPage = () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
  useRowKeys({ active: activeIndex, last, page: rowsOfAPage, hasFocus: () => scroller.current?.contains(document.activeElement) ?? false, moveTo });

  function open(target: EventTarget) {
    const index = indexOf(target);
    const row = index === null ? undefined : rowAt(index);
    if (index === null || row === undefined) return;
    place.activeIndex = index;
    setActive(index);
    onOpen(row);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter") return;
    // The same key would press the first button of what it opens.
    event.preventDefault();
    open(event.target);
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columnCount}
      className={`card row-grid ${name}-grid ${className}`}
      style={{ ...style, "--row-height": `${rowHeight}px`, "--head-height": `${headHeight}px` } as CSSProperties}
      onClick={(event) => open(event.target)}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={`row-grid-head ${name}-head`}>
        <div role="row" aria-rowindex={1} className={`row-grid-columns ${name}-columns`}>
          {heads}
        </div>
      </div>
      <div role="rowgroup" className={`row-grid-rows ${name}-rows`} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, start }) => children({ index, row: rowAt(index), active: index === activeIndex, top: start - headHeight }))}
      </div>
    </div>
  );
}

/** Returns whether the row is drawn yet. */
function focusRow(scroller: HTMLElement | null, index: number): boolean {
  const row = scroller?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  row?.focus({ preventScroll: true });
  return row !== null && row !== undefined;
}

/** Which row something lies in. */
function indexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return row ? Number(row.dataset["index"]) : null;
}
