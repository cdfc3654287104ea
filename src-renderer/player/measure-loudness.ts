import { addressOf, type Clip } from "./clip.ts";
import { createLoudnessMeter } from "./loudness.ts";

export type Loudness =
  | { kind: "measured"; lufs: number }
  /** There is sound in the file, and nothing in it that could be heard. */
  | { kind: "silent" }
  /** Nothing could be decoded: either there is no sound in the file, or it is of a kind that cannot be measured. */
  | { kind: "not-decodable" };

/** Speech has nothing that counts above 12 kHz, and half the samples are half the work. */
const SAMPLE_RATE = 24_000;
/** Measured in one go, before the page may do something else. */
const PIECE_SECONDS = 5;
/** A recording is held in memory while it is measured. Longer ones than this play as they were recorded. */
const MOST_BYTES = 300_000_000;
/** BS.1770-4, table 3, in the order of 5.1 channels: left, right, centre, low frequencies, both behind. */
const SURROUND = [1, 1, 1, 0, 1.41, 1.41];

/**
 * Fetches a recording, decodes its sound and measures how loud it is heard. Works while the page is idle.
 * @throws when it cannot be fetched, or when `signal` stops it.
 */
export async function measureLoudness(clip: Clip, signal: AbortSignal): Promise<Loudness> {
  if (clip.sizeBytes > MOST_BYTES) return { kind: "not-decodable" };
  const response = await fetch(addressOf(clip), { cache: "no-store", credentials: "omit", signal });
  if (!response.ok) throw new Error(`The recording was refused: ${response.status}.`);
  const bytes = await response.arrayBuffer();
  signal.throwIfAborted();
  const sound = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(bytes).catch(() => null);
  signal.throwIfAborted();
  if (!sound || sound.length === 0) return { kind: "not-decodable" };
  const lufs = await loudnessOf(sound, signal);
  return lufs === null ? { kind: "silent" } : { kind: "measured", lufs };
}

async function loudnessOf(sound: AudioBuffer, signal: AbortSignal): Promise<number | null> {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
  const meter = createLoudnessMeter(sound.sampleRate, weightsOf(sound.numberOfChannels));
  const piece = PIECE_SECONDS * sound.sampleRate;
  for (let start = 0; start < sound.length; start += piece) {
    await idle();
    signal.throwIfAborted();
    meter.add(channels.map((samples) => samples.subarray(start, start + piece)));
  }
  return meter.integratedLufs();
}

/** One channel comes out of two speakers, so it counts twice: otherwise it would be played 3 dB louder than the same in stereo. */
function weightsOf(channels: number): number[] {
  if (channels === 1) return [2];
  return channels === SURROUND.length ? SURROUND : Array.from({ length: channels }, () => 1);
}

function idle(): Promise<void> {
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 200 }));
}
