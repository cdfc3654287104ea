import type { ScalePoint } from "../../src-shared/documents/campaign.ts";
import { answerRuns, type AnswerDesk } from "./answer-actions.ts";
import type { Runs } from "./use-actions.ts";

/** What the review screen can do, wherever it was asked from. */
export interface ReviewDesk extends AnswerDesk {
  cannotScore(): void;
  undoScore(): void;
  noteHere(): void;
  writeEvidence(): void;
  showFlags(): void;
  showTranscript(): void;
  withdraw(): void;
  compare(): void;
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
  canWithdraw: boolean;
  /** A practice answer whose mark is complete. */
  canCompare: boolean;
  /** The campaign says in which order, not the assessor. */
  orderIsFixed: boolean;
}

/** What each action of the review screen does with the answer at hand. */
export function reviewRuns(desk: ReviewDesk, { scale, readOnly, canWithdraw, canCompare, orderIsFixed }: AnswerAtHand): Runs<"answer" | "review"> {
  const marking = (run: () => void) => (readOnly ? null : run);
  return {
    ...answerRuns(desk, scale, !readOnly),
    cannotScore: marking(desk.cannotScore),
    undoScore: marking(desk.undoScore),
    evidence: desk.writeEvidence,
    noteHere: marking(desk.noteHere),
    flag: desk.showFlags,
    transcript: desk.showTranscript,
    compare: canCompare ? desk.compare : null,
    withdraw: canWithdraw ? desk.withdraw : null,
    nextOrCheck: desk.nextOrCheck,
    nextUnmarked: desk.nextUnmarked,
    order: orderIsFixed ? null : desk.toggleOrder,
    queue: desk.openQueue,
    check: desk.openCheck,
  };
}
