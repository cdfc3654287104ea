import { rename, rm } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { importMarks } from "../../src-main/engine/marking/import-marks.ts";
import { reviseAllocations, type Revision } from "../../src-main/engine/moderation/allocating/revise-allocations.ts";
import { importDefinitive } from "../../src-main/engine/moderation/import-definitive.ts";
import { listBackups } from "../../src-main/engine/store/backups.ts";
import { readStatus } from "../../src-main/engine/views/status.ts";
import type { AllocationDocument } from "../../src-shared/documents/allocation.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import type { Result } from "../../src-shared/result.ts";
import { backUpAt, damageTable, database } from "./support/damage.ts";
import { BATCH, behindLead, createLeadPanel, type LeadPanel, type LeadPanelOptions } from "./support/lead-panel.ts";
import { must, openTestDesk, type TestDesk } from "./support/panel.ts";

const RATIONALE = "Names the rule and what came of it; no view on the other side.";
type Definitive = AllocationDocument["definitive"];
const definitive = (...scores: [candidate: string, question: string, score: number][]): Definitive => scores.map(([candidate, question, score]) => ({ candidate, question, score, rationale: `${RATIONALE} ${candidate} ${question}` }));
const DEFINITIVE = definitive(["K-2", "q1", 4], ["K-2", "q2", 5], ["K-3", "q1", 3]);

/** What a lead says of somebody's work, from their desk into the depot. */
async function say(panel: LeadPanel, { definitive: marks, ...said }: ReturnType<Revision["change"]> & { definitive?: Definitive }, person = "a-1") {
  const lead = await behindLead(panel.lead);
  must(await lead.tryOnce());
  if (marks) must(importDefinitive(lead, tableOf(marks, lead.store.definitive.standing(BATCH))));
  const { revision } = lead.store.lead.allocation(BATCH, person)!;
  must(await reviseAllocations(lead, BATCH, [{ person, change: () => said }], [{ person, revision }], { what: "said" }));
  must(await lead.tryOnce());
  lead.end();
}

/** What makes of the definitive marks that stand these ones. */
function tableOf(marks: Definitive, standing: Definitive): string {
  const nameOf = ({ candidate, question }: Definitive[number]) => `${BATCH},${candidate},${question}`;
  const gone = standing.map(nameOf).filter((name) => !marks.map(nameOf).includes(name));
  return ["batch,candidate,question,score,rationale", ...marks.map((mark) => `${nameOf(mark)},${mark.score},${mark.rationale}`), ...gone.map((name) => `${name},none,Taken back.`)].join("\n");
}

/** One live candidate, and after it in the allocation two to practise on; the leads' marks of three of their four answers are here. */
async function practising(options: Partial<LeadPanelOptions> = {}, marks: Definitive = DEFINITIVE) {
  const allocation = ["a-1,K-1,live,2026-12-01", "a-1,K-2,standardisation,", "a-1,K-3,standardisation,"];
  const panel = await createLeadPanel({ assessors: ["a-1"], rules: { tolerance: 1, cumulativeTolerance: 2 }, allocation, ...options });
  if (marks.length > 0) await say(panel, { definitive: marks });
  const desk = panel.assessor("a-1");
  await panel.sync(desk);
  return { panel, desk, id: await idsOf(desk) };
}

async function idsOf(desk: TestDesk): Promise<(name: string) => number> {
  const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 50 });
  const ids = new Map(rows.map((row) => [`${row.candidate} q${row.questionNumber}`, row.answerId]));
  return (name) => ids.get(name)!;
}

const summary = async (desk: TestDesk) => (await desk.ask("home.view", {})).batches[0]!;
const stateOf = async (desk: TestDesk) => (await summary(desk)).practice!.state;
const view = (desk: TestDesk, answerId: number) => desk.ask("review.view", { answerId });
const refusedOf = (result: Result<unknown, Problem>) => (result.ok ? undefined : result.error.kind);

const OWN = { "K-2": { q1: 4, q2: 4 }, "K-3": { q1: 4, q2: 2 } };

async function compareAll(desk: TestDesk, id: (name: string) => number) {
  for (const name of ["K-2 q1", "K-2 q2", "K-3 q1"]) await desk.ask("practice.compare", { answerId: id(name) });
}

