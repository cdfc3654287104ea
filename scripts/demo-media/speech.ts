import { execFileSync } from "node:child_process";
import type { Sentence } from "./answer-text.ts";
import type { Voice } from "./candidates.ts";
import { createChance } from "./chance.ts";

export const SAMPLES_PER_SECOND = 22_050;

/** A sentence and when it is heard, in seconds from the recording's start. */
export interface SpokenSentence {
  text: string;
  from: number;
  to: number;
}

/** `samples` is mono at `SAMPLES_PER_SECOND`, clean and unlevelled. */
export interface Speech {
  samples: Int16Array;
  sentences: SpokenSentence[];
}

/** Speaks an answer sentence by sentence, so that each sentence's times are known and not guessed. */
export function speak(answer: Sentence[], voice: Voice, seed: string): Speech {
  const chance = createChance(`speech ${seed}`);
  const parts: Int16Array[] = [silence(0.7 + chance() * 0.8)];
  const sentences: SpokenSentence[] = [];
  let length = parts[0]!.length;
  for (const { text, endsParagraph } of answer) {
    const spoken = synthesise(text, voice, chance);
    sentences.push({ text, from: length / SAMPLES_PER_SECOND, to: (length + spoken.length) / SAMPLES_PER_SECOND });
    const pause = silence((voice.pauseMs / 1000) * (0.7 + chance() * 0.6) * (endsParagraph ? 2.5 : 1));
    parts.push(spoken, pause);
    length += spoken.length + pause.length;
  }
  parts.push(silence(0.8));
  return { samples: joined(parts), sentences };
}

/** Cuts speech where the recording broke off; a sentence under way keeps the words that were heard. */
export function cutOff({ samples, sentences }: Speech, atSeconds: number): Speech {
  const heard = sentences.filter(({ from }) => from < atSeconds).map((sentence) => {
    if (sentence.to <= atSeconds) return sentence;
    const words = sentence.text.split(" ");
    const share = (atSeconds - sentence.from) / (sentence.to - sentence.from);
    return { text: words.slice(0, Math.max(1, Math.floor(words.length * share))).join(" "), from: sentence.from, to: atSeconds };
  });
  return { samples: samples.slice(0, Math.round(atSeconds * SAMPLES_PER_SECOND)), sentences: heard };
}

/** Adds a passage of rushing noise, as from a vacuum cleaner or traffic at an open window. */
export function withNoise(samples: Int16Array, fromSeconds: number, toSeconds: number, seed: string): Int16Array {
  const chance = createChance(`noise ${seed}`);
  const noisy = samples.slice();
  const from = Math.round(fromSeconds * SAMPLES_PER_SECOND);
  const to = Math.min(samples.length, Math.round(toSeconds * SAMPLES_PER_SECOND));
  const ramp = SAMPLES_PER_SECOND / 3;
  let rumble = 0;
  for (let at = from; at < to; at += 1) {
    const white = chance() * 2 - 1;
    rumble = rumble * 0.96 + white * 0.3;
    const swell = Math.min(1, (at - from) / ramp, (to - at) / ramp);
    noisy[at] = clamp16(noisy[at]! + swell * (rumble * 0.7 + white * 0.3) * 11_000);
  }
  return noisy;
}

/** People neither keep one pace nor one pitch; a little drift from sentence to sentence is enough. */
function synthesise(text: string, voice: Voice, chance: () => number): Int16Array {
  const pace = Math.round(voice.wordsPerMinute * (0.95 + chance() * 0.1));
  const pitch = Math.round(voice.pitch + chance() * 6 - 3);
  const wav = execFileSync("espeak-ng", ["-v", voice.voice, "-s", `${pace}`, "-p", `${pitch}`, "-z", "--stdout", "--stdin"], { input: text, maxBuffer: 1 << 26 });
  return trimmed(samplesOf(wav));
}

function samplesOf(wav: Buffer): Int16Array {
  const rate = wav.readUInt32LE(24);
  if (rate !== SAMPLES_PER_SECOND) throw new Error(`espeak-ng gave ${rate} samples per second instead of ${SAMPLES_PER_SECOND}`);
  const body = wav.subarray(wav.indexOf("data") + 8);
  const samples = new Int16Array(body.length >> 1);
  for (let at = 0; at < samples.length; at += 1) samples[at] = body.readInt16LE(at * 2);
  return samples;
}

/** Without the stillness before and after, so that captions begin and end with the voice. */
function trimmed(samples: Int16Array): Int16Array {
  const audible = (sample: number) => Math.abs(sample) > 200;
  const first = samples.findIndex(audible);
  const last = samples.findLastIndex(audible);
  const margin = Math.round(SAMPLES_PER_SECOND * 0.02);
  return samples.slice(Math.max(0, first - margin), last + 1 + margin);
}

function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * SAMPLES_PER_SECOND));
}

function joined(parts: Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function clamp16(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
