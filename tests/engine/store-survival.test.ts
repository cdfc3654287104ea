import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { Desk } from "../../src-main/engine/desk.ts";
import { wantRecordingsAgain } from "../../src-main/engine/retention/remove-recordings.ts";
import { backUp, listBackups } from "../../src-main/engine/store/backups.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { backUpAt, damageTable, database, overwrite } from "./support/damage.ts";
import { BATCH, createPanel, must, type TestDesk } from "./support/panel.ts";

const START = Date.parse("2026-11-21T09:00:00Z");

/** A desk with its batch whose clock stands still until it is moved, and a backup made at nine, after the first mark. */
async function deskWithBackup() {
  let at = START;
  const panel = await createPanel();
  const now = () => new Date(at);
  const clock = { now, pass: (ms: number) => void (at += ms) };
  const desk = await panel.desk(path.join(panel.folder, "home"), { now });
  must(await desk.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
  await desk.ask("sync.now", {});
  await desk.ask("mark.set-score", { answerId: 1, score: 3 });
  await desk.engine.close();
  backUpAt(desk.home, now());
  clock.pass(60_000);
  return { panel, home: desk.home, clock, again: () => panel.desk(desk.home, { now }) };
}

async function markOf(desk: TestDesk, answerId: number) {
  return (await desk.ask("review.view", { answerId })).mark;
}

async function kept(home: string) {
  return existsSync(path.join(home, "damaged")) ? (await readdir(path.join(home, "damaged"))).sort() : [];
}

describe("a damaged database", () => {
  test("that is a database no more is kept aside, the backup takes its place, and what is missing is said", async () => {
    const { home, again } = await deskWithBackup();
    await overwrite(home);
    const damaged = await readFile(database(home));
    const desk = await again();
    expect(await markOf(desk, 1)).toMatchObject({ score: 3 });
    const { restored } = await desk.ask("home.view", {});
    expect(restored).toMatchObject({ backupAt: "2026-11-21T09:00:00.000Z", changes: 0, until: null, logWhole: false, missing: [], keptAs: "damaged/desk-2026-11-21T09-01-00-000Z.sqlite" });
    expect(await readFile(path.join(home, restored!.keptAs))).toEqual(damaged);
    await desk.ask("restoration.seen", {});
    expect((await desk.ask("home.view", {})).restored).toBeNull();
    await desk.engine.close();
    expect(must(await verifyHome(home, null, () => undefined))).toMatchObject({ ok: true });
  });

  test("whose log can still be read gives back every later change exactly, and the log goes on in one chain", async () => {
    const { home, clock, again } = await deskWithBackup();
    const before = await again();
    const noteId = "4f9c2b57-0c3f-4c1e-9d2b-0d4d6f3a2b11";
    await before.ask("mark.set-score", { answerId: 1, score: 5 });
    await before.ask("mark.set-evidence", { answerId: 1, text: "Says what was done, and why." });
    await before.ask("mark.put-note", { answerId: 2, noteId, atSeconds: 3.5, text: "Names the need." });
    await before.ask("mark.set-flag", { answerId: 2, flag: "hard-to-hear", note: "wind", atSeconds: 7 });
    await before.ask("mark.add-watched", { answerId: 2, from: 0, to: 8 });
    clock.pass(30_000);
    await before.ask("mark.set-cannot-score", { answerId: 3, reason: "No sound." });
    const marks = await Promise.all([1, 2, 3].map((id) => markOf(before, id)));
    await before.engine.close();
    await damageTable(home, "marks");
    clock.pass(30_000);
    const desk = await again();
    expect(await Promise.all([1, 2, 3].map((id) => markOf(desk, id)))).toEqual(marks);
    expect((await desk.ask("home.view", {})).restored).toMatchObject({ changes: 5, until: "2026-11-21T09:01:30.000Z", logWhole: true, missing: [] });
    await desk.engine.close();
    const store = must(openStore(home, clock.now()));
    expect(store.audit.check().brokenAt).toBeUndefined();
    expect(store.db.prepare("SELECT what FROM audit ORDER BY id DESC LIMIT 2").pluck().all()).toEqual(["restored", "score"]);
    store.close();
  });

  test("whose log was changed from a line on is believed up to that line, and the answers after it are named", async () => {
    const { home, clock, again } = await deskWithBackup();
    const before = await again();
    await before.ask("mark.set-score", { answerId: 1, score: 5 });
    await before.ask("mark.set-score", { answerId: 2, score: 6 });
    await before.ask("mark.set-score", { answerId: 3, score: 7 });
    await before.engine.close();
    // No change of the assessor's work: nothing to look at again.
    const store = must(openStore(home, clock.now()));
    wantRecordingsAgain({ store, me: { person: "a-1" }, now: clock.now } as Desk, BATCH);
    store.close();
    const db = new Database(database(home));
    db.exec(`DROP TRIGGER audit_is_never_changed; UPDATE audit SET to_value = '{"score":1,"cannotScore":null}' WHERE subject LIKE '%/ q2'`);
    db.close();
    await damageTable(home, "notes");
    const desk = await again();
    expect(await Promise.all([1, 2, 3].map(async (id) => (await markOf(desk, id)).score))).toEqual([5, null, null]);
    const { restored } = await desk.ask("home.view", {});
    expect(restored).toMatchObject({ changes: 1, logWhole: false });
    expect(restored!.missing.sort()).toEqual([`${BATCH} / K-1 / q2`, `${BATCH} / K-1 / q3`]);
  });

  test("gives back a submitted set that the backup does not have, to the byte, and it is delivered once", async () => {
    const { panel, home, again } = await deskWithBackup();
    const before = await again();
    await rename(panel.depotFolder, `${panel.depotFolder}-away`);
    for (const answerId of [1, 2, 3]) await before.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    const set = await before.ask("set.submit", { batch: BATCH, declared: true });
    await before.engine.close();
    // The backup that the submission made is damaged too: an older one has to do.
    await writeFile(listBackups(home).at(-1)!.file, randomBytes(50_000));
    await damageTable(home, "audit");
    const desk = await again();
    expect((await desk.ask("home.view", {})).outbox).toMatchObject([{ key: set.key, sha256: set.sha256, submittedAt: set.submittedAt, delivery: { kind: "waiting" } }]);
    await rename(`${panel.depotFolder}-away`, panel.depotFolder);
    await desk.ask("sync.now", {});
    await desk.ask("sync.now", {});
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
    await desk.engine.close();
    expect(must(await verifyHome(home, null, () => undefined)).problems.filter((each) => !each.subject.startsWith("backups/"))).toEqual([]);
  });

  test("a revision that a damaged database took along is never given to another set", async () => {
    const { home, again } = await deskWithBackup();
    const before = await again();
    for (const answerId of [1, 2, 3]) await before.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    await before.ask("set.submit", { batch: BATCH, declared: true });
    await before.engine.close();
    await rm(listBackups(home).at(-1)!.file);
    await damageTable(home, "outbox");
    const desk = await again();
    const { restored, outbox } = await desk.ask("home.view", {});
    expect(outbox).toEqual([]);
    expect(restored!.missing).toEqual([BATCH]);
    expect(await desk.ask("set.submit", { batch: BATCH, declared: true })).toMatchObject({ revision: 2 });
  });

  test("passes over a backup that is damaged itself", async () => {
    const { home, clock, again } = await deskWithBackup();
    const good = listBackups(home)[0]!;
    const later = backUpAt(home, clock.now());
    await writeFile(later, randomBytes(100_000));
    await overwrite(home);
    const desk = await again();
    expect((await desk.ask("home.view", {})).restored).toMatchObject({ backupAt: good.at });
    expect(existsSync(later)).toBe(true);
  });

  test("passes over a backup whose log was changed", async () => {
    const { home, clock, again } = await deskWithBackup();
    const good = listBackups(home)[0]!;
    const db = new Database(backUpAt(home, clock.now()));
    db.exec("DROP TRIGGER audit_is_never_changed; UPDATE audit SET who = 'x' WHERE id = 1");
    db.close();
    await overwrite(home);
    expect((await (await again()).ask("home.view", {})).restored).toMatchObject({ backupAt: good.at });
  });

  test("takes the backup that holds most, whatever the clock said when each was made", async () => {
    const { home, clock, again } = await deskWithBackup();
    const before = await again();
    await before.ask("mark.set-score", { answerId: 2, score: 6 });
    await before.engine.close();
    // The clock was a week behind when the last one was made.
    backUpAt(home, new Date(clock.now().getTime() - 7 * 86_400_000));
    await overwrite(home);
    expect(await markOf(await again(), 2)).toMatchObject({ score: 6 });
  });

  test.each([
    ["cut to nothing", async (home: string) => writeFile(database(home), "")],
    ["gone", async (home: string) => rm(database(home))],
  ])("that is %s is restored too: it is no new desk", async (_, harm) => {
    const { home, again } = await deskWithBackup();
    await harm(home);
    expect(await markOf(await again(), 1)).toMatchObject({ score: 3 });
  });

  test("without any good backup is refused and left as it is, to the byte", async () => {
    const { home, again } = await deskWithBackup();
    for (const { file } of listBackups(home)) await writeFile(file, "no backup");
    await overwrite(home);
    const damaged = await readFile(database(home));
    const files = (await readdir(home)).sort();
    const desk = await again();
    expect(await desk.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "store-damaged", backup: null } });
    expect(await readFile(database(home))).toEqual(damaged);
    expect((await readdir(home)).sort()).toEqual(files);
  });

  test("is restored again at the next start when the power went in the middle, wherever that was", async () => {
    const { home, clock, again } = await deskWithBackup();
    await overwrite(home);
    const damaged = await readFile(database(home));
    const done = await again();
    await done.engine.close();
    const restoredDatabase = await readFile(database(home));
    const keptAs = path.join(home, "damaged", (await kept(home))[0]!);
    const ready = path.join(home, "restored-2026-11-21T09-01-00-000Z.sqlite");

    // While it was being made ready.
    await rm(path.join(home, "damaged"), { recursive: true });
    await writeFile(database(home), damaged);
    await writeFile(path.join(home, ".writing-restored.sqlite"), restoredDatabase.subarray(0, 5_000));
    const first = await again();
    expect(await markOf(first, 1)).toMatchObject({ score: 3 });
    await first.engine.close();
    expect((await readdir(home)).filter((name) => /writing|restored/.test(name))).toEqual([]);

    // Ready, but nothing moved yet; then: the damaged one moved, and nothing in its place.
    for (const moved of [false, true]) {
      await rm(path.join(home, "damaged"), { recursive: true });
      await copyFile(database(home), ready);
      await mkdir(path.dirname(keptAs), { recursive: true });
      if (moved) await rm(database(home));
      // It is finished as it was begun, however much later.
      clock.pass(60_000);
      await writeFile(moved ? keptAs : database(home), damaged);
      const desk = await again();
      expect(await markOf(desk, 1)).toMatchObject({ score: 3 });
      await desk.engine.close();
      expect(await readFile(keptAs)).toEqual(damaged);
      expect((await readdir(home)).filter((name) => /writing|restored/.test(name))).toEqual([]);
      expect(await kept(home)).toEqual([path.basename(keptAs)]);
    }
  });

  test("that is met at work is told, looked at as a whole at the next start, and restored", async () => {
    const { panel, home, clock, again } = await deskWithBackup();
    let told = 0;
    const desk = await panel.desk(home, { now: clock.now, onStoreDamaged: () => void (told += 1) });
    await desk.ask("mark.set-score", { answerId: 1, score: 6 });
    await damageTable(home, "notes");
    expect(await desk.refused("mark.put-note", { answerId: 1, noteId: "4f9c2b57-0c3f-4c1e-9d2b-0d4d6f3a2b11", atSeconds: 1, text: "x" })).toMatchObject({ kind: "store-damaged" });
    expect(told).toBe(1);
    await desk.engine.close();
    const mended = await again();
    expect(await markOf(mended, 1)).toMatchObject({ score: 6 });
    expect((await mended.ask("home.view", {})).restored).toMatchObject({ changes: 1 });
    expect(await readdir(home)).not.toContain("desk.sqlite-in-doubt");
  });
});

describe("backups", () => {
  test("are made beside the work after a submission, checked, and hold the set", async () => {
    const { home, again } = await deskWithBackup();
    const desk = await again();
    for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.engine.close();
    const copy = new Database(listBackups(home).at(-1)!.file, { readonly: true });
    expect(copy.prepare("SELECT key FROM sets").pluck().all()).toEqual([set.key]);
    copy.close();
  });

  test("go nowhere while the new one fails its check", async () => {
    const { home, clock } = await deskWithBackup();
    for (let minute = 1; minute <= 10; minute += 1) backUpAt(home, new Date(clock.now().getTime() + minute * 60_000));
    const names = listBackups(home).map((each) => each.name);
    const db = new Database(database(home));
    db.exec("DROP TRIGGER audit_is_never_changed; UPDATE audit SET who = 'x' WHERE id = 1");
    backUp(db, home, new Date(clock.now().getTime() + 3_600_000), "broken-log");
    db.close();
    expect(listBackups(home).map((each) => each.name)).toEqual(expect.arrayContaining(names));
  });
});