describe("the leads' mark of a practice answer", () => {
  test("does not leave the engine by any query until the own mark was compared", async () => {
    const { panel, desk, id } = await practising();
    await panel.mark("a-1", OWN);
    const every = async () =>
      JSON.stringify([
        await desk.ask("home.view", {}),
        ...(await Promise.all(["K-1 q1", "K-2 q1", "K-2 q2", "K-3 q1", "K-3 q2"].map((name) => view(desk, id(name))))),
        await desk.ask("queue.view", { batch: BATCH, filter: "all", score: null, search: "" }),
        await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 50 }),
        await desk.ask("check.view", { batch: BATCH }),
        must(await readStatus(desk.home)),
      ]);
    expect(await every()).not.toContain(RATIONALE);
    expect((await view(desk, id("K-2 q1"))).comparison).toEqual({ state: "hidden" });
    expect((await view(desk, id("K-3 q2"))).comparison).toEqual({ state: "not-here" });
    expect((await view(desk, id("K-1 q1"))).comparison).toBeNull();
    await desk.ask("practice.compare", { answerId: id("K-2 q1") });
    expect((await view(desk, id("K-2 q1"))).comparison).toMatchObject({ state: "shown", score: 4, rationale: `${RATIONALE} K-2 q1` });
    expect((await every()).split(RATIONALE)).toHaveLength(2);
  });

  test("is shown only where the own mark is complete and the leads' is here", async () => {
    const { panel, desk, id } = await practising();
    expect(await desk.refused("practice.compare", { answerId: id("K-2 q1") })).toEqual({ kind: "practice-not-comparable" });
    await desk.ask("mark.set-score", { answerId: id("K-2 q1"), score: 4 });
    expect(await desk.refused("practice.compare", { answerId: id("K-2 q1") })).toEqual({ kind: "practice-not-comparable" });
    await panel.mark("a-1", OWN);
    expect(await desk.refused("practice.compare", { answerId: id("K-3 q2") })).toEqual({ kind: "practice-not-comparable" });
    expect(await desk.refused("practice.compare", { answerId: id("K-1 q1") })).toEqual({ kind: "practice-not-comparable" });
  });

  test("follows what leads say later: another takes its place, one taken back goes", async () => {
    const { panel, desk, id } = await practising();
    await panel.mark("a-1", OWN);
    await desk.ask("practice.compare", { answerId: id("K-2 q1") });
    await say(panel, { definitive: definitive(["K-2", "q2", 2]) });
    await panel.sync(desk);
    expect((await view(desk, id("K-2 q1"))).comparison).toMatchObject({ state: "taken-back" });
    expect((await view(desk, id("K-3 q1"))).comparison).toEqual({ state: "not-here" });
    // What was seen was seen.
    expect(await desk.refused("mark.set-score", { answerId: id("K-2 q1"), score: 5 })).toEqual({ kind: "definitive-seen" });
    await desk.ask("practice.compare", { answerId: id("K-2 q2") });
    expect((await view(desk, id("K-2 q2"))).comparison).toMatchObject({ state: "shown", score: 2 });
  });
});

