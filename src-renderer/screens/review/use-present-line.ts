import { useSyncExternalStore } from "react";
import type { Cue } from "../../../src-shared/bridge/review.ts";
import type { Playback } from "../../player/playback.ts";
import { presentLine } from "./transcript-lines.ts";

const neverChanges = () => () => undefined;

/** The line that is being said: asks for a new drawing only when that changes, not at every report of the player. */
export function usePresentLine(playback: Playback | null, cues: readonly Cue[]): number {
  return useSyncExternalStore(playback?.subscribe ?? neverChanges, () => (playback ? presentLine(cues, playback.state().seconds) : -1));
}
