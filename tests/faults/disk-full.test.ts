import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listBackups } from "../../src-main/engine/store/backups.ts";
import { migrations } from "../../src-main/engine/store/migrations.ts";
import { openDatabase } from "../../src-main/engine/store/open-database.ts";
import { BATCH, createPanel, must } from "../engine/support/panel.ts";

/** More than the desk keeps free, so that fetching begins at all. */
const DISK = "320m";
const disk = mkdtempSync(path.join(tmpdir(), "assessor-desk-disk-"));
const filler = path.join(disk, "filler");

function isMountAllowed(): boolean {
  if (process.platform !== "linux") return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", disk], { stdio: "ignore" });
    execFileSync("umount", [disk]);
    return true;
  } catch {
    return false;
  }
}
const allowed = isMountAllowed();
if (!allowed) console.warn("SKIPPED: a full disk is not tried out, since this account may not mount a small one (root on Linux may).");

/** Leaves so many bytes free, to the page. */
function fill(leave = 0): void {
  const { bavail, bsize } = statfsSync(disk);
  execFileSync("fallocate", ["-l", String(Math.max(bsize, bavail * bsize - leave)), filler]);
}
const free = () => rmSync(filler, { force: true });

beforeAll(() => void (allowed && execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", disk])));
afterAll(() => {
  if (allowed) execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});
beforeEach(() => {
  if (allowed) for (const name of readdirSync(disk)) rmSync(path.join(disk, name), { recursive: true });
});

const FULL = { kind: "disk-full" };

async function deskOnDisk({ synchronised = true } = {}) {
  const panel = await createPanel();
  const home = path.join(disk, "home");
  const desk = await panel.desk(home);
  must(await desk.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
  if (synchronised) {
    await desk.ask("sync.now", {});
    // It is made by itself when the batch has come, and would use up space beside the test.
    await expect.poll(() => listBackups(home).length, { timeout: 20_000 }).toBe(1);
  }
  return { panel, home, desk };
}

describe.skipIf(!allowed)("on a full disk", () => {
  test("a mark that cannot be kept is told, what was kept before stands, and it goes on when there is space again", async () => {
    const { desk } = await deskOnDisk();
    const evidence = (number: number) => `${number} ${"words ".repeat(3000)}`;
    await desk.ask("mark.set-evidence", { answerId: 1, text: evidence(0) });
    fill();
    // What SQLite has of space already is used up first.
    let kept = 0;
    let refused: unknown;
    while (refused === undefined && kept < 2000) {
      const outcome = await desk.engine.request("mark.set-evidence", { answerId: 1, text: evidence(kept + 1) });
      if (outcome.ok) kept += 1;
      else refused = outcome.error;
    }
    expect(refused).toMatchObject(FULL);
    expect((await desk.ask("review.view", { answerId: 1 })).mark.evidence).toBe(evidence(kept));
    expect(await desk.refused("mark.put-note", { answerId: 2, noteId: "4f9c2b57-0c3f-4c1e-9d2b-0d4d6f3a2b11", atSeconds: 1, text: evidence(1) })).toMatchObject(FULL);
    free();
    await desk.ask("mark.set-evidence", { answerId: 1, text: evidence(kept + 1) });
    expect((await desk.ask("review.view", { answerId: 1 })).mark.evidence).toBe(evidence(kept + 1));
  });

  test("a set that cannot be sealed is told, nothing is half submitted, and it is submitted when there is space again", async () => {
    const { panel, desk } = await deskOnDisk();
    for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound. ".repeat(300) });
    fill();
    // Uses up what SQLite has already.
    let full = false;
    for (let number = 0; !full && number < 2000; number += 1) full = !(await desk.engine.request("mark.set-evidence", { answerId: 1, text: `${number} ${"words ".repeat(3000)}` })).ok;
    expect(await desk.refused("set.submit", { batch: BATCH, declared: true })).toMatchObject(FULL);
    expect((await desk.ask("home.view", {})).outbox).toEqual([]);
    free();
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.ask("sync.now", {});
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
  });

  test("a backup that would take the last space is not made, which is said, and marks are still saved; the next one is made", async () => {
    const { desk, home } = await deskOnDisk();
    const before = listBackups(home).length;
    fill(8_000_000);
    for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    await desk.ask("set.submit", { batch: BATCH, declared: true });
    await expect.poll(async () => (await desk.ask("home.view", {})).kept.backupProblem, { timeout: 20_000 }).toMatchObject(FULL);
    expect(listBackups(home)).toHaveLength(before);
    expect(readdirSync(path.join(home, "backups")).filter((name) => name.startsWith("."))).toEqual([]);
    free();
    await desk.ask("set.reopen", { batch: BATCH, reason: "Once more." });
    await desk.ask("set.submit", { batch: BATCH, declared: true });
    await expect.poll(async () => (await desk.ask("home.view", {})).kept.backupProblem, { timeout: 20_000 }).toBeNull();
    expect(listBackups(home)).toHaveLength(before + 1);
  });

  test("a damaged database that cannot be restored is left as it is and told, and restored when there is space again, without a restart", async () => {
    const { panel, desk, home } = await deskOnDisk();
    for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.engine.close();
    await writeFile(path.join(home, "desk.sqlite"), randomBytes(100_000));
    fill();
    const again = await panel.desk(home);
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: FULL });
    expect(readdirSync(home).filter((name) => /writing|restored|damaged/.test(name))).toEqual([]);
    expect(await again.refused("desk.open-again", {})).toMatchObject(FULL);
    free();
    await again.ask("desk.open-again", {});
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "ready" });
    expect((await again.ask("home.view", {})).outbox).toHaveLength(1);
  });

  test("a database that cannot be brought up to date is left as it is and told, and brought up to date when there is space again", async () => {
    const home = path.join(disk, "home");
    await createPanel().then((panel) => panel.desk(home)).then((desk) => desk.engine.close());
    await rm(path.join(home, "desk.sqlite"));
    must(openDatabase(home, new Date(), migrations.slice(0, 2))).close();
    fill();
    const panel = await createPanel();
    const desk = await panel.desk(home);
    expect(await desk.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: FULL });
    free();
    const old = new Database(path.join(home, "desk.sqlite"), { readonly: true });
    expect(old.pragma("user_version", { simple: true })).toBe(2);
    old.close();
    await desk.ask("desk.open-again", {});
    expect(await desk.ask("desk.state", {})).toMatchObject({ kind: "first-start" });
  });

  test("nothing is fetched into what is kept free for marks, which is said, and it is fetched when there is space again", async () => {
    const { desk } = await deskOnDisk({ synchronised: false });
    fill(150_000_000);
    expect(await desk.ask("sync.now", {})).toMatchObject({ problem: FULL });
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ recordings: { here: 0 } }]);
    await desk.ask("mark.set-score", { answerId: 1, score: 4 });
    free();
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ recordings: { here: 3 } }]);
  });

  test("recordings can be removed to make space", async () => {
    const { desk } = await deskOnDisk();
    fill();
    const { freeBytes } = await desk.ask("space.view", {});
    expect(await desk.ask("recordings.remove", { batch: BATCH, stillNeeded: true })).toMatchObject({ files: 6 });
    expect((await desk.ask("space.view", {})).freeBytes).toBeGreaterThan(freeBytes);
  });
});
