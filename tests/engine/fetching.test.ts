import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test, vi } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { DepotReadError } from "../../src-main/engine/depot/depot.ts";
import { removeRecordings } from "../../src-main/engine/retention/remove-recordings.ts";
import { wishForAnswer, wishForBatch } from "../../src-main/engine/sync/wishes.ts";
import { createMarking } from "../../src-main/engine/marking/marking.ts";
import { err } from "../../src-shared/result.ts";
import { BATCH, changed, createFetchingDesk, inPieces, withRecordings, type FetchingDesk } from "./support/fetching-desk.ts";
import { must } from "./support/panel.ts";

const mediaFiles = async (folder: string) => (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((each) => each.isFile());
const inVault = async ({ desk }: FetchingDesk) => (await mediaFiles(path.join(desk.store.home, "vault"))).filter((each) => path.basename(each.parentPath) !== "partial").length;
const partials = async ({ desk }: FetchingDesk) => (await mediaFiles(path.join(desk.store.home, "vault/partial"))).map((each) => each.name);
/** The candidate whose recording a key names. */
const candidateOf = ({ desk }: FetchingDesk, key: string) => desk.store.work.answer(desk.store.media.answerWith(path.basename(key))!)!.candidate;
const answerOf = ({ desk }: FetchingDesk, candidate: string) => desk.store.work.findAnswer(BATCH, candidate, "q1")!.id;

/** A gate: what comes to it waits until it is opened. */
function createGate() {
  let open = false;
  const waiting = new Set<() => void>();
  return {
    pass: () => (open ? Promise.resolve() : new Promise<void>((resolve) => void waiting.add(resolve))),
    open() {
      open = true;
      for (const go of waiting) go();
    },
  };
}

/** Every recording stands still at the gate once it was opened; writes down in which order they were asked for, and from which byte. */
function gated() {
  const gate = createGate();
  const asked: { key: string; fromByte: number }[] = [];
  const faults = (depot: Depot) =>
    withRecordings(depot, async (key, fromByte, original) => {
      asked.push({ key, fromByte });
      return changed(await original(), (object) => ({ ...object, bytes: inPieces(object.bytes, 1_000, gate.pass) }));
    });
  return { gate, asked, faults };
}

describe("the order of work", () => {
  test("what is to be marked comes in the order of work, before what is marked already", async () => {
    const asked: string[] = [];
    const { faults } = { faults: (depot: Depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())) };
    const fetching = await createFetchingDesk({ faults });
    // The documents are here, the recordings are not: two were marked from what was heard elsewhere.
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    for (const candidate of ["K-1", "K-2"]) must(createMarking(fetching.desk).setCannotScore({ answerId: answerOf(fetching, candidate), reason: "No sound." }));
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    const candidates = asked.map((key) => candidateOf(fetching, key));
    // Two are asked for at once.
    expect(candidates.slice(0, 2).sort()).toEqual(["K-3", "K-4"]);
    expect(candidates.slice(-2).sort()).toEqual(["K-1", "K-2"]);
  });

  test("the assessor's own order decides: by question, all first answers come before all second", async () => {
    const asked: string[] = [];
    const candidates = ["K-1", "K-2", "K-3"].flatMap((name) => [`${name},q1,${name}.mp4,,`, `${name},q2,K-${Number(name.slice(2)) + 4}.mp4,,`]);
    const fetching = await createFetchingDesk({
      candidates,
      allocation: ["a-1,K-1,live,", "a-1,K-2,live,", "a-1,K-3,live,"],
      faults: (depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())),
    });
    fetching.desk.store.preferences.change({ order: "question" });
    await fetching.syncNow();
    const questions = asked.map((key) => fetching.desk.store.work.answer(fetching.desk.store.media.answerWith(path.basename(key))!)!.question);
    expect([...questions.slice(0, 2), ...questions.slice(-2)]).toEqual(["q1", "q1", "q2", "q2"]);
  });

  test("only what is allocated comes", async () => {
    const fetching = await createFetchingDesk({ allocation: ["a-1,K-2,live,", "a-2,K-3,live,"] });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(1);
  });

  test("an answer that somebody waits for overtakes what is under way, and what gave way goes on where it stopped", async () => {
    const { gate, asked, faults } = gated();
    const fetching = await createFetchingDesk({ faults });
    await fetching.begin();
    await vi.waitFor(() => expect(asked.map(({ key }) => candidateOf(fetching, key)).sort()).toEqual(["K-1", "K-2"]));
    must(await wishForAnswer(fetching.desk, answerOf(fetching, "K-7")));
    fetching.sync.reconsider();
    await vi.waitFor(() => expect(asked.slice(2).map(({ key }) => candidateOf(fetching, key))).toEqual(["K-7"]));
    gate.open();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
  });

  test("a wish is remembered over a restart, the newest first, and forgotten once it came true", async () => {
    const asked: string[] = [];
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())) });
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    for (const candidate of ["K-5", "K-8"]) {
      must(await wishForAnswer(fetching.desk, answerOf(fetching, candidate)));
      await fetching.time.pass(1_000);
    }
    await fetching.restart();
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    await fetching.syncNow();
    expect(asked.slice(0, 2).map((key) => candidateOf(fetching, key)).sort()).toEqual(["K-5", "K-8"]);
    expect(fetching.desk.store.media.wished(9)).toEqual([]);
  });

  test("a batch that is asked for comes before all others", async () => {
    const asked: string[] = [];
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())) });
    const { room } = fetching;
    must(await room.pack({ batch: "b-2", allocationFile: path.join(room.folder, "allocation.csv") }));
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    must(wishForBatch(fetching.desk, "b-2"));
    await fetching.restart();
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    await fetching.syncNow();
    const batches = asked.map((key) => key.split("/")[1]);
    expect([...batches.slice(0, 7), ...batches.slice(-7)]).toEqual([...Array(7).fill("b-2"), ...Array(7).fill("b-1")]);
  });
});

