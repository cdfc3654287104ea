import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createLeadPanel, BATCH, LEAD, type LeadPanel } from "./support/lead-panel.ts";
import { readCsv, readPdf, readXlsx } from "./support/read-exports.ts";
import { desk } from "./support/store-room.ts";
import { publishing } from "./support/publishing.ts";


/** Two assessors marked two candidates; the means stand and are published. */
async function publishedPanel(): Promise<LeadPanel> {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], rules: { combine: "mean", tolerance: 2, places: 1 } });
  await panel.handIn("a-1", { "K-1": { q1: 4, q2: 4 }, "K-2": { q1: 6, q2: 5 } });
  await panel.handIn("a-2", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 6, q2: 7 } });
  await panel.sync();
  await panel.lead.ask("outcome.publish", await publishing(panel.lead));
  await panel.sync();
  return panel;
}

function exporting({ lead, room }: LeadPanel) {
  const file = (name: string) => path.join(room.folder, name);
  const run = (name: string, ...more: string[]) => desk(["export", "--home", lead.home, "--batch", BATCH, "--format", path.extname(name).slice(1), "--out", file(name), ...more]);
  return { file, run };
}

describe("desk export", () => {
  test("writes what was marked, published and signed, and an auditor finds every document in the depot with the same hash", async () => {
    const panel = await publishedPanel();
    await panel.lead.engine.close();
    const { file, run } = exporting(panel);
    for (const name of ["all.csv", "all.xlsx", "all.pdf", "one.pdf"]) expect(await run(name, ...(name === "one.pdf" ? ["--candidate", "K-1"] : []))).toMatchObject({ status: 0, err: "" });

    const marks = readCsv(await readFile(file("all.csv"))).map((row) => [row["candidate"], row["question"], row["assessor"], row["score"], row["evidence"], row["final"], row["place"]]);
    expect(marks).toEqual([
      ["K-2", "q1", "a-1", "6", "Evidence by a-1", "6", "Offer"],
      ["K-2", "q1", "a-2", "6", "Evidence by a-2", "6", "Offer"],
      ["K-2", "q2", "a-1", "5", "Evidence by a-1", "6", "Offer"],
      ["K-2", "q2", "a-2", "7", "Evidence by a-2", "6", "Offer"],
      ["K-1", "q1", "a-1", "4", "Evidence by a-1", "4.5", "Reserve list"],
      ["K-1", "q1", "a-2", "5", "Evidence by a-2", "4.5", "Reserve list"],
      ["K-1", "q2", "a-1", "4", "Evidence by a-1", "4", "Reserve list"],
      ["K-1", "q2", "a-2", "4", "Evidence by a-2", "4", "Reserve list"],
    ]);
    const sheet = await readXlsx(await readFile(file("all.xlsx")), "Marks");
    expect(sheet.map((row) => [row["Candidate"], row["Question"], row["Assessor"], row["Score"]])).toEqual(marks.map(([candidate, question, assessor, score]) => [candidate, question, assessor, Number(score)]));

    const documents = await readXlsx(await readFile(file("all.xlsx")), "Documents");
    expect([...new Set(documents.map((row) => row["Kind"]))].toSorted()).toEqual(["Allocation", "Batch", "Campaign", "Outcome", "Set of marks"]);
    for (const row of documents) {
      const key = String(row["Document"]);
      expect(createHash("sha256").update(await readFile(path.join(panel.room.depotFolder, key))).digest("hex"), key).toBe(row["SHA-256"]);
      const author = key.startsWith("sets/") ? key.split("/")[2] : key.startsWith("outcomes/") ? LEAD : "lead";
      expect(String(row["Signed by"]), key).toContain(author);
    }

    const { pages, info, structure } = readPdf(file("one.pdf"));
    const text = pages.join(" ").replaceAll(/\s+/g, " ");
    expect(info["Title"]).toBe("Record of candidate K-1, batch b-1");
    for (const said of ["Published, revision 1", "Reserve list", "2 of 2", "8.5, passed", "By the campaign's rule", "Evidence by a-2", "Published the outcome, revision 1."]) expect(text).toContain(said);
    // A key takes several lines of its cell, which the tags hold together.
    const cells = structure.replaceAll(/["\s]/g, "");
    for (const row of documents) for (const said of ["Document", "SHA-256", "Signing key"]) expect(cells).toContain(row[said]);
    expect(text.includes("K-2")).toBe(false);
  });

  test("never overwrites, makes no folder, and leaves nothing half-written", async () => {
    const panel = await publishedPanel();
    await panel.lead.engine.close();
    const { file, run } = exporting(panel);
    await writeFile(file("there.pdf"), "mine");
    expect(await run("there.pdf")).toEqual({ status: 1, out: "", err: `${file("there.pdf")} exists already and was left alone. Choose another name.\n` });
    expect(await readFile(file("there.pdf"), "utf8")).toBe("mine");
    expect(await run("nowhere/all.pdf")).toMatchObject({ status: 1, err: expect.stringContaining("cannot be written (it does not exist). Nothing was changed") as string });
    expect(await stat(file("nowhere")).catch(() => null)).toBeNull();
    expect(await run("none.pdf", "--candidate", "K-9")).toEqual({ status: 1, out: "", err: "There is no candidate K-9 in the batch b-1. Nothing was changed; check the reference.\n" });
    expect(await desk(["export", "--home", panel.lead.home, "--batch", "b-none", "--format", "csv", "--out", file("none.csv")])).toMatchObject({ status: 1, out: "" });
    expect((await readdir(panel.room.folder)).filter((name) => name.startsWith("none") || name.startsWith(".writing"))).toEqual([]);
  });

  test("refuses a format that it does not know, and an assessor's desk", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    await panel.assessor("a-1").engine.close();
    const { file } = exporting(panel);
    const args = ["export", "--home", panel.assessor("a-1").home, "--batch", BATCH];
    expect(await desk([...args, "--format", "docx", "--out", file("x.docx")])).toMatchObject({ status: 2, err: expect.stringContaining("--format is csv, xlsx, pdf") as string });
    expect(await desk([...args, "--format", "csv", "--out", file("x.csv")])).toMatchObject({ status: 1, err: "This is for team leads, and this desk is enrolled for an assessor. Nothing was changed.\n" });
  });

  test("says in JSON what it wrote, and that it is a draft; the desk's log knows of it", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    await panel.handIn("a-1", { "K-1": { q1: 4, q2: 4 } });
    await panel.sync();
    await panel.lead.engine.close();
    const { file, run } = exporting(panel);
    const told = await run("draft.xlsx", "--json");
    const bytes = await readFile(file("draft.xlsx"));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(JSON.parse(told.out)).toEqual({ file: file("draft.xlsx"), batch: BATCH, candidate: null, format: "xlsx", bytes: bytes.length, sha256, candidates: 1, draft: true });
    expect(panel.look().audit.valuesOf("exported", BATCH)).toEqual([{ format: "xlsx", candidate: null, bytes: bytes.length, sha256 }]);
    expect((await run("draft.csv")).err).toBe("Note: The outcome of b-1 is not published: the file says so, and it is a draft.\n");
  });
});