describe("a mark that was compared", () => {
  async function compared() {
    const made = await practising();
    await made.panel.mark("a-1", OWN);
    const answerId = made.id("K-2 q1");
    await made.desk.ask("mark.put-note", { answerId, noteId: "11111111-1111-4111-8111-111111111111", atSeconds: 2, text: "The rule" });
    await made.desk.ask("practice.compare", { answerId });
    return { ...made, answerId };
  }

  async function stands(desk: TestDesk, answerId: number) {
    const { mark, comparison } = await view(desk, answerId);
    expect(mark).toMatchObject({ score: 4, evidence: "Evidence by a-1", state: "marked" });
    expect(comparison).toMatchObject({ state: "shown", score: 4 });
    const noteId = "11111111-1111-4111-8111-111111111111";
    const changes = [
      ["mark.set-score", { answerId, score: 7 }],
      ["mark.set-cannot-score", { answerId, reason: "No sound." }],
      ["mark.set-evidence", { answerId, text: "Another" }],
      ["mark.put-note", { answerId, noteId, atSeconds: 3, text: "Changed" }],
      ["mark.remove-note", { answerId, noteId }],
      ["mark.set-indicator", { answerId, indicator: "p1", atSeconds: 1 }],
      ["mark.set-flag", { answerId, flag: "other", note: "", atSeconds: null }],
      ["mark.set-watch-reason", { answerId, reason: "Enough" }],
    ] as const;
    for (const [name, input] of changes) expect([name, await desk.refused(name, input)]).toEqual([name, { kind: "definitive-seen" }]);
    expect((await view(desk, answerId)).mark).toEqual(mark);
  }

  test("stands against every change; what is watched goes on being recorded, and asking again changes nothing", async () => {
    const { desk, answerId } = await compared();
    await stands(desk, answerId);
    const { comparison } = await view(desk, answerId);
    await desk.ask("mark.add-watched", { answerId, from: 0, to: 1 });
    await desk.ask("practice.compare", { answerId });
    const after = await view(desk, answerId);
    expect(after.comparison).toEqual(comparison);
    expect(after.mark.watched).toEqual([{ from: 0, to: 1 }]);
  });

  test("stands against a table of marks, which may repeat it", async () => {
    const { panel, desk, answerId } = await compared();
    expect(must(await desk.engine.importMarks(`batch,candidate,question,score,note\n${BATCH},K-2,q1,4,Evidence by a-1`))).toMatchObject({ kept: [] });
    expect(refusedOf(await desk.engine.importMarks(`batch,candidate,question,score,note\n${BATCH},K-2,q1,5,`))).toBe("marks-refused");
    await stands(desk, answerId);
    const rooms = await behindLead(desk);
    expect(importMarks(rooms, `batch,candidate,question,score\n${BATCH},K-2,q1,5`)).toEqual({ ok: false, error: { kind: "marks-refused", line: 2, reason: "you have seen the leads' mark of K-2, q1, so your own stands" } });
    rooms.end();
    expect(panel.look(desk).audit.valuesOf("compared", `${BATCH} / K-2 / q1`)).toMatchObject([{ definitive: 4 }]);
  });

  test("stands after a restart, and when its batch is reopened; its candidate can still be withdrawn from", async () => {
    const { panel, desk, id, answerId } = await compared();
    await desk.engine.close();
    const again = await openTestDesk(desk.home);
    await stands(again, answerId);
    await say(panel, { opened: { at: "2026-11-22T09:00:00.000Z", because: "Talked it over." } });
    await panel.sync(again);
    must(await again.engine.importMarks(["batch,candidate,question,score,note", `${BATCH},K-1,q1,4,Clear`, `${BATCH},K-1,q2,4,Clear`].join("\n")));
    await again.ask("set.submit", { batch: BATCH, declared: true });
    await again.ask("set.reopen", { batch: BATCH, reason: "Heard it again" });
    await stands(again, answerId);
    await again.ask("mark.set-score", { answerId: id("K-1 q1"), score: 5 });
    await again.ask("candidate.withdraw", { batch: BATCH, candidate: "K-2", note: "A cousin" });
    const withdrawn = await view(again, answerId);
    expect(withdrawn).toMatchObject({ comparison: null, mark: { score: null } });
  });

  test("stands after a damaged database, by the log alone", async () => {
    const { panel, desk } = await practising();
    await panel.mark("a-1", OWN);
    const answerId = (await idsOf(desk))("K-2 q1");
    await desk.ask("mark.put-note", { answerId, noteId: "11111111-1111-4111-8111-111111111111", atSeconds: 2, text: "The rule" });
    await desk.engine.close();
    const backup = backUpAt(desk.home, new Date());
    const before = await openTestDesk(desk.home);
    await before.ask("practice.compare", { answerId });
    const { comparison } = await view(before, answerId);
    await before.engine.close();
    for (const { file } of listBackups(desk.home)) if (file !== backup) await rm(file);
    await damageTable(desk.home, "marks");
    await rename(panel.room.depotFolder, `${panel.room.depotFolder}-away`);
    const mended = await openTestDesk(desk.home);
    expect((await mended.ask("home.view", {})).restored).toMatchObject({ changes: 1, missing: [] });
    expect((await view(mended, answerId)).comparison).toEqual(comparison);
    await stands(mended, answerId);
  });

  test("stands on the person's next laptop, also over what was marked there later", async () => {
    const { panel, desk, answerId } = await compared();
    const { comparison } = await view(desk, answerId);
    await panel.sync(desk);
    await desk.engine.close();
    const next = await panel.enrol("a-1");
    const drafts = path.join(panel.room.depotFolder, "drafts");
    await rename(drafts, `${drafts}-away`);
    await panel.sync(next);
    const there = (await idsOf(next))("K-2 q1");
    await next.ask("mark.set-score", { answerId: there, score: 7 });
    await next.engine.close();
    const db = new Database(database(next.home));
    db.prepare("UPDATE drafts SET number = NULL").run();
    db.close();
    await rm(drafts, { recursive: true, force: true });
    await rename(`${drafts}-away`, drafts);
    const again = await openTestDesk(next.home);
    await panel.sync(again);
    expect((await view(again, there)).comparison).toEqual(comparison);
    await stands(again, there);
  });

  test("is not made incomplete by a rule that comes later", async () => {
    const { desk, answerId } = await compared();
    await desk.engine.close();
    const db = new Database(database(desk.home));
    db.prepare("UPDATE campaigns SET definition = json_set(definition, '$.rules.minimumWatchedShare', 1)").run();
    db.prepare("UPDATE marks SET watch_reason = '' WHERE answer_id = ?").run(answerId);
    db.close();
    const again = await openTestDesk(desk.home);
    await again.ask("mark.add-watched", { answerId, from: 0, to: 0.5 });
    expect((await view(again, answerId)).mark.state).toBe("marked");
  });
});

