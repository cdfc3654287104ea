import type { BatchRecord, RecordStatus } from "../record-model.ts";
import { documentWords, momentOnly, momentWords, numberWords, personWords, placeWords, ruleSentences, statusWords } from "../record-words.ts";
import type { Paper } from "./paper.ts";

/** What it is and what stands. */
export function writeHeading(paper: Paper, record: BatchRecord, title: string): void {
  const { status, campaign, revisions, names } = record;
  paper.heading(1, title);
  if (status.kind === "draft") paper.paragraph("Draft, not published. It says where things stand today; nothing in it is an outcome yet.", "warning");
  paper.facts([
    ["Campaign", `${campaign.title} (${campaign.id}, revision ${record.campaignRevision})`],
    ["Batch", `${record.batch}, revision ${record.batchRevision}`],
    ["Status", statusWords(record)],
    ...revisions.map((each) => [`Revision ${each.revision}`, `Published ${momentWords(each.at)} by ${personWords(each.by, names)}.${each.reason === null ? "" : ` ${each.reason}`}`] as const),
    ...(status.kind === "draft" ? [] : statements(status)),
    ["Exported", `${momentWords(record.exported.at)} by ${personWords(record.exported.by, names)}, with ${record.exported.software}`],
  ]);
}

/** What whoever published it said of it. */
function statements({ declaration, incompleteReason }: Extract<RecordStatus, { kind: "published" }>): (readonly [string, string])[] {
  return [["Declared", declaration], ...(incompleteReason === null ? [] : [["Published while marks were still to come, because", incompleteReason] as const])];
}

export function writeRules(paper: Paper, record: BatchRecord): void {
  paper.heading(2, "The rules that it follows");
  for (const sentence of ruleSentences(record)) paper.paragraph(sentence);
  paper.table([{ heading: "Score", share: 8 }, { heading: "Means", share: 30 }, { heading: "That is", share: 62 }], record.campaign.scale.map((point) => [numberWords(point.value), point.label, point.meaning]));
}

/** Everybody in order of merit, and the ties that a lead decided. */
export function writeMerit(paper: Paper, { merit, ties, names }: BatchRecord): void {
  paper.heading(2, "Order of merit");
  if (merit.length === 0) paper.paragraph("There is none yet.", "faint");
  else
    paper.table(
      [{ heading: "Place", share: 10 }, { heading: "Candidate", share: 24 }, { heading: "Result", share: 18 }, { heading: "Total", share: 10 }, { heading: "Same total as others", share: 38 }],
      merit.map((each) => [each.rank === null ? "none" : String(each.rank), each.candidate, placeWords[each.place], numberWords(each.total), each.tieReason ?? ""]),
    );
  if (ties.length === 0) return;
  paper.heading(2, "Ties that a lead decided");
  paper.table([{ heading: "When (UTC)", share: 21 }, { heading: "Who", share: 22 }, { heading: "The better first", share: 24 }, { heading: "Why", share: 33 }], ties.map((tie) => [momentOnly(tie.at), personWords(tie.by, names), tie.candidates.join("\n"), tie.reason]));
}

/** What an auditor holds against the depot. */
export function writeDocuments(paper: Paper, { documents, names, log }: BatchRecord, level: 1 | 2): void {
  paper.heading(level, "Documents that this rests on");
  paper.paragraph("Each lies in the depot under its key, signed by its author. A file there is the same if its SHA-256 is; “desk verify” checks all signatures, and “desk show” opens one document with a lead's key.");
  paper.table(
    [{ heading: "Document", share: 15 }, { heading: "Key and SHA-256", share: 60 }, { heading: "Signed by", share: 25 }],
    documents.map((each) => [documentWords[each.kind], `${each.key}\n${each.sha256}`, `${each.signedBy === null ? "not known here" : personWords(each.signedBy, names)}\n${each.signingKey}`]),
  );
  paper.paragraph(`The log of the desk that exported this has ${log.lines} lines. The hash of the newest, which rests on all before it, is ${log.newestHash}.`, "faint");
}
