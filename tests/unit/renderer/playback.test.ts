import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Clip } from "../../../src-renderer/player/clip.ts";
import type { Deck, DeckEvent, DeckPlace } from "../../../src-renderer/player/deck.ts";
import { createPlayback } from "../../../src-renderer/player/playback.ts";
import type { PlaybackSettings } from "../../../src-renderer/player/playback-state.ts";

const settings: PlaybackSettings = { speed: 1, volume: 1, captionsOn: true, levelLoudness: false, rewindOnResume: false };
const clip = (answerId: number): Clip => ({ answerId, sizeBytes: 1, type: "video/mp4", cues: [] });

/** Stands for a video: where it is, what was asked of it, and what the test lets happen to it. */
interface FakeDeck extends Deck {
  moment: number;
  volume: number;
  silent: boolean;
  starts: number;
  place: DeckPlace;
  happens(event: DeckEvent): void;
}

const decks = vi.hoisted(() => [] as FakeDeck[]);
vi.mock("../../../src-renderer/player/deck.ts", () => ({
  createDeck(_host: HTMLElement, tell: (deck: Deck, event: DeckEvent) => void) {
    const fake: Partial<FakeDeck> = {
      moment: 0,
      volume: 1,
      silent: false,
      starts: 0,
      place: "under",
      happens(event) {
        if (event === "failed") [ready, failed, deck.moment] = [false, true, 0];
        if (event === "ready") [ready, deck.moment] = [true, deck.starts];
        tell(deck, event);
      },
      clip: () => held,
      ready: () => ready,
      hasPicture: () => ready,
      hasNoSound: () => false,
      failed: () => failed,
      untouched: () => true,
      playing: () => playing,
      seeking: () => false,
      seconds: () => deck.moment,
      durationSeconds: () => 60,
      load(next) {
        [held, ready, failed, playing, deck.moment, deck.starts] = [next, false, false, false, 0, 0];
      },
      pictureThere: () => Promise.resolve(),
      play: () => void (playing = true),
      pause: () => void (playing = false),
      startsAt: (seconds) => void (deck.starts = seconds),
      setSpeed() {},
      setVolume: (volume) => void (deck.volume = volume),
      setMuted: (muted) => void (deck.silent = muted),
      setCues: (cues) => void (held = { ...held!, cues }),
      captions: () => held?.cues.map(({ text }) => text) ?? [],
      setPlace: (place) => void (deck.place = place),
      dispose() {},
    };
    const deck = fake as FakeDeck;
    let held: Clip | null = null;
    let [ready, failed, playing] = [false, false, false];
    decks.push(deck);
    return deck;
  },
}));

const shown = () => decks.find((deck) => deck.place === "shown")!;
const holding = (answerId: number) => decks.find((deck) => deck.clip()?.answerId === answerId)!;
/** What waits until the page has nothing else to do. */
let idle: (() => void)[] = [];

beforeEach(() => {
  decks.length = 0;
  idle = [];
  // The page's own clocks: nothing here waits for a frame.
  vi.stubGlobal("requestAnimationFrame", () => 1);
  vi.stubGlobal("requestIdleCallback", (act: () => void) => idle.push(act));
  for (const never of ["cancelAnimationFrame", "cancelIdleCallback"]) vi.stubGlobal(never, () => {});
});
afterEach(() => void vi.unstubAllGlobals());

function playbackWith(change: Partial<PlaybackSettings> = {}) {
  const played: unknown[] = [];
  const playback = createPlayback({} as HTMLElement, { ...settings, ...change }, { onPlayed: (answerId, stretches) => void played.push({ answerId, stretches }), onSettings() {} });
  playback.load(7, clip(7));
  shown().happens("ready");
  return { playback, played };
}

test("a recording that failed on its way is tried again from where it failed", () => {
  const { playback } = playbackWith();
  playback.togglePlay();
  shown().happens("playing");
  shown().moment = 12.5;
  shown().happens("time");
  shown().happens("failed");
  expect(playback.state()).toMatchObject({ failed: true, ready: false, seconds: 12.5 });
  playback.reload();
  expect(playback.state()).toMatchObject({ failed: false, seconds: 12.5 });
  shown().happens("ready");
  expect(playback.state()).toMatchObject({ ready: true, playing: false });
  expect(playback.secondsNow()).toBe(12.5);
});

