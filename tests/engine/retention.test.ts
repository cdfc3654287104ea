import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { BATCH, createPanel, must, type TestDesk } from "./support/panel.ts";

const DAY = 86_400_000;
/** What the demonstration's campaign says. */
const RETENTION_DAYS = 180;

async function deskAtWork({ fetchingPaused = false } = {}) {
  let at = Date.parse("2026-11-21T09:00:00Z");
  const panel = await createPanel();
  const now = () => new Date(at);
  const clock = { now, pass: (ms: number) => void (at += ms) };
  const home = path.join(panel.folder, "home");
  const desk = await panel.desk(home, { now });
  must(await desk.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
  await desk.ask("preferences.set", { fetchingPaused });
  await desk.ask("sync.now", {});
  return { panel, desk, home, clock };
}

/** The same, its set handed in and delivered. */
async function deliveredDesk() {
  const world = await deskAtWork();
  await submit(world.desk);
  await world.desk.ask("sync.now", {});
  return world;
}

async function submit(desk: TestDesk) {
  for (const answerId of [1, 2, 3]) await desk.ask("mark.set-score", { answerId, score: 4 });
  for (const answerId of [1, 2, 3]) await desk.ask("mark.set-evidence", { answerId, text: "Clear." });
  for (const answerId of [1, 2, 3]) await desk.ask("mark.set-watch-reason", { answerId, reason: "Heard it in the room." });
  await desk.ask("set.submit", { batch: BATCH, declared: true });
}

async function inVault(home: string): Promise<string[]> {
  const entries = await readdir(path.join(home, "vault"), { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => each.name);
}

const stateOf = async (desk: TestDesk) => (await desk.ask("review.view", { answerId: 1 })).recording.state;

describe("recordings of a delivered batch", () => {
  test("go when the campaign's days after the receipt are over, not an hour earlier, with a line in the log; marks stay", async () => {
    const { desk, home, clock } = await deliveredDesk();
    const bytes = (await desk.ask("space.view", {})).batches[0]!.bytes;
    clock.pass(RETENTION_DAYS * DAY - 3_600_000);
    expect(await desk.ask("recordings.remove-over", {})).toEqual({ removed: [] });
    expect(await inVault(home)).toHaveLength(6);
    clock.pass(3_600_000);
    expect(await desk.ask("recordings.remove-over", {})).toEqual({ removed: [{ batch: BATCH, files: 6, bytes }] });
    expect(await inVault(home)).toEqual([]);
    expect(await stateOf(desk)).toBe("removed");
    expect(await desk.engine.openMedia(1)).toBeNull();
    expect((await desk.ask("review.view", { answerId: 1 })).mark).toMatchObject({ score: 4, evidence: "Clear." });
    await desk.engine.close();
    const store = must(openStore(home, clock.now()));
    expect(store.audit.valuesOf("recordings-removed", BATCH)).toEqual([{ because: "time-over", files: 6, bytes }]);
    store.close();
    expect(must(await verifyHome(home, null, () => undefined))).toMatchObject({ ok: true });
  });

  test("leave nothing that opens them: no key, no batch document, neither in the database nor in its log", async () => {
    const { desk, home } = await deliveredDesk();
    const db = new Database(path.join(home, "desk.sqlite"), { readonly: true });
    const secrets = [...(db.prepare("SELECT wrapped_key FROM media").pluck().all() as Buffer[]), (db.prepare("SELECT bytes FROM documents WHERE key LIKE 'batches/%'").pluck().get() as Buffer).subarray(200, 260)];
    db.close();
    const filesThatHoldOne = async () => {
      const files = ["desk.sqlite", "desk.sqlite-wal"].map((name) => path.join(home, name)).filter((file) => existsSync(file));
      const contents = await Promise.all(files.map((file) => readFile(file)));
      return files.filter((_, index) => secrets.some((secret) => contents[index]!.includes(secret)));
    };
    expect((await filesThatHoldOne()).length).toBeGreaterThan(0);
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: false });
    expect(await filesThatHoldOne()).toEqual([]);
  });

  test("are not fetched again by themselves, and come when they are asked for, and play", async () => {
    const { desk, home, clock } = await deliveredDesk();
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: false });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await inVault(home)).toEqual([]);
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ state: "submitted", recordings: { here: 0, removed: { because: "asked" } } }]);
    await desk.ask("recordings.fetch-again", { batch: BATCH });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await stateOf(desk)).toBe("here");
    expect(await desk.engine.openMedia(1)).not.toBeNull();
    expect((await desk.ask("review.view", { answerId: 1 })).captions.length).toBeGreaterThan(0);
    // Asked for after the days were over, they stay a week.
    clock.pass(RETENTION_DAYS * DAY);
    await desk.ask("recordings.remove-over", {});
    await desk.ask("recordings.fetch-again", { batch: BATCH });
    await desk.ask("sync.now", {});
    clock.pass(6 * DAY);
    expect(await desk.ask("recordings.remove-over", {})).toEqual({ removed: [] });
    clock.pass(DAY);
    expect((await desk.ask("recordings.remove-over", {})).removed).toHaveLength(1);
    await desk.engine.close();
    expect(must(await verifyHome(home, null, () => undefined))).toMatchObject({ ok: true });
  });

  test("come again when the batch is reopened", async () => {
    const { desk } = await deliveredDesk();
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: false });
    await desk.ask("set.reopen", { batch: BATCH, reason: "Heard something else." });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await stateOf(desk)).toBe("here");
  });

  test("stay while the clock stands before the delivery", async () => {
    const { desk, clock } = await deliveredDesk();
    clock.pass(-400 * DAY);
    expect(await desk.ask("recordings.remove-over", {})).toEqual({ removed: [] });
  });

  test("go by themselves at the next start", async () => {
    const { panel, desk, home, clock } = await deliveredDesk();
    await desk.engine.close();
    clock.pass(RETENTION_DAYS * DAY);
    // Nothing to reach: whatever happens is this desk's own doing.
    await rename(panel.depotFolder, `${panel.depotFolder}-away`);
    let removed: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (removed = resolve));
    const again = await panel.desk(home, { now: clock.now, byItself: true });
    again.engine.onMediaChanged(removed);
    await gone;
    expect(await stateOf(again)).toBe("removed");
  });

  test("that a player held open, or that came in that moment, go with the next check", async () => {
    const { desk, home } = await deliveredDesk();
    const [name] = await inVault(home);
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: false });
    await writeFile(path.join(home, "vault", name!.slice(0, 2), name!), "came late");
    await desk.ask("recordings.remove-over", {});
    expect(await inVault(home)).toEqual([]);
  });
});