test("leads learn of a comparison with the next synchronising, however soon after the last", async () => {
  const { panel, desk, id } = await practising();
  await panel.mark("a-1", OWN);
  await desk.engine.close();
  const byItself = await openTestDesk(desk.home);
  await panel.sync(byItself);
  const drafts = () => panel.room.depot.list(`drafts/${BATCH}/a-1/`);
  const before = must(await drafts()).length;
  await byItself.ask("practice.compare", { answerId: id("K-2 q1") });
  await byItself.engine.close();
  const rooms = await behindLead(byItself);
  must(await rooms.tryOnce());
  rooms.end();
  expect(must(await drafts())).toHaveLength(before + 1);
});

describe("live marking", () => {
  test("is closed until the practice answers are marked and compared, and opens within the tolerance", async () => {
    const { panel, desk, id } = await practising();
    const answerId = id("K-1 q1");
    const closed: Problem = { kind: "practice-first", batch: BATCH };
    expect(await stateOf(desk)).toBe("to-mark");
    for (const [name, input] of [
      ["mark.set-score", { answerId, score: 4 }],
      ["mark.put-note", { answerId, noteId: "11111111-1111-4111-8111-111111111111", atSeconds: 1, text: "No" }],
      ["mark.set-flag", { answerId, flag: "other", note: "", atSeconds: null }],
      ["mark.add-watched", { answerId, from: 0, to: 1 }],
    ] as const)
      expect([name, await desk.refused(name, input)]).toEqual([name, closed]);
    expect(await desk.refused("set.submit", { batch: BATCH, declared: true })).toEqual(closed);
    expect(refusedOf(await desk.engine.importMarks(`batch,candidate,question,score,note\n${BATCH},K-1,q1,4,Clear`))).toBe("marks-refused");
    // It can be looked at all the same, and says what comes first.
    expect(await view(desk, answerId)).toMatchObject({ round: "live", nextUnmarked: id("K-2 q1"), practice: { state: "to-mark", answers: 4, marked: 0 } });

    await panel.mark("a-1", OWN);
    expect(await summary(desk)).toMatchObject({ state: "marking", next: id("K-2 q1"), practice: { state: "to-compare", marked: 4, compared: 0, exact: 0, beyond: 0 } });
    expect(await desk.refused("mark.set-score", { answerId, score: 4 })).toEqual(closed);
    await compareAll(desk, id);
    expect(await summary(desk)).toMatchObject({ next: id("K-1 q1"), practice: { state: "within", compared: 3, exact: 1, beyond: 0, cumulative: 1, tolerance: 1, cumulativeTolerance: 2, opened: null } });
    expect(must(await readStatus(desk.home)).batches).toMatchObject([{ batch: BATCH, practice: { state: "within", compared: 3 } }]);
    await desk.ask("mark.set-score", { answerId, score: 4 });
    await panel.mark("a-1", { "K-1": { q1: 4, q2: 5 } });
    expect((await summary(desk)).state).toBe("complete");
    expect(await desk.ask("set.submit", { batch: BATCH, declared: true })).toMatchObject({ revision: 1 });
  });

  test("stays closed outside the tolerance, until a lead opens it with a reason", async () => {
    const { panel, desk, id } = await practising();
    await panel.mark("a-1", { ...OWN, "K-2": { q1: 7, q2: 5 } });
    await compareAll(desk, id);
    const outside: Problem = { kind: "practice-outside", batch: BATCH };
    expect(await summary(desk)).toMatchObject({ state: "marking", next: null, practice: { state: "outside", beyond: 1 } });
    expect(await desk.refused("mark.set-score", { answerId: id("K-1 q1"), score: 4 })).toEqual(outside);
    expect(await desk.refused("set.submit", { batch: BATCH, declared: true })).toEqual(outside);
    expect(await view(desk, id("K-3 q2"))).toMatchObject({ next: null, nextUnmarked: null });
    const opened = { at: "2026-11-22T09:00:00.000Z", because: "We talked about K-2." };
    await say(panel, { opened });
    await panel.sync(desk);
    expect((await summary(desk)).practice).toMatchObject({ state: "opened", opened });
    await desk.ask("mark.set-score", { answerId: id("K-1 q1"), score: 4 });
  });

  test("closes again where more is to be practised, and marks made before stay", async () => {
    const { panel, desk, id } = await practising({ candidates: ["K-1", "K-2", "K-3", "K-4"] });
    await panel.mark("a-1", OWN);
    await compareAll(desk, id);
    await desk.ask("mark.set-score", { answerId: id("K-1 q1"), score: 6 });
    const candidates: AllocationDocument["candidates"] = [["K-1", "live"], ["K-2", "standardisation"], ["K-3", "standardisation"], ["K-4", "standardisation"]].map(([candidate, round]) => ({ candidate: candidate!, round: round as "live", due: null }));
    await say(panel, { candidates });
    await panel.sync(desk);
    expect(await desk.refused("mark.set-score", { answerId: id("K-1 q1"), score: 2 })).toEqual({ kind: "practice-first", batch: BATCH });
    expect((await view(desk, id("K-1 q1"))).mark.score).toBe(6);
  });

  test("waits for a lead where no definitive mark is here, or the assessor knows everybody whom they were to practise on", async () => {
    const { panel, desk, id } = await practising({}, []);
    await panel.mark("a-1", OWN);
    expect(await summary(desk)).toMatchObject({ next: null, practice: { state: "awaiting" } });
    for (const candidate of ["K-2", "K-3"]) await desk.ask("candidate.withdraw", { batch: BATCH, candidate, note: "" });
    expect(await stateOf(desk)).toBe("awaiting");
    expect(await desk.refused("mark.set-score", { answerId: id("K-1 q1"), score: 4 })).toMatchObject({ kind: "practice-first" });
  });

  test("has nothing to wait for where nothing is allocated for practice", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    const desk = panel.assessor("a-1");
    expect((await summary(desk)).practice).toBeNull();
    await panel.handIn("a-1", { "K-1": { q1: 4, q2: 4 } });
  });
});