describe("a transfer", () => {
  test("that breaks goes on behind the last byte that came, and says nothing of it", async () => {
    const asked: number[] = [];
    let breaks = 1;
    const fetching = await createFetchingDesk({
      allocation: ["a-1,K-1,live,"],
      faults: (depot) =>
        withRecordings(depot, async (_, fromByte, original) => {
          asked.push(fromByte);
          return changed(await original(), (object) => ({
            ...object,
            bytes: inPieces(object.bytes, 1_000, async () => {
              if (breaks > 0 && asked.length === 1 && object.sizeBytes > 0 && (breaks += 1) > 5) throw new DepotReadError({ kind: "depot-unreachable", where: depot.where });
            }),
          }));
        }),
    });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(asked).toEqual([0, 4_000]);
    expect(await inVault(fetching)).toBe(1);
  });

  test.each([
    ["the whole comes although a part was asked for", (whole: Buffer) => whole],
    ["the part that comes is another file's", (whole: Buffer, fromByte: number) => Buffer.alloc(whole.length - fromByte, 7)],
  ])("starts over where %s", async (_, answer) => {
    const asked: number[] = [];
    const fetching = await createFetchingDesk({
      allocation: ["a-1,K-1,live,"],
      faults: (depot) =>
        withRecordings(depot, async (key, fromByte, original) => {
          asked.push(fromByte);
          if (fromByte === 0) return original();
          const whole = await readFile(path.join(depot.where, key));
          return changed(await original(), (object) => ({ ...object, bytes: (async function* () { yield answer(whole, fromByte); })() }));
        }),
    });
    await leavePartial(fetching, 3_000);
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(asked).toEqual([3_000, 0]);
    expect(await inVault(fetching)).toBe(1);
  });

  test.each([
    ["of a wrong length", (bytes: Buffer) => bytes.subarray(0, -1)],
    ["of another content", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])])],
    ["that is a page of HTML", () => Buffer.from("<html>Sign in</html>")],
  ])("%s never gets its final name, leaves nothing behind, and the others come", async (_, spoil) => {
    const fetching = await createFetchingDesk({
      faults: (depot) =>
        withRecordings(depot, async (key, fromByte, original) => {
          if (candidateOf(fetching, key) !== "K-2") return original();
          const bytes = spoil(await readFile(path.join(depot.where, key)));
          return { ok: true, value: { sizeBytes: bytes.length, bytes: (async function* () { yield bytes.subarray(fromByte); })() } };
        }),
    });
    expect(await fetching.syncNow()).toMatchObject({ kind: "stopped", problem: { kind: "recording-damaged" } });
    expect(await inVault(fetching)).toBe(7);
    expect(await partials(fetching)).toEqual([]);
  });

  test("in which nothing arrives is broken off after half a minute and tried again; the others come meanwhile", async () => {
    let isStuck = true;
    const fetching = await createFetchingDesk({
      faults: (depot) =>
        withRecordings(depot, async (key, _, original) => {
          if (candidateOf(fetching, key) !== "K-1" || !isStuck) return original();
          isStuck = false;
          return changed(await original(), (object) => ({ ...object, bytes: inPieces(object.bytes, 1_000, () => new Promise(() => undefined)) }));
        }),
    });
    await fetching.begin();
    await fetching.time.pass(20_000);
    expect(await inVault(fetching)).toBe(7);
    await fetching.time.pass(15_000);
    expect(await inVault(fetching)).toBe(8);
    expect(fetching.sync.state()).toMatchObject({ kind: "idle" });
  });

  test("that the depot does not even answer is broken off alike", async () => {
    let asked = 0;
    const fetching = await createFetchingDesk({
      allocation: ["a-1,K-1,live,"],
      faults: (depot) => withRecordings(depot, (_, __, original) => ((asked += 1) === 1 ? new Promise(() => undefined) : original())),
    });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(asked).toBe(2);
  });

  test("does not keep a set, a document or the end of the desk waiting", async () => {
    const { faults } = gated();
    const fetching = await createFetchingDesk({ faults });
    await fetching.begin();
    await fetching.time.pass(1_000);
    expect(fetching.sync.state().kind).toBe("fetching");
    const key = "people/a-1/1.json";
    expect(fetching.desk.store.outbox.waitingCount()).toBe(0);
    expect(must(await fetching.room.depot.read(key, 1e6)).length).toBeGreaterThan(0);
    // Published while recordings are coming: the next round brings it, with the gate still closed.
    must(await fetching.room.pack({ batch: "b-2", allocationFile: path.join(fetching.room.folder, "allocation.csv") }));
    void fetching.sync.now();
    await vi.waitFor(() => expect(fetching.desk.store.work.batches().map((each) => each.batch)).toEqual(["b-1", "b-2"]));
    await fetching.sync.stop();
    expect(await inVault(fetching)).toBe(0);
  });

  test("that was broken off by the end of the desk goes on after the next start", async () => {
    const { asked, faults, gate } = gated();
    let pieces = 0;
    const fetching = await createFetchingDesk({
      allocation: ["a-1,K-1,live,"],
      faults: (depot) => withRecordings(faults(depot), async (key, fromByte) => {
        asked.push({ key, fromByte });
        return changed(await depot.open(key, fromByte), (object) => ({ ...object, bytes: inPieces(object.bytes, 1_000, () => ((pieces += 1) > 3 ? gate.pass() : Promise.resolve())) }));
      }),
    });
    await fetching.begin();
    await fetching.time.pass(1_000);
    await fetching.restart();
    gate.open();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(asked.map((each) => each.fromByte)).toEqual([0, 3_000]);
  });

  test("a depot that is away for good is given up after a few tries, and told", async () => {
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, async () => err({ kind: "depot-busy", where: depot.where, status: 503 })) });
    expect(await fetching.syncNow()).toMatchObject({ kind: "waiting", problem: { kind: "depot-busy" } });
  });

  test("that breaks again and again keeps no other recording away, and says so", async () => {
    const fetching = await createFetchingDesk({
      faults: (depot) => withRecordings(depot, async (key, _, original) => (candidateOf(fetching, key) === "K-1" ? err({ kind: "depot-busy", where: depot.where, status: 500 }) : original())),
    });
    expect(await fetching.syncNow()).toMatchObject({ kind: "waiting", problem: { kind: "recording-stuck", batch: BATCH } });
    expect(await inVault(fetching)).toBe(7);
  });

  test("of a recording that is not in the depot says so by its batch, and looks again no sooner than each minute", async () => {
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, async (key, _, original) => (candidateOf(fetching, key) === "K-1" ? err({ kind: "depot-missing", key }) : original())) });
    const state = await fetching.syncNow();
    if (state.kind !== "waiting") throw new Error(state.kind);
    expect(state.problem).toEqual({ kind: "recording-missing", batch: BATCH });
    expect(Date.parse(state.retryAt) - Date.parse(fetching.desk.store.syncMemory.get().trouble!.since)).toBe(60_000);
    expect(await inVault(fetching)).toBe(7);
  });

  test("of recordings that are removed is broken off, without a problem, and leaves nothing", async () => {
    const { gate, asked, faults } = gated();
    const fetching = await createFetchingDesk({ faults });
    await fetching.begin();
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    await removeRecordings(fetching.desk, BATCH, "asked", () => true);
    fetching.sync.reconsider();
    gate.open();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(0);
    expect(asked).toHaveLength(2);
  });

  test("that is denied is not asked for again with the next file", async () => {
    let asked = 0;
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, async () => ((asked += 1), err({ kind: "depot-denied", where: depot.where }))) });
    expect(await fetching.syncNow()).toMatchObject({ kind: "stopped", problem: { kind: "depot-denied" } });
    expect(asked).toBeLessThanOrEqual(2);
  });

  test("what nobody wants any more leaves no partial file behind", async () => {
    const fetching = await createFetchingDesk({ allocation: ["a-1,K-1,live,"] });
    const folder = path.join(fetching.desk.store.home, "vault/partial");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, createHash("sha256").update("another").digest("hex")), "left over");
    await fetching.syncNow();
    expect(await partials(fetching)).toEqual([]);
  });
});

