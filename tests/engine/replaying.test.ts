import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { Desk } from "../../src-main/engine/desk.ts";
import { importMarks } from "../../src-main/engine/marking/import-marks.ts";
import { backUp, listBackups } from "../../src-main/engine/store/backups.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import { repairHome } from "../../src-main/engine/verify/repair-home.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { damageTable, database } from "./support/damage.ts";
import { BATCH, createPanel, must, type Panel, type TestDesk } from "./support/panel.ts";

/** Another backup than those that the desk made by itself: what is logged from here on has to come from the log. */
async function backUpNow(desk: TestDesk): Promise<string> {
  await desk.engine.close();
  return backupOf(desk.home);
}

function backupOf(home: string): string {
  const store = must(openStore(home, new Date()));
  try {
    return backUp(store.db, home, new Date(), "test");
  } finally {
    store.close();
  }
}

/** Damages the database, leaves that backup alone, and opens the desk again without its depot. */
async function damageAndOpen(panel: Panel, home: string, backup: string): Promise<TestDesk> {
  for (const { file } of listBackups(home)) if (file !== backup) await rm(file);
  await damageTable(home, "marks");
  await rename(panel.depotFolder, `${panel.depotFolder}-away`);
  return panel.desk(home);
}

async function depotBack(panel: Panel) {
  await rename(`${panel.depotFolder}-away`, panel.depotFolder);
}

function one(home: string, sql: string): unknown {
  const db = new Database(database(home), { readonly: true });
  try {
    return db.prepare(sql).pluck().get();
  } finally {
    db.close();
  }
}

async function answerIds(desk: TestDesk): Promise<number[]> {
  const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 10 });
  return rows.map((row) => row.answerId);
}

const markOf = async (desk: TestDesk, answerId: number) => (await desk.ask("review.view", { answerId })).mark;

async function markAll(desk: TestDesk) {
  for (const answerId of await answerIds(desk)) if ((await markOf(desk, answerId)).state !== "marked") await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
}

