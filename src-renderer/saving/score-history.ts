import type { Mark } from "../../src-shared/bridge/review.ts";
import type { MarkWrite } from "./mark-write.ts";

/** What can be given as a score: a point of the scale, a reason why there is none, or nothing yet. */
export type GivenScore = Pick<Mark, "score" | "cannotScore">;

export interface ScoreSteps {
  /** What was given before, the latest last. */
  earlier: readonly GivenScore[];
  /** Whether what is given now came back by an undo. */
  cameBack: boolean;
}

/** The scores that were changed in this window, so that each change can be undone, also after moving on and coming back. */
export interface ScoreHistory {
  of(answerId: number): ScoreSteps;
  /** Remembers what is about to be changed. */
  keep(answerId: number, before: GivenScore): void;
  /** What was given before; it is forgotten here, since it is about to be given again. `null`: nothing was. */
  stepBack(answerId: number): GivenScore | null;
  /** Returns a function that ends the listening. */
  subscribe(listener: () => void): () => void;
}

const NOTHING_CHANGED: ScoreSteps = { earlier: [], cameBack: false };

export function createScoreHistory(): ScoreHistory {
  const answers = new Map<number, ScoreSteps>();
  const listeners = new Set<() => void>();
  const of = (answerId: number) => answers.get(answerId) ?? NOTHING_CHANGED;
  function set(answerId: number, steps: ScoreSteps) {
    answers.set(answerId, steps);
    for (const listener of listeners) listener();
  }
  return {
    of,
    keep: (answerId, { score, cannotScore }) => set(answerId, { earlier: [...of(answerId).earlier, { score, cannotScore }], cameBack: false }),
    stepBack(answerId) {
      const { earlier } = of(answerId);
      const before = earlier.at(-1);
      if (!before) return null;
      set(answerId, { earlier: earlier.slice(0, -1), cameBack: true });
      return before;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The write that makes an answer's score what it was. */
export function writeOfScore(answerId: number, wanted: GivenScore, now: GivenScore): MarkWrite {
  if (wanted.score !== null) return { name: "mark.set-score", input: { answerId, score: wanted.score } };
  if (wanted.cannotScore !== null || now.cannotScore !== null) return { name: "mark.set-cannot-score", input: { answerId, reason: wanted.cannotScore } };
  return { name: "mark.set-score", input: { answerId, score: null } };
}

/** What a change was, in a few words: it is read out, and stands beside "Undo". */
export function scoreChangeInWords({ earlier, cameBack }: ScoreSteps, now: GivenScore): string {
  const before = earlier.at(-1);
  if (cameBack) return now.score !== null ? `Back to ${now.score}.` : now.cannotScore !== null ? "Back to “cannot be scored”." : "Not scored again.";
  if (!before) return "";
  if (now.score === null && now.cannotScore === null) return "Taken back.";
  if (before.score !== null) return now.score === null ? `Changed from ${before.score}.` : `Changed from ${before.score} to ${now.score}.`;
  if (before.cannotScore !== null) return now.score === null ? "Reason changed." : "Was “cannot be scored”.";
  return now.score === null ? "Recorded." : `Scored ${now.score}.`;
}
