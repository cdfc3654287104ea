import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import type { ModerationFilter } from "../../src-shared/bridge/lead/moderation.ts";
import { BATCH, createLeadPanel, LEAD, type LeadPanel, type LeadPanelOptions } from "./support/lead-panel.ts";
import { must, type TestDesk } from "./support/panel.ts";

const FULL = { "K-1": { q1: 3, q2: 4 }, "K-2": { q1: 4, q2: 4 }, "K-3": { q1: 5, q2: 4 } };

/** a-1 practises on K-1 and marks K-2 live; nobody has K-3. */
async function practising(options: LeadPanelOptions = {}): Promise<LeadPanel> {
  const panel = await createLeadPanel({ assessors: ["a-1"], allocation: ["a-1,K-1,standardisation,", "a-1,K-2,live,"], ...options });
  await panel.sync();
  return panel;
}

const rows = async (desk: TestDesk, filter: ModerationFilter = "all") => (await desk.ask("moderation.list", { batch: BATCH, filter, order: "candidate", offset: 0, limit: 100 })).rows;
const names = async (desk: TestDesk, filter: ModerationFilter) => (await rows(desk, filter)).map((row) => `${row.candidate} ${row.questionNumber}`);

async function asked(desk: TestDesk, candidate: string, questionNumber: number, score: number | null, rationale = "Clear example, no outcome.") {
  const answerId = (await rows(desk)).find((row) => row.candidate === candidate && row.questionNumber === questionNumber)!.answerId;
  return { id: randomUUID(), answerId, score, rationale };
}
const define = async (desk: TestDesk, ...args: [candidate: string, questionNumber: number, score: number | null, rationale?: string]) => desk.ask("moderation.define", await asked(desk, ...args));
const refusedToDefine = async (desk: TestDesk, ...args: [candidate: string, questionNumber: number, score: number | null, rationale?: string]) => (await desk.refused("moderation.define", await asked(desk, ...args))).kind;
const viewOf = async (desk: TestDesk, candidate: string, questionNumber: number) => desk.ask("moderation.view", { answerId: (await asked(desk, candidate, questionNumber, 1)).answerId });

test("a lead records definitive marks for answers of practice, of live marking and of nobody; they stand, with their rationale and in the record", async () => {
  const { lead, look } = await practising();
  for (const candidate of ["K-1", "K-2", "K-3"]) await define(lead, candidate, 1, 5, `  Why of ${candidate}. `);
  expect(await names(lead, "defined")).toEqual(["K-1 1", "K-2 1", "K-3 1"]);
  expect(await names(lead, "practice")).toEqual(["K-1 1", "K-1 2"]);
  expect((await lead.ask("moderation.counts", { batch: BATCH })).counts).toMatchObject({ defined: 3, practice: 2, unallocated: 2 });
  expect(await viewOf(lead, "K-1", 1)).toMatchObject({ state: "defined", practice: true, definable: true, final: 5, definitive: { score: 5, rationale: "Why of K-1." }, history: [{ act: "defined", final: 5, words: "Why of K-1." }] });
  expect(await viewOf(lead, "K-3", 1)).toMatchObject({ state: "defined", practice: false, markers: [] });
  expect(look().audit.valuesOf("moderation", `${BATCH} / K-3 / q1`)).toMatchObject([{ act: "defined", score: 5, rationale: "Why of K-3." }]);
});

test("it is a point of the scale with a rationale; it can be changed and taken back, with why, and repeating it does nothing", async () => {
  const { lead } = await practising();
  expect(await refusedToDefine(lead, "K-1", 1, 8)).toBe("score-outside-scale");
  expect(await refusedToDefine(lead, "K-1", 1, 3.5)).toBe("score-outside-scale");
  expect(await refusedToDefine(lead, "K-1", 1, 5, "  ")).toBe("reason-needed");
  expect(await refusedToDefine(lead, "K-1", 1, null)).toBe("answer-not-defined");
  const first = await asked(lead, "K-1", 1, 5);
  await lead.ask("moderation.define", first);
  await lead.ask("moderation.define", first);
  await define(lead, "K-1", 1, 4, "Agreed anew.");
  expect(await refusedToDefine(lead, "K-1", 1, null, "")).toBe("reason-needed");
  await define(lead, "K-1", 1, null, "No agreement.");
  expect(await viewOf(lead, "K-1", 1)).toMatchObject({ state: "unallocated", definitive: null, history: [{ final: null, words: "No agreement." }, { final: 4 }, { final: 5 }] });
});

