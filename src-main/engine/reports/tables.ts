import { flagLabels } from "../../../src-shared/documents/moderation-set.ts";
import { basisWords, stateWords } from "../../../src-shared/moderation/words.ts";
import type { AnswerRecord, BatchRecord, CandidateRecord, DocumentRecord, MarkRecord, ModerationRecord, QueryRecord, TieDecision, TrailEntry } from "./record-model.ts";
import { candidatePlaceWords, clockWords, documentWords, personWords, reasonWords, statusWords } from "./record-words.ts";
import { whatWasDone } from "./audit-trail.ts";

/** What stands in a cell. A text is always a text, whatever it begins with; a moment is an ISO timestamp in UTC. */
export type Cell = { text: string } | { number: number } | { share: number } | { moment: string } | null;

/** A column: its name in CSV files, its heading, how wide it is in characters, and what stands in it. */
export interface Column<Row> {
  name: string;
  heading: string;
  width: number;
  cell(row: Row, record: BatchRecord): Cell;
}

export interface AnswerRow {
  candidate: CandidateRecord;
  answer: AnswerRecord;
}
/** `mark` is null for an answer that nobody marked. */
export interface MarkRow extends AnswerRow {
  mark: MarkRecord | null;
}
export interface NoteRow extends AnswerRow {
  mark: MarkRecord;
  note: { atSeconds: number; text: string };
}
export interface ModerationRow extends AnswerRow {
  act: ModerationRecord | QueryRecord;
}
export interface TrailRow {
  candidate: CandidateRecord | null;
  entry: TrailEntry;
}

const text = (value: string | null | undefined): Cell => (value === null || value === undefined || value === "" ? null : { text: value });
const number = (value: number | null | undefined): Cell => (value === null || value === undefined ? null : { number: value });
const share = (value: number | null | undefined): Cell => (value === null || value === undefined ? null : { share: value });
const moment = (value: string | null | undefined): Cell => (value === null || value === undefined ? null : { moment: value });
const yesNo = (value: boolean | null | undefined): Cell => (value === null || value === undefined ? null : { text: value ? "yes" : "no" });

function column<Row>(name: string, heading: string, width: number, cell: (row: Row, record: BatchRecord) => Cell): Column<Row> {
  return { name, heading, width, cell };
}

function candidateColumns<Row>(of: (row: Row) => CandidateRecord | null): Column<Row>[] {
  return [column("candidate", "Candidate", 16, (row) => text(of(row)?.candidate))];
}

function answerColumns<Row extends AnswerRow>(): Column<Row>[] {
  return [
    ...candidateColumns<Row>((row) => row.candidate),
    column("question", "Question", 10, ({ answer }) => text(answer.question.id)),
    column("behaviour", "Behaviour", 28, ({ answer }) => text(answer.behaviour.name)),
  ];
}

/** Where a row of the draft is mistaken for an outcome nobody reads a heading: each says for itself what it is. */
function statusColumn<Row>(): Column<Row> {
  return column("status", "Status", 24, (_row, record) => text(statusWords(record)));
}

function placeColumns<Row extends { candidate: CandidateRecord }>(): Column<Row>[] {
  return [
    column("place", "Place", 14, ({ candidate }) => text(candidatePlaceWords(candidate))),
    column("rank", "Rank", 8, ({ candidate }) => number(candidate.outcome?.rank)),
    column("candidate_total", "Total", 10, ({ candidate }) => number(candidate.outcome?.total)),
    column("candidate_passed", "Passed", 10, ({ candidate }) => yesNo(candidate.outcome?.passed)),
  ];
}

function finalColumns<Row extends AnswerRow>(): Column<Row>[] {
  return [
    column("final", "Final score", 10, ({ answer }) => number(answer.final)),
    column("basis", "Basis", 26, ({ answer }) => text(answer.basis && basisWords[answer.basis])),
    column("final_reason", "Reason", 50, ({ answer }) => text(answer.reason)),
    column("decided_by", "Decided by", 22, ({ answer }, { names }) => text(answer.decidedBy && personWords(answer.decidedBy, names))),
    column("decided_at", "Decided at (UTC)", 20, ({ answer }) => moment(answer.decidedAt)),
    column("standing", "Where moderation stands", 26, ({ answer }) => text([stateWords[answer.state], ...answer.reasons.map((each) => reasonWords[each])].join("; "))),
    column("changed_since_published", "Changed since it was published", 14, ({ answer }, { status }) => (status.kind === "draft" ? null : yesNo(answer.changedSince))),
  ];
}

