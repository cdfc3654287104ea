import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import type { ScalePoint } from "../../src-shared/documents/campaign.ts";
import type { Playback } from "../player/playback.ts";
import type { Runs } from "./use-actions.ts";

/** What can be done wherever an answer is looked at: playing it, giving it a point of the scale, going on. */
export interface AnswerDesk extends AnswerPlaying {
  score(value: number): void;
  previous(): void;
  next(): void;
}

interface AnswerPlaying {
  togglePlay(): void;
  stepBy(seconds: number): void;
  stepFrames(direction: -1 | 1): void;
  changeSpeed(direction: -1 | 1): void;
  toggleCaptions(): void;
  toggleLevelLoudness(): void;
  toggleMuted(): void;
  toggleWide(): void;
}

/** @param canScore whether points of the scale can be given now */
export function answerRuns(desk: AnswerDesk, scale: readonly ScalePoint[], canScore: boolean): Runs<"answer"> {
  const score = (value: number) => (canScore && scale.some((point) => point.value === value) ? () => desk.score(value) : null);
  return {
    togglePlay: desk.togglePlay,
    back: () => desk.stepBy(-5),
    forward: () => desk.stepBy(5),
    farBack: () => desk.stepBy(-15),
    farForward: () => desk.stepBy(15),
    frameBack: () => desk.stepFrames(-1),
    frameForward: () => desk.stepFrames(1),
    slower: () => desk.changeSpeed(-1),
    faster: () => desk.changeSpeed(1),
    captions: desk.toggleCaptions,
    levelLoudness: desk.toggleLevelLoudness,
    mute: desk.toggleMuted,
    wide: desk.toggleWide,
    score0: score(0),
    score1: score(1),
    score2: score(2),
    score3: score(3),
    score4: score(4),
    score5: score(5),
    score6: score(6),
    score7: score(7),
    score8: score(8),
    score9: score(9),
    previous: desk.previous,
    next: desk.next,
  };
}

/** The player's half of it. */
export function playingWith(playback: Playback | null, toggleWide: () => void): AnswerPlaying {
  return {
    togglePlay: () => playback?.togglePlay(),
    stepBy: (seconds) => playback?.stepBy(seconds),
    stepFrames: (direction) => playback?.stepFrames(direction),
    changeSpeed: (direction) => playback?.changeSpeed(direction),
    toggleCaptions: () => playback?.toggleCaptions(),
    toggleLevelLoudness: () => playback?.toggleLevelLoudness(),
    toggleMuted: () => playback?.toggleMuted(),
    toggleWide,
  };
}

/** The points of the scale in the campaign's words. */
export function scoreLabels(scale: readonly ScalePoint[], what = "Score"): Partial<Record<ActionId, string>> {
  return Object.fromEntries(scale.map(({ value, label }) => [`score${value}`, `${what} ${value} ${label}`]));
}

/** The action that gives this point, if a single digit names it. */
export function scoreAction(value: number): ActionId | null {
  return Number.isInteger(value) && value >= 0 && value <= 9 ? (`score${value}` as ActionId) : null;
}
