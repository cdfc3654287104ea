import { copyFile, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import { putNoticesAway, readStatus } from "../../src-main/engine/views/status.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { answerIds, auditOf, draftsIn, markedDesk, newLaptop, NOTE, submitAll, uploadNow } from "./support/lost-laptop.ts";
import { BATCH, createPanel, must } from "./support/panel.ts";

describe("a lost laptop", () => {
  test("everything that its last draft has is there on the next one, and the assessor is told up to when", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    const [first, second] = await answerIds(lost);
    const before = [await lost.ask("review.view", { answerId: first! }), await lost.ask("review.view", { answerId: second! })];
    const { kept } = await lost.ask("home.view", {});
    // Never uploaded: what is lost with the laptop.
    await lost.ask("mark.set-score", { answerId: second!, score: 3 });
    await lost.engine.close();

    const desk = await newLaptop(panel);
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    const after = await Promise.all((await answerIds(desk)).slice(0, 2).map((answerId) => desk.ask("review.view", { answerId })));
    expect(after.map((view) => view.mark)).toEqual(before.map((view) => view.mark));
    const home = await desk.ask("home.view", {});
    expect(home.recoveries).toMatchObject([{ batch: BATCH, afterDamage: false, marks: 2, sets: 0, writtenAt: kept.inDepotUpTo, passedOver: null, missingSets: [] }]);
    expect(auditOf(desk.home, "mark-recovered")).toMatchObject([{ from: null, to: { score: 5, notes: [{ noteId: NOTE }] } }, { from: null, to: { cannotScore: "The picture freezes." } }]);
    expect(auditOf(desk.home, "recovered")).toMatchObject([{ subject: BATCH, to: { marks: 2 } }]);

    await desk.ask("recoveries.read", { upTo: home.recoveries[0]!.id });
    expect((await desk.ask("home.view", {})).recoveries).toEqual([]);
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).recoveries).toEqual([]);
    await desk.engine.close();
    expect(must(await verifyHome(desk.home, null, () => undefined)).problems).toEqual([]);
  });

  test("the new laptop goes on with a draft of its own, under the next number", async () => {
    const panel = await createPanel();
    await (await markedDesk(panel)).engine.close();
    const desk = await newLaptop(panel);
    expect(await draftsIn(panel)).toEqual([1, 2].map((number) => depotKey.draft(BATCH, "a-1", number)));
    await desk.ask("sync.now", {});
    expect(await draftsIn(panel)).toEqual([1, 2, 3].map((number) => depotKey.draft(BATCH, "a-1", number)));
    expect((await desk.ask("home.view", {})).kept.inDepotUpTo).not.toBeNull();
  });

  test("withdrawals come back, and hide what they hid", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    await lost.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A cousin" });
    await lost.ask("sync.now", {});
    await lost.engine.close();
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    expect((await desk.ask("check.view", { batch: BATCH })).withdrawals).toMatchObject([{ candidate: "K-1", note: "A cousin" }]);
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ withdrawnCandidates: 1, answers: { total: 0 } }]);
  });

  test("a submitted batch is submitted on the next one too, with its receipt, and a change of mind is the next revision", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    const set = await submitAll(lost);
    await lost.engine.close();
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    const check = await desk.ask("check.view", { batch: BATCH });
    expect(check).toMatchObject({ state: "submitted", sets: [{ revision: 1, key: set.key, sha256: set.sha256, delivery: { kind: "delivered" } }] });
    await desk.ask("set.reopen", { batch: BATCH, reason: "Heard it again" });
    const next = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(next.revision).toBe(2);
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(must(await panel.depot.list("sets/")).sort()).toEqual([set.key, next.key].sort());
    await desk.engine.close();
    expect(must(await verifyHome(desk.home, null, () => undefined)).problems).toEqual([]);
  });

  test("what was allocated and marked after the last submission is open on the next one, and the rest is closed", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    const [, , third] = await answerIds(lost);
    await submitAll(lost);
    await lost.engine.close();
    const db = new Database(path.join(lost.home, "desk.sqlite"));
    db.prepare("UPDATE answers SET submitted = 0 WHERE id = ?").run(third);
    db.close();
    const later = await panel.desk(lost.home);
    await later.ask("mark.set-score", { answerId: third!, score: 2 });
    await later.ask("mark.set-evidence", { answerId: third!, text: "Allocated later." });
    await later.ask("mark.set-watch-reason", { answerId: third!, reason: "Heard it in the room." });
    await later.ask("sync.now", {});
    await later.engine.close();

    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    const [firstHere, , thirdHere] = await answerIds(desk);
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ state: "extended", answers: { marked: 3 } }]);
    expect(await desk.refused("mark.set-score", { answerId: firstHere!, score: 1 })).toMatchObject({ kind: "set-already-submitted" });
    await desk.ask("mark.set-score", { answerId: thirdHere!, score: 3 });
    expect((await desk.ask("set.submit", { batch: BATCH, declared: true })).revision).toBe(2);
  });

  test("a batch that was being changed is open on the next one, for the reason that was given", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    await submitAll(lost);
    await lost.ask("set.reopen", { batch: BATCH, reason: "Heard it again" });
    const [first] = await answerIds(lost);
    await lost.ask("mark.set-score", { answerId: first!, score: 2 });
    await uploadNow(panel, lost);
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    expect(await desk.ask("check.view", { batch: BATCH })).toMatchObject({ state: "reopened", reopenedBecause: "Heard it again" });
  });

  test("where no draft followed the last set, the marks come back from the set", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    const set = await submitAll(lost);
    await lost.engine.close();
    for (const key of await draftsIn(panel)) await rm(path.join(panel.depotFolder, key));
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    expect(await desk.ask("check.view", { batch: BATCH })).toMatchObject({ state: "submitted", marked: 3, sets: [{ key: set.key }] });
    expect((await desk.ask("home.view", {})).recoveries).toMatchObject([{ marks: 3, sets: 1, writtenAt: set.submittedAt }]);
  });

  test("a set that a draft names and the depot lacks is told: the batch is open, to be submitted again", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    const set = await submitAll(lost);
    await lost.engine.close();
    await rm(path.join(panel.depotFolder, set.key));
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).recoveries).toMatchObject([{ marks: 3, sets: 0, missingSets: [1] }]);
    expect(await desk.ask("check.view", { batch: BATCH })).toMatchObject({ state: "complete", marked: 3, sets: [] });
  });

  test("a damaged newest draft falls back to the one before, and that is said", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    await lost.engine.close();
    const desk = await newLaptop(panel);
    const newest = depotKey.draft(BATCH, "a-1", 3);
    await writeFile(path.join(panel.depotFolder, newest), "This is no draft.");
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).recoveries).toMatchObject([{ marks: 2, passedOver: { kind: "document-damaged", name: newest } }]);
  });

  test("drafts of which none opens are said to be there, and nothing is marked as if it were new", async () => {
    const panel = await createPanel();
    const lost = await markedDesk(panel);
    await lost.engine.close();
    const desk = await newLaptop(panel);
    await rm(path.join(panel.depotFolder, depotKey.draft(BATCH, "a-1", 2)));
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).recoveries).toMatchObject([{ marks: 0, writtenAt: null, passedOver: { kind: "drafts-unreadable", batch: BATCH } }]);
  });

  test("a draft that somebody else signed under this person's name is not believed", async () => {
    const panel = await createPanel({ assessors: ["a-1", "a-2"] });
    const other = await panel.enrolledDesk("a-2");
    await other.ask("sync.now", {});
    await other.ask("mark.set-score", { answerId: (await answerIds(other))[0]!, score: 1 });
    await other.ask("sync.now", {});
    const desk = await panel.enrolledDesk("a-1");
    const forged = depotKey.draft(BATCH, "a-1", 1);
    await panel.depot.create(forged, await readFile(path.join(panel.depotFolder, depotKey.draft(BATCH, "a-2", 1))));
    await desk.ask("sync.now", {});
    const home = await desk.ask("home.view", {});
    expect(home.recoveries).toMatchObject([{ marks: 0, passedOver: { kind: "document-forged", name: forged } }]);
    expect(home.kept.marks).toBe(0);
  });

  test("status says what came back while the window has the desk, and is told without it that this was read", async () => {
    const panel = await createPanel();
    await (await markedDesk(panel)).engine.close();
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    const status = must(await readStatus(desk.home, () => new Date()));
    expect(status.recoveries).toMatchObject([{ batch: BATCH, marks: 2 }]);
    expect(putNoticesAway(status, new Date())).toMatchObject({ error: { kind: "store-in-use" } });
    await desk.engine.close();
    expect(putNoticesAway(status, new Date())).toMatchObject({ ok: true });
    expect(must(await readStatus(desk.home, () => new Date())).recoveries).toEqual([]);
  });
});

