import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { createMarking } from "../../src-main/engine/marking/marking.ts";
import { reopenSet } from "../../src-main/engine/marking/reopen.ts";
import { submitSet } from "../../src-main/engine/marking/submit.ts";
import { deliverOutbox } from "../../src-main/engine/outbox/deliver.ts";
import { readStatus } from "../../src-main/engine/views/status.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { deskBehind, breaksAtCreating, breaksAtReadingBack, overwrites, refuses, watched } from "./support/faulty-depot.ts";
import { BATCH, createPanel, must, type Panel } from "./support/panel.ts";

const asItIs = (depot: Depot) => depot;

/** The home of a desk that has its batch, and is closed. */
async function home(panel: Panel): Promise<string> {
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  await desk.engine.close();
  return desk.home;
}

/** Opens the desk behind a way to the depot, and submits its batch. */
async function submittedBehind(panel: Panel, depot: (real: Depot) => Depot) {
  const desk = await deskBehind(await home(panel), depot);
  const marking = createMarking(desk);
  for (const { id } of desk.store.work.answersOf(BATCH)) must(marking.setCannotScore({ answerId: id, reason: "No sound." }));
  const set = must(await submitSet(desk, BATCH));
  return { desk, set };
}

async function setsIn(panel: Panel): Promise<string[]> {
  return must(await panel.depot.list("sets/")).sort();
}

function deliveries(home: string): number {
  const db = new Database(path.join(home, "desk.sqlite"), { readonly: true });
  try {
    return db.prepare("SELECT COUNT(*) FROM audit WHERE what = 'delivered' AND subject LIKE 'sets/%'").pluck().get() as number;
  } finally {
    db.close();
  }
}

describe("a set", () => {
  test("is sealed and on disk before anything is asked of the depot", async () => {
    const panel = await createPanel();
    const asked: string[] = [];
    const { desk, set } = await submittedBehind(panel, watched(asked));
    expect(asked).toEqual([]);
    desk.end();
    const again = await deskBehind(desk.store.home, asItIs);
    const row = again.store.outbox.waiting().find((each) => each.key === set.key)!;
    expect(createHash("sha256").update(row.bytes).digest("hex")).toBe(set.sha256);
    again.end();
  });

  test.each([
    ["cut before it got there", () => breaksAtCreating("before", 3)],
    ["cut after it got there, so that only the answer is lost", () => breaksAtCreating("after", 3)],
    ["cut when it is read back", () => breaksAtReadingBack(3)],
  ])("%s: it is delivered exactly once, as it was sealed", async (_, fault) => {
    const panel = await createPanel();
    const { desk, set } = await submittedBehind(panel, fault());
    let tries = 0;
    while (desk.store.outbox.waitingCount() > 0 && tries < 10) {
      tries += 1;
      await deliverOutbox(desk);
    }
    expect(await setsIn(panel)).toEqual([set.key]);
    expect(createHash("sha256").update(await readFile(path.join(panel.depotFolder, set.key))).digest("hex")).toBe(set.sha256);
    expect(desk.store.outbox.setsOf(BATCH)).toMatchObject([{ delivery: { kind: "delivered", where: panel.depotFolder } }]);
    // A delivery that is asked for again, and again, changes nothing.
    must(await deliverOutbox(desk));
    desk.end();
    expect(deliveries(desk.store.home)).toBe(1);
  });

  test("its receipt says when and where, and status prints it", async () => {
    const panel = await createPanel();
    const { desk, set } = await submittedBehind(panel, asItIs);
    must(await deliverOutbox(desk));
    desk.end();
    expect(must(await readStatus(desk.store.home, () => new Date())).outbox).toMatchObject([{ key: set.key, sha256: set.sha256, delivery: { kind: "delivered", at: expect.any(String) as string, where: panel.depotFolder } }]);
  });

  test("something else under its key is an alarm: nothing is sent, nothing overwritten, and it goes once that is gone", async () => {
    const panel = await createPanel();
    const asked: string[] = [];
    const { desk, set } = await submittedBehind(panel, watched(asked));
    const file = path.join(panel.depotFolder, set.key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "Something else.");
    for (let time = 0; time < 3; time += 1) expect(await deliverOutbox(desk)).toMatchObject({ ok: false, error: { kind: "depot-conflict", key: set.key } });
    expect(asked.filter((each) => each.startsWith("create"))).toEqual([]);
    expect(await readFile(file, "utf8")).toBe("Something else.");
    expect(desk.store.outbox.setsOf(BATCH)).toMatchObject([{ delivery: { kind: "waiting", attempts: 0, problem: { kind: "depot-conflict" } } }]);
    await rm(file);
    must(await deliverOutbox(desk));
    expect(await setsIn(panel)).toEqual([set.key]);
    desk.end();
  });

  test("something longer than it under its key is the same alarm", async () => {
    const panel = await createPanel();
    const { desk, set } = await submittedBehind(panel, asItIs);
    const file = path.join(panel.depotFolder, set.key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, Buffer.alloc(1_000_000));
    expect(await deliverOutbox(desk)).toMatchObject({ ok: false, error: { kind: "depot-conflict", key: set.key } });
    desk.end();
  });

  test("a store that overwrites is given nothing to overwrite", async () => {
    const panel = await createPanel();
    const { desk, set } = await submittedBehind(panel, overwrites(panel.depotFolder));
    const file = path.join(panel.depotFolder, set.key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "Something else.");
    expect(await deliverOutbox(desk)).toMatchObject({ ok: false, error: { kind: "depot-conflict" } });
    expect(await readFile(file, "utf8")).toBe("Something else.");
    desk.end();
  });

  test("goes where a store does not tell whether a key is there, but takes it", async () => {
    const panel = await createPanel();
    let created = false;
    const { desk, set } = await submittedBehind(panel, (real) => ({
      ...real,
      read: async (key, maxBytes) => (created || !key.startsWith("sets/") ? real.read(key, maxBytes) : { ok: false, error: { kind: "depot-denied", where: real.where } }),
      create: async (key, bytes) => ((created = true), real.create(key, bytes)),
    }));
    must(await deliverOutbox(desk));
    expect(await setsIn(panel)).toEqual([set.key]);
    desk.end();
  });
});