describe("space", () => {
  test("where not all fits, what comes first in the order of work comes; the rest comes when there is space", async () => {
    let free = 20_000;
    const fetching: FetchingDesk = await createFetchingDesk({ space: () => free - fetching.desk.store.media.totalHere().bytes });
    expect(await fetching.syncNow()).toMatchObject({ kind: "stopped", problem: { kind: "disk-full" } });
    const here = await inVault(fetching);
    expect(here).toBe(2);
    // By itself, once there is space again.
    free = 1e9;
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
  });

  test("space for what is under way is reserved", async () => {
    const { faults, asked, gate } = gated();
    const fetching = await createFetchingDesk({ faults, space: () => 12_000 });
    await fetching.begin();
    await fetching.time.pass(5_000);
    expect(asked).toHaveLength(1);
    // The sentence is told from the beginning.
    expect(fetching.sync.state()).toMatchObject({ kind: "fetching", problem: { kind: "disk-full" } });
    gate.open();
  });

  test("a disk that fills up in the middle stops fetching with its sentence, keeps what is here, and goes on when there is space", async () => {
    let held = true;
    const gate = createGate();
    const fetching = await createFetchingDesk({
      faults: (depot) => withRecordings(depot, async (key, _, original) => {
        const opened = await original();
        return held && candidateOf(fetching, key) === "K-2" ? changed(opened, (object) => ({ ...object, bytes: inPieces(object.bytes, 2_000, gate.pass) })) : opened;
      }),
    });
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    // A device that is always full takes one recording's place.
    const first = fetching.desk.store.work.answer(answerOf(fetching, "K-1"))!.recording;
    const partial = path.join(fetching.desk.store.home, "vault/partial", first);
    await mkdir(path.dirname(partial), { recursive: true });
    await symlink("/dev/full", partial);
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    expect(await fetching.syncNow()).toMatchObject({ kind: "stopped", problem: { kind: "disk-full", where: fetching.desk.store.home } });
    held = false;
    await (await import("node:fs/promises")).rm(partial);
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
  });
});

