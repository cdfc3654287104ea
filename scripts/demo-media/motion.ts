import { createChance } from "./chance.ts";
import type { Eyes, Pose } from "./figure.ts";
import type { Mouth } from "./mouth.ts";
import { SAMPLES_PER_SECOND } from "./speech.ts";

export const FRAMES_PER_SECOND = 12;

/** Heads move in steps this fine, so that a few hundred drawings serve a whole interview. */
export const turns = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1];
export const nods = [0, 1];

/** How loud a frame is beside loud speech (about 0 to 1), and how often its sound crosses zero per second. */
interface FrameSound {
  level: number;
  crossings: number;
}

/** One pose for each frame of a recording: the mouth follows the sound, the rest is idle movement. */
export function posesFor(samples: Int16Array, seed: string): Pose[] {
  const sounds = frameSounds(samples);
  const chance = createChance(`motion ${seed}`);
  const eyes = eyesFor(sounds.length, chance);
  const phases = [chance() * 7, chance() * 7, chance() * 7];
  return sounds.map((sound, frame) => {
    const seconds = frame / FRAMES_PER_SECOND;
    const sway = Math.sin(seconds * 0.62 + phases[0]!) * 0.6 + Math.sin(seconds * 1.37 + phases[1]!) * 0.4;
    return { mouth: mouthFor(sound), eyes: eyes[frame]!, turn: nearest(turns, sway), nod: isStressed(sounds, frame) ? 1 : 0 };
  });
}

function frameSounds(samples: Int16Array): FrameSound[] {
  const perFrame = SAMPLES_PER_SECOND / FRAMES_PER_SECOND;
  const frames = Array.from({ length: Math.ceil(samples.length / perFrame) }, (_, frame) =>
    measure(samples.subarray(Math.round(frame * perFrame), Math.round((frame + 1) * perFrame))));
  const voiced = frames.map(({ level }) => level).filter((level) => level > 100).toSorted((a, b) => a - b);
  const loud = voiced[Math.floor(voiced.length * 0.92)] ?? 1;
  return frames.map(({ level, crossings }) => ({ level: level / loud, crossings }));
}

function measure(samples: Int16Array): FrameSound {
  let squares = 0;
  let crossings = 0;
  for (let at = 1; at < samples.length; at += 1) {
    squares += samples[at]! ** 2;
    if (samples[at]! < 0 !== samples[at - 1]! < 0) crossings += 1;
  }
  return { level: Math.sqrt(squares / Math.max(1, samples.length)), crossings: (crossings * SAMPLES_PER_SECOND) / Math.max(1, samples.length) };
}

function mouthFor({ level, crossings }: FrameSound): Mouth {
  if (level < 0.06) return "closed";
  if (crossings > 5500) return "hiss";
  if (level < 0.2) return "parted";
  if (level < 0.45) return "small";
  return level < 0.85 ? "middle" : "wide";
}

/** Blinks every two to five seconds, and now and then a look away, as people do when they think. */
function eyesFor(frames: number, chance: () => number): Eyes[] {
  const eyes = Array.from({ length: frames }, (): Eyes => "open");
  let at = Math.round(FRAMES_PER_SECOND * (1 + chance() * 2));
  while (at < frames) {
    const looksAway = chance() < 0.16;
    const length = looksAway ? Math.round(FRAMES_PER_SECOND * (0.6 + chance())) : 2;
    eyes.fill(looksAway ? "aside" : "closed", at, at + length);
    at += length + Math.round(FRAMES_PER_SECOND * (1.8 + chance() * 3));
  }
  return eyes;
}

/** Loud for half a second, which is where speakers nod. */
function isStressed(sounds: FrameSound[], frame: number): boolean {
  const near = sounds.slice(Math.max(0, frame - 3), frame + 4);
  return near.reduce((sum, { level }) => sum + level, 0) / near.length > 0.62;
}

function nearest(steps: number[], value: number): number {
  return steps.reduce((best, step) => (Math.abs(step - value) < Math.abs(best - value) ? step : best));
}
