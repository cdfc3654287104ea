import "./video-js-settings.ts";
import videojs from "video.js";
import { addressOf, type Clip } from "./clip.ts";
import { createFrameSteps } from "./frame-steps.ts";

/** What a deck tells: `ready` when the recording can be sought in, `first-frame` when its picture is there, `can-play` when sound would come with it. */
export type DeckEvent = "ready" | "first-frame" | "can-play" | "playing" | "stopped" | "waiting" | "seeked" | "time" | "failed";

/**
 * Where a deck lies: it is shown; under the one that is shown, which covers it; or over that one, transparent, so that its
 * first picture covers what was shown as soon as it is decoded, with nothing drawn by us in between.
 */
export type DeckPlace = "shown" | "under" | "over";

/** One recording in a video.js player of its own. */
export interface Deck {
  readonly video: HTMLVideoElement;
  clip(): Clip | null;
  /** The recording can be played and sought in. */
  ready(): boolean;
  /** Its first frame is decoded. */
  hasPicture(): boolean;
  /** There is no sound in the file. Known when there is a picture, since both are decoded together. */
  hasNoSound(): boolean;
  failed(): boolean;
  /** Nothing was played or sought since it was put in. */
  untouched(): boolean;
  playing(): boolean;
  seeking(): boolean;
  /** 0 while nothing is ready. */
  seconds(): number;
  durationSeconds(): number;
  /** Gives the recording that is in it these captions. */
  setCues(cues: Clip["cues"]): void;
  /** Puts a recording in, stopped at its beginning. `null` empties the deck and lets go of its file. */
  load(clip: Clip | null): void;
  /** Resolves when the first picture of what was put in is there, or will not come. */
  pictureThere(): Promise<void>;
  play(): void;
  pause(): void;
  seek(toSeconds: number): void;
  /** Where the recording that is being put in starts, once. */
  startsAt(seconds: number): void;
  /** To the frame before or after, from the one on screen. */
  stepFrame(direction: -1 | 1): void;
  setSpeed(speed: number): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  /** The captions of this moment. */
  captions(): string[];
  /** A deck that is not shown is silent, and neither focus nor screen readers find it. */
  setPlace(place: DeckPlace): void;
  dispose(): void;
}

