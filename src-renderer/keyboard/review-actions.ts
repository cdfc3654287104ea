import type { ActionId } from "../../src-shared/keyboard/actions.ts";
import type { ScalePoint } from "../../src-shared/documents/campaign.ts";
import type { Runs } from "./use-actions.ts";

/** What the review screen can do, wherever it was asked from. */
export interface ReviewDesk {
  togglePlay(): void;
  stepBy(seconds: number): void;
  stepFrames(direction: -1 | 1): void;
  changeSpeed(direction: -1 | 1): void;
  toggleCaptions(): void;
  toggleLevelLoudness(): void;
  toggleMuted(): void;
  toggleWide(): void;
  score(value: number): void;
  cannotScore(): void;
  undoScore(): void;
  noteHere(): void;
  writeEvidence(): void;
  showFlags(): void;
  showTranscript(): void;
  withdraw(): void;
  previous(): void;
  next(): void;
  nextOrCheck(): void;
  nextUnmarked(): void;
  toggleOrder(): void;
  openQueue(): void;
  openCheck(): void;
}

interface AnswerAtHand {
  scale: readonly ScalePoint[];
  /** Submitted: everything can be looked at, nothing changed. */
  readOnly: boolean;
  /** The campaign says in which order, not the assessor. */
  orderIsFixed: boolean;
}

/** What each action of the review screen does with the answer at hand. */
export function reviewRuns(desk: ReviewDesk, { scale, readOnly, orderIsFixed }: AnswerAtHand): Runs<"review"> {
  const marking = (run: () => void) => (readOnly ? null : run);
  const score = (value: number) => (scale.some((point) => point.value === value) ? marking(() => desk.score(value)) : null);
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
    cannotScore: marking(desk.cannotScore),
    undoScore: marking(desk.undoScore),
    evidence: desk.writeEvidence,
    noteHere: marking(desk.noteHere),
    flag: desk.showFlags,
    transcript: desk.showTranscript,
    withdraw: marking(desk.withdraw),
    nextOrCheck: desk.nextOrCheck,
    previous: desk.previous,
    next: desk.next,
    nextUnmarked: desk.nextUnmarked,
    order: orderIsFixed ? null : desk.toggleOrder,
    queue: desk.openQueue,
    check: desk.openCheck,
  };
}

/** The points of the scale in the campaign's words. */
export function scoreLabels(scale: readonly ScalePoint[]): Partial<Record<ActionId, string>> {
  return Object.fromEntries(scale.map(({ value, label }) => [`score${value}`, `Score ${value} ${label}`]));
}

/** The action that gives this point, if a single digit names it. */
export function scoreAction(value: number): ActionId | null {
  return Number.isInteger(value) && value >= 0 && value <= 9 ? (`score${value}` as ActionId) : null;
}
