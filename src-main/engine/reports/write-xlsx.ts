import type { BatchRecord } from "./record-model.ts";
import { momentWords, numberWords, personWords, ruleSentences, statusWords } from "./record-words.ts";
import { answersTable, auditTable, candidatesTable, documentsTable, marksOf, marksTable, moderationOf, moderationTable, notesOf, notesTable, tieEntry, type Cell, type Column } from "./tables.ts";
import type { Write } from "./write-csv.ts";
import { createWorkbook, type Workbook } from "./xlsx-file.ts";

/** Characters of one cell that Excel opens; what is longer goes on in rows below. */
export const MOST_CHARACTERS = 32_767;

/** Columns that a row which goes on below repeats, so that it is known what it belongs to. */
const KEYS = new Set(["candidate", "question", "assessor", "set_revision"]);

/** A workbook: candidates, answers, marks, notes, moderation, the audit trail, the documents, and what all of it is. */
export async function writeXlsx(record: BatchRecord, write: Write, onCandidate: () => void): Promise<void> {
  const title = record.candidate === null ? `Record of batch ${record.batch}` : `Record of candidate ${record.candidate}, batch ${record.batch}`;
  const book = createWorkbook(title, new Date(record.exported.at));
  const printed = `${title}. ${statusWords(record)}.`;
  const sheet = <Row>(name: string, columns: readonly Column<Row>[]) => sheetOf(book, name, columns, record, printed);
  const candidates = sheet("Candidates", candidatesTable(record));
  const answers = sheet("Answers", answersTable);
  const marks = sheet("Marks", marksTable);
  const notes = sheet("Notes", notesTable);
  const moderation = sheet("Moderation", moderationTable);
  const audit = sheet("Audit", auditTable);

  async function flush(): Promise<void> {
    for (const bytes of book.take()) await write(bytes);
  }

  for (const tie of record.ties) audit.add({ candidate: null, entry: tieEntry(tie) });
  for (const candidate of record.candidates()) {
    candidates.add({ candidate });
    for (const answer of candidate.answers) answers.add({ candidate, answer });
    for (const row of marksOf(candidate)) if (row.mark) marks.add(row);
    for (const row of notesOf(candidate)) notes.add(row);
    for (const row of moderationOf(candidate)) moderation.add(row);
    for (const entry of candidate.trail) audit.add({ candidate, entry });
    await flush();
    onCandidate();
  }
  const documents = sheet("Documents", documentsTable);
  for (const row of record.documents) documents.add(row);
  const about = sheet("About", aboutColumns);
  for (const row of aboutRows(record, title)) about.add(row);
  book.end();
  await flush();
}

const aboutColumns: Column<readonly [what: string, says: string]>[] = [
  { name: "what", heading: "What", width: 30, cell: ([what]) => ({ text: what }) },
  { name: "says", heading: "Says", width: 110, cell: ([, says]) => ({ text: says }) },
];

function aboutRows(record: BatchRecord, title: string): [string, string][] {
  const { batch, batchRevision, campaign, campaignRevision, revisions, exported, log, names } = record;
  return [
    ["Title", title],
    ["Status", statusWords(record)],
    ["Campaign", `${campaign.title} (${campaign.id}, revision ${campaignRevision})`],
    ["Batch", `${batch}, revision ${batchRevision}`],
    ...revisions.map((each): [string, string] => [`Outcome, revision ${each.revision}`, `Published ${momentWords(each.at)} by ${personWords(each.by, names)}.${each.reason === null ? "" : ` ${each.reason}`} ${each.key}`]),
    ...(record.status.kind === "draft" ? [] : [["Declared", record.status.declaration] as [string, string]]),
    ...(record.status.kind === "draft" || record.status.incompleteReason === null ? [] : [["Published while marks were still to come, because", record.status.incompleteReason] as [string, string]]),
    ...ruleSentences(record).map((sentence): [string, string] => ["Rule", sentence]),
    ...campaign.scale.map((point): [string, string] => [`Scale: ${numberWords(point.value)}`, `${point.label}: ${point.meaning}`]),
    ["Moments", "All are in UTC."],
    ["Marks", "Every revision of every assessor's marks is here. “Counts” says which of them the outcome rests on: those of the newest set, but of candidates whom the assessor knows."],
    ["Long texts", `A cell holds ${MOST_CHARACTERS} characters. What is longer goes on in the row below it, which “Part” says.`],
    ["Documents", "Each lies in the depot under its key. The SHA-256 is that of the file there, and the signing key's thumbprint stands in the file as kid."],
    ["Exported", `${momentWords(exported.at)} by ${personWords(exported.by, names)}, with ${exported.software}`],
    ["Log of the desk that exported it", `${log.lines} lines; the newest has the hash ${log.newestHash}`],
  ];
}

function sheetOf<Row>(book: Workbook, name: string, columns: readonly Column<Row>[], record: BatchRecord, printed: string): { add(row: Row): void } {
  const sheet = book.sheet(name, [...columns, { heading: "Part", width: 10 }], printed);
  return {
    add(row) {
      const cells = columns.map((column) => column.cell(row, record));
      const parts = Math.max(...cells.map((cell) => (cell && "text" in cell ? pieces(cell.text).length : 1)));
      for (let part = 0; part < parts; part += 1) sheet.add([...cells.map((cell, index) => pieceOf(cell, part, KEYS.has(columns[index]!.name))), parts === 1 ? null : { text: `${part + 1} of ${parts}` }]);
    },
  };
}

function pieceOf(cell: Cell, part: number, repeated: boolean): Cell {
  if (part === 0 || repeated) return cell && "text" in cell ? { text: pieces(cell.text)[0] ?? "" } : cell;
  const piece = cell && "text" in cell ? pieces(cell.text)[part] : undefined;
  return piece === undefined ? null : { text: piece };
}

/** A text in pieces that fit into a cell each. A character that takes two places is not cut through. */
function pieces(text: string): string[] {
  if (text.length <= MOST_CHARACTERS) return [text];
  const last = text.charCodeAt(MOST_CHARACTERS - 1);
  const cut = last >= 0xd800 && last <= 0xdbff ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
  return [text.slice(0, cut), ...pieces(text.slice(cut))];
}