/** @param tell is called for what happens to the recording that is in the deck now, never to one before it. */
export function createDeck(host: HTMLElement, tell: (deck: Deck, event: DeckEvent) => void): Deck {
  const frame = document.createElement("div");
  frame.className = "deck";
  const element = document.createElement("video-js");
  frame.append(element);
  host.append(frame);
  const player = videojs(element, {
    controls: false,
    preload: "auto",
    fill: true,
    playsinline: true,
    // It follows what is put into the element itself.
    enableSourceset: true,
    // With the page's own origin, so that its sound may be measured and levelled.
    crossOrigin: "anonymous",
    userActions: { hotkeys: false, click: false, doubleClick: false },
    // Its picture only: controls, captions and messages are drawn around it by us. Its style sheet is left out too,
    // since that brings an icon font in a data: address, which the Content-Security-Policy refuses.
    children: ["mediaLoader"],
  });
  const video = frame.querySelector("video")!;
  video.preservesPitch = true;
  const frames = createFrameSteps();
  let clip: Clip | null = null;
  let startSeconds = 0;
  let ready = false;
  let failed = false;
  let untouched = true;
  let place: DeckPlace | null = null;
  let muted = false;
  let disposed = false;
  let captionTrack: ReturnType<typeof player.addTextTrack>;

  function fillCaptions() {
    captionTrack ??= player.addTextTrack("captions", "Captions", "en");
    if (!captionTrack) return;
    for (const cue of Array.from(captionTrack.cues ?? [])) captionTrack.removeCue(cue);
    for (const cue of clip?.cues ?? []) captionTrack.addCue(new VTTCue(cue.from, cue.to, cue.text));
    // "hidden": it is followed, and drawn by us, above our control bar.
    captionTrack.mode = "hidden";
  }

  function seek(toSeconds: number) {
    frames.moved();
    untouched = false;
    player.currentTime(Math.min(Math.max(0, toSeconds), player.duration() ?? 0));
  }

  function applyMuted() {
    player.muted(muted || place !== "shown");
  }

  const deck: Deck = {
    video,
    clip: () => clip,
    ready: () => ready,
    hasPicture: () => ready && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
    hasNoSound: () => ready && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && video.webkitAudioDecodedByteCount === 0,
    failed: () => failed,
    untouched: () => untouched,
    playing: () => ready && !player.paused() && !player.ended(),
    seeking: () => video.seeking,
    seconds: () => (ready ? (player.currentTime() ?? 0) : 0),
    durationSeconds: () => (ready ? (player.duration() ?? 0) : 0),
    load(next) {
      if (!player.paused()) player.pause();
      const wasEmpty = clip === null;
      clip = next;
      startSeconds = 0;
      ready = false;
      failed = false;
      untouched = true;
      frames.reset();
      player.error(null);
      // Into the element: video.js would begin with it only after whatever else waits for its turn.
      if (next) video.src = addressOf(next);
      else if (!wasEmpty) {
        // Not player.reset(): that would make another element, and the sound's way is bound to this one.
        video.removeAttribute("src");
        video.load();
      }
    },
    setCues(cues) {
      if (!clip) return;
      clip = { ...clip, cues };
      if (ready) fillCaptions();
    },
    pictureThere() {
      if (!clip || failed || deck.hasPicture()) return Promise.resolve();
      return new Promise((resolve) => player.one(["loadeddata", "error", "dispose"], () => resolve()));
    },
    play() {
      untouched = false;
      // Refused when another recording is put in before it began: then there is nothing to play any more.
      player.play()?.catch(() => undefined);
    },
    pause: () => player.pause(),
    seek,
    startsAt(seconds) {
      startSeconds = seconds;
    },
    stepFrame(direction) {
      untouched = false;
      player.currentTime(Math.min(frames.step(direction, player.currentTime() ?? 0), player.duration() ?? 0));
    },
    setSpeed(speed) {
      // The next recording begins with the default speed.
      player.defaultPlaybackRate(speed);
      player.playbackRate(speed);
    },
    setVolume: (volume) => void player.volume(volume),
    setMuted(on) {
      muted = on;
      applyMuted();
    },
    captions() {
      const active = captionTrack?.activeCues;
      return active ? Array.from(active, (cue) => (cue instanceof VTTCue ? (cue.getCueAsHTML().textContent ?? "") : "")) : [];
    },
    setPlace(wanted) {
      if (place === wanted) return;
      place = wanted;
      const shown = place === "shown";
      frame.classList.toggle("deck-shown", shown);
      frame.classList.toggle("deck-over", place === "over");
      frame.inert = !shown;
      frame.ariaHidden = shown ? null : "true";
      applyMuted();
    },
    dispose() {
      disposed = true;
      player.dispose();
      frame.remove();
    },
  };
  deck.setPlace("under");

  player.on("loadedmetadata", () => {
    if (!clip || player.currentSrc() !== addressOf(clip)) return;
    ready = true;
    if (startSeconds > 0) seek(startSeconds);
    tell(deck, "ready");
  });
  // Not before the picture, which waits for nothing.
  player.on("loadeddata", () => void (ready && fillCaptions()));
  player.on("play", () => {
    // A keyboard's media keys reach every recording of the page.
    if (place !== "shown") player.pause();
  });
  const passOn: Record<string, DeckEvent> = { loadeddata: "first-frame", canplay: "can-play", playing: "playing", pause: "stopped", ended: "stopped", waiting: "waiting", seeked: "seeked", timeupdate: "time" };
  for (const [happened, event] of Object.entries(passOn)) player.on(happened, () => void (ready && tell(deck, event)));
  player.on("error", () => {
    if (!clip || !player.error()) return;
    ready = false;
    failed = true;
    tell(deck, "failed");
  });
  function saw({ mediaTime, presentedFrames }: VideoFrameCallbackMetadata) {
    const further = frames.saw(mediaTime, presentedFrames);
    if (further !== undefined) player.currentTime(Math.min(further, player.duration() ?? 0));
  }

  /** A frame that came before its seek was over: perhaps the one before, perhaps the one that was sought. */
  let early: VideoFrameCallbackMetadata | null = null;
  video.requestVideoFrameCallback(function seen(_now, frame) {
    if (disposed) return;
    early = video.seeking ? frame : null;
    if (ready && !early) saw(frame);
    video.requestVideoFrameCallback(seen);
  });
  player.on("seeked", () => {
    // Where no other follows, it was the one that was sought.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (disposed || !ready || !early || video.seeking) return;
        saw(early);
        early = null;
      }),
    );
  });
  return deck;
}

declare global {
  interface HTMLMediaElement {
    /** Chromium's own. */
    readonly webkitAudioDecodedByteCount: number;
  }
}
