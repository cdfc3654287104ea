import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { MAX_PERSON_BYTES } from "../../src-main/engine/documents/trust.ts";
import { writeSealed } from "../../src-main/engine/documents/documents.ts";
import { createSigningKey } from "../../src-main/engine/documents/sealing.ts";
import { takeInDocuments } from "../../src-main/engine/sync/take-in-documents.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { deskBehind } from "./support/faulty-depot.ts";
import { BATCH, createPanel, must, QUESTIONS, SOFTWARE, type Panel } from "./support/panel.ts";

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
}

/** The sealed files of the batch, the largest first: recordings, then captions. */
async function recordingsInDepot(panel: Panel) {
  const files = await filesUnder(path.join(panel.depotFolder, "batches", BATCH, "media"));
  const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
  return sizes.sort((a, b) => b.size - a.size).map((each) => each.file);
}

describe("synchronising", () => {
  test("brings every recording as it lies in the depot, and the home screen says so", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    const home = await desk.ask("home.view", {});
    expect(home.batches).toMatchObject([{ batch: BATCH, answers: { total: 3, marked: 0 }, recordings: { total: 3, here: 3 }, state: "not-started", due: "2026-12-01" }]);
    const inDepot = new Set((await recordingsInDepot(panel)).map((file) => path.basename(file)));
    const inVault = await filesUnder(path.join(desk.home, "vault"));
    expect(inVault.map((file) => path.basename(file)).sort()).toEqual([...inDepot].sort());
    for (const file of inVault) expect(createHash("sha256").update(await readFile(file)).digest("hex")).toBe(path.basename(file));
  });

  test("nothing of a recording or caption lies readable on the laptop or in the depot", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    await desk.engine.close();
    const recording = await readFile(path.join(panel.folder, "media/q1.mp4"));
    const captions = await readFile(path.join(panel.folder, "media/q1.vtt"), "utf8");
    const spoken = captions.split("\n").filter((line) => line.length > 25 && !line.includes("-->"))[0]!;
    const pieces = [recording.subarray(0, 24), recording.subarray(20_000, 20_024), Buffer.from(spoken)];
    for (const file of [...(await filesUnder(panel.depotFolder)), ...(await filesUnder(desk.home))]) {
      const bytes = await readFile(file);
      for (const piece of pieces) expect(bytes.includes(piece), `${file} holds readable content`).toBe(false);
    }
  });

  test("captions come with the answer as cues that follow the speech", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const { next } = await desk.ask("home.view", {});
    const { captions, recording } = await desk.ask("review.view", { answerId: next!.answerId });
    expect(captions.length).toBeGreaterThan(5);
    expect(captions.at(-1)!.to).toBeLessThanOrEqual(recording.durationSeconds + 0.5);
  });

  test("with the depot gone marking goes on, and the desk says what is wrong; when it is back all goes on", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    await rename(panel.depotFolder, `${panel.depotFolder}-away`);
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "waiting", problem: { kind: "depot-unreachable" } });
    for (let next = (await desk.ask("home.view", {})).next; next; next = (await desk.ask("home.view", {})).next) {
      await desk.ask("mark.set-cannot-score", { answerId: next.answerId, reason: "No sound." });
    }
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).outbox).toMatchObject([{ delivery: { kind: "waiting", problem: { kind: "depot-unreachable" } } }]);
    await rename(`${panel.depotFolder}-away`, panel.depotFolder);
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
  });

  test("another folder in the depot's place gets nothing, and the set goes to the real one when it is back", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    for (let next = (await desk.ask("home.view", {})).next; next; next = (await desk.ask("home.view", {})).next) {
      await desk.ask("mark.set-cannot-score", { answerId: next.answerId, reason: "No sound." });
    }
    await rename(panel.depotFolder, `${panel.depotFolder}-away`);
    await mkdir(panel.depotFolder);
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "waiting", problem: { kind: "depot-is-another" } });
    expect(await readdir(panel.depotFolder)).toEqual([]);
    await rm(panel.depotFolder, { recursive: true });
    await rename(`${panel.depotFolder}-away`, panel.depotFolder);
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
  });

  test("a recording that was changed in the depot is refused, named, and never reaches the vault", async () => {
    const panel = await createPanel();
    const [changed] = await recordingsInDepot(panel);
    const bytes = await readFile(changed!);
    bytes[bytes.length - 100]! ^= 1;
    await writeFile(changed!, bytes);
    const desk = await panel.enrolledDesk();
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "stopped", problem: { kind: "recording-damaged" } });
    const inVault = (await filesUnder(path.join(desk.home, "vault"))).map((file) => path.basename(file));
    expect(inVault).not.toContain(path.basename(changed!));
    expect(inVault).toHaveLength(5);
  });

  test("an interrupted fetch goes on where it ended", async () => {
    const panel = await createPanel();
    const [file] = await recordingsInDepot(panel);
    const object = path.basename(file!);
    const desk = await panel.enrolledDesk();
    const partial = path.join(desk.home, "vault/partial", object);
    await mkdir(path.dirname(partial), { recursive: true });
    await writeFile(partial, (await readFile(file!)).subarray(0, 10_000));
    // What is there already is not asked for again: the depot's own first bytes are wrong now, and it does not matter.
    const whole = await readFile(file!);
    await writeFile(file!, Buffer.concat([Buffer.alloc(10_000), whole.subarray(10_000)]));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(createHash("sha256").update(await readFile(path.join(desk.home, "vault", object.slice(0, 2), object))).digest("hex")).toBe(object);
  });

  test("a leftover that is not part of the recording is thrown away, and the recording starts over", async () => {
    const panel = await createPanel();
    const object = path.basename((await recordingsInDepot(panel))[0]!);
    const desk = await panel.enrolledDesk();
    await mkdir(path.join(desk.home, "vault/partial"), { recursive: true });
    await writeFile(path.join(desk.home, "vault/partial", object), Buffer.alloc(5_000, 7));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(createHash("sha256").update(await readFile(path.join(desk.home, "vault", object.slice(0, 2), object))).digest("hex")).toBe(object);
  });

  test.each([
    ["cut", (file: string) => truncate(file, 200), "document-damaged"],
    ["edited", (file: string) => edit(file), "document-damaged"],
    ["empty", (file: string) => writeFile(file, ""), "document-damaged"],
    ["missing", (file: string) => rm(file), "depot-missing"],
  ] as const)("a batch document that is %s gives one clear problem, and nothing is half taken in", async (_, harm, kind) => {
    const panel = await createPanel();
    await harm(path.join(panel.depotFolder, depotKey.batch(BATCH, 1)));
    const desk = await panel.enrolledDesk();
    expect(await desk.ask("sync.now", {})).toMatchObject({ problem: { kind } });
    expect((await desk.ask("home.view", {})).batches).toEqual([]);
  });

  test("a damaged batch document that its lead publishes again arrives by itself", async () => {
    const panel = await createPanel();
    const first = path.join(panel.depotFolder, depotKey.batch(BATCH, 1));
    const whole = await readFile(first);
    const desk = await panel.enrolledDesk();
    await edit(first);
    expect(await desk.ask("sync.now", {})).toMatchObject({ problem: { kind: "document-damaged" } });
    await panel.repack();
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ batch: BATCH, recordings: { here: 3 } }]);
    expect(await readFile(first)).not.toEqual(whole);
  });

  test("a file with a name that no key can have stops nobody", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await mkdir(path.join(panel.depotFolder, "people"), { recursive: true });
    await writeFile(path.join(panel.depotFolder, "people", "a:b.json"), "{}");
    await writeFile(path.join(panel.depotFolder, "invitations", "strange\\name.json"), "{}");
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  });

  test("an allocation that somebody else than a lead signed is not believed", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    const forged = await writeSealed(
      "allocation",
      {
        ...{ kind: "allocation", version: 1, place: "allocations/a-1/b-9/1", author: "lead", writtenAt: new Date().toISOString(), software: SOFTWARE },
        ...{ person: "a-1", batch: "b-9", revision: 1, campaign: "work-coach-eo", campaignIdentity: panel.leadKey.identity, batchIdentity: panel.leadKey.identity },
        ...{ candidates: [{ candidate: "K-1", round: "live", due: null }], definitive: [], opened: null, stopped: null },
      },
      [panel.leadKey.recipient],
      await createSigningKey(),
    );
    must(await panel.depot.create("allocations/a-1/b-9/1.json", forged));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "stopped", problem: { kind: "document-forged" } });
    expect((await desk.ask("home.view", {})).batches.map((each) => each.batch)).toEqual([BATCH]);
  });

  test("a document moved to another place is not believed", async () => {
    const panel = await createPanel({ assessors: ["a-1", "a-2"] });
    const desk = await panel.enrolledDesk("a-1");
    const other = must(await panel.depot.read("allocations/a-1/b-1/1.json", 1e7));
    must(await panel.depot.create("allocations/a-1/b-2/1.json", other));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "stopped", problem: { name: "allocations/a-1/b-2/1.json" } });
  });

  test("an assessor's desk gets nothing of another's allocation", async () => {
    const panel = await createPanel({ assessors: ["a-2"] });
    const desk = await panel.enrolledDesk("a-1");
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await desk.ask("home.view", {})).batches).toEqual([]);
  });

  test("a recording that disappears from the laptop is missed, said, and fetched again", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const { next } = await desk.ask("home.view", {});
    const media = await desk.engine.openMedia(next!.answerId);
    await rm(media!.path);
    expect(await desk.engine.openMedia(next!.answerId)).toBeNull();
    expect((await desk.ask("review.view", { answerId: next!.answerId })).recording.state).toBe("not-here");
    await desk.ask("sync.now", {});
    expect(await desk.engine.openMedia(next!.answerId)).toMatchObject({ path: media!.path });
  });

  test("a data folder that is whole passes its check, and a changed file in it does not", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    await desk.engine.close();
    const whole = must(await verifyHome(desk.home, null, () => undefined));
    expect(whole).toMatchObject({ ok: true, database: "ok", recordings: { checked: QUESTIONS.length * 2, opened: QUESTIONS.length * 2 } });
    const [file] = await filesUnder(path.join(desk.home, "vault"));
    await edit(file!);
    expect(must(await verifyHome(desk.home, null, () => undefined))).toMatchObject({ ok: false, problems: [{ subject: `vault/${path.basename(file!)}` }] });
  });
});

