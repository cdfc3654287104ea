import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runDesk } from "../../src-main/cli/run-desk.ts";
import { backUp, listBackups } from "../../src-main/engine/store/backups.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { noProgress } from "../../src-main/cli/progress.ts";
import { createPanel, must } from "./support/panel.ts";

async function closedDesk() {
  const panel = await createPanel();
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  await desk.ask("mark.set-score", { answerId: 1, score: 3 });
  const media = (await desk.engine.openMedia(1))!;
  await desk.engine.close();
  return { panel, home: desk.home, recording: media.path };
}

const verify = (...args: string[]) => command("verify", ...args);

async function command(...args: string[]) {
  let out = "";
  let errors = "";
  const world = { env: {}, now: () => new Date(), demoAssets: null, version: "test", createProgress: () => noProgress, out: (text: string) => void (out += text), err: (text: string) => void (errors += text) };
  const status = await runDesk(args, world as Parameters<typeof runDesk>[1]);
  return { status, out, errors };
}

const look = async (home: string) => must(await verifyHome(home, null, () => undefined));

describe("checking a data folder", () => {
  test("names a recording that is damaged and one that is gone, and changes nothing; --repair has them fetched again", async () => {
    const { panel, home, recording } = await closedDesk();
    await writeFile(recording, "damaged");
    const damaged = await look(home);
    expect(damaged).toMatchObject({ ok: false, damagedRecordings: [path.basename(recording)] });
    expect(await readFile(recording, "utf8")).toBe("damaged");
    expect(await verify("--home", home)).toMatchObject({ status: 1, out: expect.stringContaining("--repair") });
    expect(await verify("--home", home, "--repair")).toMatchObject({ status: 0, out: expect.stringContaining("1 damaged recording put away") });
    const desk = await panel.desk(home);
    expect((await desk.ask("review.view", { answerId: 1 })).recording.state).toBe("damaged");
    await desk.ask("sync.now", {});
    expect(await desk.engine.openMedia(1)).not.toBeNull();
    await desk.engine.close();
    expect(await look(home)).toMatchObject({ ok: true, recordings: { checked: 6, opened: 6 } });
    await rm(recording);
    expect(await look(home)).toMatchObject({ ok: false, damagedRecordings: [path.basename(recording)] });
  });

  test("names a backup that is damaged", async () => {
    // The first was made by itself when the batch came.
    const { home } = await closedDesk();
    expect(await look(home)).toMatchObject({ ok: true, backups: { checked: 1, good: 1 } });
    const [backup] = listBackups(home);
    const bytes = await readFile(backup!.file);
    await writeFile(backup!.file, Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 7)]));
    expect(await look(home)).toMatchObject({ ok: false, backups: { checked: 1, good: 0 }, problems: [{ subject: `backups/${backup!.name}` }] });
  });

  test("lists what interrupted writing left, which is no fault, and --repair takes it away", async () => {
    const { home } = await closedDesk();
    const left = [".writing-1", "backups/.writing-2", `vault/partial/${"ab".repeat(32)}`];
    for (const each of left) {
      await mkdir(path.dirname(path.join(home, each)), { recursive: true });
      await writeFile(path.join(home, each), "half");
    }
    expect(await look(home)).toMatchObject({ ok: true });
    expect((await look(home)).leftovers.sort()).toEqual(left.sort());
    expect(await verify("--home", home, "--repair")).toMatchObject({ status: 0 });
    for (const each of left) expect(existsSync(path.join(home, each))).toBe(false);
    expect((await look(home)).leftovers).toEqual([]);
  });

  test("says that a database is damaged and what mends it, and --repair does", async () => {
    const { panel, home } = await closedDesk();
    const store = must(openStore(home, new Date()));
    backUp(store.db, home, new Date(), "test");
    store.close();
    await writeFile(path.join(home, "desk.sqlite"), Buffer.alloc(100_000, 9));
    for (const looking of ["verify", "status"])
      expect(await command(looking, "--home", home)).toMatchObject({ status: 1, out: "", errors: expect.stringMatching(/^The database .* is damaged\. .* desk verify --home … --repair, puts its newest good backup /) });
    expect(await verify("--home", home, "--repair")).toMatchObject({ status: 0 });
    expect((await (await panel.desk(home)).ask("review.view", { answerId: 1 })).mark.score).toBe(3);
  });

  test("says so too where a database opens and its pages are damaged", async () => {
    const { home } = await closedDesk();
    const file = path.join(home, "desk.sqlite");
    const bytes = await readFile(file);
    await writeFile(file, Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 7)]));
    for (const looking of ["verify", "status"]) expect(await command(looking, "--home", home)).toMatchObject({ status: 1, out: "", errors: expect.stringContaining("desk verify --home … --repair") });
  });
});
