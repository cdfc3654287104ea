import type { Input, Output } from "../../../src-shared/bridge/contract.ts";
import type { LeadsWord } from "../../../src-shared/documents/allocation.ts";
import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { markStateOf } from "../../../src-shared/marking/completeness.ts";
import { addWatched, watchedShare } from "../../../src-shared/marking/watched.ts";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { NO_MARK, type MarkRow } from "../store/mark-store.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { keepLiveOpen, liveClosedProblem } from "./practice.ts";

type Saved = Result<Output<"mark.set-score">, Problem>;
type MarkInput<N extends "set-score" | "set-cannot-score" | "set-evidence" | "put-note" | "remove-note" | "set-indicator" | "set-flag" | "set-watch-reason" | "reply" | "add-watched"> = Input<`mark.${N}`>;

/** What one change of a mark does: the values for the audit log, or nothing when all was so already. */
type Change = { what: string; from: unknown; to: unknown } | "unchanged" | "not-audited";

/**
 * The commands that change marks. Each is one transaction with its line in the audit log, and all are safe to
 * repeat. `savedAt` comes back only after the commit.
 */
export function createMarking(desk: Desk) {
  const { store } = desk;

  /** `beside`: it changes nothing of the mark itself, and goes on after that was compared with the leads' mark. */
  function save(answerId: number, change: (answer: AnswerRow, mark: MarkRow) => Result<Change, Problem>, beside = false): Saved {
    const at = desk.now();
    return store.transaction(() => {
      const open = openAnswer(desk, answerId);
      if (!open.ok) return open;
      const mark = store.marks.get(answerId) ?? { ...NO_MARK, savedAt: at.toISOString() };
      if (mark.shownAt !== null && !beside) return err({ kind: "definitive-seen" });
      const changed = change(open.value, mark);
      if (!changed.ok) return changed;
      if (changed.value === "unchanged") return ok({ savedAt: mark.savedAt });
      // Watching alone makes no mark newer: one that comes back from a draft would give way to it.
      const savedAt = changed.value === "not-audited" ? mark.savedAt : at.toISOString();
      store.marks.put(answerId, { ...mark, savedAt });
      keepDigest(desk, open.value);
      keepLiveOpen(desk, open.value.batch, open.value);
      if (changed.value !== "not-audited") store.audit.append({ at, who: desk.me.person, subject: subjectOf(open.value), ...changed.value });
      return ok({ savedAt });
    });
  }

  return {
    setScore: ({ answerId, score }: MarkInput<"set-score">): Saved =>
      save(answerId, (answer, mark) => {
        const outside = outsideScale(desk, answer, score);
        if (outside) return err(outside);
        if (mark.score === score && (score === null || mark.cannotScore === null)) return ok("unchanged");
        const from = { score: mark.score, cannotScore: mark.cannotScore };
        mark.score = score;
        mark.shareWhenScored = score === null ? null : answer.watchedShare;
        if (score !== null) mark.cannotScore = null;
        mark.markedAt = desk.now().toISOString();
        return ok({ what: "score", from, to: { score, cannotScore: mark.cannotScore, shareWhenScored: mark.shareWhenScored } });
      }),

    setCannotScore: ({ answerId, reason }: MarkInput<"set-cannot-score">): Saved =>
      save(answerId, (_, mark) => {
        if (mark.cannotScore === reason && (reason === null || mark.score === null)) return ok("unchanged");
        const from = { score: mark.score, cannotScore: mark.cannotScore };
        mark.cannotScore = reason;
        if (reason !== null) {
          mark.score = null;
          mark.shareWhenScored = null;
        }
        mark.markedAt = desk.now().toISOString();
        return ok({ what: "score", from, to: { score: mark.score, cannotScore: reason } });
      }),

    setEvidence: ({ answerId, text }: MarkInput<"set-evidence">): Saved =>
      save(answerId, (_, mark) => {
        if (mark.evidence === text) return ok("unchanged");
        const from = mark.evidence;
        mark.evidence = text;
        return ok({ what: "evidence", from, to: text });
      }),

    putNote: ({ answerId, noteId, atSeconds, text }: MarkInput<"put-note">): Saved =>
      save(answerId, () => {
        const before = store.marks.note(noteId);
        if (before && before.answerId !== answerId) return err({ kind: "answer-not-found" });
        if (before?.text === text && before.atSeconds === atSeconds) return ok("unchanged");
        store.marks.putNote(noteId, answerId, atSeconds, text, desk.now().toISOString());
        return ok({ what: "note", from: before ? { atSeconds: before.atSeconds, text: before.text } : null, to: { noteId, atSeconds, text } });
      }),

    removeNote: ({ answerId, noteId }: MarkInput<"remove-note">): Saved =>
      save(answerId, () => {
        const before = store.marks.note(noteId);
        if (!store.marks.removeNote(noteId, answerId)) return ok("unchanged");
        return ok({ what: "note", from: { noteId, atSeconds: before?.atSeconds, text: before?.text }, to: null });
      }),

    setIndicator: ({ answerId, indicator, atSeconds }: MarkInput<"set-indicator">): Saved =>
      save(answerId, (answer) => {
        const before = store.marks.indicatorsOf(answerId).find((each) => each.indicator === indicator)?.atSeconds ?? null;
        if (before === atSeconds) return ok("unchanged");
        if (atSeconds !== null && !indicatorsOf(desk, answer).has(indicator)) return err({ kind: "input-invalid", reason: "This indicator does not belong to the question's behaviour." });
        if (atSeconds === null) store.marks.removeIndicator(answerId, indicator);
        else store.marks.putIndicator(answerId, indicator, atSeconds);
        return ok({ what: "indicator", from: before === null ? null : { indicator, atSeconds: before }, to: atSeconds === null ? null : { indicator, atSeconds } });
      }),

    setFlag: ({ answerId, flag, note, atSeconds }: MarkInput<"set-flag">): Saved =>
      save(answerId, () => {
        const before = store.marks.flagsOf(answerId).find((each) => each.flag === flag)?.note ?? null;
        if (before === note) return ok("unchanged");
        if (note === null) store.marks.removeFlag(answerId, flag);
        else store.marks.putFlag(answerId, flag, note, desk.now().toISOString(), atSeconds);
        return ok({ what: "flag", from: before === null ? null : { flag, note: before }, to: note === null ? null : { flag, note, atSeconds } });
      }),

    setWatchReason: ({ answerId, reason }: MarkInput<"set-watch-reason">): Saved =>
      save(answerId, (_, mark) => {
        if (mark.watchReason === reason) return ok("unchanged");
        const from = mark.watchReason;
        mark.watchReason = reason;
        return ok({ what: "watch-reason", from, to: reason });
      }),

    reply: ({ answerId, query, text }: MarkInput<"reply">): Saved =>
      save(answerId, (answer) => {
        const asked = store.queries.get(query);
        if (!asked || subjectOf(asked) !== subjectOf(answer) || asked.repliedIn !== null) return err({ kind: "answer-not-found" });
        if (asked.reply === text) return ok("unchanged");
        store.queries.putReply(answer.batch, { query, text, savedAt: desk.now().toISOString(), repliedIn: null });
        return ok({ what: "reply", from: { query, text: asked.reply }, to: { query, text } });
      }, true),

    addWatched: ({ answerId, from, to }: MarkInput<"add-watched">): Saved =>
      save(answerId, (answer) => {
        const before = store.marks.watchedOf(answerId);
        const after = addWatched(before, { from: Math.min(from, answer.durationSeconds), to: Math.min(to, answer.durationSeconds) });
        if (JSON.stringify(after) === JSON.stringify(before)) return ok("unchanged");
        store.marks.putWatched(answerId, after);
        // What was played is a measurement, not a decision: it is kept, but would drown the log.
        return ok("not-audited");
      }, true),

    /** Shows the leads' mark of a practice answer: the assessor's own stands from now on. */
    compare: ({ answerId }: Input<"practice.compare">): Saved => {
      const at = desk.now();
      return store.transaction(() => {
        const answer = store.work.answer(answerId);
        if (!answer) return err({ kind: "answer-not-found" });
        if (answer.withdrawn) return err({ kind: "candidate-withdrawn", candidate: answer.candidate });
        const mark = store.marks.get(answerId);
        if (mark && mark.shownAt !== null) return ok({ savedAt: mark.savedAt });
        const stopped = stoppedProblem(desk, answer.batch);
        if (stopped) return err(stopped);
        const definitive = store.practice.definitive(answerId);
        if (!definitive || !mark || answer.markState !== "marked") return err({ kind: "practice-not-comparable" });
        const shownAt = at.toISOString();
        store.marks.put(answerId, { ...mark, savedAt: shownAt, shownAt });
        keepLiveOpen(desk, answer.batch);
        // Leads wait for it: the draft that tells of it goes up with the next synchronising.
        store.drafts.press();
        store.audit.append({ at, who: desk.me.person, what: "compared", subject: subjectOf(answer), to: { shownAt, definitive: definitive.score } });
        return ok({ savedAt: shownAt });
      });
    },
  };
}
export type Marking = ReturnType<typeof createMarking>;

