import { rm } from "node:fs/promises";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { listBackups } from "../../src-main/engine/store/backups.ts";
import { readStatus } from "../../src-main/engine/views/status.ts";
import type { AllocationDocument } from "../../src-shared/documents/allocation.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { backUpAt, damageTable, database } from "./support/damage.ts";
import { BATCH, createLeadPanel } from "./support/lead-panel.ts";
import { must, openTestDesk, type TestDesk } from "./support/panel.ts";
import { compareAll, DEFINITIVE, definitive, idsOf, OWN, practising, say, view } from "./support/practising.ts";

function liveSince(home: string): unknown {
  const db = new Database(database(home), { readonly: true });
  try {
    return db.prepare("SELECT live_since FROM batches").pluck().get();
  } finally {
    db.close();
  }
}
const summary = async (desk: TestDesk) => (await desk.ask("home.view", {})).batches[0]!;
const stateOf = async (desk: TestDesk) => (await summary(desk)).practice!.state;

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
    expect(await desk.engine.importMarks(`batch,candidate,question,score,note\n${BATCH},K-1,q1,4,Clear`)).toMatchObject({ error: { kind: "marks-closed" } });
    // It can be looked at all the same, and says what comes first.
    expect(await view(desk, answerId)).toMatchObject({ round: "live", nextUnmarked: id("K-2 q1"), practice: { state: "to-mark", answers: 4, marked: 0 } });

    await panel.mark("a-1", OWN);
    expect(await summary(desk)).toMatchObject({ state: "marking", next: id("K-2 q1"), practice: { state: "to-compare", marked: 4, compared: 0, exact: 0, beyond: 0 } });
    expect(await desk.refused("mark.set-score", { answerId, score: 4 })).toEqual(closed);
    await compareAll(desk, id);
    expect(await summary(desk)).toMatchObject({ next: id("K-1 q1"), practice: { state: "within", compared: 3, exact: 1, beyond: 0, cumulative: 1, tolerance: 1, cumulativeTolerance: 2, opened: null } });
    expect(must(await readStatus(desk.home, () => new Date())).batches).toMatchObject([{ batch: BATCH, practice: { state: "within", compared: 3 } }]);
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

  test("is not opened by withdrawing from whom one was far off, and the board says the same, also after the set", async () => {
    const { panel, desk, id } = await practising();
    await panel.mark("a-1", { ...OWN, "K-2": { q1: 7, q2: 5 } });
    await compareAll(desk, id);
    await desk.ask("candidate.withdraw", { batch: BATCH, candidate: "K-2", note: "A cousin" });
    expect((await summary(desk)).practice).toMatchObject({ state: "outside", compared: 3, beyond: 1 });
    expect(await desk.refused("mark.set-score", { answerId: id("K-1 q1"), score: 4 })).toEqual({ kind: "practice-outside", batch: BATCH });
    const lead = await openTestDesk(panel.lead.home);
    const onBoard = async () => (await lead.ask("board.batch", { batch: BATCH })).assessors[0]!;
    await panel.sync(desk);
    await panel.sync(lead);
    const { practice, revision } = await onBoard();
    expect(practice).toMatchObject({ state: "outside", compared: 3, beyond: 1 });
    expect((await lead.ask("board.practice", { batch: BATCH, person: "a-1" })).rows).toHaveLength(4);
    await lead.ask("board.open", { batch: BATCH, person: "a-1", because: "Talked it over.", known: [{ person: "a-1", revision }] });
    await panel.sync(lead);
    await panel.sync(desk);
    await panel.handIn("a-1", { "K-1": { q1: 4, q2: 4 } });
    await panel.sync(lead);
    expect((await onBoard()).practice).toMatchObject({ state: "opened", compared: 3, beyond: 1 });
  });

  test("stays open where more is to be practised, or leads change their marks: after a restart, on the board, and on the next laptop", async () => {
    const { panel, desk, id } = await practising({ candidates: ["K-1", "K-2", "K-3", "K-4"] });
    await panel.mark("a-1", OWN);
    await compareAll(desk, id);
    await desk.ask("mark.set-score", { answerId: id("K-1 q1"), score: 6 });
    const candidates: AllocationDocument["candidates"] = [["K-1", "live"], ["K-2", "standardisation"], ["K-3", "standardisation"], ["K-4", "standardisation"]].map(([candidate, round]) => ({ candidate: candidate!, round: round as "live", due: null }));
    await say(panel, { candidates, definitive: definitive(["K-2", "q1", 7], ["K-2", "q2", 5], ["K-3", "q1", 3]) });
    await panel.sync(desk);
    // Practice is shown as it stands now.
    expect((await summary(desk)).practice).toMatchObject({ state: "to-mark", compared: 3, beyond: 1, isLiveOpen: true });
    await desk.ask("mark.set-score", { answerId: id("K-1 q1"), score: 2 });
    await desk.engine.close();
    const again = await openTestDesk(desk.home);
    must(await again.engine.importMarks(["batch,candidate,question,score,note", `${BATCH},K-4,q1,4,Clear`, `${BATCH},K-4,q2,4,Clear`].join("\n")));
    expect((await summary(again)).practice).toMatchObject({ state: "outside", isLiveOpen: true });
    await again.ask("mark.set-score", { answerId: id("K-1 q1"), score: 3 });
    await panel.sync(again);
    const lead = await openTestDesk(panel.lead.home);
    await panel.sync(lead);
    expect(await lead.ask("board.batch", { batch: BATCH })).toMatchObject({ batch: { practice: { waiting: 0 } }, assessors: [{ practice: { state: "outside", isLiveOpen: true } }] });
    await lead.engine.close();
    await again.engine.close();
    const next = await panel.enrol("a-1");
    await panel.sync(next);
    const there = await idsOf(next);
    expect((await view(next, there("K-1 q1"))).mark.score).toBe(3);
    await next.ask("mark.set-score", { answerId: there("K-1 q1"), score: 4 });
  });

  test("that opened is open after a damaged database, by the log alone, since when it was", async () => {
    const { panel, desk, id } = await practising({ candidates: ["K-1", "K-2", "K-3", "K-4"] });
    await panel.mark("a-1", OWN);
    await desk.engine.close();
    const backup = backUpAt(desk.home, new Date());
    const before = await openTestDesk(desk.home);
    await compareAll(before, id);
    await before.engine.close();
    const since = liveSince(desk.home);
    expect(since).toEqual(expect.any(String));
    for (const { file } of listBackups(desk.home)) if (file !== backup) await rm(file);
    await damageTable(desk.home, "marks");
    const mended = await openTestDesk(desk.home);
    expect(liveSince(desk.home)).toBe(since);
    const candidates: AllocationDocument["candidates"] = [["K-1", "live"], ["K-2", "standardisation"], ["K-3", "standardisation"], ["K-4", "standardisation"]].map(([candidate, round]) => ({ candidate: candidate!, round: round as "live", due: null }));
    await say(panel, { candidates, definitive: definitive(["K-2", "q1", 7], ["K-2", "q2", 5], ["K-3", "q1", 3]) });
    await panel.sync(mended);
    expect((await summary(mended)).practice).toMatchObject({ state: "to-mark", beyond: 1, isLiveOpen: true });
    await mended.ask("mark.set-score", { answerId: id("K-1 q1"), score: 2 });
  });

  test("is not closed where leads sent no definitive mark, but for the practice that comes once they do and nothing live is marked yet", async () => {
    const { panel, desk, id } = await practising({}, []);
    expect((await summary(desk)).practice).toMatchObject({ state: "to-mark", isLiveOpen: true });
    await panel.mark("a-1", OWN);
    expect((await summary(desk)).practice).toMatchObject({ state: "awaiting", isLiveOpen: true });
    await say(panel, { definitive: DEFINITIVE });
    await panel.sync(desk);
    expect((await summary(desk)).practice).toMatchObject({ state: "to-compare", isLiveOpen: false });
    expect(await desk.refused("mark.set-score", { answerId: id("K-1 q1"), score: 4 })).toMatchObject({ kind: "practice-first" });
  });

  test("waits for a lead where the assessor knows everybody whom they were to practise on", async () => {
    const { panel, desk, id } = await practising();
    await panel.mark("a-1", OWN);
    for (const candidate of ["K-2", "K-3"]) await desk.ask("candidate.withdraw", { batch: BATCH, candidate, note: "" });
    expect((await summary(desk)).practice).toMatchObject({ state: "awaiting", answers: 0, isLiveOpen: false });
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