/** A laptop that took its batch in, made its backup, and only then found what a lost laptop of the same person had left in the depot. */
async function newLaptopWithBackup(panel: Panel) {
  const home = path.join(panel.folder, "home-new");
  const first = await panel.desk(home);
  must(await first.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
  const drafts = path.join(panel.depotFolder, "drafts");
  await rename(drafts, `${drafts}-away`);
  await first.ask("sync.now", {});
  const backup = await backUpNow(first);
  const store = must(openStore(home, new Date()));
  store.drafts.lookAgain();
  store.close();
  await rm(drafts, { recursive: true, force: true });
  await rename(`${drafts}-away`, drafts);
  const desk = await panel.desk(home);
  expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  return { desk, home, backup };
}

describe("what came back from the depot after the backup", () => {
  test("comes back from the log, with what was written to it since, whole and in its order", async () => {
    const panel = await createPanel();
    const lost = await panel.enrolledDesk();
    await lost.ask("sync.now", {});
    const [first, second] = await answerIds(lost);
    await lost.ask("mark.add-watched", { answerId: first!, from: 0, to: 12.5 });
    await lost.ask("mark.set-score", { answerId: first!, score: 5 });
    await lost.ask("mark.put-note", { answerId: first!, noteId: "11111111-1111-4111-8111-111111111111", atSeconds: 4.2, text: "Own part clear" });
    await lost.ask("mark.set-flag", { answerId: first!, flag: "hard-to-hear", note: "A train passes", atSeconds: 7 });
    await lost.ask("mark.set-cannot-score", { answerId: second!, reason: "The picture freezes." });
    await lost.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A cousin" });
    await lost.ask("candidate.return", { batch: BATCH, candidate: "K-1" });
    await lost.ask("sync.now", {});
    await lost.engine.close();
    const { desk, home, backup } = await newLaptopWithBackup(panel);
    const ids = await answerIds(desk);
    await desk.ask("mark.set-evidence", { answerId: ids[0]!, text: "Written since" });
    const marks = await Promise.all(ids.map((id) => markOf(desk, id)));
    expect(marks).toMatchObject([{ score: 5, evidence: "Written since" }, { cannotScore: "The picture freezes." }, {}]);
    await desk.engine.close();
    const mended = await damageAndOpen(panel, home, backup);
    expect(await Promise.all(ids.map((id) => markOf(mended, id)))).toEqual(marks);
    // Two marks came back and one was written to; what else the log tells is no change of the work.
    expect((await mended.ask("home.view", {})).restored).toMatchObject({ changes: 3, logWhole: true, missing: [] });
    await mended.engine.close();
    expect(one(home, "SELECT COUNT(*) FROM audit WHERE what IN ('recovered', 'restored')")).toBe(2);
  });

  test("is a set too, with its receipt; the batch is open where it was reopened since", async () => {
    const panel = await createPanel();
    const lost = await panel.enrolledDesk();
    await lost.ask("sync.now", {});
    await markAll(lost);
    const set = await lost.ask("set.submit", { batch: BATCH, declared: true });
    await lost.ask("sync.now", {});
    await lost.engine.close();
    const { desk, home, backup } = await newLaptopWithBackup(panel);
    const submitted = await desk.ask("check.view", { batch: BATCH });
    expect(submitted).toMatchObject({ state: "submitted", sets: [{ key: set.key, delivery: { kind: "delivered" } }] });
    await desk.engine.close();
    await damageTable(home, "marks");
    for (const { file } of listBackups(home)) if (file !== backup) await rm(file);
    const mended = await panel.desk(home);
    expect(await mended.ask("check.view", { batch: BATCH })).toMatchObject({ state: "submitted", sets: submitted.sets });
    await mended.ask("set.reopen", { batch: BATCH, reason: "Heard it again" });
    await mended.engine.close();
    const again = await damageAndOpen(panel, home, backup);
    expect(await again.ask("check.view", { batch: BATCH })).toMatchObject({ state: "reopened", sets: submitted.sets });
  });

  test("leaves open what had been allocated and marked after that set", async () => {
    const panel = await createPanel();
    const lost = await panel.enrolledDesk();
    await lost.ask("sync.now", {});
    await markAll(lost);
    await lost.ask("set.submit", { batch: BATCH, declared: true });
    const [first, , third] = await answerIds(lost);
    await lost.engine.close();
    const db = new Database(database(lost.home));
    db.prepare("UPDATE answers SET submitted = 0 WHERE id = ?").run(third);
    db.close();
    const later = await panel.desk(lost.home);
    await later.ask("mark.set-cannot-score", { answerId: third!, reason: "Allocated later." });
    await later.ask("sync.now", {});
    await later.engine.close();
    const { desk, home, backup } = await newLaptopWithBackup(panel);
    await desk.engine.close();
    const mended = await damageAndOpen(panel, home, backup);
    expect((await mended.ask("home.view", {})).batches).toMatchObject([{ state: "extended", answers: { marked: 3 } }]);
    expect(await mended.refused("mark.set-cannot-score", { answerId: first!, reason: "Closed." })).toMatchObject({ kind: "set-already-submitted" });
  });
});

describe("what was done after the backup", () => {
  test("is done again as it was where recordings were removed: nothing that opens them is left in the database", async () => {
    const panel = await createPanel();
    const before = await panel.enrolledDesk();
    await before.ask("sync.now", {});
    await markAll(before);
    await before.ask("set.submit", { batch: BATCH, declared: true });
    await before.ask("sync.now", {});
    const backup = await backUpNow(before);
    const keys = (() => {
      const db = new Database(database(before.home), { readonly: true });
      const all = db.prepare("SELECT wrapped_key FROM media").pluck().all() as Buffer[];
      db.close();
      return all;
    })();
    const desk = await panel.desk(before.home);
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: false });
    await desk.engine.close();
    const mended = await damageAndOpen(panel, before.home, backup);
    await mended.engine.close();
    expect(one(before.home, "SELECT COUNT(*) FROM media WHERE removed_at IS NULL OR wrapped_key <> x''")).toBe(0);
    expect(one(before.home, "SELECT COUNT(*) FROM documents WHERE key LIKE 'batches/%'")).toBe(0);
    const bytes = await readFile(database(before.home));
    expect(keys.filter((key) => bytes.includes(key))).toEqual([]);
  });

  test("and a mark from a table keeps what had been watched when it was given", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const [first] = await answerIds(desk);
    const backup = await backUpNow(desk);
    const watching = await panel.desk(desk.home);
    await watching.ask("mark.add-watched", { answerId: first!, from: 0, to: 5 });
    await watching.engine.close();
    const store = must(openStore(desk.home, new Date()));
    must(importMarks({ store, me: { person: "a-1" }, now: () => new Date() } as Desk, `batch,candidate,question,score\n${BATCH},K-1,q1,4\n`));
    store.close();
    const later = await panel.desk(desk.home);
    await later.ask("mark.add-watched", { answerId: first!, from: 0, to: 20 });
    await later.engine.close();
    const share = one(desk.home, `SELECT share_when_scored FROM marks WHERE answer_id = ${first}`);
    expect(share).toBeGreaterThan(0);
    await (await damageAndOpen(panel, desk.home, backup)).engine.close();
    expect(one(desk.home, `SELECT share_when_scored FROM marks WHERE answer_id = ${first}`)).toBe(share);
    expect(one(desk.home, `SELECT watched_share FROM answers WHERE id = ${first}`)).toBeGreaterThan(share as number);
  });

  test("is kept where an answer was only watched, as an answer that was begun", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const backup = await backUpNow(desk);
    const later = await panel.desk(desk.home);
    const [, second] = await answerIds(later);
    await later.ask("mark.add-watched", { answerId: second!, from: 0, to: 5 });
    await later.engine.close();
    const mended = await damageAndOpen(panel, desk.home, backup);
    expect((await markOf(mended, second!)).watched).toEqual([{ from: 0, to: 5 }]);
    await mended.engine.close();
    expect(one(desk.home, `SELECT COUNT(*) FROM marks WHERE answer_id = ${second}`)).toBe(1);
  });

  test("is a set of a batch that the backup does not know: it is kept, and synchronising goes on with it", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    const backup = await backUpNow(desk);
    const later = await panel.desk(desk.home);
    await later.ask("sync.now", {});
    await markAll(later);
    const set = await later.ask("set.submit", { batch: BATCH, declared: true });
    await later.ask("sync.now", {});
    await later.engine.close();
    const mended = await damageAndOpen(panel, desk.home, backup);
    expect((await mended.ask("home.view", {})).restored!.missing).toContain(BATCH);
    await depotBack(panel);
    // The marks come from the draft in the depot, and nobody is told that newer ones are lost.
    await mended.ask("sync.now", {});
    expect((await mended.ask("home.view", {})).recoveries).toMatchObject([{ batch: BATCH, marks: 3, afterDamage: true }]);
    for (let round = 0; round < 3; round += 1) expect(await mended.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await mended.ask("check.view", { batch: BATCH })).toMatchObject({ state: "submitted", sets: [{ key: set.key, delivery: { kind: "delivered" } }] });
  });
});