function assessorColumns<Row extends { mark: MarkRecord | null }>(): Column<Row>[] {
  return [
    column("assessor", "Assessor", 16, ({ mark }) => text(mark?.person)),
    column("assessor_name", "Assessor's name", 22, ({ mark }, { names }) => text(mark && names.get(mark.person))),
    column("set_revision", "Revision of the set", 10, ({ mark }) => number(mark?.revision)),
  ];
}

function markColumns<Row extends { mark: MarkRecord | null }>(): Column<Row>[] {
  return [
    ...assessorColumns<Row>(),
    column("counts", "Counts", 8, ({ mark }) => yesNo(mark?.counts)),
    column("round", "Round", 14, ({ mark }) => text(mark?.round)),
    column("score", "Score", 8, ({ mark }) => number(mark?.score)),
    column("cannot_score", "Why no score", 30, ({ mark }) => text(mark?.cannotScore)),
    column("evidence", "Evidence", 70, ({ mark }) => text(mark?.evidence)),
    column("indicators", "Indicators ticked", 50, ({ mark }) => text(mark?.indicators.map((each) => `${clockWords(each.atSeconds)} ${each.positive ? "+" : "−"} ${each.text}`).join("\n"))),
    column("flags", "Flags", 30, ({ mark }) => text(mark?.flags.map((each) => `${each.atSeconds === null ? "" : `${clockWords(each.atSeconds)} `}${flagLabels[each.flag]}${each.note === "" ? "" : `: ${each.note}`}`).join("\n"))),
    column("watched_share", "Watched", 10, ({ mark }) => share(mark?.watchedShare)),
    column("watched_share_when_scored", "Watched when scored", 10, ({ mark }) => share(mark?.watchedShareWhenScored)),
    column("watch_reason", "Why it was scored with less watched", 30, ({ mark }) => text(mark?.watchReason)),
    column("marked_at", "Marked at (UTC)", 20, ({ mark }) => moment(mark?.markedAt)),
    column("submitted_at", "Handed in at (UTC)", 20, ({ mark }) => moment(mark?.submittedAt)),
    column("set_reason", "Why the set was revised", 30, ({ mark }) => text(mark?.setReason)),
    column("set_key", "Document", 60, ({ mark }) => text(mark?.setKey)),
  ];
}

const notesColumn = column<MarkRow>("notes", "Notes", 70, ({ mark }) => text(mark?.notes.map((each) => `${clockWords(each.atSeconds)} ${each.text}`).join("\n")));

/** The one table of a CSV file: a row for each answer and mark, earlier revisions included. */
export const answersAndMarks: Column<MarkRow>[] = [
  column("batch", "Batch", 16, (_row, { batch }) => text(batch)),
  ...answerColumns<MarkRow>(),
  ...placeColumns<MarkRow>(),
  ...finalColumns<MarkRow>(),
  ...markColumns<MarkRow>().flatMap((each) => (each.name === "indicators" ? [notesColumn, each] : [each])),
  statusColumn(),
];

export const candidatesTable = ({ campaign }: BatchRecord): Column<{ candidate: CandidateRecord }>[] => [
  ...candidateColumns<{ candidate: CandidateRecord }>((row) => row.candidate),
  ...placeColumns<{ candidate: CandidateRecord }>(),
  ...campaign.behaviours.flatMap(({ id, name }) => {
    const of = ({ outcome }: CandidateRecord) => outcome?.behaviours.find((each) => each.behaviour === id);
    return [
      column<{ candidate: CandidateRecord }>(`${id}_total`, `${name}: total`, 14, ({ candidate }) => number(of(candidate)?.total)),
      column<{ candidate: CandidateRecord }>(`${id}_mean`, `${name}: mean`, 14, ({ candidate }) => number(of(candidate)?.mean)),
      column<{ candidate: CandidateRecord }>(`${id}_passed`, `${name}: passed`, 14, ({ candidate }) => yesNo(of(candidate)?.passed)),
    ];
  }),
  column("tie_reason", "What put it before or behind others with the same total", 50, ({ candidate }) => text(candidate.outcome?.tieReason)),
  column("allocated_to", "Allocated to", 40, ({ candidate }, { names }) => text(candidate.allocatedTo.map((each) => personWords(each.person, names)).join("\n"))),
  column("withdrawals", "Withdrew", 40, ({ candidate }, { names }) => text(candidate.withdrawals.map((each) => `${personWords(each.person, names)}: ${each.note === "" ? "knows the candidate" : each.note}`).join("\n"))),
  statusColumn(),
];

