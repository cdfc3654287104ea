import "./video-js-settings.ts";
import videojs from "video.js";
import type { Cue } from "../../src-shared/bridge/views.ts";
import type { Interval } from "../../src-shared/marking/watched.ts";
import { createPlayedStretches } from "./played-stretches.ts";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** What was played is handed on this often. */
const HAND_ON_EVERY_SECONDS = 5;

export interface Clip {
  answerId: number;
  type: string;
  cues: readonly Cue[];
}

export interface PlaybackState {
  /** Whether the clip can be played and sought in. */
  ready: boolean;
  /** The recording came, and cannot be played. */
  failed: boolean;
  seconds: number;
  playing: boolean;
  /** It should play, but its data is not there yet. */
  stalled: boolean;
  speed: number;
  muted: boolean;
  /** From 0 to 1. */
  volume: number;
  captionsOn: boolean;
  /** The captions of this moment. */
  captions: readonly string[];
  /** What was played and not handed on yet. */
  justPlayed: readonly Interval[];
}

/** One video.js player for the whole screen; clips change in it. */
export interface Playback {
  state(): PlaybackState;
  /** Returns a function that ends the listening. */
  subscribe(listener: () => void): () => void;
  /** Puts another recording in, stopped at its beginning; `null` takes the present one out. */
  load(clip: Clip | null): void;
  /** Tries a recording again that could not be played. */
  reload(): void;
  togglePlay(): void;
  pause(): void;
  seek(toSeconds: number): void;
  stepBy(seconds: number): void;
  setSpeed(speed: number): void;
  changeSpeed(direction: -1 | 1): void;
  setMuted(muted: boolean): void;
  setVolume(volume: number): void;
  toggleCaptions(): void;
  /** To the millisecond, unlike `state().seconds`, which changes four times a second. */
  secondsNow(): number;
  /** Hands on what was played so far. */
  flushPlayed(): void;
  dispose(): void;
}

const STOPPED: PlaybackState = {
  ready: false,
  failed: false,
  seconds: 0,
  playing: false,
  stalled: false,
  speed: 1,
  muted: false,
  volume: 1,
  captionsOn: true,
  captions: [],
  justPlayed: [],
};

/** @param onPlayed gets what was played of which answer: about every 5 seconds, and whenever playing stops or jumps. */
export function createPlayback(host: HTMLElement, onPlayed: (answerId: number, stretches: Interval[]) => void): Playback {
  const element = document.createElement("video-js");
  host.append(element);
  const player = videojs(element, {
    controls: false,
    preload: "auto",
    fill: true,
    playsinline: true,
    userActions: { hotkeys: false, click: false, doubleClick: false },
    // Its picture only: controls, captions and messages are drawn around it by us. Its style sheet is left out too,
    // since that brings an icon font in a data: address, which the Content-Security-Policy refuses.
    children: ["mediaLoader"],
  });
  const stretches = createPlayedStretches();
  const listeners = new Set<() => void>();
  let state = STOPPED;
  let clip: Clip | null = null;
  let captionTrack: ReturnType<typeof player.addTextTrack>;
  /** Play was pressed before the recording was there: it begins by itself when it is. */
  let playsWhenReady = false;

  function set(change: Partial<PlaybackState>) {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  const secondsNow = () => (state.ready ? (player.currentTime() ?? 0) : 0);
  const isPlaying = () => state.ready && !player.paused() && !player.ended();
  const address = (of: Clip) => `media://answer/${of.answerId}`;

  function flushPlayed() {
    const played = stretches.take();
    if (clip && played.length > 0) onPlayed(clip.answerId, played);
  }

  function stopCollecting() {
    stretches.stop(secondsNow());
    flushPlayed();
  }

  function show(next: Clip | null) {
    stopCollecting();
    if (!player.paused()) player.pause();
    clip = next;
    playsWhenReady = false;
    set({ ready: false, failed: false, seconds: 0, playing: false, stalled: false, captions: [], justPlayed: [] });
    if (!next) return;
    player.error(null);
    player.src({ src: address(next), type: next.type });
  }

  function fillCaptions() {
    captionTrack ??= player.addTextTrack("captions", "Captions", "en");
    if (!captionTrack) return;
    for (const cue of Array.from(captionTrack.cues ?? [])) captionTrack.removeCue(cue);
    for (const cue of clip?.cues ?? []) captionTrack.addCue(new VTTCue(cue.from, cue.to, cue.text));
    // "hidden": it is followed, and drawn by us, above our control bar.
    captionTrack.mode = "hidden";
  }

  function seek(toSeconds: number) {
    if (!state.ready) return;
    stopCollecting();
    const to = Math.min(Math.max(0, toSeconds), player.duration() ?? 0);
    player.currentTime(to);
    set({ seconds: to });
  }

  function setSpeed(speed: number) {
    // The next clip begins with the default speed.
    player.defaultPlaybackRate(speed);
    player.playbackRate(speed);
    set({ speed });
  }

  function captionsNow(): string[] {
    const active = captionTrack?.activeCues;
    return active ? Array.from(active, (cue) => (cue instanceof VTTCue ? (cue.getCueAsHTML().textContent ?? "") : "")) : [];
  }

  player.on("loadedmetadata", () => {
    if (!clip || player.currentSrc() !== address(clip)) return;
    fillCaptions();
    set({ ready: true, stalled: false });
    if (playsWhenReady) void player.play();
    playsWhenReady = false;
  });
  player.on("playing", () => {
    stretches.start(secondsNow());
    set({ playing: isPlaying(), stalled: false });
  });
  player.on(["pause", "ended"], () => {
    stopCollecting();
    set({ playing: false, stalled: false, seconds: secondsNow() });
  });
  player.on("waiting", () => set({ stalled: state.ready }));
  player.on("seeked", () => {
    if (isPlaying()) stretches.start(secondsNow());
    set({ seconds: secondsNow(), stalled: false, captions: captionsNow() });
  });
  player.on("timeupdate", () => {
    if (!state.ready || player.seeking()) return;
    stretches.advance(secondsNow());
    if (stretches.pendingSeconds() >= HAND_ON_EVERY_SECONDS) flushPlayed();
    set({ seconds: secondsNow(), captions: captionsNow(), justPlayed: stretches.pending() });
  });
  player.on("error", () => {
    if (clip && player.error()) set({ ready: false, failed: true, playing: false, stalled: false });
  });

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: show,
    reload: () => show(clip),
    togglePlay() {
      if (!state.ready) {
        playsWhenReady = clip !== null && !state.failed && !playsWhenReady;
        return;
      }
      if (player.paused() || player.ended()) void player.play();
      else player.pause();
    },
    pause: () => player.pause(),
    seek,
    stepBy: (seconds) => seek(secondsNow() + seconds),
    setSpeed,
    changeSpeed(direction) {
      const faster = SPEEDS.filter((speed) => speed > state.speed);
      const slower = SPEEDS.filter((speed) => speed < state.speed);
      const next = direction === 1 ? faster[0] : slower.at(-1);
      if (next !== undefined) setSpeed(next);
    },
    setMuted(muted) {
      player.muted(muted);
      set({ muted });
    },
    setVolume(volume) {
      player.volume(volume);
      player.muted(volume === 0);
      set({ volume, muted: volume === 0 });
    },
    toggleCaptions: () => set({ captionsOn: !state.captionsOn }),
    secondsNow,
    flushPlayed() {
      if (isPlaying()) stretches.advance(secondsNow());
      flushPlayed();
    },
    dispose() {
      stopCollecting();
      player.dispose();
    },
  };
}
