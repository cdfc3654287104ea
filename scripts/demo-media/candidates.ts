import type { Look } from "./figure.ts";

/** How one candidate sounds. `voice` is an espeak-ng voice with its variant. */
export interface Voice {
  voice: string;
  /** espeak-ng's words per minute. */
  wordsPerMinute: number;
  /** espeak-ng's pitch, 0 to 99. */
  pitch: number;
  /** Rest between two sentences; twice and a half as long between paragraphs. */
  pauseMs: number;
  /** Loudness of the finished recording. People sit at different distances from their laptops. */
  loudnessLufs: number;
}

/** What befalls real recordings, and what a desk has to cope with. */
export interface Condition {
  portrait?: boolean;
  webm?: boolean;
  /** The MP4's index stands behind the pictures, as many phones write it. */
  indexAtEnd?: boolean;
  loudnessLufs?: number;
  noise?: { fromSeconds: number; toSeconds: number };
  /** The recording breaks off here, in the middle of a sentence. */
  stopsAfterSeconds?: number;
}

export interface Candidate {
  reference: string;
  /** Only where it differs from the campaign's: a reasonable adjustment. */
  secondsAllowed?: number;
  voice: Voice;
  look: Look;
  /** By question. */
  conditions: Record<string, Condition>;
}

/** In the order in which they are made and listed. Their words stand in `answers/<reference>.md`. */
export const candidates: Candidate[] = [
  {
    reference: "K-2031",
    voice: { voice: "en-gb+f2", wordsPerMinute: 168, pitch: 52, pauseMs: 320, loudnessLufs: -20 },
    look: {
      skin: "#e8b896", skinShade: "#d49f7b", lips: "#a8504c", hair: "#4a2e22", hairStyle: "bob", eyes: "#4b3322",
      clothes: "#6f93b0", clothesStyle: "blouse", clothesAccent: "#f2f4f5",
      room: "shelf", wall: ["#3d5166", "#253342"],
    },
    conditions: { q6: { indexAtEnd: true } },
  },
  {
    reference: "K-2038",
    voice: { voice: "en-gb-scotland+m3", wordsPerMinute: 164, pitch: 40, pauseMs: 340, loudnessLufs: -18 },
    look: {
      skin: "#b67c55", skinShade: "#9c6643", lips: "#83433a", hair: "#1e1815", hairStyle: "crop", eyes: "#2b1b12",
      beard: "stubble", clothes: "#2f4a3c", clothesStyle: "shirt", clothesAccent: "#3d5e4d",
      room: "window", wall: ["#c9c3b4", "#a59e8d"],
    },
    conditions: { q5: { noise: { fromSeconds: 31, toSeconds: 37 } } },
  },
  {
    reference: "K-2044",
    voice: { voice: "en-gb-x-gbclan+m7", wordsPerMinute: 138, pitch: 46, pauseMs: 1100, loudnessLufs: -23 },
    look: {
      skin: "#f0c8ae", skinShade: "#dcae90", lips: "#b4625d", hair: "#8a6137", hairStyle: "curls", eyes: "#49637a",
      clothes: "#6a6f78", clothesStyle: "hoodie", clothesAccent: "#dfe2e6",
      room: "plain", wall: ["#5d5470", "#393349"],
    },
    conditions: {},
  },
  {
    reference: "K-2047",
    secondsAllowed: 240,
    voice: { voice: "en-029+f3", wordsPerMinute: 142, pitch: 44, pauseMs: 480, loudnessLufs: -21 },
    look: {
      skin: "#7b4b32", skinShade: "#653a25", lips: "#6b2f2d", hair: "#5b5653", hairStyle: "afro", eyes: "#1f130d", glasses: "#2a2a30",
      clothes: "#8d3f57", clothesStyle: "crew", clothesAccent: "#a9566f",
      room: "curtain", wall: ["#d9c7a5", "#b79f78"],
    },
    conditions: {},
  },
  {
    reference: "K-2052",
    voice: { voice: "en-gb-x-gbcwmd+m1", wordsPerMinute: 144, pitch: 38, pauseMs: 1000, loudnessLufs: -22 },
    look: {
      skin: "#e0aa86", skinShade: "#c98f6b", lips: "#98504a", hair: "#33261f", hairStyle: "receding", eyes: "#3d4b3a",
      beard: "full", clothes: "#c4612f", clothesStyle: "crew", clothesAccent: "#d97d4d",
      room: "door", wall: ["#7f9089", "#56655f"],
    },
    conditions: { q2: { loudnessLufs: -38 }, q4: { stopsAfterSeconds: 15 } },
  },
  {
    reference: "K-2059",
    voice: { voice: "en-gb+f4", wordsPerMinute: 172, pitch: 56, pauseMs: 300, loudnessLufs: -19 },
    look: {
      skin: "#cf9a70", skinShade: "#b68058", lips: "#96483f", hair: "#2c6f78", hairStyle: "headscarf", eyes: "#2a1a10",
      clothes: "#2f3b52", clothesStyle: "blazer", clothesAccent: "#e6ded0",
      room: "shelf", wall: ["#b8c4c9", "#8c9ba3"],
    },
    conditions: { q3: { webm: true } },
  },
  {
    reference: "K-2063",
    voice: { voice: "en-gb-x-rp+f5", wordsPerMinute: 166, pitch: 50, pauseMs: 360, loudnessLufs: -20 },
    look: {
      skin: "#f3d0bb", skinShade: "#e0b49b", lips: "#bb5f5c", hair: "#a8492a", hairStyle: "long", eyes: "#4f7466",
      clothes: "#e0c66f", clothesStyle: "crew", clothesAccent: "#f0dc98",
      room: "window", wall: ["#4f6b5f", "#30443b"],
    },
    conditions: { q2: { portrait: true } },
  },
];
