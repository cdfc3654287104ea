import { flagLabels } from "../../../../src-shared/documents/moderation-set.ts";
import { basisWords, stateWords } from "../../../../src-shared/moderation/words.ts";
import { whatWasDone } from "../audit-trail.ts";
import type { AnswerRecord, BatchRecord, CandidateRecord, MarkRecord } from "../record-model.ts";
import { candidatePlaceWords, clockWords, momentOnly, momentWords, numberWords, personWords, reasonWords, scoreWords, shareWords } from "../record-words.ts";
import type { Paper } from "./paper.ts";

/** One candidate from end to end: what came of it, every answer with its marks and what leads did, and all that happened in order. */
export function writeCandidate(paper: Paper, record: BatchRecord, candidate: CandidateRecord): void {
  writeResult(paper, record, candidate);
  writeScores(paper, record, candidate);
  for (const answer of candidate.answers) writeAnswer(paper, record, answer);
  paper.heading(2, "What happened, in order");
  paper.table(
    [{ heading: "When (UTC)", share: 21 }, { heading: "Who", share: 22 }, { heading: "Answer", share: 9 }, { heading: "What", share: 48 }],
    candidate.trail.map((each) => [momentOnly(each.at), personWords(each.who, record.names), each.question ?? "", each.what]),
  );
}

function writeResult(paper: Paper, record: BatchRecord, candidate: CandidateRecord): void {
  const { outcome, allocatedTo, withdrawals } = candidate;
  const { names, campaign } = record;
  paper.facts([
    ["Result", candidatePlaceWords(candidate)],
    ...(outcome
      ? ([
          ["Place in the order of merit", outcome.rank === null ? "None: an answer has no final score" : `${outcome.rank} of ${record.ranked}`],
          ["Total", `${numberWords(outcome.total)}, ${outcome.passed ? "passed" : "not passed"}`],
          ...(outcome.tieReason === null ? [] : [["Same total as others", outcome.tieReason] as const]),
        ] as const)
      : []),
    ["Allocated to", allocatedTo.length === 0 ? "Nobody" : allocatedTo.map((each) => `${personWords(each.person, names)}${each.round === "live" ? "" : ", as practice"}`).join("\n")],
    ...withdrawals.map((each) => ["Withdrew", `${personWords(each.person, names)}, ${momentWords(each.at)}: ${each.note === "" ? "knows the candidate" : each.note}`] as const),
  ]);
  if (!outcome) return;
  paper.heading(2, "Result by behaviour");
  paper.table(
    [{ heading: "Behaviour", share: 52 }, { heading: "Total", share: 16 }, { heading: "Mean", share: 16 }, { heading: "Passed", share: 16 }],
    outcome.behaviours.map((each) => [campaign.behaviours.find(({ id }) => id === each.behaviour)?.name ?? each.behaviour, numberWords(each.total), each.mean === null ? "none" : numberWords(each.mean), each.passed === null ? "" : each.passed ? "yes" : "no"]),
  );
}

/** All scores on one page: what a panel looks at first. */
function writeScores(paper: Paper, record: BatchRecord, { answers }: CandidateRecord): void {
  paper.heading(2, "Scores at a glance");
  paper.table(
    [{ heading: "Answer", share: 9 }, { heading: "Behaviour", share: 29 }, { heading: "Assessors' scores", share: 36 }, { heading: "Final", share: 8 }, { heading: "Basis", share: 18 }],
    answers.map(({ question, behaviour, marks, final, basis, state }) => [
      question.id,
      behaviour.name,
      marks.filter((mark) => mark.counts).map((mark) => `${record.names.get(mark.person) ?? mark.person}: ${mark.score === null ? "none" : numberWords(mark.score)}`).join("\n"),
      final === null ? "none" : numberWords(final),
      basis ? basisWords[basis] : stateWords[state],
    ]),
  );
}