describe("saving from the window", () => {
  test("writes where the system's dialog says, over what the user agreed to replace, and nowhere else", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    const asked: string[] = [];
    const answers: (string | null)[] = [];
    const second = await panel.enrol("l-2", "lead", { askWhereToSave: async (name) => (asked.push(name), answers.shift() ?? null) });
    await panel.sync(second);
    const place = path.join(panel.room.folder, "Record.PDF");
    await writeFile(place, "older");
    answers.push(place, null, path.join(panel.room.folder, "bare"), path.join(panel.room.folder, "bare"));
    const save = { batch: BATCH, format: "pdf", candidate: "K-1" } as const;
    expect(await second.ask("export.save", save)).toMatchObject({ file: "Record.PDF", candidates: 1, draft: true });
    expect((await readFile(place)).subarray(0, 5).toString()).toBe("%PDF-");
    expect(await second.ask("export.save", save)).toBeNull();
    // The dialog asked about "bare", not about "bare.pdf".
    expect(await second.ask("export.save", save)).toMatchObject({ file: "bare.pdf" });
    expect(await second.refused("export.save", save)).toEqual({ kind: "would-overwrite", file: path.join(panel.room.folder, "bare.pdf") });
    expect(asked[0]).toMatch(/^Record b-1 K-1 \d{4}-\d\d-\d\d\.pdf$/);
    await rm(place);
  });

  test("a desk that closes while the dialog is open closes all the same", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    const second = await panel.enrol("l-2", "lead", { askWhereToSave: () => new Promise(() => undefined) });
    await panel.sync(second);
    const saving = second.engine.request("export.save", { batch: BATCH, format: "csv", candidate: null });
    await second.engine.close();
    expect(await saving).toEqual({ ok: false, error: { kind: "desk-closing" } });
  });
});