test("a database of which only an index is damaged is restored by --repair", async () => {
  const panel = await createPanel();
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  await desk.ask("mark.set-score", { answerId: 1, score: 4 });
  await backUpNow(desk);
  const db = new Database(database(desk.home));
  db.unsafeMode();
  db.pragma("writable_schema = ON");
  const index = db.prepare("SELECT * FROM sqlite_schema WHERE name = 'answers_by_recording'").get();
  db.prepare("DELETE FROM sqlite_schema WHERE name = 'answers_by_recording'").run();
  db.pragma("writable_schema = RESET");
  db.exec("UPDATE answers SET recording = (SELECT recording FROM answers WHERE id = 2) WHERE id = 1");
  db.pragma("writable_schema = ON");
  db.prepare("INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (@type, @name, @tbl_name, @rootpage, @sql)").run(index);
  db.pragma("writable_schema = RESET");
  expect(db.pragma("quick_check", { simple: true })).toBe("ok");
  db.close();
  const found = must(await verifyHome(desk.home, null, () => undefined));
  expect(found).toMatchObject({ ok: false, database: "damaged" });
  must(await repairHome(desk.home, found, new Date()));
  expect(must(await verifyHome(desk.home, null, () => undefined))).toMatchObject({ ok: true, database: "ok" });
  expect(one(desk.home, "SELECT score FROM marks WHERE answer_id = 1")).toBe(4);
});
