import { rename, rm } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { importMarks } from "../../src-main/engine/marking/import-marks.ts";
import { listBackups } from "../../src-main/engine/store/backups.ts";
import { readStatus } from "../../src-main/engine/views/status.ts";
import { backUpAt, damageTable, database } from "./support/damage.ts";
import { BATCH, behindLead } from "./support/lead-panel.ts";
import { must, openTestDesk, type TestDesk } from "./support/panel.ts";
import { definitive, idsOf, OWN, practising, RATIONALE, say, view } from "./support/practising.ts";

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
        must(await readStatus(desk.home, () => new Date())),
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
    expect(await desk.engine.importMarks(`batch,candidate,question,score,note\n${BATCH},K-2,q1,5,`)).toMatchObject({ error: { kind: "marks-refused" } });
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
