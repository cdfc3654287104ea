import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { KeyHint } from "../keyboard/key-hint.tsx";
import { usePreferences } from "../preferences/use-preferences.ts";
import { PlayIcon } from "./control-icons.tsx";
import { Controls } from "./controls.tsx";
import "./player.css";
import "./wide-picture.css";
import { isSameClip, type Clip } from "./clip.ts";
import { NoSoundBar } from "./no-sound-bar.tsx";
import type { Playback } from "./playback.ts";
import type { TechnicalFault } from "./technical-fault.ts";
import { TimeLine, type Moment } from "./time-line.tsx";
import { usePlaybackState } from "./use-playback.ts";
import type { Interval } from "../../src-shared/marking/watched.ts";

interface PlayerProps {
  host: RefObject<HTMLDivElement | null>;
  playback: Playback | null;
  /** What the picture shows, in words. */
  label: string;
  answerId: number;
  /** `null` while its recording is not here, or damaged. */
  clip: Clip | null;
  /** The answer that most likely comes next; it is made ready. `null` where none comes or its recording is not here. */
  nextClip: Clip | null;
  durationSeconds: number;
  secondsAllowed: number;
  hasCaptions: boolean;
  watched: readonly Interval[];
  moments: readonly Moment[];
  /** What else lies along the time line, below it. */
  lanes?: ReactNode;
  fault: TechnicalFault;
  /** Stands in the picture's place when there is nothing to play. */
  unavailable: ReactNode | null;
  /** What stands there when the recording came and cannot be played. */
  onFailure: (tryAgain: () => void) => ReactNode;
}

/** Picture, captions, time line and controls. */
export function Player(props: PlayerProps) {
  const frame = useRef<HTMLElement>(null);
  const [{ widePicture }] = usePreferences();
  return (
    <section ref={frame} className={widePicture ? "player player-wide" : "player"} aria-label={props.label}>
      <div className="stage">
        <div ref={props.host} className="picture" />
        {props.playback && <Stage {...props} playback={props.playback} frame={frame} />}
      </div>
      {props.playback && <Instruments {...props} playback={props.playback} frame={frame} />}
    </section>
  );
}

type Mounted = PlayerProps & { playback: Playback; frame: RefObject<HTMLElement | null> };

function Stage({ playback, answerId, clip, nextClip, fault, unavailable, onFailure }: Mounted) {
  const state = usePlaybackState(playback);
  const current = useSteadyClip(clip);
  const next = useSteadyClip(nextClip);
  useLayoutEffect(() => playback.load(answerId, current), [playback, answerId, current]);
  useEffect(() => playback.setNext(next), [playback, next]);

  // Once it has begun, a pause leaves the face alone.
  const atStart = state.ready && !state.playing && state.seconds === 0;
  if (unavailable)
    return (
      <div className="no-picture">
        {unavailable}
        <p className="plays-when-here" role="status">
          {state.playsWhenReady && "It plays as soon as it is here."}
        </p>
      </div>
    );
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
        {(!state.ready || state.stalled) && <span className="picture-wait">Getting the recording ready…{state.playsWhenReady && " It plays at once then."}</span>}
        {atStart && (
          <span className="picture-hint">
            <KeyHint action="togglePlay" /> plays
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
      <NoSoundBar silent={state.sound.kind === "silent"} fault={fault} />
    </>
  );
}

/** The same object for as long as it means the same recording with the same captions: the view is fetched anew with every save, and that must not start it over. */
function useSteadyClip(clip: Clip | null): Clip | null {
  const [steady, setSteady] = useState(clip);
  if (isSameClip(steady, clip)) return steady;
  setSteady(clip);
  return clip;
}

function Instruments({ playback, frame, durationSeconds, secondsAllowed, watched, moments, lanes, hasCaptions }: Mounted) {
  return (
    <div className="instruments">
      <TimeLine playback={playback} durationSeconds={durationSeconds} watched={watched} moments={moments} />
      {lanes}
      <Controls playback={playback} frame={frame} durationSeconds={durationSeconds} secondsAllowed={secondsAllowed} hasCaptions={hasCaptions} />
    </div>
  );
}
