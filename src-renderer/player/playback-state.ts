import type { Preferences } from "../../src-shared/bridge/preferences.ts";
import type { Interval } from "../../src-shared/marking/watched.ts";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** What the assessor has chosen about playing, and finds again the next day. */
export type PlaybackSettings = Pick<Preferences, "speed" | "volume" | "captionsOn" | "levelLoudness" | "rewindOnResume">;

/** What is known of the sound of the recording that is shown. */
export type Sound =
  | { kind: "unknown" }
  /** `gainDb`: how much louder it is played when sound is levelled. */
  | { kind: "measured"; lufs: number; gainDb: number }
  /** It has no sound, or none that could be heard. */
  | { kind: "silent" };

export interface PlaybackState extends PlaybackSettings {
  /** Whether the recording can be played and sought in. */
  ready: boolean;
  /** The recording came, and cannot be played. */
  failed: boolean;
  /** Play was pressed before the recording is there: it begins by itself when it is. */
  playsWhenReady: boolean;
  seconds: number;
  playing: boolean;
  /** It should play, but its data is not there yet. */
  stalled: boolean;
  muted: boolean;
  /** The captions of this moment. */
  captions: readonly string[];
  /** What was played and not handed on yet. */
  justPlayed: readonly Interval[];
  sound: Sound;
  /** Levelling works on this computer, as far as is known. */
  levelWorks: boolean;
}

export interface PlaybackListeners {
  /** Gets what was played of which answer: about every 5 seconds, and whenever playing stops or jumps. */
  onPlayed(answerId: number, stretches: Interval[]): void;
  /** Gets what the assessor changed by a control or a key. */
  onSettings(change: Partial<PlaybackSettings>): void;
}

/** What a recording starts with; the settings stay. */
export const STOPPED = {
  ready: false,
  failed: false,
  seconds: 0,
  playing: false,
  stalled: false,
  captions: [],
  justPlayed: [],
  sound: { kind: "unknown" },
} as const satisfies Partial<PlaybackState>;
