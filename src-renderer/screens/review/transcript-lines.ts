import type { Cue } from "../../../src-shared/bridge/review.ts";

/** The line that is being said, or was said last; −1 before the first. */
export function presentLine(cues: readonly Cue[], seconds: number): number {
  return cues.findLastIndex((cue) => cue.from <= seconds);
}

/** Lines from one to another, in whichever direction they were chosen. */
export interface LineRange {
  anchor: number;
  end: number;
}

export function isInRange(line: number, range: LineRange | null): boolean {
  return range !== null && line >= Math.min(range.anchor, range.end) && line <= Math.max(range.anchor, range.end);
}
