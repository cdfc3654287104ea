import type { CommandName, Input } from "../../src-shared/bridge/contract.ts";
import type { Mark, ReviewView } from "../../src-shared/bridge/review.ts";
import { markStateOf } from "../../src-shared/marking/completeness.ts";
import { addWatched, watchedShare } from "../../src-shared/marking/watched.ts";
import { assertNever } from "../../src-shared/result.ts";

type MarkCommand = Extract<CommandName, `mark.${string}`>;

/** One change to one mark, on its way to the engine. */
export type MarkWrite = { [N in MarkCommand]: { name: N; input: Input<N> } }[MarkCommand];

/** Which part of a mark a write gives a value to. */
export function markWriteKey(write: MarkWrite): string {
  const answer = write.input.answerId;
  switch (write.name) {
    case "mark.set-score":
    case "mark.set-cannot-score":
      // Each takes the other back, so their order matters.
      return `${answer} score`;
    case "mark.set-evidence":
      return `${answer} evidence`;
    case "mark.put-note":
    case "mark.remove-note":
      return `${answer} note ${write.input.noteId}`;
    case "mark.set-indicator":
      return `${answer} indicator ${write.input.indicator}`;
    case "mark.set-flag":
      return `${answer} flag ${write.input.flag}`;
    case "mark.set-watch-reason":
      return `${answer} watch reason`;
    case "mark.reply":
      return `${answer} reply ${write.input.query}`;
    case "mark.add-watched":
      // These add up instead of replacing each other.
      return `${answer} watched ${write.input.from} ${write.input.to}`;
    default:
      return assertNever(write);
  }
}

/** The view as it will be once these writes are on disk: what the user did is on screen at once. */
export function withWrites(view: ReviewView, writes: readonly MarkWrite[], now: Date): ReviewView {
  const own = writes.filter((write) => write.input.answerId === view.answerId);
  if (own.length === 0) return view;
  const changed = own.reduce((mark, write) => applyWrite(mark, write, now), view.mark);
  const stands = view.comparison?.state === "shown" || view.comparison?.state === "taken-back";
  const state = stands ? view.mark.state : markStateOf({ ...changed, noteCount: changed.notes.length, watchedShare: watchedShare(changed.watched, view.recording.durationSeconds) }, view.rules, view.scale);
  const mark = { ...changed, state };
  const newlyMarked = Number(mark.state === "marked") - Number(view.mark.state === "marked");
  return {
    ...view,
    mark,
    queries: own.reduce((queries, write) => (write.name === "mark.reply" ? queries.map((each) => (each.query === write.input.query ? { ...each, reply: write.input.text } : each)) : queries), view.queries),
    position: { ...view.position, marked: view.position.marked + newlyMarked },
    strip: view.strip.map((each) =>
      each.answerId === view.answerId
        ? { ...each, score: mark.score, cannotScore: mark.cannotScore !== null, state: mark.state, flagged: mark.flags.length > 0 }
        : each,
    ),
  };
}

function applyWrite(mark: Mark, write: MarkWrite, now: Date): Mark {
  switch (write.name) {
    case "mark.set-score":
      return { ...mark, score: write.input.score, cannotScore: write.input.score === null ? mark.cannotScore : null };
    case "mark.set-cannot-score":
      return { ...mark, cannotScore: write.input.reason, score: write.input.reason === null ? mark.score : null };
    case "mark.set-evidence":
      return { ...mark, evidence: write.input.text };
    case "mark.put-note": {
      const { noteId, atSeconds, text } = write.input;
      const others = mark.notes.filter((each) => each.noteId !== noteId);
      const note = { noteId, atSeconds, text, savedAt: now.toISOString() };
      return { ...mark, notes: [...others, note].sort((a, b) => a.atSeconds - b.atSeconds) };
    }
    case "mark.remove-note": {
      const { noteId } = write.input;
      return { ...mark, notes: mark.notes.filter((each) => each.noteId !== noteId) };
    }
    case "mark.set-indicator": {
      const { indicator, atSeconds } = write.input;
      const others = mark.indicators.filter((each) => each.indicator !== indicator);
      return { ...mark, indicators: atSeconds === null ? others : [...others, { indicator, atSeconds }] };
    }
    case "mark.set-flag": {
      const { flag, note, atSeconds } = write.input;
      const earlier = mark.flags.find((each) => each.flag === flag);
      const others = mark.flags.filter((each) => each.flag !== flag);
      return { ...mark, flags: note === null ? others : [...others, { flag, note, at: earlier?.at ?? now.toISOString(), atSeconds: earlier ? earlier.atSeconds : atSeconds }] };
    }
    case "mark.set-watch-reason":
      return { ...mark, watchReason: write.input.reason };
    case "mark.reply":
      // Beside the mark: see `withWrites`.
      return mark;
    case "mark.add-watched": {
      const { from, to } = write.input;
      return { ...mark, watched: addWatched(mark.watched, { from, to }) };
    }
    default:
      return assertNever(write);
  }
}