test("with the volume at nothing it starts muted, and what turns the sound on makes it heard", () => {
  const { playback } = playbackWith({ volume: 0 });
  expect(playback.state().muted).toBe(true);
  expect(shown()).toMatchObject({ silent: true, volume: 0 });
  playback.toggleMuted();
  expect(playback.state()).toMatchObject({ muted: false, volume: 0.5 });
  expect(shown()).toMatchObject({ silent: false, volume: 0.5 });
  playback.toggleMuted();
  expect(playback.state()).toMatchObject({ muted: true, volume: 0.5 });
  expect(shown().silent).toBe(true);
});

test("what is played is handed on to the very moment when that is asked, while playing goes on", () => {
  const { playback, played } = playbackWith();
  playback.togglePlay();
  shown().happens("playing");
  shown().moment = 1.9;
  shown().happens("time");
  // Between two reports of the player.
  shown().moment = 2.13;
  playback.flushPlayed();
  expect(played).toEqual([{ answerId: 7, stretches: [{ from: 0, to: 2.13 }] }]);
  shown().moment = 3;
  playback.flushPlayed();
  expect(played[1]).toEqual({ answerId: 7, stretches: [{ from: 2.13, to: 3 }] });
});

test("a recording that is shown ahead of its screen is not begun again with it", () => {
  const { playback } = playbackWith();
  playback.setNext(clip(8));
  void playback.prepare(clip(8));
  const spare = holding(8);
  spare.happens("ready");
  playback.load(8, clip(8));
  expect(shown()).toBe(spare);
  playback.load(8, clip(8));
  expect(shown()).toBe(spare);
  expect(playback.state().ready).toBe(true);
});

test("what was not made ready lies over the shown recording from the beginning; what is given up on the way does not", () => {
  const { playback } = playbackWith();
  void playback.prepare(clip(8));
  expect(shown().clip()?.answerId).toBe(7);
  expect(holding(8).place).toBe("over");
  void playback.prepare(clip(9));
  expect(holding(9).place).toBe("over");
  expect(holding(8).place).toBe("under");
  void playback.prepare(null);
  expect(holding(9).place).toBe("under");
  void playback.prepare(clip(9));
  playback.load(9, clip(9));
  expect(shown().clip()?.answerId).toBe(9);
  expect(holding(7).place).toBe("under");
});

test("once its picture is there, the next one is made ready under it, and one deck lies empty over it for any other", () => {
  const { playback } = playbackWith();
  playback.setNext(clip(8));
  idle.splice(0).forEach((act) => act());
  expect(holding(8).place).toBe("under");
  void playback.prepare(clip(6));
  playback.load(6, clip(6));
  playback.setNext(clip(7));
  shown().happens("ready");
  idle.splice(0).forEach((act) => act());
  expect(decks.map((deck) => `${deck.clip()?.answerId ?? "empty"} ${deck.place}`).toSorted()).toEqual(["6 shown", "7 under", "empty over"]);
});

test("captions that come later than the recording are shown, and it is not begun again for them", () => {
  const { playback } = playbackWith();
  shown().moment = 4;
  playback.load(7, { ...clip(7), cues: [{ from: 0, to: 9, text: "Good morning." }] });
  expect(shown().clip()?.cues).toHaveLength(1);
  expect(playback.state().captions).toEqual(["Good morning."]);
  expect(playback.secondsNow()).toBe(4);
});

test("play that is pressed before the recording is on the laptop is remembered, also when it comes made ready", () => {
  const { playback } = playbackWith();
  playback.load(8, null);
  playback.togglePlay();
  expect(playback.state()).toMatchObject({ ready: false, playsWhenReady: true });
  playback.load(8, clip(8));
  expect(shown().playing()).toBe(false);
  shown().happens("ready");
  expect(shown().playing()).toBe(true);
  expect(playback.state().playsWhenReady).toBe(false);

  playback.load(9, null);
  playback.togglePlay();
  playback.setNext(clip(9));
  idle.splice(0).forEach((act) => act());
  holding(9).happens("ready");
  playback.load(9, clip(9));
  expect(shown().playing()).toBe(true);
});

test("the wish to play is taken back by pressing again, by leaving the answer, and by a recording that cannot be played", () => {
  const { playback } = playbackWith();
  const comes = () => {
    playback.load(8, clip(8));
    shown().happens("ready");
    return shown().playing();
  };
  playback.load(8, null);
  playback.togglePlay();
  playback.togglePlay();
  expect(comes()).toBe(false);

  playback.load(8, null);
  playback.togglePlay();
  playback.pause();
  expect(comes()).toBe(false);

  playback.load(7, null);
  playback.togglePlay();
  expect(comes()).toBe(false);

  playback.load(8, null);
  playback.togglePlay();
  playback.load(8, clip(8));
  shown().happens("failed");
  playback.reload();
  shown().happens("ready");
  expect(shown().playing()).toBe(false);
});