describe("the clock", () => {
  test.each([["a day back", -86_400_000], ["a day forward, as after sleep", 86_400_000]])("set %s makes nothing wait: the depot is looked at within seconds", async (_, by) => {
    const fetching = await createFetchingDesk({ byItself: true });
    const looks = () => fetching.states.filter((state) => state.kind === "idle").length;
    await fetching.time.pass(500);
    await vi.waitFor(async () => (await fetching.time.pass(500), expect(fetching.sync.state().kind).toBe("idle")), { timeout: 10_000 });
    const before = looks();
    fetching.time.setClock(by);
    await fetching.time.pass(5_000);
    await vi.waitFor(() => expect(looks()).toBeGreaterThan(before));
    const state = fetching.sync.state();
    if (state.kind !== "idle") throw new Error(state.kind);
    expect(Date.parse(state.nextCheckAt) - fetching.time.now().getTime()).toBeLessThanOrEqual(60_000);
  });

  test("last success and last problem are remembered over a restart", async () => {
    let isAway = false;
    const fetching = await createFetchingDesk({ faults: (depot) => ({ ...depot, read: async (key, most) => (isAway ? err({ kind: "no-network", where: depot.where }) : depot.read(key, most)) }) });
    await fetching.syncNow();
    const { lastSuccessAt } = fetching.sync.state();
    isAway = true;
    await fetching.time.pass(60_000);
    expect(await fetching.syncNow()).toMatchObject({ kind: "waiting", problem: { kind: "no-network" }, lastSuccessAt });
    await fetching.restart();
    expect(fetching.sync.state()).toEqual({ kind: "checking", lastSuccessAt });
    expect(fetching.desk.store.syncMemory.get()).toMatchObject({ lastSuccessAt, trouble: { problem: { kind: "no-network" }, attempts: 1 } });
  });
});

