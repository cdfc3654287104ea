import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { addWatched, type Interval } from "../../src-shared/marking/watched.ts";
import { clock, clockInWords } from "../format/time.ts";
import type { Playback } from "./playback.ts";
import { usePlaybackState } from "./use-playback.ts";
import "./time-line.css";

/** Something that was noted at a moment of the recording. */
export interface Moment {
  id: string;
  atSeconds: number;
  kind: "note" | "positive" | "negative" | "flag";
  text: string;
}

interface TimeLineProps {
  playback: Playback;
  durationSeconds: number;
  watched: readonly Interval[];
  moments: readonly Moment[];
}

const kindWords: Record<Moment["kind"], string> = { note: "Note", positive: "Seen", negative: "Against", flag: "Flag" };

/** The recording as a line: what was watched, where something was noted, where we are. A slider for keyboard and screen reader. */
export function TimeLine({ playback, durationSeconds, watched, moments }: TimeLineProps) {
  const state = usePlaybackState(playback);
  const line = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [hoverSeconds, setHoverSeconds] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);
  const percent = (seconds: number) => `${durationSeconds > 0 ? Math.min(100, (seconds / durationSeconds) * 100) : 0}%`;

  // Between two reports of the player the head moves by the frame, without rendering anything.
  useEffect(() => {
    const draw = () => {
      if (head.current) head.current.style.left = percent(playback.secondsNow());
    };
    draw();
    if (!state.playing) return;
    let frame = requestAnimationFrame(function next() {
      draw();
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  });

  function secondsAt(event: PointerEvent): number {
    const box = line.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationSeconds;
  }

  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5, ArrowDown: -5, ArrowUp: 5, PageDown: -15, PageUp: 15 };
    const step = (steps[event.key] ?? 0) * (event.shiftKey && event.key.startsWith("Arrow") ? 3 : 1);
    if (event.key === "Home") playback.seek(0);
    else if (event.key === "End") playback.seek(durationSeconds);
    else if (step !== 0) playback.stepBy(step);
    else return;
    event.preventDefault();
  }

  const near = hoverSeconds === null ? [] : moments.filter((each) => Math.abs(each.atSeconds - hoverSeconds) <= durationSeconds * 0.012);
  return (
    <div
      className="time-line"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
        playback.seek(secondsAt(event));
      }}
      onPointerMove={(event) => {
        setHoverSeconds(secondsAt(event));
        if (dragging) playback.seek(secondsAt(event));
      }}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onPointerLeave={() => setHoverSeconds(null)}
    >
      <div
        ref={line}
        className="time-line-slider"
        role="slider"
        tabIndex={0}
        aria-label="Position in the recording"
        aria-valuemin={0}
        aria-valuemax={Math.floor(durationSeconds)}
        aria-valuenow={Math.floor(state.seconds)}
        aria-valuetext={`${clockInWords(state.seconds)} of ${clockInWords(durationSeconds)}`}
        aria-disabled={!state.ready}
        onKeyDown={onKeyDown}
      >
        <div className="time-line-rail" />
        {state.justPlayed.reduce(addWatched, [...watched]).map((stretch) => (
          <div key={stretch.from} className="time-line-seen" style={{ left: percent(stretch.from), width: percent(stretch.to - stretch.from) }} />
        ))}
        {moments.map((moment) => (
          <div key={moment.id} className={`time-line-moment time-line-${moment.kind}`} style={{ left: percent(moment.atSeconds) }} />
        ))}
        <div ref={head} className="time-line-head" />
      </div>
      {hoverSeconds !== null && (
        <div className="time-line-hover" aria-hidden="true" style={{ left: `clamp(60px, ${percent(hoverSeconds)}, calc(100% - 60px))` }}>
          {near.length === 0
            ? clock(hoverSeconds)
            : near.map((each) => (
                <div key={each.id}>
                  {clock(each.atSeconds)} {kindWords[each.kind]}: {each.text || "no text yet"}
                </div>
              ))}
        </div>
      )}
    </div>
  );
}
