import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { DepotReadError } from "../../src-main/engine/depot/depot.ts";
import { removeRecordings } from "../../src-main/engine/retention/remove-recordings.ts";
import { err } from "../../src-shared/result.ts";
import { BATCH, candidateOf, changed, createFetchingDesk, gated, inPieces, inVault, leavePartial, partials, withRecordings } from "./support/fetching-desk.ts";
import { must } from "./support/panel.ts";
import { eventually } from "../support/eventually.ts";

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
    await eventually(() => expect(fetching.desk.store.work.batches().map((each) => each.batch)).toEqual(["b-1", "b-2"]));
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
    await eventually(() => expect(asked).toHaveLength(2));
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
