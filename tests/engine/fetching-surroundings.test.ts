import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test, vi } from "vitest";
import { err } from "../../src-shared/result.ts";
import { answerOf, candidateOf, changed, createFetchingDesk, createGate, gated, inPieces, inVault, withRecordings, type FetchingDesk } from "./support/fetching-desk.ts";
import { eventually } from "../support/eventually.ts";

/** With what has come of files that are still coming. */
function onDisk({ desk, sync }: FetchingDesk): number {
  const state = sync.state();
  return state.kind === "fetching" ? state.doneBytes : desk.store.media.totalHere().bytes;
}

describe("space", () => {
  test("where not all fits, what comes first in the order of work comes; the rest comes when there is space", async () => {
    let free = 20_000;
    const fetching: FetchingDesk = await createFetchingDesk({ space: () => free - onDisk(fetching) });
    expect(await fetching.syncNow()).toMatchObject({ kind: "stopped", problem: { kind: "disk-full" } });
    const here = await inVault(fetching);
    expect(here).toBe(2);
    // By itself, once there is space again.
    free = 1e9;
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
  });

  test.each([
    ["the recordings are paused", (fetching: FetchingDesk) => (fetching.desk.store.preferences.change({ fetchingPaused: true }), fetching.sync.reconsider())],
    ["the desk closes", (fetching: FetchingDesk) => void fetching.sync.stop()],
  ])("when %s while the disk is asked for space, fetching ends", async (_, happens) => {
    let looks = 0;
    const fetching: FetchingDesk = await createFetchingDesk({
      space: () => {
        looks += 1;
        // The first look is at all of it, the second at the first file, the third at the next.
        if (looks === 3) happens(fetching);
        return 1e9;
      },
    });
    await fetching.syncNow();
    expect(looks).toBeLessThan(6);
    await fetching.sync.stop();
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
    await eventually(async () => (await fetching.time.pass(500), expect(fetching.sync.state().kind).toBe("idle")));
    const before = looks();
    fetching.time.setClock(by);
    await fetching.time.pass(5_000);
    await eventually(() => expect(looks()).toBeGreaterThan(before));
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
