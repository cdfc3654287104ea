import { useQuery } from "@tanstack/react-query";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { ModerationCounts, ModerationFilter, ModerationOrder, ModerationRow, ModerationSelection } from "../../../src-shared/bridge/lead/moderation.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { Button } from "../../components/button.tsx";
import { usePagedRows } from "../../components/use-paged-rows.ts";
import { points } from "../../format/points.ts";
import { number } from "../../format/time.ts";
import { KeyHint } from "../../keyboard/key-hint.tsx";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import { filterGroups, filterWords, orderWords, rowWords, scoresWords } from "./moderate-words.ts";
import { moderationPageQuery } from "./moderation-page-query.ts";
import type { Settled } from "./use-moderate-desk.ts";
import "./work-list.css";

const ROW_HEIGHT = 52;

interface WorkListProps {
  counts: ModerationCounts;
  selection: ModerationSelection;
  /** The answer on screen. */
  current: number | null;
  onSelect: (change: Partial<ModerationSelection>) => void;
  onGo: (answerId: number) => void;
  filterField: RefObject<HTMLSelectElement | null>;
  /** What was settled last in this window. */
  settled: Settled | null;
  /** `null` where nothing can be taken back. */
  onTakeBack: (() => void) | null;
}

/** The answers of the chosen list, as many as there may be. */
export function WorkList({ counts: { counts }, selection, current, onSelect, onGo, filterField, settled, onTakeBack }: WorkListProps) {
  const shortcut = useShortcut("workList");
  const id = useId();
  const total = counts[selection.filter];
  return (
    <section className="card work-list" aria-label="Work list">
      <div className="work-list-head">
        <div className="card-head">
          <label htmlFor={`${id}-filter`}>Show</label>
          <span className="card-head-space" />
          <KeyHint action="workList" />
        </div>
        <select id={`${id}-filter`} ref={filterField} className="work-list-filter" value={selection.filter} aria-keyshortcuts={shortcut.ariaKeys} onChange={(event) => onSelect({ filter: event.target.value as ModerationFilter })}>
          {filterGroups.map(([label, filters]) => (
            <optgroup key={label} label={label}>
              {filters
                .filter((filter) => counts[filter] > 0 || filter === selection.filter || label === "Work")
                .map((filter) => (
                  <option key={filter} value={filter}>
                    {filterWords[filter]} ({number(counts[filter])})
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <label htmlFor={`${id}-order`} className="unseen">
          Order
        </label>
        <select id={`${id}-order`} className="work-list-order" value={selection.order} onChange={(event) => onSelect({ order: event.target.value as ModerationOrder })}>
          {(Object.keys(orderWords) as ModerationOrder[]).map((order) => (
            <option key={order} value={order}>
              {orderWords[order]}
            </option>
          ))}
        </select>
      </div>
      {total > 0 ? <Rows key={`${selection.filter} ${selection.order}`} selection={selection} total={total} current={current} onGo={onGo} /> : <p className="work-list-none soft small">Nothing in this list.</p>}
      <div className="work-list-settled small">
        <p role="status">{settled && `${settled.candidate} · Q${settled.questionNumber} settled${settled.final === null ? " without a score" : `: ${points(settled.final)}`}.`}</p>
        {settled && onTakeBack && (
          <Button look="link" className="small" action="undoSettling" onClick={onTakeBack}>
            Take it back
          </Button>
        )}
      </div>
    </section>
  );
}

function Rows({ selection, total, current, onGo }: Pick<WorkListProps, "selection" | "current" | "onGo"> & { total: number }) {
  const client = useBridge();
  const scroller = useRef<HTMLDivElement>(null);
  const { data: around } = useQuery({ ...bridgeQuery(client, "moderation.around", { ...selection, answerId: current ?? 1 }), enabled: current !== null });
  const currentIndex = Math.min(around?.index ?? 0, total - 1);
  const [active, setActive] = useState(currentIndex);
  const focusActive = useRef(false);
  // What is on screen is where the keys begin.
  const [followed, setFollowed] = useState(currentIndex);
  if (followed !== currentIndex) {
    setFollowed(currentIndex);
    setActive(currentIndex);
  }
  const activeIndex = Math.min(active, total - 1);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), activeIndex])].sort((a, b) => a - b),
  });
  const inView = virtualizer.range ?? { startIndex: activeIndex, endIndex: activeIndex };
  const rowAt = usePagedRows((offset) => moderationPageQuery(client, selection, offset), inView.startIndex, inView.endIndex);
  useEffect(() => virtualizer.scrollToIndex(currentIndex, { align: "auto" }), [virtualizer, currentIndex]);
  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${activeIndex}"]`);
    if (focusActive.current && row) {
      focusActive.current = false;
      row.focus({ preventScroll: true });
    }
  });

  function onKeyDown(event: KeyboardEvent) {
    const to: Record<string, number> = { ArrowDown: activeIndex + 1, ArrowUp: activeIndex - 1, Home: 0, End: total - 1 };
    const index = to[event.key];
    if (index === undefined || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(total - 1, Math.max(0, index));
    focusActive.current = true;
    virtualizer.scrollToIndex(next, { align: "auto" });
    setActive(next);
  }
  return (
    <div ref={scroller} className="work-rows" onKeyDown={onKeyDown}>
      <ul aria-label={`${filterWords[selection.filter]}, ${orderWords[selection.order].toLowerCase()}`} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rowAt(index);
          return (
            <li key={index} className="work-item" style={{ transform: `translateY(${start}px)` }} aria-setsize={total} aria-posinset={index + 1}>
              {row && (
                <button
                  type="button"
                  className="work-row"
                  data-index={index}
                  tabIndex={index === activeIndex ? 0 : -1}
                  title={row.behaviour}
                  aria-current={row.answerId === current ? "true" : undefined}
                  onClick={() => onGo(row.answerId)}
                >
                  <WorkRow row={row} />
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function WorkRow({ row }: { row: ModerationRow }) {
  const isDiscrepancy = row.reasons.includes("discrepancy");
  return (
    <>
      <span className="work-row-name">
        {row.candidate} · Q{row.questionNumber}
      </span>
      <span className={isDiscrepancy ? "work-row-scores work-row-apart" : "work-row-scores"}>
        {row.scores.length > 0 ? scoresWords(row.scores) : "–"}
        <span className="unseen"> scored, </span>
      </span>
      <span className="work-row-why">
        {rowWords(row)}
        <span className="unseen">, {row.behaviour}</span>
      </span>
    </>
  );
}
