import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from "react";
import type { QueueSelection, QueueView } from "../../../src-shared/bridge/queue.ts";
import { useNow } from "../../components/use-now.ts";
import { useGo } from "../../route.ts";
import type { QueuePlace } from "./queue-place.ts";
import "./queue-grid.css";
import { columns, QueueRowView } from "./queue-row.tsx";
import { useQueueRows } from "./use-queue-rows.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { HEAD_HEIGHTS, ROW_HEIGHTS, useRowLayout } from "./use-row-layout.ts";

interface QueueGridProps {
  selection: QueueSelection;
  view: QueueView;
  place: QueuePlace;
}

/** Every answer of the selection. Only the rows in view are drawn, and the active one, which has the focus. */
export function QueueGrid({ selection, view, place }: QueueGridProps) {
  const go = useGo();
  const now = useNow(60_000);
  const layout = useRowLayout();
  const rowHeight = ROW_HEIGHTS[layout];
  const headHeight = HEAD_HEIGHTS[layout];
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(place.activeIndex);
  const last = view.total - 1;
  const activeIndex = Math.min(active, last);
  /** A key moved to another row, or an answer was come back from: the active row takes the focus once it is drawn. */
  const focusActive = useRef(place.leftByRow);

  const virtualizer = useVirtualizer({
    count: view.total,
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
  const rowAt = useQueueRows(selection, inView.startIndex, inView.endIndex);

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
  function rowsOfAPage(): number {
    return Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
  }
  useRowKeys({ active: activeIndex, last, page: rowsOfAPage, hasFocus: () => scroller.current?.contains(document.activeElement) ?? false, moveTo });

  function open(index: number) {
    const row = rowAt(index);
    if (!row) return;
    place.activeIndex = index;
    place.leftByRow = true;
    go({ screen: "review", answerId: row.answerId });
  }
  function onClick(event: MouseEvent) {
    const index = indexOf(event.target);
    if (index !== null) open(index);
  }
  function onKeyDown(event: KeyboardEvent) {
    const index = event.key === "Enter" ? indexOf(event.target) : null;
    if (index !== null) open(index);
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={`Answers of ${view.batch}`}
      aria-rowcount={view.total + 1}
      aria-colcount={columns.length}
      className={`card queue-grid queue-${layout}`}
      style={{ "--row-height": `${rowHeight}px`, "--head-height": `${headHeight}px` } as CSSProperties}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="queue-head">
        <div role="row" aria-rowindex={1} className="queue-columns">
          {columns.map((column) => (
            <span key={column} role="columnheader">
              {column}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="queue-rows" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((item) => (
          <QueueRowView key={item.index} index={item.index} row={rowAt(item.index)} active={item.index === activeIndex} top={item.start - headHeight} passMark={view.passMark} now={now} />
        ))}
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
