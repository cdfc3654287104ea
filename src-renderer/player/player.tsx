import { useLayoutEffect, useRef, type ReactNode, type RefObject } from "react";
import { KeyHint } from "../keyboard/key-hint.tsx";
import { PlayIcon } from "../components/icons.tsx";
import { Controls } from "./controls.tsx";
import "./player.css";
import type { Clip, Playback } from "./playback.ts";
import { TimeLine, type Moment } from "./time-line.tsx";
import { usePlaybackState } from "./use-playback.ts";
import type { Interval } from "../../src-shared/marking/watched.ts";

interface PlayerProps {
  host: RefObject<HTMLDivElement | null>;
  playback: Playback | null;
  /** What the picture shows, in words. */
  label: string;
  clip: Clip | null;
  durationSeconds: number;
  /** `3:00 allowed` and the like. */
  allowance: string;
  hasCaptions: boolean;
  watched: readonly Interval[];
  moments: readonly Moment[];
  /** Stands in the picture's place when there is nothing to play. */
  unavailable: ReactNode | null;
  /** What stands there when the recording came and cannot be played. */
  onFailure: (tryAgain: () => void) => ReactNode;
}

/** Picture, captions, time line and controls. */
export function Player(props: PlayerProps) {
  const frame = useRef<HTMLElement>(null);
  return (
    <section ref={frame} className="player" aria-label={props.label}>
      <div className="stage">
        <div ref={props.host} className="picture" />
        {props.playback && <Stage {...props} playback={props.playback} frame={frame} />}
      </div>
      {props.playback && <Instruments {...props} playback={props.playback} frame={frame} />}
    </section>
  );
}

type Mounted = PlayerProps & { playback: Playback; frame: RefObject<HTMLElement | null> };

function Stage({ playback, clip, unavailable, onFailure }: Mounted) {
  const state = usePlaybackState(playback);
  const answerId = clip?.answerId;
  const latest = useRef(clip);
  latest.current = clip;
  // By id: the view is fetched anew with every save, and that must not start the recording over.
  useLayoutEffect(() => playback.load(latest.current), [playback, answerId]);

  // Once it has begun, a pause leaves the face alone.
  const atStart = state.ready && !state.playing && state.seconds === 0;
  if (unavailable) return <div className="no-picture">{unavailable}</div>;
  if (state.failed) return <div className="no-picture">{onFailure(playback.reload)}</div>;
  return (
    <>
      {/* The keyboard has Space and the button below; this is a large target for the mouse. */}
      <div className="picture-press" aria-hidden="true" onClick={playback.togglePlay}>
        {atStart && !state.stalled && (
          <span className="picture-play">
            <PlayIcon />
          </span>
        )}
        {(!state.ready || state.stalled) && <span className="picture-wait">Getting the recording ready…</span>}
        {atStart && (
          <span className="picture-hint">
            <KeyHint keys="Space" /> plays
          </span>
        )}
      </div>
      {state.captionsOn && state.captions.length > 0 && (
        <div className="captions">
          {state.captions.map((text) => (
            <p key={text}>
              <span>{text}</span>
            </p>
          ))}
        </div>
      )}
    </>
  );
}

function Instruments({ playback, frame, durationSeconds, allowance, watched, moments, hasCaptions }: Mounted) {
  return (
    <div className="instruments">
      <TimeLine playback={playback} durationSeconds={durationSeconds} watched={watched} moments={moments} />
      <Controls playback={playback} frame={frame} durationSeconds={durationSeconds} allowance={allowance} hasCaptions={hasCaptions} />
    </div>
  );
}
