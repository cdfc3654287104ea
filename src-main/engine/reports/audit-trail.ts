import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import { basisWords, midSentence } from "../../../src-shared/moderation/words.ts";
import type { OutcomeRow } from "../store/outcome-store.ts";
import type { AnswerRecord, CandidateRecord, MarkRecord, ModerationRecord, TrailEntry } from "./record-model.ts";
import { numberWords } from "./record-words.ts";

/** Everything that happened to a candidate's answers, oldest first. Within one moment the order is that of the questions. */
export function trailOf({ answers, withdrawals }: Omit<CandidateRecord, "trail">, published: readonly OutcomeRow[]): TrailEntry[] {
  const entries: TrailEntry[] = [
    ...answers.flatMap((answer) => [...marksMade(answer), ...queriesOf(answer), ...answer.moderation.map((each) => moderated(answer.question.id, each))]),
    ...setsHandedIn(answers),
    ...withdrawals.map(({ person, at, note }) => ({ at, who: person, question: null, documentKey: null, what: `Withdrew: knows the candidate.${note === "" ? "" : ` ${note}`}` })),
    ...published.map(({ author, publishedAt, revision, reason, key }) => ({ at: publishedAt, who: author, question: null, documentKey: key, what: `Published the outcome, revision ${revision}.${reason === null ? "" : ` ${reason}`}` })),
  ];
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Each mark once, when it was made: a later set repeats what was not changed. */
function marksMade({ marks, question }: AnswerRecord): TrailEntry[] {
  const oldestFirst = marks.toSorted((a, b) => a.revision - b.revision);
  return [...grouped(oldestFirst, (mark) => JSON.stringify([mark.person, mark.markedAt, mark.score, mark.cannotScore])).values()].map(([mark]) => ({
    ...{ at: mark!.markedAt, who: mark!.person, question: question.id, documentKey: mark!.setKey },
    what: whatMarked(mark!),
  }));
}

function whatMarked({ score, cannotScore, flags }: MarkRecord): string {
  const marked = score === null ? `Could not score it: ${cannotScore ?? ""}` : `Scored ${numberWords(score)}.`;
  return [marked, ...flags.map((each) => `Flagged it: ${flagLabels[each.flag]}.`)].join(" ");
}

function setsHandedIn(answers: readonly AnswerRecord[]): TrailEntry[] {
  const sets = new Map(answers.flatMap((answer) => answer.marks.map((mark) => [mark.setKey, mark] as const)));
  return [...sets.values()].map(({ submittedAt, person, revision, setReason, setKey }) => ({
    ...{ at: submittedAt, who: person, question: null, documentKey: setKey },
    what: `Handed in these marks, revision ${revision}.${setReason === null ? "" : ` ${setReason}`}`,
  }));
}

function queriesOf({ queries, question }: AnswerRecord): TrailEntry[] {
  return queries.flatMap(({ at, by, person, text, key, reply }) => [
    { at, who: by, question: question.id, documentKey: key, what: `Sent it back to ${person}: ${text}` },
    ...(reply ? [{ at: reply.at, who: person, question: question.id, documentKey: null, what: `Replied: ${reply.text}` }] : []),
  ]);
}

function moderated(question: string, act: ModerationRecord): TrailEntry {
  return { at: act.at, who: act.by, question, documentKey: act.documentKey, what: whatWasDone(act) };
}

/** What a lead did, in a sentence. */
export function whatWasDone(act: ModerationRecord): string {
  switch (act.act) {
    case "settled":
      return `Settled: ${act.final === null ? "no score can stand" : numberWords(act.final)}, ${midSentence(basisWords[act.basis])}.${act.reason === "" ? "" : ` ${act.reason}`}`;
    case "reopened":
      return `Reopened: ${act.reason}`;
    case "noted":
      return act.text === "" ? "Took the note back." : `Noted: ${act.text}`;
    case "defined":
      return act.score === null ? "Took the mark agreed in advance back." : `Agreed in advance on ${numberWords(act.score)}: ${act.rationale}`;
  }
}