/** Changes one byte in the middle. */
async function edit(file: string) {
  const bytes = await readFile(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = bytes[at] === 65 ? 66 : 65;
  await writeFile(file, bytes);
}

test("a desk that closes waits for what it was asked, and then answers nothing more", async () => {
  const panel = await createPanel();
  const desk = await panel.enrolledDesk();
  const asked = desk.engine.request("sync.now", {});
  await desk.engine.close();
  expect((await asked).ok).toBe(true);
  expect(await desk.refused("home.view", {})).toEqual({ kind: "desk-closing" });
});

test("of the people in a depot each document is read once, and whoever comes later is seen", async () => {
  const panel = await createPanel();
  const { home, engine } = await panel.enrolledDesk();
  await engine.close();
  const read: string[] = [];
  const desk = await deskBehind(home, (real) => ({ ...real, read: (key, maxBytes) => (read.push(key), real.read(key, maxBytes)) }));
  const ofPeople = () => read.splice(0).filter((key) => /^(invitations|people)\//.test(key));
  must(await takeInDocuments(desk));
  expect(ofPeople()).toEqual(["invitations/a-1/1.json"]);
  must(await takeInDocuments(desk));
  expect(ofPeople()).toEqual([]);
  await panel.invite("a-2");
  must(await takeInDocuments(desk));
  expect(ofPeople()).toEqual(["invitations/a-2/1.json"]);
  desk.end();
});

test("a file among the people that is far too long is not read into memory, nor asked for each minute; the key of nobody invited is not read at all", async () => {
  const panel = await createPanel();
  const { home, engine } = await panel.enrolledDesk();
  await engine.close();
  const read: { key: string; maxBytes: number }[] = [];
  const desk = await deskBehind(home, (real) => ({ ...real, read: (key, maxBytes) => (read.push({ key, maxBytes }), real.read(key, maxBytes)) }));
  const ofPeople = () => read.splice(0).filter(({ key }) => /^(invitations|people)\//.test(key));
  await mkdir(path.join(panel.depotFolder, "invitations/a-7"), { recursive: true });
  await mkdir(path.join(panel.depotFolder, "people/a-8"), { recursive: true });
  await writeFile(path.join(panel.depotFolder, depotKey.invitation("a-7", 1)), Buffer.alloc(1_000_000));
  await writeFile(path.join(panel.depotFolder, depotKey.person("a-8", 1)), Buffer.alloc(1_000));
  must(await takeInDocuments(desk));
  expect(ofPeople()).toEqual([depotKey.invitation("a-1", 1), depotKey.invitation("a-7", 1)].map((key) => ({ key, maxBytes: MAX_PERSON_BYTES })));
  must(await takeInDocuments(desk));
  expect(ofPeople()).toEqual([]);
  const people = must(await desk.readPeople(desk.depot));
  expect(people.alarms.map(({ key, problem }) => [key, problem.kind])).toEqual([[depotKey.invitation("a-7", 1), "document-damaged"], [depotKey.person("a-8", 1), "document-forged"]]);
  desk.end();
});

test("people who could not be written down are written down the next time", async () => {
  const panel = await createPanel();
  const { home, engine } = await panel.enrolledDesk();
  await engine.close();
  const desk = await deskBehind(home, (real) => real);
  const putSigner = vi.spyOn(desk.store.enrolment, "putSigner").mockImplementationOnce(() => {
    throw new Error("The disk is full.");
  });
  await expect(takeInDocuments(desk)).rejects.toThrow("The disk is full.");
  for (const more of [1, 0]) {
    putSigner.mockClear();
    must(await takeInDocuments(desk));
    expect(putSigner).toHaveBeenCalledTimes(more);
  }
  desk.end();
});
