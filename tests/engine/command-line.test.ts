import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProgress } from "../../src-main/cli/progress.ts";
import { buildParts } from "../../scripts/build-configuration.ts";
import { createPackingRoom, type PackingRoom } from "../fixtures/packing-room.ts";

/** The command line as it ships: bundled, in a process of its own. Two folders deep, where the built one lies too. */
const cache = path.resolve(import.meta.dirname, "../../.cache");
let built: string;
let home: string;

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  built = await mkdtemp(path.join(cache, "desk-"));
  home = await mkdtemp(path.join(tmpdir(), "assessor-desk-cli-"));
  const { configuration } = buildParts().find((part) => part.name === "main")!;
  configuration.build!.outDir = built;
  configuration.build!.rolldownOptions!.input = { desk: path.resolve(import.meta.dirname, "../../src-main/cli/desk.ts") };
  await build(configuration);
});
afterAll(async () => {
  await rm(built, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

interface Run {
  status: number | null;
  out: string;
  err: string;
}

function desk(args: string[], env: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(built, "desk.cjs"), ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const run = { out: "", err: "" };
    child.stdout.on("data", (data: Buffer) => (run.out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (run.err += data.toString()));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...run }));
  });
}

/** Runs with `--json`; standard output must hold one JSON object and nothing else. */
async function deskJson(args: string[], env?: Record<string, string>): Promise<{ status: number | null; json: Record<string, unknown>; err: string }> {
  const { status, out, err } = await desk([...args, "--json"], env);
  expect(out.trim().split("\n")).toHaveLength(1);
  return { status, json: JSON.parse(out) as Record<string, unknown>, err };
}

const COMMANDS = ["keygen", "pack", "invite", "enrol", "sync", "status", "mark", "submit", "reopen", "verify", "show", "demo"];

/** One plain sentence or two: a line, a full stop, no stack. */
function isPlain(text: string): boolean {
  return /^[^\n]+\.\n$/.test(text) && !text.includes("    at ") && !/\bundefined\b|\[object/.test(text);
}

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
    }
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
    [["verify", "--depot", "/nowhere/at-all"], "The depot at /nowhere/at-all cannot be reached"],
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