describe("a later revision", () => {
  test("waits for the earlier one, says so, and does not hold up another batch", async () => {
    const panel = await createPanel();
    const refused = { keys: /^sets\/b-1\// as RegExp | null };
    const { desk, set } = await submittedBehind(panel, refuses(refused));
    await deliverOutbox(desk);
    must(reopenSet(desk, BATCH, "Heard it again"));
    const second = must(await submitSet(desk, BATCH));
    // A set of another batch: what it holds does not matter to its way.
    const other = depotKey.moderationSet("b-2", "a-1", 1, "0".repeat(64));
    desk.store.outbox.add(other, Buffer.from("{}"), desk.now());
    expect(await deliverOutbox(desk)).toMatchObject({ ok: false, error: { kind: "depot-denied" } });
    expect(await setsIn(panel)).toEqual([other]);
    expect(desk.store.outbox.setsOf(BATCH)).toMatchObject([
      { revision: 1, delivery: { kind: "waiting", attempts: 2, problem: { kind: "depot-denied" } } },
      { revision: 2, delivery: { kind: "waiting", attempts: 0, problem: { kind: "set-held-back", revision: 1 } } },
    ]);
    refused.keys = null;
    must(await deliverOutbox(desk));
    expect(await setsIn(panel)).toEqual([other, set.key, second.key].sort());
    expect(desk.store.outbox.setsOf(BATCH).map((each) => each.delivery.kind)).toEqual(["delivered", "delivered"]);
    desk.end();
  });
});

describe("one invitation taken on two laptops", () => {
  test("the second hands nothing in: its sets stay sealed, with the reason", async () => {
    const panel = await createPanel();
    const file = await panel.invite("a-1");
    const [first, second] = [await panel.desk(path.join(panel.folder, "home-1")), await panel.desk(path.join(panel.folder, "home-2"))];
    // Both without a network: neither can know of the other.
    const away = `${panel.depotFolder}-away`;
    const { rename } = await import("node:fs/promises");
    await rename(panel.depotFolder, away);
    for (const desk of [first, second]) must(await desk.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } }));
    await rename(away, panel.depotFolder);
    expect(await first.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await second.ask("sync.now", {})).toMatchObject({ kind: "stopped", problem: { kind: "invitation-already-used" } });
    const { rows } = await second.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 10 });
    for (const { answerId } of rows) await second.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    await second.ask("set.submit", { batch: BATCH, declared: true });
    await second.ask("sync.now", {});
    expect((await second.ask("home.view", {})).outbox).toMatchObject([{ delivery: { kind: "waiting", attempts: 0, problem: { kind: "invitation-already-used" } } }]);
    expect(await setsIn(panel)).toEqual([]);
    expect(must(await panel.depot.list("drafts/"))).toEqual([]);
  });
});
