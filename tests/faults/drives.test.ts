import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { renameSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFolderDepot } from "../../src-main/engine/depot/folder-depot.ts";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { createMarking } from "../../src-main/engine/marking/marking.ts";
import { submitSet } from "../../src-main/engine/marking/submit.ts";
import { deliverOutbox } from "../../src-main/engine/outbox/deliver.ts";
import { synchroniseOnce } from "../../src-main/engine/sync/synchronise-once.ts";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { TEMPORARY_PREFIX } from "../../src-main/engine/files/durable-files.ts";
import { describeProblem, type Problem } from "../../src-shared/problems/problem.ts";
import { deskBehind } from "../engine/support/faulty-depot.ts";
import { changed, createFetchingDesk, inPieces, withRecordings } from "../engine/support/fetching-desk.ts";
import { BATCH, createPanel, must, type TestDesk } from "../engine/support/panel.ts";
import { createPackingRoom } from "../fixtures/packing-room.ts";

/** Drives that are pulled while they are written to or read from, and drives that nobody can write to. */

async function temporaryFiles(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => path.basename(name).startsWith(TEMPORARY_PREFIX));
}

/** A drive that is pulled, and can be put back. */
function drive(folder: string) {
  return { pull: () => rename(folder, `${folder}-pulled`), putBack: () => rename(`${folder}-pulled`, folder) };
}

async function markAll(desk: TestDesk) {
  for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
}

describe("a drive that is pulled", () => {
  test("while recordings are published: nothing counts as published, and packing again goes on where it stopped", async () => {
    const room = await createPackingRoom();
    const { pull, putBack } = drive(room.depotFolder);
    let files = 0;
    const pulled: Depot = {
      ...room.depot,
      createFromFile: async (key, file, onBytes) => room.depot.createFromFile(key, file, onBytes).finally(async () => void ((files += 1) === 1 && (await pull()))),
    };
    const refused = await room.pack({ depot: pulled });
    expect(refused).toMatchObject({ ok: false, error: { kind: "depot-unreachable" } });
    await expect(readdir(room.depotFolder)).rejects.toThrow("ENOENT");
    await putBack();
    expect((await room.keys()).filter((key) => key.startsWith("batches/b-1/") && key.endsWith(".json"))).toEqual([]);
    const there = (await room.keys()).filter((key) => key.includes("/media/"));
    expect(there.length).toBeGreaterThan(0);
    must(await room.pack());
    expect(await room.keys()).toEqual(expect.arrayContaining(there));
    expect(await temporaryFiles(room.depotFolder)).toEqual([]);
    expect(must(await verifyDepot(room.depot, room.leadKey, () => undefined))).toMatchObject({ ok: true, problems: [] });
  });

  test("in the middle of a file that is published: no part of it gets its name", async () => {
    const room = await createPackingRoom();
    const { pull, putBack } = drive(room.depotFolder);
    let bytes = 0;
    const before: Promise<void>[] = [];
    const refused = await room.pack({
      depot: { ...room.depot, createFromFile: (key, file, onBytes) => room.depot.createFromFile(key, file, (more) => ((bytes += more) === more && before.push(pull()), onBytes(more))) },
    });
    await Promise.all(before);
    expect(refused).toMatchObject({ ok: false, error: { kind: "depot-unreachable" } });
    await putBack();
    for (const key of await room.keys()) {
      if (!key.includes("/media/")) continue;
      expect(createHash("sha256").update(await readFile(path.join(room.depotFolder, key))).digest("hex")).toBe(path.basename(key));
    }
    must(await room.pack());
    expect(must(await verifyDepot(room.depot, room.leadKey, () => undefined))).toMatchObject({ ok: true, problems: [] });
  });

  test("with the recordings to be packed on it: it is said which, no batch is published, and packing again goes on", async () => {
    const room = await createPackingRoom();
    let pulled = false;
    const refused = await room.pack({
      onProgress() {
        if (!pulled) renameSync(room.media, `${room.media}-pulled`);
        pulled = true;
      },
    });
    if (refused.ok) throw new Error("It was packed.");
    expect(describeProblem(refused.error)).toMatch(/good\.mp4.*it does not exist/s);
    expect((await room.keys()).filter((key) => key.startsWith("batches/b-1/") && key.endsWith(".json"))).toEqual([]);
    await rename(`${room.media}-pulled`, room.media);
    must(await room.pack());
    expect(await temporaryFiles(room.depotFolder)).toEqual([]);
  });

  test.each(["before it is written", "after it is written, before it is read back"])("while a set is delivered, %s: it is said, and the set is there once when the drive is back", async (when) => {
    const panel = await createPanel();
    const enrolled = await panel.enrolledDesk();
    await enrolled.ask("sync.now", {});
    await enrolled.engine.close();
    const { pull, putBack } = drive(panel.depotFolder);
    let isOut = false;
    const desk = await deskBehind(enrolled.home, (real) => ({
      ...real,
      async create(key, bytes) {
        if (isOut || !key.startsWith("sets/")) return real.create(key, bytes);
        isOut = true;
        if (when.startsWith("before")) await pull();
        const outcome = await real.create(key, bytes);
        if (when.startsWith("after")) await pull();
        return outcome;
      },
    }));
    const marking = createMarking(desk);
    for (const { id } of desk.store.work.answersOf(BATCH)) must(marking.setCannotScore({ answerId: id, reason: "No sound." }));
    const set = must(await submitSet(desk, BATCH));
    expect(await synchroniseOnce(desk, () => undefined)).toMatchObject({ error: { kind: "depot-unreachable" } });
    expect(desk.store.outbox.setsOf(BATCH)).toMatchObject([{ delivery: { kind: "waiting", problem: { kind: "depot-unreachable" } } }]);
    await putBack();
    must(await deliverOutbox(desk));
    desk.end();
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
    expect(createHash("sha256").update(await readFile(path.join(panel.depotFolder, set.key))).digest("hex")).toBe(set.sha256);
    expect(await temporaryFiles(panel.depotFolder)).toEqual([]);
  });

  test("while a recording comes: it is said, and the rest comes when the drive is back", async () => {
    let pulled = false;
    const fetching = await createFetchingDesk({
      faults: (depot) =>
        withRecordings(depot, async (_key, _fromByte, original) =>
          changed(await original(), (object) => ({
            ...object,
            bytes: inPieces(object.bytes, 3_000, async () => {
              if (pulled) return;
              pulled = true;
              await drive(depot.where).pull();
            }),
          })),
        ),
    });
    expect(await fetching.syncNow()).toMatchObject({ kind: "waiting", problem: { kind: "depot-unreachable" } });
    await drive(fetching.room.depotFolder).putBack();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(fetching.desk.store.media.totalsOf(BATCH)).toMatchObject({ total: 8, here: 8 });
  });
});

