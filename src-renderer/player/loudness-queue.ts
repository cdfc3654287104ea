import { isSameRecording, type Clip } from "./clip.ts";
import type { Loudness } from "./measure-loudness.ts";

/** Measures what is wanted, one at a time, and remembers it for as long as the screen lives. */
export interface LoudnessQueue {
  /** What is worth measuring now, most urgent first. Work on anything else is stopped. */
  want(clips: readonly Clip[]): void;
  /** `undefined` while it is not known. */
  of(clip: Clip): Loudness | undefined;
  dispose(): void;
}

/** @param onMeasured is called when `of` knows one more. */
export function createLoudnessQueue(measure: (clip: Clip, signal: AbortSignal) => Promise<Loudness>, onMeasured: () => void): LoudnessQueue {
  const known = new Map<string, Loudness>();
  /** Could not be fetched: tried again when it is wanted anew, not before. */
  const failed = new Set<string>();
  let wanted: readonly Clip[] = [];
  let job: { clip: Clip; stop: AbortController } | null = null;

  const nameOf = ({ answerId, sizeBytes }: Clip) => `${answerId} ${sizeBytes}`;

  function begin() {
    const clip = wanted.find((each) => !known.has(nameOf(each)) && !failed.has(nameOf(each)));
    if (job || !clip) return;
    const begun = { clip, stop: new AbortController() };
    job = begun;
    void measure(clip, begun.stop.signal)
      .then(
        (loudness) => {
          known.set(nameOf(clip), loudness);
          return true;
        },
        () => {
          if (!begun.stop.signal.aborted) failed.add(nameOf(clip));
          return false;
        },
      )
      .then((isKnown) => {
        job = null;
        if (isKnown && !begun.stop.signal.aborted) onMeasured();
        begin();
      });
  }

  return {
    want(clips) {
      wanted = clips;
      failed.clear();
      if (job && !clips.some((clip) => isSameRecording(job!.clip, clip))) job.stop.abort();
      begin();
    },
    of: (clip) => known.get(nameOf(clip)),
    dispose() {
      wanted = [];
      job?.stop.abort();
    },
  };
}
