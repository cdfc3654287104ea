import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backUp } from "../../src-main/engine/store/backups.ts";
import { desk, deskJson, isPlain } from "./support/built-command-line.ts";

let home: string;
beforeAll(async () => void (home = await mkdtemp(path.join(tmpdir(), "assessor-desk-cli-"))));
afterAll(() => rm(home, { recursive: true, force: true }));

const COMMANDS = ["keygen", "pack", "invite", "enrol", "sync", "status", "mark", "submit", "reopen", "publish", "tidy", "verify", "show", "agreement", "demo"];

describe("the command line", () => {
  test("--help lists every command, and each explains itself", async () => {
    const all = await desk(["--help"]);
    expect(all.status).toBe(0);
    for (const name of COMMANDS) expect(all.out).toContain(`  ${name} `);
    for (const name of COMMANDS) {
      const one = await desk([name, "--help"]);
      expect(one).toMatchObject({ status: 0, err: "" });
      expect(one.out).toContain(`desk ${name}`);
      expect(one.out).toContain("--json");
      // The lines that explain; the first one and those of the options follow from the options.
      for (const line of one.out.split("\n").slice(1)) if (!line.startsWith("  ")) expect(line.length, line).toBeLessThanOrEqual(120);
    }
  });

  test("alone is no command: its help goes to standard error, and the exit status is 2", async () => {
    const { out } = await desk(["--help"]);
    expect(await desk([])).toEqual({ status: 2, out: "", err: out });
  });

  test.each([
    [["frobnicate"], "There is no command frobnicate."],
    [["constructor"], "There is no command constructor."],
    [["keygen", "--oot", "x"], "There is no option --oot."],
    [["keygen", "-o", "x"], "There is no option -o."],
    [["keygen"], "--out is missing."],
    [["keygen", "--out"], "--out needs a value."],
    [["keygen", "--out", "--json"], "--out needs a value."],
    [["keygen", "--out", "a", "--out", "b"], "--out is given twice."],
    [["keygen", "--out", "a", "b"], "b belongs to no option."],
    [["keygen", "--out=a", "--json=yes"], "--json takes no value."],
    [["verify"], "verify needs either --depot or --home."],
    [["show"], "FILE is missing."],
  ])("%j is refused in one sentence, with exit status 2", async (args, sentence) => {
    const run = await desk(args);
    expect(run).toMatchObject({ status: 2, out: "" });
    expect(run.err.startsWith(sentence)).toBe(true);
    expect(isPlain(run.err)).toBe(true);
  });

  test.each([
    [["sync", "--home", "/nowhere/at-all"], "There is no desk in /nowhere/at-all"],
    [["status", "--home", "/nowhere/at-all"], "There is no desk in"],
    [["verify", "--home", "/nowhere/at-all"], "There is no desk in"],
    [["verify", "--depot", "/nowhere/at-all"], "There is no depot at /nowhere/at-all: no such folder can be reached. Nothing was published or changed; check the path"],
    [["verify", "--depot", "ftp://somewhere/x"], "ftp://somewhere/x is not a depot"],
    [["verify", "--depot", "/", "--key", "/nowhere.json"], "/nowhere.json cannot be read (it does not exist)"],
    [["enrol", "--home", "/nowhere/at-all", "--file", "/nowhere.json"], "/nowhere.json cannot be read"],
    [["show", "/nowhere.json"], "/nowhere.json cannot be read"],
  ])("%j fails with exit status 1, a sentence on standard error, and an object that says the same", async (args, sentence) => {
    const plain = await desk(args);
    expect(plain).toMatchObject({ status: 1, out: "" });
    expect(plain.err).toContain(sentence);
    expect(isPlain(plain.err)).toBe(true);
    const { status, json, err } = await deskJson(args);
    expect(status).toBe(1);
    expect(json).toMatchObject({ problem: { message: err.trim() } });
  });
});

describe("the demonstration", () => {
  test("is packed, enrolled and fetched by one command, and its depot is sound", async () => {
    const own = path.join(home, "demo");
    const demo = await deskJson(["demo", "--home", own, "--quiet"]);
    expect(demo).toMatchObject({ status: 0, err: "", json: { person: "a-morgan" } });
    expect(demo.json["answers"]).toBeGreaterThanOrEqual(36);
    expect(await deskJson(["verify", "--depot", demo.json["depot"] as string, "--key", demo.json["leadKey"] as string])).toMatchObject({ status: 0, json: { ok: true } });
    expect(await desk(["demo", "--home", own])).toMatchObject({ status: 1, err: expect.stringContaining("already enrolled") });
  });

  test.each(["emptied", "gone"])("whose database is %s is called damaged, and whichever command restores it says so", async (what) => {
    const own = path.join(home, `demo-${what}`);
    expect(await deskJson(["demo", "--home", own, "--quiet"])).toMatchObject({ status: 0 });
    const db = new Database(path.join(own, "desk.sqlite"));
    backUp(db, own, new Date(), "test");
    db.close();
    const damage = async () => {
      for (const end of ["", "-wal", "-shm"]) await rm(path.join(own, `desk.sqlite${end}`), { force: true });
      if (what === "emptied") await writeFile(path.join(own, "desk.sqlite"), "");
    };
    const said = /^Note: The database was damaged, so the backup of .+ took its place, .+ kept as damaged.+\n/;
    await damage();
    expect(await desk(["status", "--home", own])).toMatchObject({ status: 1, err: expect.stringContaining("is damaged") });
    expect(await desk(["verify", "--home", own, "--repair", "--quiet"])).toMatchObject({ status: 0, err: expect.stringMatching(said) });
    await damage();
    expect(await desk(["sync", "--home", own, "--quiet"])).toMatchObject({ status: 0, err: expect.stringMatching(said) });
    expect(await desk(["sync", "--home", own, "--quiet"])).toMatchObject({ status: 0, err: "" });
    const told = /The database was damaged, .*\nThis is told until it was read: in the window, or with desk status --read\.\n/;
    expect(await desk(["status", "--home", own])).toMatchObject({ status: 0, out: expect.stringMatching(told) });
    expect(await desk(["status", "--home", own, "--read"])).toMatchObject({ status: 0, out: expect.stringMatching(/The database was damaged, .*\n(?!This)/) });
    expect((await desk(["status", "--home", own])).out).not.toContain("was damaged");
  });
});
