import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readBatchRecord } from "../../src-main/engine/reports/batch-record.ts";
import type { BatchRecord } from "../../src-main/engine/reports/record-model.ts";
import { writeCsv, type Write } from "../../src-main/engine/reports/write-csv.ts";
import { writePdf } from "../../src-main/engine/reports/write-pdf.ts";
import { writeXlsx } from "../../src-main/engine/reports/write-xlsx.ts";
import { BATCH, createMarkedBatch, mark, nameOf, type MarkedBatch } from "./support/marked-batch.ts";
import { must } from "./support/panel.ts";
import { partsOfXlsx, readCsv, readPdf, readXlsx, textsOfSheet } from "./support/read-exports.ts";

const [A, B] = ["a-morgan", "a-okafor"];

async function record({ store }: MarkedBatch, candidate: string | null = null): Promise<BatchRecord> {
  return must(await readBatchRecord(store, { batch: BATCH, candidate, at: "2026-11-24T10:00:00.000Z", software: "Assessor Desk test" }));
}

async function written(write: (record: BatchRecord, write: Write, onCandidate: () => void) => Promise<void>, of: BatchRecord): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  await write(of, async (bytes) => void parts.push(Uint8Array.from(bytes)), () => undefined);
  return Buffer.concat(parts);
}

async function pdf(batch: MarkedBatch, candidate: string | null = null) {
  const file = path.join(batch.home, "record.pdf");
  writeFileSync(file, await written(writePdf, await record(batch, candidate)));
  return readPdf(file);
}

const squeezed = (text: string) => text.replaceAll(/\s+/g, " ");