function writeAnswer(paper: Paper, record: BatchRecord, answer: AnswerRecord): void {
  const { names } = record;
  paper.heading(2, `Answer ${answer.question.id}: ${answer.behaviour.name}`);
  paper.paragraph(answer.question.text);
  paper.facts([
    ["Final score", answer.final === null ? "None" : scoreWords({ score: answer.final, cannotScore: null }, record)],
    ...(answer.basis ? [["Basis", basisWords[answer.basis]] as const] : []),
    ...(answer.reason === "" ? [] : [["Reason", answer.reason] as const]),
    ...(answer.decidedBy === null ? [] : [["Decided by", `${personWords(answer.decidedBy, names)}${answer.decidedAt === null ? "" : `, ${momentWords(answer.decidedAt)}`}`] as const]),
    ...(answer.definitive ? [["Agreed in advance", `${numberWords(answer.definitive.score)}: ${answer.definitive.rationale}`] as const] : []),
    ...(record.status.kind === "draft" || answer.changedSince ? [[answer.changedSince ? "Since it was published" : "Moderation", [stateWords[answer.state], ...answer.reasons.map((each) => reasonWords[each])].join(". ")] as const] : []),
    ...(answer.inBatch ? [] : [["Recording", "No longer in the batch"] as const]),
  ]);
  const counting = answer.marks.filter((mark) => mark.counts);
  if (answer.marks.length === 0) paper.paragraph("Nobody has handed in a mark for this answer.", "faint");
  for (const mark of counting) writeMark(paper, record, mark, "");
  for (const mark of answer.marks.filter((each) => !each.counts)) writeEarlier(paper, record, mark, answer.marks);
  writeModeration(paper, record, answer);
}

function writeMark(paper: Paper, record: BatchRecord, mark: MarkRecord, which: string): void {
  paper.heading(3, `${personWords(mark.person, record.names)}${which}: ${scoreWords(mark, record)}`);
  if (mark.evidence !== "") paper.paragraph(mark.evidence);
  const moments = momentsOf(mark);
  if (moments.length > 0) paper.table([{ heading: "At", share: 9 }, { heading: "What", share: 20 }, { heading: "Noted", share: 71 }], moments.map(({ at, what, noted }) => [at === null ? "" : clockWords(at), what, noted]));
  const watched = `Watched ${shareWords(mark.watchedShare)}${mark.watchedShareWhenScored === null ? "" : `, ${shareWords(mark.watchedShareWhenScored)} when it was scored`}`;
  const less = mark.watchReason === null ? "" : ` (${mark.watchReason})`;
  paper.paragraph(`${watched}${less}. Marked ${momentWords(mark.markedAt)}; handed in ${momentWords(mark.submittedAt)} as revision ${mark.revision}.`, "faint");
}

/** A mark that a later set replaced, or of somebody who knows the candidate. One that came again unchanged is not told twice. */
function writeEarlier(paper: Paper, record: BatchRecord, mark: MarkRecord, all: readonly MarkRecord[]): void {
  const next = all.findLast((each) => each.person === mark.person && each.revision > mark.revision);
  const which = next ? `, revision ${mark.revision}, replaced` : `, revision ${mark.revision}, does not count`;
  if (!next || !isSame(mark, next)) writeMark(paper, record, mark, which);
  else paper.paragraph(`${personWords(mark.person, record.names)} handed in the same mark as revision ${mark.revision}, ${momentWords(mark.submittedAt)}.`, "faint");
  if (next?.setReason) paper.paragraph(`Revision ${next.revision} followed because: ${next.setReason}`, "faint");
}

function isSame(one: MarkRecord, other: MarkRecord): boolean {
  const said = ({ score, cannotScore, evidence, notes, indicators, flags }: MarkRecord) => JSON.stringify([score, cannotScore, evidence, notes, indicators, flags]);
  return said(one) === said(other);
}

/** Notes, ticked indicators and flags on one time line; what has no moment comes last. */
function momentsOf({ notes, indicators, flags }: MarkRecord): { at: number | null; what: string; noted: string }[] {
  return [
    ...notes.map(({ atSeconds, text }) => ({ at: atSeconds, what: "Note", noted: text })),
    ...indicators.map(({ atSeconds, text, positive }) => ({ at: atSeconds, what: positive ? "Evidence for" : "Evidence against", noted: text })),
    ...flags.map(({ atSeconds, flag, note }) => ({ at: atSeconds, what: "Flag", noted: `${flagLabels[flag]}${note === "" ? "" : `: ${note}`}` })),
  ].toSorted((a, b) => (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE));
}

function writeModeration(paper: Paper, { names }: BatchRecord, { moderation, queries }: AnswerRecord): void {
  const rows = [
    ...moderation.map((act) => ({ at: act.at, who: act.by, what: whatWasDone(act) })),
    ...queries.flatMap(({ at, by, person, text, reply }) => [{ at, who: by, what: `Sent it back to ${personWords(person, names)}: ${text}` }, ...(reply ? [{ at: reply.at, who: person, what: `Replied: ${reply.text}` }] : [])]),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (rows.length === 0) return;
  paper.heading(3, "Moderation");
  paper.table([{ heading: "When (UTC)", share: 21 }, { heading: "Who", share: 22 }, { heading: "What", share: 57 }], rows.map((each) => [momentOnly(each.at), personWords(each.who, names), each.what]));
}