describe("what breaks on this computer", () => {
  const full = () => {
    throw new Database.SqliteError("database or disk is full", "SQLITE_FULL");
  };

  test("what cannot be remembered on a full disk ends no synchronising, and the next try works", async () => {
    const fetching = await createFetchingDesk();
    const put = vi.spyOn(fetching.desk.store.syncMemory, "put").mockImplementation(full);
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
    put.mockRestore();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(fetching.desk.store.syncMemory.get().lastSuccessAt).not.toBeNull();
  });

  test("a recording whose arrival cannot be written down says that the disk is full, and comes when it is not", async () => {
    const fetching = await createFetchingDesk();
    const setState = vi.spyOn(fetching.desk.store.media, "setState").mockImplementation(full);
    expect(await fetching.syncNow()).toMatchObject({ problem: { kind: "disk-full" } });
    setState.mockRestore();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
  });

  test("a fault while progress is counted is told, and the next try goes on", async () => {
    const fetching = await createFetchingDesk();
    const totals = vi.spyOn(fetching.desk.store.media, "totalsOf").mockImplementationOnce(fetching.desk.store.media.totalsOf).mockImplementation(full);
    fetching.sync.soon();
    for (let seconds = 0; seconds < 20; seconds += 1) await fetching.time.pass(1_000);
    totals.mockRestore();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
  });
});