/** How the audit log names an answer. */
export function subjectOf(answer: Pick<AnswerRow, "batch" | "candidate" | "question">): string {
  return `${answer.batch} / ${answer.candidate} / ${answer.question}`;
}

/** An answer whose marks may be changed: allocated, not stopped, not live while practice comes first, and not handed in (or its batch reopened). */
function openAnswer(desk: Desk, answerId: number): Result<AnswerRow, Problem> {
  const answer = desk.store.work.answer(answerId);
  if (!answer) return err({ kind: "answer-not-found" });
  const submittedAt = closedAtOf(desk, answer);
  if (submittedAt !== null) return err({ kind: "set-already-submitted", batch: answer.batch, submittedAt });
  const stopped = stoppedProblem(desk, answer.batch);
  if (stopped) return err(stopped);
  const closed = answer.round === "live" && liveClosedProblem(desk, answer.batch);
  if (closed) return err(closed);
  return answer.withdrawn ? err({ kind: "candidate-withdrawn", candidate: answer.candidate }) : ok(answer);
}

/** Set where a lead stopped the marking of a batch: its marks stay as they are until they let it go on. */
export function stoppedProblem(desk: Pick<Desk, "store">, batch: string): Problem | undefined {
  const stopped = stoppedOf(desk, batch);
  return stopped ? { kind: "marking-stopped", batch, because: stopped.because } : undefined;
}