test("what is settled, or marked live by somebody, cannot be defined any more; what is marked for practice can", async () => {
  const panel = await practising();
  const { lead } = panel;
  await define(lead, "K-2", 2, 6);
  const { revision } = (await lead.ask("board.batch", { batch: BATCH })).assessors[0]!;
  await lead.ask("board.open", { batch: BATCH, person: "a-1", because: "There is nothing to compare with yet.", known: [{ person: "a-1", revision }] });
  await panel.sync();
  await panel.sync(panel.assessor("a-1"));
  await panel.handIn("a-1", { "K-1": FULL["K-1"], "K-2": FULL["K-2"] });
  await panel.sync();
  expect(await refusedToDefine(lead, "K-2", 1, 5)).toBe("definitive-too-late");
  expect((await viewOf(lead, "K-2", 1)).definable).toBe(false);
  await define(lead, "K-1", 1, 5);
  expect(await viewOf(lead, "K-1", 1)).toMatchObject({ state: "defined", markers: [{ person: "a-1", standing: "marked", marks: [{ score: 3, counts: true }] }] });
  // What turns out to be wrong is not changed once marks are held against it; taken back, the answer stands by its marks.
  expect(await refusedToDefine(lead, "K-2", 2, 5)).toBe("definitive-too-late");
  await define(lead, "K-2", 2, null, "The sound was missing for us.");
  expect(await viewOf(lead, "K-2", 2)).toMatchObject({ state: "agreed", final: 4, basis: "single" });
  await lead.ask("moderation.settle", { id: randomUUID(), answerId: (await viewOf(lead, "K-3", 1)).answerId, final: null, basis: "adjudicated", reason: "No sound.", seen: [] });
  expect(await refusedToDefine(lead, "K-3", 1, 5)).toBe("answer-settled");
  expect(await lead.refused("moderation.settle", { id: randomUUID(), answerId: (await viewOf(lead, "K-1", 1)).answerId, final: 2, basis: "adjudicated", reason: "So.", seen: [] })).toEqual({ kind: "answer-defined" });
});

test("another lead sees it, the later word of both counts, and no assessor can define anything", async () => {
  const panel = await practising();
  const other = await panel.enrol("l-2", "lead");
  await define(panel.lead, "K-1", 1, 5);
  await panel.sync();
  await panel.sync(other);
  expect(await viewOf(other, "K-1", 1)).toMatchObject({ state: "defined", final: 5, history: [{ by: `Name of ${LEAD}` }] });
  await define(other, "K-1", 1, 6, "Seen again.");
  await panel.sync(other);
  await panel.sync();
  expect(await viewOf(panel.lead, "K-1", 1)).toMatchObject({ definitive: { score: 6, rationale: "Seen again." } });
  expect(await panel.assessor("a-1").refused("moderation.define", { id: randomUUID(), answerId: 1, score: 5, rationale: "So." })).toEqual({ kind: "not-a-lead" });
});

test("the recording of an answer that nobody marks comes when a lead asks for it; those of practice come by themselves", async () => {
  const panel = await practising();
  await panel.sync();
  expect((await viewOf(panel.lead, "K-1", 1)).recording.state).toBe("here");
  const { answerId, recording } = await viewOf(panel.lead, "K-3", 1);
  expect(recording.state).toBe("not-here");
  await panel.lead.ask("sync.fetch-now", { answerId });
  await panel.sync();
  await expect.poll(async () => (await viewOf(panel.lead, "K-3", 1)).recording.state).toBe("here");
});

test("a table records many at once, twice without doing anything twice, and one bad line refuses it all", async () => {
  const { lead } = await practising();
  const HEAD = "batch,candidate,question,score,rationale";
  const table = [HEAD, `${BATCH},K-1,q1,5,"Clear, but short."`, `${BATCH},K-3,q2,2,Off the question.`].join("\n");
  expect(must(await lead.engine.importDefinitive(table))).toEqual({ recorded: 2, unchanged: 0 });
  expect(must(await lead.engine.importDefinitive(table))).toEqual({ recorded: 0, unchanged: 2 });
  expect(await names(lead, "defined")).toEqual(["K-1 1", "K-3 2"]);
  const refused = async (...lines: string[]) => {
    const outcome = await lead.engine.importDefinitive([HEAD, ...lines].join("\n"));
    return outcome.ok ? "it was taken" : describeProblem(outcome.error);
  };
  const good = `${BATCH},K-2,q2,5,So.`;
  expect(await refused(good, `${BATCH},K-1,q1,8,So.`)).toMatch(/^Line 3 of the definitive marks .*“8” is not a point of the campaign's scale \(1 to 7\).*Nothing was recorded/);
  expect(await refused(good, `${BATCH},K-1,q2,none,So.`)).toMatch(/nothing to take back/);
  expect(await refused(good, `${BATCH},K-1,q1,4,`)).toMatch(/its rationale is missing/);
  expect(await refused(good, `${BATCH},K-1,q1,,So.`)).toMatch(/the score is missing; write none to take back/);
  const columns = await lead.engine.importDefinitive("batch,candidate,question,final,reason\n");
  expect(columns.ok ? null : columns.error.kind).toBe("definitive-table-refused");
  expect(await names(lead, "defined")).toEqual(["K-1 1", "K-3 2"]);
  expect(must(await lead.engine.importDefinitive([HEAD, `${BATCH},K-1,q1,none,No agreement.`].join("\n")))).toEqual({ recorded: 1, unchanged: 0 });
  expect(await names(lead, "defined")).toEqual(["K-3 2"]);
});