describe("the record of a batch", () => {
  test("has every revision of every mark, and says which count", async () => {
    const batch = createMarkedBatch(["K-1"], [A!, B!]);
    batch.handIn(A!, 1, [mark("K-1", "q1", 3), mark("K-1", "q2", 4)]);
    batch.handIn(B!, 1, [mark("K-1", "q1", 5), mark("K-1", "q2", null)]);
    batch.handIn(A!, 2, [mark("K-1", "q1", 4), mark("K-1", "q2", 4)], { reason: "Heard it again" });
    const [candidate] = [...(await record(batch)).candidates()];
    expect(candidate!.answers.map((answer) => answer.marks.map(({ person, revision, score, counts, setReason }) => [person, revision, score, counts, setReason]))).toEqual([
      [[A, 2, 4, true, "Heard it again"], [A, 1, 3, false, null], [B, 1, 5, true, null]],
      [[A, 2, 4, true, "Heard it again"], [A, 1, 4, false, null], [B, 1, null, true, null]],
    ]);
  });

  test("tells what happened in order: marks once each, sets, queries with their replies, decisions, withdrawals", async () => {
    const batch = createMarkedBatch(["K-1"], [A!, B!]);
    const query = crypto.randomUUID();
    batch.handIn(A!, 1, [mark("K-1", "q1", 3), mark("K-1", "q2", 4)]);
    batch.act({ id: query, at: "2026-11-21T15:00:00.000Z", act: "asked", candidate: "K-1", question: "q1", person: A!, text: "And the costs?", query: `queries/${A}/${BATCH}/l-rivera/${query}-1.json` });
    batch.handIn(A!, 2, [mark("K-1", "q1", 4, { markedAt: "2026-11-21T17:00:00.000Z" }), mark("K-1", "q2", 4)], { reason: "Asked", replies: [{ query, text: "Heard them now.", at: "2026-11-21T17:05:00.000Z" }] });
    batch.handIn(B!, 1, [], { withdrawals: [{ candidate: "K-1", note: "A neighbour", at: "2026-11-19T08:00:00.000Z" }] });
    batch.act({ id: crypto.randomUUID(), at: "2026-11-23T09:00:00.000Z", act: "settled", candidate: "K-1", question: "q1", final: 4, basis: "agreed", reason: "", marks: [{ assessor: A!, setRevision: 2, score: 4, cannotScore: null }] });
    const [candidate] = [...(await record(batch)).candidates()];
    expect(candidate!.trail.map((each) => [each.who, each.question, each.what])).toEqual([
      [B, null, "Withdrew: knows the candidate. A neighbour"],
      [A, "q1", "Scored 3."],
      [A, "q2", "Scored 4."],
      [A, null, "Handed in these marks, revision 1."],
      ["l-rivera", "q1", `Sent it back to ${A}: And the costs?`],
      [A, "q1", "Scored 4."],
      [A, "q1", "Replied: Heard them now."],
      [A, null, "Handed in these marks, revision 2. Asked"],
      ["l-rivera", "q1", "Settled: 4, agreed."],
    ]);
  });

  test("of one candidate names no other: not in ties, nor anywhere else", async () => {
    const batch = createMarkedBatch(["K-1", "K-2222"], [A!]);
    batch.handIn(A!, 1, [mark("K-1", "q1", 4), mark("K-1", "q2", 4), mark("K-2222", "q1", 4), mark("K-2222", "q2", 4)]);
    batch.act({ id: crypto.randomUUID(), at: "2026-11-23T09:00:00.000Z", act: "ranked", candidates: ["K-1", "K-2222"], reason: "More depth than K-2222." });
    const one = await record(batch, "K-1");
    expect(one.ties).toMatchObject([{ candidates: ["K-1"], reason: "More depth than another candidate." }]);
    for (const write of [writeCsv, writePdf]) expect((await written(write, one)).includes("2222")).toBe(false);
    expect(Object.values(partsOfXlsx(await written(writeXlsx, one))).some((xml) => xml.includes("2222"))).toBe(false);
    const { pages } = await pdf(batch, "K-1");
    expect(pages.join("").includes("2222")).toBe(false);
    expect(squeezed(pages[0]!)).toContain("Same total as another candidate");
  });

  test("has nothing of the groups that candidates belong to, although the desk knows them", async () => {
    const batch = createMarkedBatch(["K-1"], [A!]);
    batch.handIn(A!, 1, [mark("K-1", "q1", 4), mark("K-1", "q2", 4)]);
    const sealed = (key: string) => batch.store.work.putDocument(key, "0".repeat(64), Buffer.from("{}"), new Date());
    for (const key of [`groups/${BATCH}/1.json`, `batches/${BATCH}/1.json`, `drafts/${BATCH}/${A}/1.json`, "batches/b-other/1.json"]) sealed(key);
    batch.store.db.prepare("INSERT INTO candidate_groups (batch, revision, wrapped) VALUES (?, 1, ?)").run(BATCH, Buffer.from("Sex: Woman"));
    expect((await record(batch)).documents.map((each) => each.key)).toEqual([`batches/${BATCH}/1.json`]);
    const workbook = Object.values(partsOfXlsx(await written(writeXlsx, await record(batch)))).join("");
    const paper = (await pdf(batch)).pages.join("");
    for (const text of [workbook, paper, (await written(writeCsv, await record(batch))).toString()]) expect(/groups\/|Woman/.test(text)).toBe(false);
  });

  test("of a candidate or a batch that is not there is refused", async () => {
    const batch = createMarkedBatch(["K-1"], [A!]);
    const ask = (of: string, candidate: string | null) => readBatchRecord(batch.store, { batch: of, candidate, at: "2026-11-24T10:00:00.000Z", software: "test" });
    expect(await ask(BATCH, "K-9")).toEqual({ ok: false, error: { kind: "candidate-not-found", candidate: "K-9", batch: BATCH } });
    expect(await ask("b-none", null)).toMatchObject({ ok: false, error: { kind: "batch-not-found" } });
  });
});

/** What spreadsheets, XML, CSV and fonts have come to grief over. */
const NASTY = [
  "=1+1",
  "+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1)",
  "\ttab first",
  "\rreturn first",
  "'=already an apostrophe",
  'She said "no", then; left\nSecond line\r\nThird',
  "  spaces  around  ",
  "Ελληνικά, русский, Łódź, Ñandú, ﬀ",
  "שלום עולם and العربية",
  "😀 👩‍💻 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
  "</t></is><f>1+1</f> &amp; <![CDATA[x]]> _x0041_ _x000D_",
  "bell \u0007, null \u0000, half a pair \ud83d, not a character \uffff",
];