export const answersTable: Column<AnswerRow>[] = [
  ...answerColumns<AnswerRow>(),
  column("question_text", "Question asked", 60, ({ answer }) => text(answer.question.text)),
  ...finalColumns<AnswerRow>(),
  column("definitive", "Agreed in advance", 12, ({ answer }) => number(answer.definitive?.score)),
  column("definitive_rationale", "Why, in advance", 40, ({ answer }) => text(answer.definitive?.rationale)),
  column("marks", "Marks that count", 10, ({ answer }) => number(answer.marks.filter((mark) => mark.counts).length)),
  column("duration_seconds", "Length (seconds)", 12, ({ answer }) => number(answer.durationSeconds)),
  statusColumn(),
];

export const marksTable: Column<MarkRow>[] = [...answerColumns<MarkRow>(), ...markColumns<MarkRow>(), statusColumn()];

export const notesTable: Column<NoteRow>[] = [
  ...answerColumns<NoteRow>(),
  ...assessorColumns<NoteRow>(),
  column("at", "At", 8, ({ note }) => text(clockWords(note.atSeconds))),
  column("at_seconds", "At (seconds)", 12, ({ note }) => number(note.atSeconds)),
  column("note", "Note", 90, ({ note }) => text(note.text)),
  statusColumn(),
];

export const moderationTable: Column<ModerationRow>[] = [
  ...answerColumns<ModerationRow>(),
  column("at", "At (UTC)", 20, ({ act }) => moment(act.at)),
  column("lead", "Lead", 22, ({ act }, { names }) => text(personWords(act.by, names))),
  column("act", "Act", 14, ({ act }) => text("act" in act ? act.act : "sent back")),
  column("what", "What was decided, asked or noted", 90, ({ act }, { names }) => text("act" in act ? whatWasDone(act) : `To ${personWords(act.person, names)}: ${act.text}`)),
  column("reply", "Reply", 60, ({ act }) => ("act" in act ? null : text(act.reply?.text))),
  column("replied_at", "Replied at (UTC)", 20, ({ act }) => ("act" in act ? null : moment(act.reply?.at))),
  column("document", "Document", 60, ({ act }) => text("act" in act ? act.documentKey : act.key)),
  statusColumn(),
];

export const auditTable: Column<TrailRow>[] = [
  column("at", "At (UTC)", 20, ({ entry }) => moment(entry.at)),
  ...candidateColumns<TrailRow>((row) => row.candidate),
  column("question", "Question", 10, ({ entry }) => text(entry.question)),
  column("who", "Who", 26, ({ entry }, { names }) => text(personWords(entry.who, names))),
  column("what", "What", 90, ({ entry }) => text(entry.what)),
  column("document", "Document", 60, ({ entry }) => text(entry.documentKey)),
  statusColumn(),
];

export const documentsTable: Column<DocumentRecord>[] = [
  column("kind", "Kind", 18, ({ kind }) => text(documentWords[kind])),
  column("key", "Document", 90, ({ key }) => text(key)),
  column("sha256", "SHA-256", 66, ({ sha256 }) => text(sha256)),
  column("bytes", "Bytes", 12, ({ bytes }) => number(bytes)),
  column("signed_by", "Signed by", 26, ({ signedBy }, { names }) => text(signedBy && personWords(signedBy, names))),
  column("signing_key", "Signing key", 46, ({ signingKey }) => text(signingKey)),
  statusColumn(),
];

export function marksOf(candidate: CandidateRecord): MarkRow[] {
  return candidate.answers.flatMap((answer): MarkRow[] => (answer.marks.length === 0 ? [{ candidate, answer, mark: null }] : answer.marks.map((mark) => ({ candidate, answer, mark }))));
}

export function notesOf(candidate: CandidateRecord): NoteRow[] {
  return candidate.answers.flatMap((answer) => answer.marks.flatMap((mark) => mark.notes.map((note) => ({ candidate, answer, mark, note }))));
}

/** Queries among leads' acts, oldest first. */
export function moderationOf(candidate: CandidateRecord): ModerationRow[] {
  return candidate.answers.flatMap((answer) =>
    [...answer.moderation, ...answer.queries].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((act) => ({ candidate, answer, act })),
  );
}

/** What is about the batch rather than a candidate: ties that a lead decided. */
export function tieEntry({ at, by, candidates, reason }: TieDecision): TrailEntry {
  return { at, who: by, question: null, documentKey: null, what: `Of candidates with the same total put ${candidates.join(" before ")}: ${reason}` };
}
