import type { DraftMark } from "../../../../src-shared/documents/draft.ts";
import type { SubmittedMark } from "../../../../src-shared/documents/moderation-set.ts";
import { markStateOf } from "../../../../src-shared/marking/completeness.ts";
import { watchedShare } from "../../../../src-shared/marking/watched.ts";
import type { OwnPracticeMark } from "../../store/definitive-store.ts";
import type { Store } from "../../store/store.ts";

/** Keeps what a person made of practice answers, as their newest draft says. Call it in the transaction that takes in the draft. */
export function keepPracticeOfDraft({ lead, work, definitive }: Store, batch: string, person: string, marks: readonly DraftMark[]): void {
  const { rules, scale } = work.campaign(lead.batch(batch)!.campaign);
  const practised = practisedBy(lead, batch, person);
  const rows = marks.flatMap((mark): OwnPracticeMark[] => {
    const answer = practised.has(mark.candidate) ? lead.findAnswer(batch, mark.candidate, mark.question) : undefined;
    if (!answer) return [];
    const { score, cannotScore, evidence, notes, shownAt } = mark;
    const facts = { ...mark, noteCount: notes.filter((note) => note.text.trim() !== "").length, watchedShare: watchedShare(mark.watched, answer.durationSeconds) };
    return [{ answerId: answer.id, score, cannotScore, evidence, complete: markStateOf(facts, rules, scale) === "marked", shownAt }];
  });
  definitive.putOwnMarks(batch, person, rows);
}

/** The same of a set, whose marks are all complete; it does not say what was shown, and a draft before it does. What was compared and then withdrawn from is in no set, and stays. */
export function keepPracticeOfSet({ lead, definitive }: Store, batch: string, person: string, marks: readonly SubmittedMark[]): void {
  const practised = practisedBy(lead, batch, person);
  const before = definitive.ownMarks(batch, person);
  const shown = new Map(before.map((mark) => [mark.answerId, mark.shownAt]));
  const rows = marks.flatMap(({ candidate, question, score, cannotScore, evidence }): OwnPracticeMark[] => {
    const answer = practised.has(candidate) ? lead.findAnswer(batch, candidate, question) : undefined;
    return answer ? [{ answerId: answer.id, score, cannotScore, evidence, complete: true, shownAt: shown.get(answer.id) ?? null }] : [];
  });
  const inSet = new Set(rows.map((row) => row.answerId));
  definitive.putOwnMarks(batch, person, [...rows, ...before.filter((mark) => mark.shownAt !== null && !inSet.has(mark.answerId))]);
}

function practisedBy(lead: Store["lead"], batch: string, person: string): Set<string> {
  return new Set(lead.allocated(batch, person).flatMap((each) => (each.round === "standardisation" ? [each.candidate] : [])));
}