describe("recordings that are still needed", () => {
  test("never go by themselves: not before the batch is submitted, not before it is delivered, not while it is reopened", async () => {
    const { panel, desk, clock } = await deskAtWork();
    const nothing = { removed: [] };
    clock.pass(1000 * DAY);
    expect(await desk.ask("recordings.remove-over", {})).toEqual(nothing);
    await rename(panel.depotFolder, `${panel.depotFolder}-away`);
    await submit(desk);
    await desk.ask("sync.now", {});
    clock.pass(1000 * DAY);
    expect(await desk.ask("recordings.remove-over", {})).toEqual(nothing);
    await rename(`${panel.depotFolder}-away`, panel.depotFolder);
    await desk.ask("sync.now", {});
    await desk.ask("set.reopen", { batch: BATCH, reason: "Once more." });
    clock.pass(1000 * DAY);
    expect(await desk.ask("recordings.remove-over", {})).toEqual(nothing);
  });

  test("go only for whoever says that they are to go all the same, and come again when asked for", async () => {
    const { desk, home } = await deskAtWork();
    expect(await desk.refused("recordings.remove", { batch: BATCH, stillNeeded: false })).toMatchObject({ kind: "recordings-needed" });
    expect(await inVault(home)).toHaveLength(6);
    expect(await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: true })).toMatchObject({ files: 6 });
    expect(await inVault(home)).toEqual([]);
    await desk.ask("mark.set-score", { answerId: 1, score: 4 });
    await desk.ask("recordings.fetch-again", { batch: BATCH });
    await desk.ask("sync.now", {});
    expect(await stateOf(desk)).toBe("here");
  });

  test("take what came of them so far along when they go", async () => {
    const { desk, home } = await deskAtWork();
    const [name] = await inVault(home);
    await writeFile(path.join(home, "vault", "partial", name!), "half of it");
    expect((await desk.ask("space.view", {})).batches).toMatchObject([{ files: 6, partialBytes: 10, delivered: false, keptUntil: null }]);
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: true });
    expect(await inVault(home)).toEqual([]);
    expect((await desk.ask("space.view", {})).batches).toMatchObject([{ files: 0, bytes: 0, partialBytes: 0, removed: { because: "asked" } }]);
  });
});