describe("pause, resume and the limit", () => {
  test("pausing acts at once on what is under way, documents go on, and it is remembered over a restart", async () => {
    const { gate, asked, faults } = gated();
    const fetching = await createFetchingDesk({ faults });
    await fetching.begin();
    await fetching.time.pass(1_000);
    expect(fetching.sync.state()).toMatchObject({ kind: "fetching", totalFiles: 8, doneFiles: 0, batches: [{ batch: BATCH, totalFiles: 8 }] });
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    fetching.sync.reconsider();
    await vi.waitFor(() => expect(fetching.sync.state()).toMatchObject({ kind: "paused", files: 8 }));
    gate.open();
    await fetching.restart();
    must(await fetching.room.pack({ batch: "b-2", allocationFile: path.join(fetching.room.folder, "allocation.csv") }));
    expect(await fetching.syncNow()).toMatchObject({ kind: "paused", files: 16 });
    expect(asked).toHaveLength(2);
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(16);
  });

  test("the limit holds over all transfers, and a change acts at once", async () => {
    const fetching = await createFetchingDesk();
    fetching.desk.store.preferences.change({ bandwidthLimit: 1_000 });
    await fetching.begin();
    await fetching.time.pass(20_000);
    const state = fetching.sync.state();
    if (state.kind !== "fetching") throw new Error(state.kind);
    expect(state.doneBytes).toBeLessThan(22_000);
    expect(state.totalBytes).toBeGreaterThan(60_000);
    fetching.desk.store.preferences.change({ bandwidthLimit: null });
    fetching.sync.reconsider();
    await fetching.time.pass(3_000);
    expect(fetching.sync.state().kind).toBe("idle");
    expect(await inVault(fetching)).toBe(8);
  });

  test("speed and time left are told while it goes", async () => {
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, async (_, __, original) => changed(await original(), (object) => ({ ...object, bytes: inPieces(object.bytes, 1_000) }))) });
    fetching.desk.store.preferences.change({ bandwidthLimit: 4_000 });
    await fetching.begin();
    await fetching.time.pass(8_000);
    const state = fetching.sync.state();
    if (state.kind !== "fetching") throw new Error(state.kind);
    expect(state.bytesPerSecond).toBeGreaterThan(3_000);
    expect(state.bytesPerSecond).toBeLessThan(5_000);
    expect(state.secondsLeft).toBeGreaterThan(0);
    expect(Math.abs(state.secondsLeft! - (state.totalBytes - state.doneBytes) / state.bytesPerSecond!)).toBeLessThan(2);
  });

  test("what came can be played while the rest is coming", async () => {
    const { faults } = gated();
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, (key, fromByte, original) => (candidateOf(fetching, key) === "K-1" ? original() : faults(depot).open(key, fromByte))) });
    await fetching.begin();
    await fetching.time.pass(2_000);
    expect(fetching.sync.state()).toMatchObject({ kind: "fetching", doneFiles: 1 });
    expect(fetching.changes).toContain("recordings");
    const row = fetching.desk.store.media.get(fetching.desk.store.work.answer(answerOf(fetching, "K-1"))!.recording)!;
    expect(row.state).toBe("here");
    expect((await stat(path.join(fetching.desk.store.home, "vault", row.object.slice(0, 2), row.object))).size).toBe(row.sealedBytes);
  });
});

/** The documents are here, and so many bytes of the first recording. */
async function leavePartial(fetching: FetchingDesk, bytes: number) {
  fetching.desk.store.preferences.change({ fetchingPaused: true });
  await fetching.syncNow();
  const { recording } = fetching.desk.store.work.answer(answerOf(fetching, "K-1"))!;
  const whole = await readFile(path.join(fetching.room.depotFolder, "batches", BATCH, "media", recording));
  const partial = path.join(fetching.desk.store.home, "vault/partial", recording);
  await mkdir(path.dirname(partial), { recursive: true });
  await writeFile(partial, whole.subarray(0, bytes));
  fetching.desk.store.preferences.change({ fetchingPaused: false });
}
