import type { Cue } from "../../src-shared/bridge/review.ts";

/** A recording as the player takes it. */
export interface Clip {
  answerId: number;
  type: string;
  /** Tells a recording from the one that replaced it. */
  sizeBytes: number;
  cues: readonly Cue[];
}

export function isSameRecording(one: Clip | null, other: Clip | null): boolean {
  return one?.answerId === other?.answerId && one?.sizeBytes === other?.sizeBytes && one?.type === other?.type;
}

/** The same recording, with the same captions: they may come later than the recording. */
export function isSameClip(one: Clip | null, other: Clip | null): boolean {
  return isSameRecording(one, other) && JSON.stringify(one?.cues) === JSON.stringify(other?.cues);
}

/** The address says which answer is meant, and nothing else. */
export function addressOf(clip: Clip): string {
  return `media://answer/${clip.answerId}`;
}

/** Has a recording found, opened and checked: when it is wanted, nothing but reading is left. */
export function openAhead(clip: Clip): void {
  // Whatever is wrong with it is told when it is played.
  fetch(addressOf(clip), { method: "HEAD", cache: "no-store", credentials: "omit" }).catch(() => undefined);
}