describe("a database restored from an older backup", () => {
  test("gets back what only the depot has, keeps what is newer here, and logs what is replaced", async () => {
    const panel = await createPanel();
    const desk = await markedDesk(panel);
    const [first, second, third] = await answerIds(desk);
    await desk.engine.close();
    const file = path.join(desk.home, "desk.sqlite");
    await copyFile(file, `${file}.older`);

    const later = await panel.desk(desk.home);
    await later.ask("mark.set-score", { answerId: first!, score: 6 });
    await later.ask("mark.set-cannot-score", { answerId: third!, reason: "No sound." });
    await later.ask("mark.set-evidence", { answerId: second!, text: "Before the damage" });
    await uploadNow(panel, later);
    for (const name of await readdir(desk.home)) if (name.startsWith("desk.sqlite-")) await rm(path.join(desk.home, name));
    await rename(`${file}.older`, file);

    const store = must(openStore(desk.home, new Date()));
    store.drafts.lookAgain();
    store.close();
    const restored = await panel.desk(desk.home);
    await restored.ask("mark.set-evidence", { answerId: second!, text: "After the restoring" });
    // Looking at what is to come back keeps nothing from coming.
    for (const answerId of [first!, third!]) await restored.ask("mark.add-watched", { answerId, from: 0, to: 13 });
    expect(await restored.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    const marks = await Promise.all([first, second, third].map(async (answerId) => (await restored.ask("review.view", { answerId: answerId! })).mark));
    expect(marks).toMatchObject([{ score: 6 }, { evidence: "After the restoring" }, { cannotScore: "No sound." }]);
    expect(auditOf(desk.home, "mark-recovered")).toMatchObject([{ from: { score: 5, notes: [{ noteId: NOTE }] }, to: { score: 6 } }, { from: { score: null, cannotScore: null } }]);
    expect((await restored.ask("review.view", { answerId: third! })).mark.watched).toEqual([{ from: 0, to: 13 }]);
    expect((await restored.ask("home.view", {})).recoveries).toMatchObject([{ marks: 2 }]);
    await uploadNow(panel, restored);
    expect(await draftsIn(panel)).toEqual([1, 2, 3].map((number) => depotKey.draft(BATCH, "a-1", number)));
  });
});
