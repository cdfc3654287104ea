import type { RefObject } from "react";
import { BackIcon, ForwardIcon, FullScreenIcon, MutedIcon, PauseIcon, PlayIcon, SoundIcon } from "../components/icons.tsx";
import { clock } from "../format/time.ts";
import { ariaKeys } from "../keyboard/action.ts";
import { reviewActions } from "../keyboard/review-actions.ts";
import "./controls.css";
import { SPEEDS, type Playback } from "./playback.ts";
import { usePlaybackState } from "./use-playback.ts";

interface ControlsProps {
  playback: Playback;
  frame: RefObject<HTMLElement | null>;
  durationSeconds: number;
  allowance: string;
  hasCaptions: boolean;
}

export function Controls({ playback, frame, durationSeconds, allowance, hasCaptions }: ControlsProps) {
  const state = usePlaybackState(playback);
  const playLabel = state.playing ? "Pause" : "Play";
  function toggleFullScreen() {
    // Refused where the computer's rules say so: then the picture stays as it is.
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    else frame.current?.requestFullscreen().catch(() => undefined);
  }
  return (
    <div className="controls">
      <button type="button" className="control-play" aria-label={playLabel} title={`${playLabel} (Space)`} aria-keyshortcuts="Space" disabled={!state.ready} onClick={playback.togglePlay}>
        {state.playing ? <PauseIcon /> : <PlayIcon />}
      </button>
      <button type="button" className="control" title="Back 5 seconds (←)" aria-keyshortcuts="ArrowLeft" disabled={!state.ready} onClick={() => playback.stepBy(-5)}>
        <BackIcon />
        <span className="unseen">Back </span>5 s
      </button>
      <button type="button" className="control" title="Forward 5 seconds (→)" aria-keyshortcuts="ArrowRight" disabled={!state.ready} onClick={() => playback.stepBy(5)}>
        <ForwardIcon />
        <span className="unseen">Forward </span>5 s
      </button>
      <span className="control-time figures">
        <span className="control-now">{clock(state.seconds)}</span> of {clock(durationSeconds)} <span className="control-allowed">· {allowance}</span>
      </span>
      <span className="control-space" />
      <select
        className="control-box control-speed"
        aria-label="Speed"
        title="Slower (,)  Faster (.)"
        value={state.speed}
        onChange={(event) => playback.setSpeed(Number(event.target.value))}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {speed}×
          </option>
        ))}
      </select>
      <button
        type="button"
        className="control-box"
        title="Captions on or off (C)"
        aria-keyshortcuts={ariaKeys(reviewActions.captions.keys[0])}
        disabled={!hasCaptions}
        onClick={playback.toggleCaptions}
      >
        {hasCaptions ? `Captions ${state.captionsOn ? "on" : "off"}` : "No captions"}
      </button>
      <button type="button" className="control" aria-label={state.muted ? "Sound on" : "Sound off"} title={state.muted ? "Sound on" : "Sound off"} onClick={() => playback.setMuted(!state.muted)}>
        {state.muted ? <MutedIcon /> : <SoundIcon />}
      </button>
      <input
        className="control-volume"
        type="range"
        min={0}
        max={1}
        step={0.05}
        aria-label="Volume"
        title="Volume"
        value={state.muted ? 0 : state.volume}
        onChange={(event) => playback.setVolume(Number(event.target.value))}
      />
      <button type="button" className="control" aria-label="Full screen" title="Full screen" onClick={toggleFullScreen}>
        <FullScreenIcon />
      </button>
    </div>
  );
}
