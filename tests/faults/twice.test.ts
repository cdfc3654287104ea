import { createHash } from "node:crypto";
import { copyFile, cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { deliverOutbox } from "../../src-main/engine/outbox/deliver.ts";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { deskBehind } from "../engine/support/faulty-depot.ts";
import { BATCH, createPanel, must, type TestDesk } from "../engine/support/panel.ts";
import { depotIn } from "../engine/support/store-depot.ts";
import { createBucket, hasObjectStore } from "../support/object-store.ts";

/** What happens twice although it should happen once. */

async function handIn(desk: TestDesk) {
  for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
  return desk.ask("set.submit", { batch: BATCH, declared: true });
}

describe("the same document delivered twice", () => {
  test("under its own name: it is there once, whoever sends it again", async () => {
    const panel = await createPanel();
    for (const key of must(await panel.depot.list("batches/"))) {
      const bytes = must(await panel.depot.read(key, 1e7));
      expect(must(await panel.depot.create(key, bytes))).toBe("already-exists");
      expect(must(await panel.depot.read(key, 1e7))).toEqual(bytes);
    }
  });

  test("as the next revision too: it is not believed there, which is said, and marks stay as they are", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    await desk.ask("mark.set-score", { answerId: 1, score: 5 });
    await copyFile(path.join(panel.depotFolder, `batches/${BATCH}/1.json`), path.join(panel.depotFolder, `batches/${BATCH}/2.json`));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "stopped", problem: { name: `batches/${BATCH}/2.json` } });
    expect((await desk.ask("review.view", { answerId: 1 })).mark.score).toBe(5);
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ batch: BATCH, answers: { total: 3 }, recordings: { here: 3 } }]);
  });

  test("a set of an earlier revision as a later one: a check of the depot names it", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const { key } = await handIn(desk);
    await desk.ask("sync.now", {});
    const copy = key.replace("/1-", "/2-");
    await copyFile(path.join(panel.depotFolder, key), path.join(panel.depotFolder, copy));
    const verified = must(await verifyDepot(panel.depot, panel.leadKey, () => undefined));
    expect(verified.problems).toMatchObject([{ key: copy }]);
  });
});

describe("two laptops with one set", () => {
  const depots = [["a folder", false], ["an object store", true]] as const;
  test.each(hasObjectStore ? depots : depots.slice(0, 1))("that hand it in at the same moment to %s: it is there once, as it was sealed, and both have its receipt", async (_name, inStore) => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const set = await handIn(desk);
    await desk.engine.close();
    // A data folder that was copied to another laptop, as some do who move to a new one.
    const other = path.join(panel.folder, "copy");
    await mkdir(other);
    await cp(desk.home, other, { recursive: true });
    const bucket = inStore ? await createBucket() : null;
    const depot = async () => (bucket ? depotIn(bucket, "keeper") : panel.depot);
    const ways = [await depot(), await depot()];
    const both = await Promise.all([desk.home, other].map((home, index) => deskBehind(home, () => ways[index]!)));
    const outcomes = await Promise.all(both.map((each) => deliverOutbox(each)));
    expect(outcomes).toMatchObject([{ ok: true }, { ok: true }]);
    for (const each of both) {
      expect(each.store.outbox.setsOf(BATCH)).toMatchObject([{ delivery: { kind: "delivered" } }]);
      each.end();
    }
    const there = await depot();
    expect(must(await there.list("sets/"))).toEqual([set.key]);
    expect(createHash("sha256").update(must(await there.read(set.key, 1e7))).digest("hex")).toBe(set.sha256);
  });

  test("and went on differently under the next revision: both lie side by side, and neither is replaced", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    await handIn(desk);
    await desk.ask("sync.now", {});
    await desk.engine.close();
    const other = path.join(panel.folder, "copy");
    await mkdir(other);
    await cp(desk.home, other, { recursive: true });
    const sets: string[] = [];
    for (const [home, reason] of [[desk.home, "Heard it again."], [other, "Another reason."]] as const) {
      const each = await panel.desk(home);
      await each.ask("set.reopen", { batch: BATCH, reason });
      sets.push((await each.ask("set.submit", { batch: BATCH, declared: true })).key);
      expect(await each.ask("sync.now", {})).toMatchObject({ kind: "idle" });
      await each.engine.close();
    }
    expect(must(await panel.depot.list("sets/"))).toEqual(expect.arrayContaining(sets));
    expect(must(await panel.depot.list("sets/"))).toHaveLength(3);
  });
});