test.each(["candidate", "question"] as const)("practice comes first in the order of work by %s, wherever the allocation has it", async (order) => {
  const { panel, desk, id } = await practising();
  await desk.ask("preferences.set", { order });
  const practice = order === "candidate" ? ["K-2 q1", "K-2 q2", "K-3 q1", "K-3 q2"] : ["K-2 q1", "K-3 q1", "K-2 q2", "K-3 q2"];
  const steps = async () => {
    const seen: number[] = [];
    for (let next: number | null = (await desk.ask("home.view", {})).next!.answerId; next !== null && !seen.includes(next); next = (await view(desk, next)).next) seen.push(next);
    return seen;
  };
  // While live answers are closed, practice leads nowhere else.
  expect(await steps()).toEqual(practice.map(id));
  const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 50 });
  expect(rows.map((row) => row.answerId)).toEqual([...practice, "K-1 q1", "K-1 q2"].map(id));
  await panel.mark("a-1", OWN);
  expect((await desk.ask("home.view", {})).next).toMatchObject({ answerId: id("K-2 q1"), toCompare: true });
  expect((await view(desk, id("K-2 q1"))).nextUnmarked).toBe(id(order === "candidate" ? "K-2 q2" : "K-3 q1"));
  await compareAll(desk, id);
  expect((await desk.ask("home.view", {})).next).toMatchObject({ answerId: id("K-1 q1"), toCompare: false });
  expect((await view(desk, id(practice.at(-1)!))).next).toBe(id("K-1 q1"));
});
