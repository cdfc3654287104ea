import { randomUUID } from "node:crypto";
import type { DraftDocument, DraftMark } from "../../../src-shared/documents/draft.ts";
import type { ModerationSetDocument, SubmittedMark } from "../../../src-shared/documents/moderation-set.ts";
import type { DraftContent } from "./read-draft.ts";

export interface SubmittedSetFound {
  key: string;
  document: ModerationSetDocument;
}

/** What the lead reads, should the batch be reopened: a set says how much was watched, not which parts. */
const fromSet = (share: number) => `Restored from the set that was submitted on another laptop, where ${Math.round(share * 100)} % had been watched.`;

/** A set's marks in a draft's form. What an earlier draft knows besides (what was watched, notes' ids, hidden marks) is kept. */
export function contentOfSet(set: ModerationSetDocument, earlier: DraftDocument | undefined): Omit<DraftContent, "sets"> {
  const nameOf = ({ candidate, question }: Pick<DraftMark, "candidate" | "question">) => JSON.stringify([candidate, question]);
  const before = new Map(earlier?.marks.map((mark) => [nameOf(mark), mark]));
  const marks = set.marks.map((mark) => markOf(mark, set.submittedAt, before.get(nameOf(mark))));
  const submitted = new Set(set.marks.map(nameOf));
  const replies = set.replies.map(({ query, text, at }) => ({ query, text, savedAt: at, repliedIn: set.revision }));
  const replied = new Set(replies.map((each) => each.query));
  return {
    campaign: set.campaign,
    marks: [...marks, ...(earlier?.marks ?? []).filter((mark) => !submitted.has(nameOf(mark))).map((mark) => ({ ...mark, submitted: false }))],
    withdrawals: set.withdrawals,
    replies: [...replies, ...(earlier?.replies ?? []).filter((each) => !replied.has(each.query))],
    reopened: null,
    // Nothing is handed in while it is closed.
    liveSince: earlier?.liveSince ?? set.submittedAt,
  };
}

function markOf({ notes, watchedShare, watchedShareWhenScored, watchReason, ...mark }: SubmittedMark, submittedAt: string, before: DraftMark | undefined): DraftMark {
  const idOf = (atSeconds: number, text: string) => before?.notes.find((note) => note.atSeconds === atSeconds && note.text === text)?.noteId ?? randomUUID();
  return {
    ...mark,
    notes: notes.map(({ atSeconds, text }) => ({ noteId: idOf(atSeconds, text), atSeconds, text, savedAt: submittedAt })),
    recording: before?.recording ?? null,
    watched: before?.watched ?? [],
    watchReason: watchReason ?? (before?.watchReason || fromSet(watchedShare)),
    shareWhenScored: watchedShareWhenScored,
    submitted: true,
    savedAt: submittedAt,
    shownAt: before?.shownAt ?? null,
  };
}