describe("wanted again", () => {
  /** The log's lines of one kind. */
  async function linesOf(home: string, what: string) {
    const db = new Database(path.join(home, "desk.sqlite"), { readonly: true });
    const lines = db.prepare("SELECT COUNT(*) FROM audit WHERE what = ?").pluck().get(what);
    db.close();
    return lines;
  }

  test("where a recording had been replaced before, the batch is taken in once, not with every look", async () => {
    const { panel, desk, home } = await deskAtWork();
    await copyFile(path.join(panel.folder, "media", "q2.mp4"), path.join(panel.folder, "media", "q1.mp4"));
    await panel.repack();
    await desk.ask("sync.now", {});
    expect(await linesOf(home, "recording-replaced")).toBe(1);
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: true });
    await desk.ask("recordings.fetch-again", { batch: BATCH });
    const before = await linesOf(home, "batch-taken-in");
    for (let times = 0; times < 3; times += 1) expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await linesOf(home, "batch-taken-in")).toBe(Number(before) + 1);
    expect(await stateOf(desk)).toBe("here");
  });

  test("nothing comes before its key has come, and an answer whose captions have none can be looked at", async () => {
    const { panel, desk, home } = await deskAtWork();
    await desk.engine.close();
    const store = must(openStore(home, new Date()));
    expect(store.media.isAnythingMissing()).toBe(false);
    store.media.remove(BATCH, new Date(), "asked");
    store.media.wantAgain(BATCH);
    expect(store.media.lacksKeys(BATCH)).toBe(true);
    expect(store.media.isAnythingMissing()).toBe(false);
    expect(store.media.wanted(BATCH, "candidate", 9)).toEqual([]);
    for (const { object } of store.media.objects()) store.media.setState(object, "here", new Date());
    store.close();
    const again = await panel.desk(home);
    expect(await again.ask("review.view", { answerId: 1 })).toMatchObject({ captions: [] });
  });

  test("what comes while its batch is being removed is not counted", async () => {
    const { desk, home } = await deskAtWork();
    await desk.engine.close();
    const store = must(openStore(home, new Date()));
    const { object } = store.media.objects()[0]!;
    store.media.remove(BATCH, new Date(), "asked");
    expect([store.media.totalsOf(BATCH), store.media.totalHere()]).toMatchObject([{ here: 0 }, { recordings: 0 }]);
    store.media.setState(object, "here", new Date());
    expect([store.media.totalsOf(BATCH), store.media.totalHere()]).toMatchObject([{ here: 0 }, { recordings: 0, bytes: 0 }]);
    store.close();
  });
});

describe("a removal", () => {
  test("while somebody reads the database waits for nobody, and its log is emptied with the next check", async () => {
    const { desk, home } = await deliveredDesk();
    const reader = new Database(path.join(home, "desk.sqlite"), { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT COUNT(*) FROM media").get();
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: false });
    const log = path.join(home, "desk.sqlite-wal");
    expect((await readFile(log)).length).toBeGreaterThan(0);
    reader.exec("COMMIT");
    reader.close();
    await desk.ask("recordings.remove-over", {});
    expect((await readFile(log)).length).toBe(0);
  });

  test("counts what was here, not what had never come", async () => {
    const { desk } = await deskAtWork({ fetchingPaused: true });
    expect(await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: true })).toEqual({ batch: BATCH, files: 0, bytes: 0 });
  });

  test("is not undone by a new allocation: the batch's document, which has the keys, is not kept with it", async () => {
    const { panel, desk, home } = await deskAtWork();
    await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: true });
    await writeFile(path.join(panel.folder, "allocation.csv"), "assessor,candidate,round,due\na-1,K-1,live,2026-12-24\n");
    await panel.repack();
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ due: "2026-12-24", recordings: { removed: { because: "asked" } } }]);
    const db = new Database(path.join(home, "desk.sqlite"), { readonly: true });
    expect(db.prepare("SELECT COUNT(*) FROM documents WHERE key LIKE 'batches/%'").pluck().get()).toBe(0);
    expect(db.prepare("SELECT COUNT(*) FROM media WHERE wrapped_key <> x''").pluck().get()).toBe(0);
    db.close();
    await desk.ask("recordings.fetch-again", { batch: BATCH });
    await desk.ask("sync.now", {});
    expect(await stateOf(desk)).toBe("here");
  });

  test("tells the review screen when and why, whichever way it came", async () => {
    const { desk, clock } = await deliveredDesk();
    clock.pass(RETENTION_DAYS * DAY);
    await desk.ask("recordings.remove-over", {});
    expect((await desk.ask("review.view", { answerId: 1 })).recording).toMatchObject({ state: "removed", removed: { at: clock.now().toISOString(), because: "time-over" } });
  });
});