const mounted = await mkdtemp(path.join(tmpdir(), "assessor-desk-read-only-"));
const mount = (...args: string[]) => execFileSync("mount", args, { stdio: "ignore" });
function isMountAllowed(): boolean {
  if (process.platform !== "linux") return false;
  try {
    mount("-t", "tmpfs", "tmpfs", mounted);
    execFileSync("umount", [mounted]);
    return true;
  } catch {
    return false;
  }
}
const allowed = isMountAllowed();
if (!allowed) console.warn("SKIPPED: a read-only drive is not tried out, since this account may not mount one (root on Linux may).");

describe.skipIf(!allowed)("a drive that is read-only", () => {
  beforeAll(() => mount("-t", "tmpfs", "-o", "size=320m", "tmpfs", mounted));
  beforeEach(() => writable());
  const writable = () => mount("-o", "remount,rw", mounted);
  const readOnly = () => mount("-o", "remount,ro", mounted);
  const says = (problem: Problem) => expect(describeProblem(problem)).toMatch(/cannot be written \(.*\)\. Nothing was changed/);

  test("as a depot to publish in: nothing is published, which is said", async () => {
    const room = await createPackingRoom();
    const folder = path.join(mounted, "to-publish");
    await mkdir(folder);
    readOnly();
    const refused = await room.pack({ depot: createFolderDepot(folder) });
    expect(refused).toMatchObject({ ok: false, error: { kind: "file-unwritable", reason: "the drive is read-only" } });
    if (!refused.ok) says(refused.error);
    expect(await readdir(folder)).toEqual([]);
    writable();
    must(await room.pack({ depot: createFolderDepot(folder) }));
  });

  test("as a depot to deliver to: recordings come, the set waits and says why, and goes when it can", async () => {
    const panel = await createPanel();
    const folder = path.join(mounted, "to-deliver");
    execFileSync("cp", ["-r", panel.depotFolder, folder]);
    await rm(panel.depotFolder, { recursive: true });
    execFileSync("ln", ["-s", folder, panel.depotFolder]);
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    await markAll(desk);
    readOnly();
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    const state = await desk.ask("sync.now", {});
    expect(state).toMatchObject({ problem: { kind: "file-unwritable", reason: "the drive is read-only" } });
    expect((await desk.ask("home.view", {})).outbox).toMatchObject([{ delivery: { kind: "waiting", problem: { kind: "file-unwritable" } } }]);
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ recordings: { here: 3 } }]);
    writable();
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
  });

  test("as the place of a data folder: it is told, and nothing is lost when it can be written again", async () => {
    const panel = await createPanel();
    const home = path.join(mounted, "home");
    const desk = await panel.desk(home);
    must(await desk.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
    await desk.ask("sync.now", {});
    await desk.ask("mark.set-evidence", { answerId: 1, text: "Clear." });
    await desk.engine.close();
    readOnly();
    const refused = await panel.desk(home);
    const state = await refused.ask("desk.state", {});
    expect(state).toMatchObject({ kind: "refused", problem: { kind: "file-unwritable" } });
    if (state.kind === "refused") says(state.problem);
    await refused.engine.close();
    writable();
    const again = await panel.desk(home);
    expect((await again.ask("review.view", { answerId: 1 })).mark.evidence).toBe("Clear.");
    await again.engine.close();
  });

  afterAll(() => execFileSync("umount", [mounted]));
});
afterAll(() => rm(mounted, { recursive: true }));
