import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { Button } from "../../components/button.tsx";
import { KeyCaps } from "../../keyboard/key-hint.tsx";
import { isInRange, type LineRange } from "./transcript-lines.ts";
import { TranscriptLine } from "./transcript-line.tsx";
import { findInLines, lineOf } from "./transcript-search.ts";
import { TranscriptSearch } from "./transcript-search-field.tsx";
import "./transcript-panel.css";
import { usePresentLine } from "./use-present-line.ts";
import type { ReviewDeskHook } from "./use-review-desk.ts";
import { useSelectedWords } from "./use-selected-words.ts";

interface TranscriptProps {
  view: ReviewView;
  review: ReviewDeskHook;
}

/** What is said, from the captions. */
export function TranscriptPanel({ view, review }: TranscriptProps) {
  if (view.captions.length > 0) return <Transcript view={view} review={review} />;
  return (
    <p className="soft small no-transcript">
      {view.recording.state === "here"
        ? "There is no transcript: this recording came without captions."
        : "The transcript comes with the recording, which is not on this laptop yet."}
    </p>
  );
}

/** Follows the playing until somebody scrolls, searches or moves in it; then it waits to be asked. */
function Transcript({ view, review }: TranscriptProps) {
  const { captions } = view;
  const lines = useMemo(() => captions.map(lineOf), [captions]);
  const list = useRef<HTMLUListElement>(null);
  const [follows, setFollows] = useState(true);
  const [words, setWords] = useState("");
  const [hitAt, setHitAt] = useState(0);
  /** The line that the arrows are on, and how far Shift has taken the choice from it. */
  const [range, setRange] = useState<LineRange | null>(null);
  const selected = useSelectedWords(list, () => setFollows(false));
  const present = usePresentLine(review.playback, captions);

  const hits = useMemo(() => findInLines(lines, words), [lines, words]);
  const hit = hits[hitAt];
  const parts = useMemo(() => {
    const byLine = new Map<number, { from: number; to: number; isCurrent: boolean }[]>();
    for (const each of hits) for (const { line, from, to } of each) byLine.set(line, [...(byLine.get(line) ?? []), { from, to, isCurrent: each === hit }]);
    return byLine;
  }, [hits, hit]);
  const tabStop = range?.end ?? hit?.[0]?.line ?? Math.max(present, 0);

  const hitLine = hit?.[0]?.line;
  useEffect(() => {
    if (follows && present >= 0) bringIntoList(list.current, present);
  }, [follows, present]);
  useEffect(() => {
    if (hitLine !== undefined) bringIntoList(list.current, hitLine);
  }, [hitLine, hitAt, words]);

  const first = range && Math.min(range.anchor, range.end);
  const quote = selected ?? (range && first !== null ? { words: lines.slice(first, Math.max(range.anchor, range.end) + 1).join(" "), line: first } : null);
  function makeNote() {
    const cue = quote && captions[quote.line];
    if (cue) review.noteWithQuote(quote.words, cue.from);
  }
  function jumpTo(line: number) {
    const cue = captions[line];
    if (!cue) return;
    review.jumpTo(cue.from);
    setFollows(true);
  }
  function search(typed: string) {
    setWords(typed);
    setHitAt(0);
    setFollows(typed === "" && follows);
  }
  function step(by: 1 | -1) {
    setFollows(false);
    if (hits.length > 0) setHitAt((hitAt + by + hits.length) % hits.length);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = lineUnder(event.target);
    if (at === null) return;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 };
    const to = steps[event.key];
    if (to !== undefined) {
      const end = Math.min(Math.max(to, 0), lines.length - 1);
      setFollows(false);
      setRange({ anchor: event.shiftKey ? (range?.anchor ?? at) : end, end });
      list.current?.querySelector<HTMLElement>(`[data-line="${end}"]`)?.focus();
    } else if (event.key === "Enter") {
      if (event.shiftKey) makeNote();
      else jumpTo(at);
    } else return;
    event.preventDefault();
  }
  function onClick(event: MouseEvent) {
    const line = lineUnder(event.target);
    // Whoever has just selected words does not want to go elsewhere.
    if (line !== null && window.getSelection()?.isCollapsed !== false) jumpTo(line);
  }

  return (
    <div className="transcript">
      <div className="transcript-tools">
        <TranscriptSearch words={words} count={hits.length} at={hitAt} onSearch={search} onStep={step} />
        <button type="button" className="transcript-follow" aria-pressed={follows} onClick={() => setFollows(!follows)}>
          Follow
        </button>
        {quote && !review.readOnly && (
          // The press must not take the selection away before the click comes.
          <Button className="transcript-quote" aria-keyshortcuts="Shift+Enter" onMouseDown={(event) => event.preventDefault()} onClick={makeNote}>
            Note with this quote <KeyCaps parts={["Shift", "Enter"]} />
          </Button>
        )}
      </div>
      <ul
        ref={list}
        className="transcript-lines"
        role="listbox"
        aria-label="Transcript"
        aria-multiselectable="true"
        aria-description="Enter goes to the line. Shift and arrows choose lines, Shift and Enter makes a note that quotes them."
        onKeyDown={onKeyDown}
        onClick={onClick}
        onWheel={() => setFollows(false)}
        onPointerDown={(event) => event.target === event.currentTarget && setFollows(false)}
        onFocus={(event) => {
          const line = lineUnder(event.target);
          // What Shift and an arrow have just chosen stays chosen.
          if (line !== null) setRange((chosen) => (chosen?.end === line ? chosen : { anchor: line, end: line }));
        }}
        onBlur={(event) => {
          if (!event.currentTarget.parentElement?.contains(event.relatedTarget)) setRange(null);
        }}
      >
        {captions.map((cue, line) => (
          <TranscriptLine
            key={`${cue.from} ${line}`}
            line={line}
            atSeconds={cue.from}
            text={lines[line] ?? ""}
            found={parts.get(line)}
            isPresent={line === present}
            isChosen={!selected && isInRange(line, range)}
            isTabStop={line === tabStop}
          />
        ))}
      </ul>
    </div>
  );
}

function lineUnder(target: EventTarget): number | null {
  const element = target instanceof Element ? target.closest<HTMLElement>("[data-line]") : null;
  return element ? Number(element.dataset["line"]) : null;
}

/** Scrolls the list alone, never the page: the picture must stay where it is. */
function bringIntoList(list: HTMLElement | null, line: number) {
  const element = list?.querySelector<HTMLElement>(`[data-line="${line}"]`);
  if (!list || !element) return;
  const { offsetTop, offsetHeight } = element;
  const isInView = offsetTop >= list.scrollTop && offsetTop + offsetHeight <= list.scrollTop + list.clientHeight;
  // With some lines before it and more after it, so that it need not scroll at every line.
  if (!isInView) list.scrollTop = offsetTop - list.clientHeight / 4;
}
