import { isSameClip, isSameRecording, type Clip } from "./clip.ts";
import type { DeckEvent } from "./deck.ts";
import { createDecks } from "./decks.ts";
import { SPEEDS, STOPPED, type PlaybackListeners, type PlaybackSettings, type PlaybackState } from "./playback-state.ts";
import { createPlayedStretches } from "./played-stretches.ts";
import { createRecordingSound } from "./recording-sound.ts";

/** What was played is handed on this often. */
const HAND_ON_EVERY_SECONDS = 5;
const REWIND_SECONDS = 2;
const VOLUME_STEP = 0.1;

/** Plays one recording and holds the next one ready. */
export interface Playback {
  state(): PlaybackState;
  /** Returns a function that ends the listening. */
  subscribe(listener: () => void): () => void;
  /** Shows an answer's recording, stopped at its beginning: at once if it was prepared. `null`: it is not here, or not any more. */
  load(answerId: number, clip: Clip | null): void;
  /** Says which recording comes next: it is made ready, unseen and unheard, once the picture on screen was drawn. */
  setNext(clip: Clip | null): void;
  /**
   * Makes the recording ready that is about to be shown, if the present one has its picture.
   * Resolves when its first picture is there or will not come, and at once where it has to wait.
   */
  prepare(clip: Clip | null): Promise<void>;
  /** Tries a recording again that could not be played, from where it failed. */
  reload(): void;
  /** Before the recording is there, the wish to play it is remembered, or taken back. */
  togglePlay(): void;
  pause(): void;
  seek(toSeconds: number): void;
  stepBy(seconds: number): void;
  /** Stops, and shows the frame before or after. */
  stepFrames(direction: -1 | 1): void;
  setSpeed(speed: number): void;
  changeSpeed(direction: -1 | 1): void;
  toggleMuted(): void;
  /** From 0 to 1. */
  setVolume(volume: number): void;
  changeVolume(direction: -1 | 1): void;
  toggleCaptions(): void;
  toggleLevelLoudness(): void;
  /** Takes over settings that were changed elsewhere. */
  adopt(settings: Partial<PlaybackSettings>): void;
  /** To the millisecond, unlike `state().seconds`, which changes four times a second. */
  secondsNow(): number;
  /** Hands on what was played so far. */
  flushPlayed(): void;
  dispose(): void;
}

