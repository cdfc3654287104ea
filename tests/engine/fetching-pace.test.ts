import { stat } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { BATCH, answerOf, candidateOf, changed, createFetchingDesk, gated, inPieces, inVault, withRecordings } from "./support/fetching-desk.ts";
import { must } from "./support/panel.ts";
import { eventually } from "../support/eventually.ts";

describe("pause, resume and the limit", () => {
  test("pausing acts at once on what is under way, documents go on, and it is remembered over a restart", async () => {
    const { gate, asked, faults } = gated();
    const fetching = await createFetchingDesk({ faults });
    await fetching.begin();
    await fetching.time.pass(1_000);
    expect(fetching.sync.state()).toMatchObject({ kind: "fetching", totalFiles: 8, doneFiles: 0, batches: [{ batch: BATCH, totalFiles: 8 }] });
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    fetching.sync.reconsider();
    await eventually(() => expect(fetching.sync.state()).toMatchObject({ kind: "paused", files: 8 }));
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
