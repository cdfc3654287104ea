import { useEffect, useRef, useState, type PointerEvent } from "react";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { clock, plural } from "../../format/time.ts";
import { points } from "../../format/points.ts";
import type { Playback } from "../../player/playback.ts";
import { usePlaybackState } from "../../player/use-playback.ts";
import "./lanes.css";
import { momentsOf, momentWords, type MarkerMoment } from "./moments.ts";

interface LanesProps {
  view: ModerationView;
  playback: Playback;
}

/** A lane for each assessor under the time line of the one recording: what each noted and ticked, where they did. A press jumps there. */
export function Lanes({ view, playback }: LanesProps) {
  const state = usePlaybackState(playback);
  const head = useRef<HTMLDivElement>(null);
  const percent = (seconds: number) => `${view.recording.durationSeconds > 0 ? Math.min(100, (seconds / view.recording.durationSeconds) * 100) : 0}%`;
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
  const marked = view.markers.filter((marker) => marker.marks.some((mark) => mark.counts));
  if (marked.length === 0) return null;
  return (
    <div className="lanes">
      {marked.map((marker) => {
        const mark = marker.marks.find((each) => each.counts)!;
        return <Lane key={marker.person} name={marker.name} score={mark.score} moments={momentsOf(mark, view.behaviour)} durationSeconds={view.recording.durationSeconds} percent={percent} onJump={playback.seek} />;
      })}
      <div className="lanes-over" aria-hidden="true">
        <div ref={head} className="lanes-head" />
      </div>
    </div>
  );
}

interface LaneProps {
  name: string;
  score: number | null;
  moments: readonly MarkerMoment[];
  durationSeconds: number;
  percent: (seconds: number) => string;
  onJump: (seconds: number) => void;
}

/** As wide as a hand's aim, of the whole. */
const NEAR = 0.02;

function Lane({ name, score, moments, durationSeconds, percent, onJump }: LaneProps) {
  const rail = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  function secondsAt(event: PointerEvent): number {
    const box = rail.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationSeconds : 0;
  }
  const near = hover === null ? [] : moments.filter((each) => Math.abs(each.atSeconds - hover) <= durationSeconds * NEAR);
  const count = (kind: MarkerMoment["kind"]) => moments.filter((each) => each.kind === kind).length;
  return (
    <div className="lane">
      <span className="lane-name" title={name}>
        <b>{score === null ? "×" : points(score)}</b> {name}
      </span>
      {/* The keyboard and screen readers have the same moments as links below. */}
      <div
        ref={rail}
        className="lane-rail"
        role="img"
        aria-label={`${name}: ${plural(count("note"), "note")}, ${count("positive")} seen, ${count("negative")} against, ${plural(count("flag"), "flag")}`}
        onPointerMove={(event) => setHover(secondsAt(event))}
        onPointerLeave={() => setHover(null)}
        onPointerDown={(event) => {
          const at = secondsAt(event);
          const [nearest] = moments.toSorted((a, b) => Math.abs(a.atSeconds - at) - Math.abs(b.atSeconds - at));
          onJump(nearest && Math.abs(nearest.atSeconds - at) <= durationSeconds * NEAR ? nearest.atSeconds : at);
        }}
      >
        {moments.map((moment) => (
          <div key={moment.id} className={`time-line-moment time-line-${moment.kind}`} style={{ left: percent(moment.atSeconds) }} />
        ))}
        {near.length > 0 && (
          <div className="lane-hover" aria-hidden="true" style={{ left: `clamp(40px, ${percent(hover!)}, calc(100% - 40px))` }}>
            {near.map((each) => (
              <div key={each.id}>
                {clock(each.atSeconds)} {momentWords[each.kind]}: {each.text}
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