export function createPlayback(host: HTMLElement, settings: PlaybackSettings, { onPlayed, onSettings }: PlaybackListeners): Playback {
  const decks = createDecks(host, { onShown, onQuiet: wantLoudness });
  const { shown } = decks;
  const stretches = createPlayedStretches();
  const listeners = new Set<() => void>();
  const sound = createRecordingSound({ onMeasured: soundMeasured, onLost: replaceDecks });
  let state: PlaybackState = { ...STOPPED, ...settings, muted: settings.volume === 0, levelWorks: true, playsWhenReady: false };
  /** The answer on screen; its recording may not be here. */
  let answer: number | null = null;
  /** Stopped by hand, and not moved since. */
  let restsAfterPause = false;
  let telling: number | null = null;

  function set(change: Partial<PlaybackState>) {
    state = { ...state, ...change };
    if (telling !== null) cancelAnimationFrame(telling);
    telling = null;
    for (const listener of listeners) listener();
  }

  /** What is drawn with the next frame is soon enough, and keeps nothing waiting that the player does meanwhile. */
  function setWithNextFrame(change: Partial<PlaybackState>) {
    state = { ...state, ...change };
    telling ??= requestAnimationFrame(() => set({}));
  }

  function flushPlayed() {
    const played = stretches.take();
    const clip = shown().clip();
    if (clip && played.length > 0) onPlayed(clip.answerId, played);
  }

  function stopCollecting() {
    stretches.stop(shown().seconds());
    flushPlayed();
  }

  function onShown(event: DeckEvent) {
    const deck = shown();
    switch (event) {
      case "ready":
        set({ ready: true, failed: false, stalled: false });
        playIfWished();
        return;
      case "first-frame":
        return;
      case "can-play":
        // Whether there is sound at all can only be told now.
        setWithNextFrame({ sound: sound.of(deck) });
        return;
      case "playing":
        stretches.start(deck.seconds());
        set({ playing: deck.playing(), stalled: false });
        return;
      case "stopped":
        stopCollecting();
        set({ playing: false, stalled: false, seconds: deck.seconds() });
        return;
      case "waiting":
        set({ stalled: true });
        return;
      case "seeked":
        if (deck.playing()) stretches.start(deck.seconds());
        setWithNextFrame({ seconds: deck.seconds(), stalled: false, captions: deck.captions() });
        return;
      case "time":
        if (deck.seeking()) return;
        stretches.advance(deck.seconds());
        if (stretches.pendingSeconds() >= HAND_ON_EVERY_SECONDS) flushPlayed();
        setWithNextFrame({ seconds: deck.seconds(), captions: deck.captions(), justPlayed: stretches.pending() });
        return;
      case "failed":
        set({ ready: false, failed: true, playing: false, stalled: false, playsWhenReady: false });
    }
  }

  /** Speed and volume. */
  function arrange() {
    for (const deck of decks.all()) {
      deck.setSpeed(state.speed);
      deck.setVolume(state.volume);
      deck.setMuted(state.muted);
    }
  }

  function load(answerId: number, clip: Clip | null) {
    const isSameAnswer = answer === answerId;
    answer = answerId;
    // Shown ahead of the screen that it belongs to.
    if (clip && isSameRecording(shown().clip(), clip) && !shown().failed()) {
      // Captions may come later than the recording.
      if (!isSameClip(shown().clip(), clip)) {
        shown().setCues(clip.cues);
        setWithNextFrame({ captions: shown().captions() });
      }
      return;
    }
    stopCollecting();
    restsAfterPause = false;
    decks.show(clip);
    setWithNextFrame({ ...STOPPED, ready: shown().ready(), sound: sound.of(shown()), playsWhenReady: isSameAnswer && state.playsWhenReady });
    playIfWished();
  }

  function playIfWished() {
    if (!state.playsWhenReady || !state.ready) return;
    set({ playsWhenReady: false });
    shown().play();
  }

  function wantLoudness() {
    sound.want(decks.withPicture());
    soundMeasured();
  }

  function soundMeasured() {
    set({ sound: sound.of(shown()) });
    applyLevel();
  }

  function applyLevel() {
    for (const deck of decks.all()) sound.level(deck, state.levelLoudness);
  }

  /** The sound system is gone: new decks play plainly, from where we were. */
  function replaceDecks() {
    const clip = shown().clip();
    const seconds = shown().seconds();
    const goesOn = shown().playing();
    stopCollecting();
    decks.replace();
    arrange();
    shown().load(clip);
    shown().startsAt(seconds);
    set({ ...STOPPED, seconds, levelWorks: false, sound: sound.of(shown()), playsWhenReady: goesOn || state.playsWhenReady });
  }

  function seek(toSeconds: number) {
    if (!state.ready) return;
    stopCollecting();
    restsAfterPause = false;
    const to = Math.min(Math.max(0, toSeconds), shown().durationSeconds());
    shown().seek(to);
    set({ seconds: to });
  }

  function play() {
    const from = shown().seconds();
    if (restsAfterPause && state.rewindOnResume && from > 0) seek(from - REWIND_SECONDS);
    restsAfterPause = false;
    shown().play();
  }

  function choose(change: Partial<PlaybackSettings>) {
    take(change);
    onSettings(change);
  }

  function take(change: Partial<PlaybackSettings>) {
    set(change);
    arrange();
    applyLevel();
  }

  const setSpeed = (speed: number) => choose({ speed });

  function setVolume(volume: number) {
    const between = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    state = { ...state, muted: between === 0 };
    choose({ volume: between });
  }

  arrange();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load,
    setNext: decks.setNext,
    prepare: decks.prepare,
    reload() {
      // The deck itself is at 0 once it has failed.
      const { seconds } = state;
      shown().load(shown().clip());
      shown().startsAt(seconds);
      set({ ...STOPPED, seconds });
    },
    togglePlay() {
      if (!state.ready) return set({ playsWhenReady: !state.failed && !state.playsWhenReady });
      if (!shown().playing()) return play();
      shown().pause();
      restsAfterPause = true;
    },
    pause() {
      restsAfterPause ||= shown().playing();
      set({ playsWhenReady: false });
      shown().pause();
    },
    seek,
    stepBy: (seconds) => seek(shown().seconds() + seconds),
    stepFrames(direction) {
      if (!state.ready) return;
      shown().pause();
      stopCollecting();
      restsAfterPause = false;
      shown().stepFrame(direction);
      set({ seconds: shown().seconds() });
    },
    setSpeed,
    changeSpeed(direction) {
      const faster = SPEEDS.filter((speed) => speed > state.speed);
      const slower = SPEEDS.filter((speed) => speed < state.speed);
      const next = direction === 1 ? faster[0] : slower.at(-1);
      if (next !== undefined) setSpeed(next);
    },
    toggleMuted() {
      const muted = !state.muted;
      set({ muted });
      // Sound that was turned down to nothing must be heard again.
      if (!muted && state.volume === 0) setVolume(0.5);
      else arrange();
    },
    setVolume,
    changeVolume: (direction) => setVolume(state.volume + direction * VOLUME_STEP),
    toggleCaptions: () => choose({ captionsOn: !state.captionsOn }),
    toggleLevelLoudness: () => choose({ levelLoudness: !state.levelLoudness }),
    adopt: take,
    secondsNow: () => shown().seconds(),
    flushPlayed() {
      if (shown().playing()) stretches.advance(shown().seconds());
      flushPlayed();
    },
    dispose() {
      stopCollecting();
      if (telling !== null) cancelAnimationFrame(telling);
      sound.dispose();
      decks.dispose();
    },
  };
}
