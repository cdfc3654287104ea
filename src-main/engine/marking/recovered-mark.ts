import type { z } from "zod";
import { draftMark } from "../../../src-shared/documents/draft.ts";
import type { Store } from "../store/store.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { keepDigest } from "./marking.ts";

/** What a draft gives back of an answer, as `mark-recovered` says it in the log: all but what was watched, which is no decision. */
export const recoveredMark = draftMark.omit({ candidate: true, question: true, recording: true, watched: true, submitted: true });
export type RecoveredMark = z.infer<typeof recoveredMark>;

/** Closes the answers of the set that came back last; what was allocated since, or is `notInSet`, is work to do, marked already or not. */
export function closeWhatWasSubmitted(store: Store, batch: string, notInSet: readonly { candidate: string; question: string }[]): void {
  const { work } = store;
  work.setSubmitted(batch);
  work.openUnfinished(batch);
  for (const { candidate, question } of notInSet) {
    const answer = work.findAnswer(batch, candidate, question);
    if (answer) work.openAnswer(answer.id);
  }
  openWhatIsAsked(store, batch);
}

/** Answers that leads ask about are open until a set carries the replies. */
export function openWhatIsAsked({ work, queries }: Store, batch: string): void {
  for (const { answerId } of queries.open(batch)) work.openAnswer(answerId);
}

/** Puts it in the place of all that was written to the answer. */
export function putRecovered(store: Store, answer: AnswerRow, { notes, indicators, flags, ...mark }: RecoveredMark): void {
  const { marks } = store;
  for (const { noteId } of marks.notesOf(answer.id)) marks.removeNote(noteId, answer.id);
  for (const { indicator } of marks.indicatorsOf(answer.id)) marks.removeIndicator(answer.id, indicator);
  for (const { flag } of marks.flagsOf(answer.id)) marks.removeFlag(answer.id, flag);
  for (const { noteId, atSeconds, text, savedAt } of notes) marks.putNote(noteId, answer.id, atSeconds, text, savedAt);
  for (const { indicator, atSeconds } of indicators) marks.putIndicator(answer.id, indicator, atSeconds);
  for (const { flag, note, at, atSeconds } of flags) marks.putFlag(answer.id, flag, note, at, atSeconds);
  marks.put(answer.id, mark);
  keepDigest({ store }, answer);
}
