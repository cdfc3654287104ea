import { createHash, randomUUID } from "node:crypto";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { DraftDocument, DraftMark, DraftSet } from "../../../src-shared/documents/draft.ts";
import { addWatched } from "../../../src-shared/marking/watched.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Desk } from "../desk.ts";
import { subjectOf } from "../marking/marking.ts";
import { setLiveSince } from "../marking/practice.ts";
import { closeWhatWasSubmitted, putRecovered, type RecoveredMark } from "../marking/recovered-mark.ts";
import type { MarkRow } from "../store/mark-store.ts";
import type { AnswerRow } from "../store/work-store.ts";
import type { FoundDraft } from "./find-draft.ts";
import { breathe } from "./read-draft.ts";

interface Restoring {
  found: FoundDraft;
  /** The highest number that the depot has. */
  newest: number;
  passedOver: Problem | null;
  sets: readonly { set: DraftSet; bytes: Uint8Array }[];
  missingSets: number[];
}

/** Few enough that whoever marks meanwhile does not notice. */
const MARKS_AT_ONCE = 25;

/**
 * Takes a draft in, a few marks at a time: of each answer whichever was saved later stays, and what is replaced stands in the
 * audit log. All that makes a whole of them, and is told, comes with the last; until then the batch counts as not looked at,
 * and whoever was cut off goes on where that was. Says whether there was anything to take in or to tell.
 */
export async function restoreDraft(desk: Desk, { found, newest, passedOver, sets, missingSets }: Restoring): Promise<boolean> {
  const { store, me } = desk;
  const { batch, writtenAt, resealed } = found.document;
  const at = desk.now();
  const left = [...found.document.marks];
  while (left.length > MARKS_AT_ONCE) {
    store.transaction(() => restoreMarks(desk, batch, left.splice(0, MARKS_AT_ONCE), at));
    await breathe();
  }
  return store.transaction(() => {
    store.drafts.putNumber(batch, newest);
    restoreMarks(desk, batch, left, at);
    const marks = store.audit.recoveredSince(batch);
    let restoredSets = 0;
    for (const { set, bytes } of sets) if (restoreSet(desk, batch, set, bytes, at)) restoredSets += 1;
    const withdrawn = restoreWithdrawals(desk, found.document, at);
    restoreReplies(desk, found.document, at);
    const notInSet = restoredSets === 0 ? [] : found.document.marks.filter((mark) => !mark.submitted).map(({ candidate, question }) => ({ candidate, question }));
    if (restoredSets > 0) closeWhatWasSubmitted(store, batch, notInSet);
    restoreReopened(desk, found.document);
    if (found.document.liveSince !== null) setLiveSince(desk, batch, found.document.liveSince);
    if (marks + restoredSets + withdrawn + missingSets.length === 0 && !passedOver) return false;
    store.work.putDocument(found.key, createHash("sha256").update(found.bytes).digest("hex"), found.bytes, at);
    const upTo = resealed?.writtenAt ?? writtenAt;
    const { reopenedBecause, reopenedAt } = store.work.batch(batch)!;
    const reopened = reopenedBecause === null ? null : { because: reopenedBecause, at: reopenedAt };
    store.audit.append({ at, who: me.person, what: "recovered", subject: batch, to: { draft: found.key, writtenAt: upTo, marks, sets: restoredSets, missingSets, notInSet, reopened } });
    store.drafts.addRecovery({ batch, recoveredAt: at.toISOString(), writtenAt: upTo, marks, sets: restoredSets, passedOver, missingSets });
    return true;
  });
}

function restoreMarks(desk: Desk, batch: string, marks: readonly DraftMark[], at: Date): void {
  const restored = marks.filter((mark) => restoreMark(desk, batch, mark, at));
  noLongerMissing(desk, restored.map((mark) => subjectOf({ batch, ...mark })));
}

function restoreMark(desk: Desk, batch: string, mark: DraftMark, at: Date): boolean {
  const { marks, work, audit } = desk.store;
  const answer = work.findEverAllocated(batch, mark.candidate, mark.question);
  if (!answer) return false;
  const { candidate: _c, question: _q, submitted: _s, recording, watched, notes, indicators, flags, ...row } = mark;
  const before = marks.get(answer.id);
  if (before && isDecided(desk, answer, before) && stands(before, mark)) return false;
  // Whatever somebody wrote to an answer, its row of marks was written with it.
  const gone = before ? writtenOf(desk, answer) : { notes: [], indicators: [], flags: [] };
  // What was watched of another recording says nothing of this one. Where marks come from a set, nobody knows of which.
  const isSame = recording === null || recording === answer.recording;
  if (isSame) marks.putWatched(answer.id, watched.reduce(addWatched, marks.watchedOf(answer.id)));
  const recovered: RecoveredMark = { ...row, ...(isSame ? {} : { watchReason: "", shareWhenScored: null }), notes: withOwnIds(desk, answer, notes), indicators, flags };
  putRecovered(desk.store, answer, recovered);
  audit.append({ at, who: desk.me.person, what: "mark-recovered", subject: subjectOf(answer), from: before ? { ...before, ...gone } : null, to: recovered });
  return true;
}