describe("a batch through the command line", () => {
  let room: PackingRoom;
  let key: string;
  let pack: string[];
  const marks = ["batch,candidate,question,assessor,score,note,at", "b-1,K-1,q1,a-1,3,Clear and calm,", "b-1,K-1,q2,a-1,2,Vague,2026-11-21T09:40:00Z", "b-1,K-2,q1,a-1,4,Outstanding,"];

  async function begin() {
    room = await createPackingRoom();
    key = path.join(room.folder, "lead.key.json");
    pack = ["pack", "--campaign", room.campaignFile, "--candidates", path.join(room.folder, "candidates.csv"), "--media", room.media, "--batch", "b-1", "--depot", room.depotFolder, "--key", key, "--allocate", path.join(room.folder, "allocation.csv")];
    expect(await desk(["keygen", "--out", key, "--person", "lead", "--name", "The lead"])).toMatchObject({ status: 0, err: "", out: expect.stringContaining("Move it to a safe now") });
  }

  test("is packed, invited, enrolled, fetched, marked, submitted, and verified on both sides", async () => {
    await begin();
    const packed = await deskJson(pack);
    expect(packed).toMatchObject({ status: 0, err: "", json: { batch: "b-1", revision: 1, recordings: { published: 3, reused: 0 }, allocations: [{ assessor: "a-1", revision: 1, candidates: 2, invited: false }] } });
    const enrolment = path.join(room.folder, "a-1.json");
    const passphrase = { DESK_PASSPHRASE: "three unrelated words" };
    expect(await deskJson(["invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A One", "--role", "assessor", "--trust", key, "--out", enrolment, "--lock"], passphrase)).toMatchObject({ status: 0, json: { number: 1, locked: true, allocations: [{ batch: "b-1", revision: 2 }] } });
    const own = path.join(room.folder, "home");
    expect(await desk(["enrol", "--home", own, "--file", enrolment])).toMatchObject({ status: 1, err: expect.stringContaining("locked with a passphrase") });
    await expect(stat(own)).rejects.toThrow();
    expect(await deskJson(["enrol", "--home", own, "--file", enrolment], passphrase)).toMatchObject({ status: 0, json: { person: "a-1", role: "assessor" } });
    expect(await deskJson(["sync", "--home", own])).toMatchObject({ status: 0, json: { complete: true, batches: 1, recordings: { here: 3, total: 3 }, outbox: { waiting: 0 } } });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ status: 0, json: { batches: [{ batch: "b-1", state: "not-started", answers: { total: 3, marked: 0 } }] } });

    expect(await desk(["submit", "--home", own, "--batch", "b-1"])).toMatchObject({ status: 1, err: expect.stringContaining("3 answers of b-1 still need something") });
    const csv = path.join(room.folder, "marks.csv");
    await writeFile(csv, [...marks.slice(0, 3), "b-1,K-2,q1,a-1,9,Too high,"].join("\n"));
    expect(await desk(["mark", "--home", own, "--csv", csv])).toMatchObject({ status: 1, err: expect.stringContaining("Line 4") });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ json: { batches: [{ answers: { marked: 0 } }] } });
    await writeFile(csv, marks.join("\n"));
    expect(await deskJson(["mark", "--home", own, "--csv", csv])).toMatchObject({ status: 0, json: { marks: 3 } });

    await rename(room.depotFolder, `${room.depotFolder}-away`);
    const waiting = await deskJson(["submit", "--home", own, "--batch", "b-1"]);
    expect(waiting).toMatchObject({ status: 1, json: { problem: { kind: "set-waiting" } }, err: expect.stringContaining("sealed and safe on this laptop") });
    expect(await deskJson(["sync", "--home", own])).toMatchObject({ status: 1, json: { problem: { kind: "depot-unreachable" } } });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ status: 0, json: { outbox: [{ delivery: { kind: "waiting" } }] } });
    await rename(`${room.depotFolder}-away`, room.depotFolder);
    expect(await deskJson(["sync", "--home", own])).toMatchObject({ status: 0, json: { complete: true } });

    const changed = ["--home", own, "--batch", "b-1", "--reason", "Listened again"];
    expect(await deskJson(["reopen", ...changed])).toMatchObject({ status: 0 });
    await writeFile(csv, [marks[0], "b-1,K-1,q2,a-1,3,Clearer than I thought,"].join("\n"));
    expect(await deskJson(["mark", "--home", own, "--csv", csv])).toMatchObject({ status: 0, json: { marks: 1 } });
    const second = await deskJson(["submit", "--home", own, "--batch", "b-1"]);
    expect(second).toMatchObject({ status: 0, json: { revision: 2, reason: "Listened again", delivery: { kind: "delivered" } } });

    expect(await deskJson(["verify", "--home", own])).toMatchObject({ status: 0, json: { ok: true, recordings: { checked: 4, opened: 4 } } });
    expect(await deskJson(["verify", "--depot", room.depotFolder])).toMatchObject({ status: 0, json: { ok: true } });
    expect(await deskJson(["verify", "--depot", room.depotFolder, "--key", key])).toMatchObject({ status: 0, json: { ok: true, documents: { checked: 8, opened: 8 }, recordings: { checked: 4, opened: 4 } } });
    const set = path.join(room.depotFolder, second.json["key"] as string);
    expect(await deskJson(["show", set, "--key", key, "--depot", room.depotFolder])).toMatchObject({ status: 0, json: { signerPerson: "a-1", signature: "fits", nameFits: true, content: { revision: 2, marks: [{ score: 3 }, { score: 3 }, { score: 4 }] } } });

    const media = path.join(room.depotFolder, "batches/b-1/media");
    const [object] = await readdir(media);
    const bytes = await readFile(path.join(media, object!));
    bytes[100]! ^= 1;
    await writeFile(path.join(media, object!), bytes);
    const damaged = await desk(["verify", "--depot", room.depotFolder, "--key", key]);
    expect(damaged.status).toBe(1);
    expect(damaged.out).toContain(object);
  });

  test("bad recordings are all named, and the exit status is 1", async () => {
    await begin();
    await room.candidates("K-1,q1,missing.mp4,,", "K-2,q1,../lead.key.json,,");
    const { status, json, err } = await deskJson(pack);
    expect(status).toBe(1);
    expect(json).toMatchObject({ problem: { kind: "recordings-refused", refused: [{ file: "missing.mp4" }, { file: "../lead.key.json" }] } });
    expect(err).toContain("2 recordings cannot be used. Nothing was published.");
    expect(await room.keys()).toEqual([]);
  });

  test("warnings are notes on standard error for people, and stand in the object for programs", async () => {
    await begin();
    await room.candidates("K-1,q1,index-at-end.mp4,,", "K-2,q1,good.mp4,,");
    const packed = await desk(pack);
    expect(packed.status).toBe(0);
    expect(packed.err).toMatch(/^Note: .*no recording for some questions.*\nNote: .*index at its end/);
    expect(await deskJson(pack)).toMatchObject({ err: "", json: { warnings: [expect.stringContaining("no recording"), expect.stringContaining("index")] } });
  });

  test("an enrolment file and a key are never overwritten", async () => {
    await begin();
    const before = await readFile(key);
    expect(await desk(["keygen", "--out", key])).toMatchObject({ status: 1, err: expect.stringContaining("exists already and was left alone") });
    expect(await desk(["invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A", "--role", "assessor", "--trust", key, "--out", key])).toMatchObject({ status: 1, err: expect.stringContaining("exists already") });
    expect(await readFile(key)).toEqual(before);
    expect(await room.keys()).toEqual([]);
  });
});

