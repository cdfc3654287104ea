import type { ReactNode, RefObject } from "react";
import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import { clock } from "../format/time.ts";
import { useShortcut } from "../keyboard/use-shortcut.ts";
import { usePreferences } from "../preferences/use-preferences.ts";
import { BackIcon, ForwardIcon, FrameBackIcon, FrameForwardIcon, FullScreenIcon, MutedIcon, PauseIcon, PlayIcon, SoundIcon, WideIcon } from "./control-icons.tsx";
import "./controls.css";
import { MoreOptions } from "./more-options.tsx";
import type { Playback } from "./playback.ts";
import { SPEEDS, type PlaybackState } from "./playback-state.ts";
import { usePlaybackState } from "./use-playback.ts";

interface ControlsProps {
  playback: Playback;
  /** What fills the screen. */
  frame: RefObject<HTMLElement | null>;
  durationSeconds: number;
  secondsAllowed: number;
  hasCaptions: boolean;
}

/** Everything about playing, as buttons. Their keys come from the table of actions. */
export function Controls({ playback, frame, durationSeconds, secondsAllowed, hasCaptions }: ControlsProps) {
  const state = usePlaybackState(playback);
  const unready = !state.ready;
  return (
    <div className="controls">
      <p className="control-time figures">
        <span className="control-now">{clock(state.seconds)}</span> of {clock(durationSeconds)} · <span className="control-left">{clock(durationSeconds - state.seconds)} left</span> · {clock(secondsAllowed)} allowed
      </p>
      <Control name={state.playing ? "Pause" : "Play"} action="togglePlay" look="control-play" disabled={unready} press={playback.togglePlay}>
        {state.playing ? <PauseIcon /> : <PlayIcon />}
      </Control>
      <Control name="Back 5 seconds" inWords action="back" disabled={unready} press={() => playback.stepBy(-5)}>
        <BackIcon /> <Seconds way="Back" />
      </Control>
      <Control name="Forward 5 seconds" inWords action="forward" disabled={unready} press={() => playback.stepBy(5)}>
        <ForwardIcon /> <Seconds way="Forward" />
      </Control>
      <Control name="Back one picture" action="frameBack" disabled={unready} press={() => playback.stepFrames(-1)}>
        <FrameBackIcon />
      </Control>
      <Control name="Forward one picture" action="frameForward" disabled={unready} press={() => playback.stepFrames(1)}>
        <FrameForwardIcon />
      </Control>
      <span className="control-space" />
      <Speed playback={playback} speed={state.speed} />
      <Control name={captionsName(hasCaptions, state)} inWords action="captions" look="control-box" disabled={!hasCaptions} press={playback.toggleCaptions}>
        <OnOff long="Captions" short="CC" on={hasCaptions && state.captionsOn} />
        {!hasCaptions && <span className="unseen">: there are none</span>}
      </Control>
      <Control name={`Level sound ${state.levelLoudness ? "on" : "off"}`} hint={levelHint(state)} inWords action="levelLoudness" look="control-box" press={playback.toggleLevelLoudness}>
        <OnOff long="Level sound" short="Level" on={state.levelLoudness} />
      </Control>
      <Control name={state.muted ? "Sound is off: turn it on" : "Turn sound off"} action="mute" press={playback.toggleMuted}>
        {state.muted ? <MutedIcon /> : <SoundIcon />}
      </Control>
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
      <MoreOptions />
      <Wide />
      <Control name="Full screen" action={null} press={() => toggleFullScreen(frame.current)}>
        <FullScreenIcon />
      </Control>
    </div>
  );
}

interface ControlProps {
  /** What is read out, and shown as the tooltip. */
  name: string;
  /** The words on the button say the name already. */
  inWords?: true;
  /** Further words of the tooltip. */
  hint?: string;
  action: ActionId | null;
  look?: "control" | "control-box" | "control-play";
  disabled?: boolean;
  press: () => void;
  children: ReactNode;
}

function Control({ name, inWords, hint = "", action, look = "control", disabled = false, press, children }: ControlProps) {
  const shortcut = useShortcut(action);
  return (
    <button type="button" className={look} aria-label={inWords ? undefined : name} title={`${name}${shortcut.suffix}${hint}`} aria-keyshortcuts={shortcut.ariaKeys} disabled={disabled} onClick={press}>
      {children}
    </button>
  );
}

function Speed({ playback, speed }: { playback: Playback; speed: number }) {
  const slower = useShortcut("slower").suffix;
  const faster = useShortcut("faster").suffix;
  return (
    <select className="control-box control-speed" aria-label="Speed" title={`Speed: slower${slower}, faster${faster}`} value={speed} onChange={(event) => playback.setSpeed(Number(event.target.value))}>
      {SPEEDS.map((each) => (
        <option key={each} value={each}>
          {each}×
        </option>
      ))}
    </select>
  );
}

function Wide() {
  const [{ widePicture }, change] = usePreferences();
  return (
    <Control name={widePicture ? "Picture beside the marks" : "Wide picture"} action="wide" press={() => change({ widePicture: !widePicture })}>
      <WideIcon />
    </Control>
  );
}

function Seconds({ way }: { way: string }) {
  return (
    <span>
      <span className="unseen">{way} </span>5 s<span className="unseen">econds</span>
    </span>
  );
}

/** The short words stand where the long ones have no room; the long ones are read out all the same. */
function OnOff({ long, short, on }: { long: string; short: string; on: boolean }) {
  return (
    <>
      <span className="control-long">{long}</span>
      <span className="control-short" aria-hidden="true">
        {short}
      </span> {on ? "on" : "off"}
    </>
  );
}

function captionsName(hasCaptions: boolean, { captionsOn }: PlaybackState): string {
  if (!hasCaptions) return "Captions off: there are none";
  return `Captions ${captionsOn ? "on" : "off"}`;
}

function levelHint({ sound, levelLoudness, levelWorks }: PlaybackState): string {
  if (!levelWorks) return ". It does not work on this computer now: recordings play as they were made.";
  if (!levelLoudness) return ". On, quiet and loud recordings sound alike.";
  if (sound.kind !== "measured") return ". Quiet and loud recordings sound alike.";
  const change = Math.round(sound.gainDb);
  if (change === 0) return ". This recording is played as loud as it is.";
  return `. This recording is played ${Math.abs(change)} dB ${change > 0 ? "louder" : "quieter"}.`;
}

function toggleFullScreen(element: HTMLElement | null) {
  // Refused where the computer's rules say so: then the picture stays as it is.
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  else element?.requestFullscreen().catch(() => undefined);
}