describe("nasty texts", () => {
  function nastyBatch() {
    const batch = createMarkedBatch(["K-1"], [A!]);
    batch.handIn(A!, 1, [mark("K-1", "q1", 3, { evidence: NASTY.join("|"), notes: NASTY.map((text, index) => ({ atSeconds: index, text })) }), mark("K-1", "q2", 4)]);
    return batch;
  }

  test("come back from a workbook as the very texts, and no cell is a formula", async () => {
    const bytes = await written(writeXlsx, await record(nastyBatch()));
    const parts = partsOfXlsx(bytes);
    for (const [name, xml] of Object.entries(parts)) if (name.startsWith("xl/worksheets/")) expect(xml, name).not.toMatch(/<f[ >]|t="str"/);
    const notes = textsOfSheet(parts["xl/worksheets/sheet4.xml"]!);
    // Spreadsheets write so what XML cannot hold, and read it again.
    const inSpreadsheet = (text: string) => text.replaceAll(/_x([0-9A-F]{4})_/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
    expect(notes.map(inSpreadsheet)).toEqual(expect.arrayContaining(NASTY));
    const rows = await readXlsx(bytes, "Notes");
    expect(rows.map((row) => row["Note"]).slice(0, 8)).toEqual(NASTY.slice(0, 8));
  });

  test("come back from a CSV file, with an apostrophe before what a spreadsheet would take for a formula", async () => {
    const batch = createMarkedBatch(["K-1"], [A!]);
    for (const [index, evidence] of NASTY.entries()) batch.handIn(A!, index + 1, [mark("K-1", "q1", 3, { evidence })], index > 0 ? { reason: evidence } : {});
    const bytes = await written(writeCsv, await record(batch));
    const escaped = (text: string) => (/^[=+@\t\r-]/.test(text) ? `'${text}` : text);
    // Half a pair is no text that UTF-8 could hold.
    const expected = NASTY.map((text) => Buffer.from(escaped(text)).toString());
    const rows = readCsv(bytes).filter((row) => row["question"] === "q1");
    expect(rows.map((row) => row["evidence"])).toEqual(expected.toReversed());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString("utf8")).not.toMatch(/(^|,)"?[=+@\t\r]/m);
  });

  test("are shown on paper as far as the font goes; the others are boxes, and each is listed", async () => {
    const { pages } = await pdf(nastyBatch());
    const text = squeezed(pages.join(" "));
    for (const shown of ["=1+1", "+cmd|' /C calc'!A0", "Ελληνικά, русский, Łódź, Ñandú", "</t></is><f>1+1</f> &amp;"]) expect(text).toContain(shown);
    expect(text).toContain("Characters that this document cannot show");
    const listed = /by their numbers in Unicode: (.*?)\./.exec(text)![1]!.replaceAll(" ", "");
    // Once in the evidence and once as a note.
    for (const code of ["U+1F469U+200DU+1F4BB", "U+0007", "U+0000", "U+FFFF"]) expect(listed.split(code).length - 1, code).toBe(2);
    expect(text.split("□").length - 1).toBe(listed.split(";").length);
  });

  test("a text longer than a cell goes on in the row below, and nothing of it is lost", async () => {
    const batch = createMarkedBatch(["K-1"], [A!]);
    const indicator = batch.store.work.campaign("work-coach-eo").behaviours[0]!.positive[0]!;
    const ticked = Array.from({ length: 500 }, (_, index) => ({ indicator: indicator.id, atSeconds: index }));
    const flags = Array.from({ length: 20 }, (_, index) => ({ flag: "other" as const, note: `${index}${"😀".repeat(1990)}`, at: "2026-11-20T09:30:00.000Z", atSeconds: null }));
    batch.handIn(A!, 1, [mark("K-1", "q1", 3, { indicators: ticked, flags })]);
    const rows = (await readXlsx(await written(writeXlsx, await record(batch)), "Marks")).filter((row) => row["Question"] === "q1");
    expect(rows.map((row) => row["Part"])).toEqual(["1 of 3", "2 of 3", "3 of 3"]);
    for (const row of rows) expect(row).toMatchObject({ Candidate: "K-1", Assessor: A });
    for (const row of rows) for (const value of Object.values(row)) expect(String(value ?? "").length).toBeLessThanOrEqual(32_767);
    const whole = rows.map((row) => row["Flags"] ?? "").join("");
    expect(whole).toBe(flags.map((each) => `Something else: ${each.note}`).join("\n"));
    expect(rows.map((row) => row["Score"] ?? null)).toEqual([3, null, null]);
  });
});

describe("what all formats say alike", () => {
  function usualBatch() {
    const batch = createMarkedBatch(["K-1", "K-2"], [A!, B!], { combine: "mean" });
    batch.handIn(A!, 1, [mark("K-1", "q1", 4, { notes: [{ atSeconds: 41.7, text: "Weighs the costs" }] }), mark("K-1", "q2", 5), mark("K-2", "q1", 6), mark("K-2", "q2", 6)]);
    batch.handIn(B!, 1, [mark("K-1", "q1", 5), mark("K-1", "q2", 5), mark("K-2", "q1", 6), mark("K-2", "q2", 7)]);
    batch.act({ id: crypto.randomUUID(), at: "2026-11-23T09:00:00.000Z", act: "noted", candidate: "K-1", question: "q1", text: "Close to the line" });
    return batch;
  }

  test("halves, totals and the order of merit are those of the outcome", async () => {
    const batch = usualBatch();
    const csv = readCsv(await written(writeCsv, await record(batch)));
    expect(csv.map((row) => [row["candidate"], row["question"], row["assessor"], row["score"], row["final"], row["rank"], row["candidate_total"]])).toEqual([
      ["K-2", "q1", A, "6", "6", "1", "12.5"],
      ["K-2", "q1", B, "6", "6", "1", "12.5"],
      ["K-2", "q2", A, "6", "6.5", "1", "12.5"],
      ["K-2", "q2", B, "7", "6.5", "1", "12.5"],
      ["K-1", "q1", A, "4", "4.5", "2", "9.5"],
      ["K-1", "q1", B, "5", "4.5", "2", "9.5"],
      ["K-1", "q2", A, "5", "5", "2", "9.5"],
      ["K-1", "q2", B, "5", "5", "2", "9.5"],
    ]);
    const xlsx = await written(writeXlsx, await record(batch));
    expect((await readXlsx(xlsx, "Marks")).map((row) => [row["Candidate"], row["Question"], row["Assessor"], row["Assessor's name"], row["Score"], row["Watched"]])).toEqual(
      csv.map((row) => [row["candidate"], row["question"], row["assessor"], nameOf(row["assessor"]!), Number(row["score"]), 1]),
    );
    expect((await readXlsx(xlsx, "Candidates")).map((row) => [row["Candidate"], row["Rank"], row["Total"]])).toEqual([["K-2", 1, 12.5], ["K-1", 2, 9.5]]);
    expect((await readXlsx(xlsx, "Notes"))[0]).toMatchObject({ At: "0:41", "At (seconds)": 41.7, Note: "Weighs the costs" });
    expect((await readXlsx(xlsx, "Marks"))[0]!["Marked at (UTC)"]).toEqual(new Date("2026-11-20T09:30:00.000Z"));
    const { pages } = await pdf(batch);
    expect(squeezed(pages[0]!)).toMatch(/1 K-2 \S.* 12\.5 2 K-1 \S.* 9\.5/);
    expect(squeezed(pages.join(" "))).toContain(`${nameOf(A!)} (${A}): 4, Acceptable demonstration Evidence for q1 of K-1`);
  });

  test("until it is published, every page and every sheet says that it is a draft", async () => {
    const batch = usualBatch();
    const { pages } = await pdf(batch);
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(page).toContain("Draft, not published");
    const parts = partsOfXlsx(await written(writeXlsx, await record(batch)));
    const sheets = Object.keys(parts).filter((name) => name.startsWith("xl/worksheets/"));
    expect(sheets).toHaveLength(8);
    for (const sheet of sheets) expect(parts[sheet]).toMatch(/<oddHeader>.*Draft, not published.*<\/oddHeader>/);
    for (const row of readCsv(await written(writeCsv, await record(batch)))) expect(row["status"]).toBe("Draft, not published");
  });

  test("what the pieces of a page belong to is written with the page, so that thousands of candidates are not kept until the end", async () => {
    const batch = usualBatch();
    const bytes = await written(writePdf, await record(batch));
    const tree = /\/Nums \[([\s\S]*?)\n\]/.exec(bytes.toString("latin1"))![1]!;
    const ofPages = [...tree.matchAll(/^\s+(\d+) (.+)$/gm)].map(([, page, says]) => [Number(page), /^\d+ 0 R$/.test(says!)]);
    expect(ofPages.length).toBeGreaterThan(3);
    expect(ofPages).toEqual(ofPages.map((_, page) => [page, page < ofPages.length - 1]));
  });

  test("each page of a PDF says whom it is about and which of how many it is, and it is tagged, titled and in English", async () => {
    const { pages, info, structure } = await pdf(usualBatch(), "K-1");
    expect(info).toMatchObject({ Title: `Record of candidate K-1, batch ${BATCH}`, Tagged: "yes", "PDF version": "1.7" });
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Candidate K-1, batch ${BATCH}`);
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    }
    for (const tag of ["Document", "Sect", "H1", "H2", "H3", "P", "Table", "TR", "TH", "TD"]) expect(structure).toMatch(new RegExp(`^ *${tag}\\b`, "m"));
    expect(structure).toMatch(/H1[\s\S]*"Record of candidate K-1, batch b-14"/);
    // What is on every page is no part of what a screen reader reads.
    expect(structure).not.toContain("Page 1 of");
    expect(Number(info["Pages"])).toBe(pages.length);
  });
});