describe("the demonstration", () => {
  test("is packed, enrolled and fetched by one command, and its depot is sound", async () => {
    const own = path.join(home, "demo");
    const demo = await deskJson(["demo", "--home", own]);
    expect(demo).toMatchObject({ status: 0, err: "", json: { person: "a-morgan" } });
    expect(demo.json["answers"]).toBeGreaterThanOrEqual(36);
    expect(await deskJson(["verify", "--depot", demo.json["depot"] as string, "--key", demo.json["leadKey"] as string])).toMatchObject({ status: 0, json: { ok: true } });
    expect(await desk(["demo", "--home", own])).toMatchObject({ status: 1, err: expect.stringContaining("already enrolled") });
  });
});

describe("progress", () => {
  const step = (share: number) => ({ what: "Sealing and sending", done: Math.floor(share * 10), total: 10, bytes: { done: share * 50e6, total: 50e6 } });

  test("on a terminal is a bar in place with bytes, files and the time left, and is taken away at the end", () => {
    let [now, written] = [0, ""];
    const progress = createProgress({ isTTY: true, columns: 120, write: (text) => (written += text) }, () => now);
    for (now = 0; now <= 10_000; now += 50) progress.show(step(now / 20_000));
    expect(written).toContain("[############------------] Sealing and sending, 5 of 10, 25 MB of 50 MB, about 10 s left");
    expect(written).not.toContain("\n");
    expect(written.match(/\r/g)!.length).toBeLessThanOrEqual(101);
    progress.end();
    expect(written.endsWith("\r\u001b[2K")).toBe(true);
  });

  test("elsewhere is a plain line now and then, and none for short work", () => {
    let [now, written] = [0, ""];
    const progress = createProgress({ write: (text) => (written += text) }, () => now);
    for (now = 0; now < 4000; now += 50) progress.show(step(now / 20_000));
    expect(written).toBe("");
    for (; now <= 12_000; now += 50) progress.show(step(now / 20_000));
    progress.end();
    expect(written.trim().split("\n")).toHaveLength(2);
    expect(written).not.toContain("\u001b");
  });
});
