import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from "react";
import type { OutcomeSelection, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { useRowKeys } from "../queue/use-row-keys.ts";
import "./merit-grid.css";
import { behaviourWord } from "./outcome-words.ts";
import { MeritRow } from "./merit-row.tsx";
import type { OutcomePlaceOnScreen } from "./outcome-place.ts";
import { useMeritRows } from "./use-merit-list.ts";

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 56;

interface MeritGridProps {
  selection: OutcomeSelection;
  total: number;
  view: OutcomeView;
  place: OutcomePlaceOnScreen;
  onOpen: (candidate: string) => void;
}

/** The order of merit. Only the rows in view are drawn, and the active one, which has the focus. */
export function MeritGrid({ selection, total, view, place, onOpen }: MeritGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const last = total - 1;
  const [active, setActive] = useState(place.activeIndex);
  const activeIndex = Math.min(active, last);
  /** A key moved to another row, which takes the focus once it is drawn. */
  const focusActive = useRef(false);

  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    initialOffset: place.scrollTop,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), activeIndex])].sort((a, b) => a - b),
  });
  const inView = virtualizer.range ?? { startIndex: activeIndex, endIndex: activeIndex };
  const rowAt = useMeritRows(selection, inView.startIndex, inView.endIndex);

  useEffect(() => {
    place.activeIndex = activeIndex;
    if (focusActive.current && focusRow(scroller.current, activeIndex)) focusActive.current = false;
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
  const rowsOfAPage = () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1);
  useRowKeys({ active: activeIndex, last, page: rowsOfAPage, hasFocus: () => scroller.current?.contains(document.activeElement) ?? false, moveTo });

  function open(target: EventTarget) {
    const index = indexOf(target);
    const row = index === null ? undefined : rowAt(index);
    if (index === null || !row) return;
    setActive(index);
    onOpen(row.candidate);
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={`Order of merit of ${view.batch}`}
      aria-rowcount={total + 1}
      className="card merit-grid"
      style={{ "--row-height": `${ROW_HEIGHT}px`, "--head-height": `${HEAD_HEIGHT}px`, "--behaviours": view.behaviours.length } as CSSProperties}
      onClick={(event: MouseEvent) => open(event.target)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Enter") return;
        // The same key would press the first button of the dialog that it opens.
        event.preventDefault();
        open(event.target);
      }}
    >
      <div role="rowgroup" className="merit-head">
        <div role="row" aria-rowindex={1} className="merit-columns">
          <span role="columnheader" className="merit-number">
            Place
          </span>
          <span role="columnheader">Candidate</span>
          {view.behaviours.map(({ id, name }) => (
            <span key={id} role="columnheader" className="merit-number merit-behaviour" title={name}>
              <span className="merit-name">{name}</span> <span className="merit-measure">{behaviourWord(view.rules)}</span>
            </span>
          ))}
          <span role="columnheader" className="merit-number">
            Total
          </span>
          <span role="columnheader">Result</span>
          <span role="columnheader">Worth knowing</span>
        </div>
      </div>
      <div role="rowgroup" className="merit-rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <MeritRow key={item.index} index={item.index} row={rowAt(item.index)} rules={view.rules} active={item.index === activeIndex} top={item.start - HEAD_HEIGHT} />
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

function indexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return row ? Number(row.dataset["index"]) : null;
}