export function stoppedOf({ store }: Pick<Desk, "store">, batch: string): LeadsWord | null {
  const row = store.work.batch(batch);
  return row?.stoppedAt == null ? null : { at: row.stoppedAt, because: row.stoppedBecause ?? "" };
}

/**
 * Keeps what lists and counts need of an answer's mark in step. Call it in the transaction that changes the mark, what
 * was watched, or the campaign's rules.
 */
export function keepDigest(desk: Pick<Desk, "store">, answer: AnswerRow): void {
  const { marks, work } = desk.store;
  const { rules, scale } = campaignOf(desk, answer.batch);
  const share = watchedShare(marks.watchedOf(answer.id), answer.durationSeconds);
  const mark = marks.get(answer.id) ?? NO_MARK;
  // What was compared stands, whatever a campaign's later revision asks for.
  const state = mark.shownAt !== null ? "marked" : markStateOf({ ...mark, noteCount: marks.writtenNotes(answer.id), watchedShare: share }, rules, scale);
  work.keepDigest(answer.id, { state, score: mark.score, cannotScore: mark.cannotScore !== null, flags: marks.flagCount(answer.id), share });
}

/** In which order a batch is marked: as its campaign says, or else as the assessor likes it. */
export function orderOf(desk: Pick<Desk, "store">, batch: string): { order: WorkOrder; orderIsFixed: boolean } {
  const { order } = campaignOf(desk, batch).rules;
  return order === "assessor-decides" ? { order: desk.store.preferences.get().order, orderIsFixed: false } : { order, orderIsFixed: true };
}

/** When a batch was submitted last, or null while something of it can be marked: it is reopened, or more was allocated since. */
export function submittedAtOf(desk: Pick<Desk, "store">, batch: string): string | null {
  return desk.store.work.hasNewWork(batch) ? null : closedSince(desk, batch);
}

/** When an answer was submitted, or null while its mark can be changed. What was allocated after a submission is open without reopening. */
export function closedAtOf(desk: Pick<Desk, "store">, answer: Pick<AnswerRow, "batch" | "submitted">): string | null {
  return answer.submitted ? closedSince(desk, answer.batch) : null;
}

function closedSince({ store }: Pick<Desk, "store">, batch: string): string | null {
  if (store.work.batch(batch)?.reopenedBecause != null) return null;
  return store.outbox.setsOf(batch).at(-1)?.submittedAt ?? null;
}

export function outsideScale(desk: Desk, answer: AnswerRow, score: number | null): Problem | undefined {
  const { scale } = campaignOf(desk, answer.batch);
  if (score === null || scale.some((point) => point.value === score)) return undefined;
  const values = scale.map((point) => point.value);
  return { kind: "score-outside-scale", score, scale: `${Math.min(...values)} to ${Math.max(...values)}` };
}

/** The campaign that a batch belongs to. @throws Error when the batch is not there. */
export function campaignOf(desk: Pick<Desk, "store">, batch: string) {
  const row = desk.store.work.batch(batch);
  if (!row) throw new Error(`The batch ${batch} is not in the store.`);
  return desk.store.work.campaign(row.campaign);
}

/** What each question's behaviour is called. */
export function behaviourNames({ questions, behaviours }: CampaignDefinition): Map<string, string> {
  const names = new Map(behaviours.map((each) => [each.id, each.name]));
  return new Map(questions.map((question) => [question.id, names.get(question.behaviour) ?? ""]));
}

function indicatorsOf(desk: Desk, answer: AnswerRow): Set<string> {
  const campaign = campaignOf(desk, answer.batch);
  const question = campaign.questions.find((each) => each.id === answer.question);
  const behaviour = campaign.behaviours.find((each) => each.id === question?.behaviour);
  return new Set([...(behaviour?.positive ?? []), ...(behaviour?.negative ?? [])].map((each) => each.id));
}