/** Whether the mark here stands: the later one of both, unless one was compared with the leads' mark, which no later one replaces. */
function stands(here: MarkRow, there: Pick<MarkRow, "savedAt" | "shownAt">): boolean {
  if (here.shownAt !== null || there.shownAt !== null) return here.shownAt !== null && (there.shownAt === null || Date.parse(here.shownAt) <= Date.parse(there.shownAt));
  return Date.parse(here.savedAt) >= Date.parse(there.savedAt);
}

/** An id is one note's alone, whatever a draft says. */
function withOwnIds({ store: { marks } }: Desk, { id }: AnswerRow, notes: DraftMark["notes"]): DraftMark["notes"] {
  const taken = new Set<string>();
  return notes.map((note) => {
    const owner = marks.note(note.noteId)?.answerId ?? id;
    const noteId = owner !== id || taken.has(note.noteId) ? randomUUID() : note.noteId;
    taken.add(noteId);
    return { ...note, noteId };
  });
}

/** What a backup in a damaged database's place lacked, and has now. */
function noLongerMissing({ store: { restorations } }: Desk, subjects: readonly string[]): void {
  const restoration = restorations.unseen();
  if (restoration) restorations.setMissing(restoration.id, restoration.missing.filter((subject) => !subjects.includes(subject)));
}

/** Whether somebody marked it, or took a mark back. An answer that was only watched has a row of marks too. */
function isDecided(desk: Desk, answer: AnswerRow, { score, cannotScore, markedAt, evidence, watchReason }: MarkRow): boolean {
  const { notes, indicators, flags } = writtenOf(desk, answer);
  return score !== null || cannotScore !== null || markedAt !== null || evidence !== "" || watchReason !== "" || notes.length + indicators.length + flags.length > 0;
}

function writtenOf({ store: { marks } }: Desk, { id }: AnswerRow) {
  return { notes: marks.notesOf(id), indicators: marks.indicatorsOf(id), flags: marks.flagsOf(id) };
}

/** A set that another desk of this person handed in, so that the next revision follows it. */
function restoreSet({ store, me, depot }: Desk, batch: string, { revision, sha256, submittedAt, reason, deliveredAt }: DraftSet, bytes: Uint8Array, at: Date): boolean {
  // A set of this desk's own has that number: both lie in the depot, and the lead sees both.
  if (store.outbox.setsOf(batch).some((each) => each.revision === revision)) return false;
  const key = depotKey.moderationSet(batch, me.person, revision, sha256);
  const receipt = { deliveredAt: deliveredAt ?? at.toISOString(), where: depot.where };
  store.outbox.addDelivered(key, bytes, submittedAt, receipt.deliveredAt, receipt.where);
  store.outbox.addSet({ batch, revision, key, sha256, submittedAt, reason });
  store.audit.append({ at, who: me.person, what: "set-recovered", subject: batch, to: { key, revision, submittedAt, reason, ...receipt } });
  return true;
}

/** Whether the batch is open for changes: whatever was decided last, here or there, holds. */
function restoreReopened({ store }: Desk, { batch, reopened, sets }: DraftDocument): void {
  const lastSubmittedAt = store.outbox.setsOf(batch).at(-1)?.submittedAt;
  if (lastSubmittedAt === undefined) return;
  const here = store.work.batch(batch);
  if (reopened && Date.parse(reopened.at) >= Date.parse(lastSubmittedAt)) store.work.setReopened(batch, reopened.because, new Date(reopened.at));
  else if (!reopened && here?.reopenedAt && sets.some((set) => Date.parse(set.submittedAt) > Date.parse(here.reopenedAt!))) store.work.setReopened(batch, null, new Date(lastSubmittedAt));
}

/** What was replied: in a set it stands, and else what was typed last. */
function restoreReplies({ store, me }: Desk, { batch, replies }: DraftDocument, at: Date): void {
  const here = new Map(store.queries.replies(batch).map((each) => [each.query, each]));
  for (const reply of replies) {
    const known = here.get(reply.query);
    if (known && (known.repliedIn !== null || (reply.repliedIn === null && Date.parse(known.savedAt) >= Date.parse(reply.savedAt)))) continue;
    store.queries.putReply(batch, reply);
    store.audit.append({ at, who: me.person, what: "reply-recovered", subject: batch, from: known ?? null, to: reply });
  }
}

/** A withdrawal of either desk holds: it hides marks and deletes none, and can be taken back. */
function restoreWithdrawals({ store, me }: Desk, { batch, withdrawals }: DraftDocument, at: Date): number {
  const missing = withdrawals.filter(({ candidate }) => !store.withdrawals.get(batch, candidate) && store.work.answersOfCandidate(batch, candidate).length > 0);
  for (const { candidate, note, at: withdrawnAt } of missing) {
    store.withdrawals.put(batch, candidate, note, new Date(withdrawnAt));
    store.audit.append({ at, who: me.person, what: "withdrawn", subject: `${batch} / ${candidate}`, from: null, to: { note, at: withdrawnAt, recovered: true } });
  }
  return missing.length;
}
