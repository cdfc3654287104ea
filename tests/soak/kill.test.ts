import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "vite";
import { beforeAll, expect, test } from "vitest";
import { migrations } from "../../src-main/engine/store/migrations.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import { backupFolder } from "../../src-main/engine/store/store-files.ts";
import { forNode } from "../../scripts/build-configuration.ts";
import { inRepository } from "../../scripts/setup/places.ts";
import { BATCH, createPanel, must, temporaryFolder, type TestDesk } from "../engine/support/panel.ts";
import { createLog, judgeMarks, judgeRest, judgeWhatPlays, leftovers, type Log } from "./judge.ts";
import { createLargeOldHome, marksIn } from "./large-old-home.ts";
import { activities, type Activity, type Told } from "./told.ts";

/** How often a desk is killed in each of the five things it does: a few times here, `npm run soak` kills 50 times each. */
const KILLS = Number(process.env["SOAK_KILLS"] ?? 6);
const program = inRepository(".cache", "soak", "desk-under-fire.cjs");

beforeAll(async () => {
  await build(forNode({ "desk-under-fire": inRepository("tests", "soak", "desk-under-fire.ts"), "backup-thread": inRepository("src-main", "engine", "store", "backup-thread.ts") }, path.dirname(program)));
});

/** A desk's life: what it told, and whether it came to its end. `killAfterMs` counts from when it has started. */
async function live(home: string, activity: Activity, { rounds = 0, killAfterMs }: { rounds?: number; killAfterMs?: number }, hear: (told: Told) => void): Promise<{ ms: number; faults: string }> {
  const child = spawn(process.execPath, [program, home, activity, String(rounds)], { stdio: ["ignore", "pipe", "pipe"] });
  let faults = "";
  child.stderr.on("data", (text: Buffer) => (faults += text.toString()));
  let startedAt = performance.now();
  const kill = () => void (killAfterMs !== undefined && setTimeout(() => child.kill("SIGKILL"), killAfterMs));
  // Opening the data folder is the very thing that a migration is killed in.
  if (activity === "migrating") kill();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    // A line that a kill cut in two was not told.
    if (!line.endsWith("}")) continue;
    const told = JSON.parse(line) as Told;
    if (told.kind === "started" && activity !== "migrating") {
      startedAt = performance.now();
      kill();
    }
    hear(told);
  }
  await ended;
  return { ms: performance.now() - startedAt, faults };
}

/** Chance that a failing run can be repeated with. */
function chance(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const seed = Number(process.env["SOAK_SEED"] ?? Date.now() % 1_000_000);
const random = chance(seed);
console.log(`Kill moments from seed ${seed}; SOAK_SEED repeats them.`);

/** Makes a desk ready for what it is to do next. */
async function makeReady(desk: TestDesk, activity: Activity): Promise<void> {
  const { batches } = await desk.ask("home.view", {});
  const submitted = batches[0]?.state === "submitted";
  if (activity === "marking" && submitted) await desk.ask("set.reopen", { batch: BATCH, reason: "The soak goes on." });
  // Recordings that somebody took away are fetched again.
  if (activity === "synchronising") await rm(path.join(desk.home, "vault"), { recursive: true, force: true });
}

test.each(activities.filter((each) => each !== "migrating"))("killed again and again while %s, a desk loses nothing that it acknowledged", async (activity) => {
  const panel = await createPanel();
  const first = await panel.enrolledDesk();
  const { home } = first;
  await first.ask("sync.now", {});
  await first.engine.close();
  const log: Log = createLog();
  const hear = (told: Told) => log.take(told);
  await live(home, "marking", { rounds: 1 }, hear);
  const calm = await live(home, activity, { rounds: 1 }, hear);
  expect(calm.faults).toBe("");

  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = await panel.desk(home);
    await makeReady(before, activity);
    await before.engine.close();
    const { faults } = await live(home, activity, { killAfterMs: random() * calm.ms * 1.5 }, hear);
    expect(faults, `kill ${kill}`).toBe("");
    judgeMarks(home, log);
    const next = await panel.desk(home);
    await judgeWhatPlays(next);
    expect((await next.ask("sync.now", {})).kind).toBe("idle");
    await judgeWhatPlays(next);
    await next.engine.close();
    judgeMarks(home, log);
    await judgeRest(home, panel.depot, panel.depotFolder);
  }
}, 1_800_000);

test("killed again and again while migrating, a desk keeps every mark, and its backup of before", async () => {
  const folder = await temporaryFolder();
  const old = path.join(folder, "old");
  await createLargeOldHome(old);
  const [expected] = marksIn(old, []);
  const home = path.join(folder, "home");
  const renew = async () => {
    await rm(home, { recursive: true, force: true });
    await cp(old, home, { recursive: true });
  };
  await renew();
  const calm = await live(home, "migrating", { rounds: 1 }, () => undefined);
  expect(calm.faults).toBe("");

  for (let kill = 0; kill < KILLS; kill += 1) {
    await renew();
    await live(home, "migrating", { killAfterMs: random() * calm.ms }, () => undefined);
    const store = must(openStore(home, new Date()));
    expect(store.db.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(store.db.pragma("integrity_check", { simple: true })).toBe("ok");
    store.close();
    const backups = existsSync(backupFolder(home)) ? readdirSync(backupFolder(home)).filter((name) => name.startsWith("desk-")) : [];
    expect(backups.length, "a backup of before").toBeGreaterThan(0);
    expect(new Set(marksIn(home, backups))).toEqual(new Set([expected]));
    expect(await leftovers(home)).toEqual([]);
  }
}, 1_800_000);
