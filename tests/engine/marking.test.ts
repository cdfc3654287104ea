import { createHash, randomUUID } from "node:crypto";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { readPeople, trustLeads } from "../../src-main/engine/documents/trust.ts";
import { createSigningKey, sign } from "../../src-main/engine/documents/sealing.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { BATCH, createPanel, must, type TestDesk } from "./support/panel.ts";

async function readyDesk() {
  const panel = await createPanel();
  const desk = await panel.enrolledDesk();
  expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  const { next } = await desk.ask("home.view", {});
  return { panel, desk, answerId: next!.answerId };
}

async function markAll(desk: TestDesk) {
  for (let next = (await desk.ask("home.view", {})).next; next; next = (await desk.ask("home.view", {})).next) {
    await desk.ask("mark.set-score", { answerId: next.answerId, score: 5 });
    await desk.ask("mark.set-evidence", { answerId: next.answerId, text: "Checked the rules and told the customer." });
    await desk.ask("mark.set-watch-reason", { answerId: next.answerId, reason: "It was enough to judge." });
  }
}

describe("marking", () => {
  test("what is saved is there after the desk was closed and opened", async () => {
    const { panel, desk, answerId } = await readyDesk();
    const noteId = randomUUID();
    await desk.ask("mark.set-score", { answerId, score: 6 });
    await desk.ask("mark.set-evidence", { answerId, text: "Clear." });
    await desk.ask("mark.put-note", { answerId, noteId, atSeconds: 12.345, text: "names the need" });
    await desk.ask("mark.set-indicator", { answerId, indicator: "com-p1", atSeconds: 20 });
    await desk.ask("mark.set-flag", { answerId, flag: "hard-to-hear", note: "wind", atSeconds: 12.5 });
    await desk.ask("mark.add-watched", { answerId, from: 0, to: 30 });
    await desk.ask("mark.set-watch-reason", { answerId, reason: "Enough to judge." });
    await desk.engine.close();
    const again = await panel.desk(desk.home);
    expect((await again.ask("review.view", { answerId })).mark).toMatchObject({
      score: 6,
      evidence: "Clear.",
      notes: [{ noteId, atSeconds: 12.345, text: "names the need" }],
      indicators: [{ indicator: "com-p1", atSeconds: 20 }],
      flags: [{ flag: "hard-to-hear", note: "wind", atSeconds: 12.5 }],
      watched: [{ from: 0, to: 30 }],
      watchReason: "Enough to judge.",
      state: "marked",
    });
  });

  test("a score outside the campaign's scale is refused and the earlier one stands", async () => {
    const { desk, answerId } = await readyDesk();
    await desk.ask("mark.set-score", { answerId, score: 3 });
    expect(await desk.refused("mark.set-score", { answerId, score: 8 })).toMatchObject({ kind: "score-outside-scale" });
    expect((await desk.ask("review.view", { answerId })).mark.score).toBe(3);
  });

  test("a score without evidence is not complete, and a time-coded note is evidence", async () => {
    const { desk, answerId } = await readyDesk();
    await desk.ask("mark.add-watched", { answerId, from: 0, to: 300 });
    await desk.ask("mark.set-score", { answerId, score: 3 });
    expect((await desk.ask("review.view", { answerId })).mark.state).toBe("evidence-missing");
    await desk.ask("mark.put-note", { answerId, noteId: randomUUID(), atSeconds: 1, text: "no example" });
    expect((await desk.ask("review.view", { answerId })).mark.state).toBe("marked");
  });

  test("every change of a score stands in the audit log, and the log shows when it was changed", async () => {
    const { desk, answerId } = await readyDesk();
    await desk.ask("mark.set-score", { answerId, score: 3 });
    await desk.ask("mark.set-score", { answerId, score: 4 });
    await desk.ask("mark.set-score", { answerId, score: 4 });
    await desk.engine.close();
    const { openStore } = await import("../../src-main/engine/store/open-store.ts");
    const store = must(openStore(desk.home, new Date()));
    const scores = store.db.prepare("SELECT from_value, to_value FROM audit WHERE what = 'score' ORDER BY id").all();
    expect(scores).toEqual([
      { from_value: '{"score":null,"cannotScore":null}', to_value: '{"score":3,"cannotScore":null,"shareWhenScored":0}' },
      { from_value: '{"score":3,"cannotScore":null}', to_value: '{"score":4,"cannotScore":null,"shareWhenScored":0}' },
    ]);
    expect(store.audit.check().brokenAt).toBeUndefined();
    expect(() => store.db.exec("UPDATE audit SET to_value = '{}' WHERE id = 2")).toThrow("append-only");
    expect(() => store.db.exec("DELETE FROM audit")).toThrow("append-only");
    store.db.exec("DROP TRIGGER audit_is_never_changed; UPDATE audit SET to_value = '{}' WHERE id = 2");
    expect(store.audit.check().brokenAt).toBe(2);
    store.close();
  });

  test("an incomplete batch cannot be submitted; a complete one is sealed, delivered and closed", async () => {
    const { panel, desk, answerId } = await readyDesk();
    expect(await desk.refused("set.submit", { batch: BATCH, declared: true })).toMatchObject({ kind: "set-incomplete", missing: 3 });
    await markAll(desk);
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(set).toMatchObject({ revision: 1, delivery: { kind: "waiting", attempts: 0 } });
    await desk.ask("sync.now", {});
    const [delivered] = (await desk.ask("home.view", {})).outbox;
    expect(delivered).toMatchObject({ key: set.key, delivery: { kind: "delivered" } });
    expect(must(await panel.depot.list(`sets/${BATCH}/`))).toEqual([set.key]);
    expect(await desk.refused("mark.set-score", { answerId, score: 1 })).toMatchObject({ kind: "set-already-submitted" });
  });

  test("a check of the data folder confirms the set by this laptop's own key, and finds one that another key signed", async () => {
    const { desk } = await readyDesk();
    await markAll(desk);
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.engine.close();
    expect(must(await verifyHome(desk.home, null, () => undefined))).toMatchObject({ ok: true, problems: [] });
    const forged = await sign(Buffer.from("not an age file"), "age", await createSigningKey());
    const db = new Database(`${desk.home}/desk.sqlite`);
    db.exec("DROP TRIGGER sealed_bytes_are_never_changed; DROP TRIGGER sets_are_never_changed");
    db.prepare("UPDATE outbox SET bytes = ? WHERE key = ?").run(forged, set.key);
    db.prepare("UPDATE sets SET sha256 = ?").run(createHash("sha256").update(forged).digest("hex"));
    db.close();
    expect(must(await verifyHome(desk.home, null, () => undefined)).problems).toMatchObject([{ subject: set.key, message: expect.stringContaining("own key") }]);
  });

  test("submitting twice gives the same set, and the depot holds it once", async () => {
    const { panel, desk } = await readyDesk();
    await markAll(desk);
    const [first, second] = await Promise.all([desk.ask("set.submit", { batch: BATCH, declared: true }), desk.ask("set.submit", { batch: BATCH, declared: true })]);
    expect(second.key).toBe(first.key);
    await desk.ask("sync.now", {});
    await desk.ask("sync.now", {});
    expect(must(await panel.depot.list(`sets/${BATCH}/`))).toHaveLength(1);
  });

  test("a change of mind is a second revision with its reason; the first stays as it was", async () => {
    const { panel, desk, answerId } = await readyDesk();
    await markAll(desk);
    const first = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(await desk.refused("set.reopen", { batch: BATCH, reason: "  " })).toMatchObject({ kind: "reason-needed" });
    await desk.ask("set.reopen", { batch: BATCH, reason: "Watched question 1 again." });
    await desk.ask("mark.set-score", { answerId, score: 2 });
    const second = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(second).toMatchObject({ revision: 2, reason: "Watched question 1 again." });
    await desk.ask("sync.now", {});
    expect(must(await panel.depot.list(`sets/${BATCH}/`)).sort()).toEqual([first.key, second.key].sort());
  });

  test("a mark that changes while its batch is being submitted is in the set, or is refused", async () => {
    const { panel, desk, answerId } = await readyDesk();
    await markAll(desk);
    // Read once already, so that the changes fall into what submitting does and not into its loading.
    await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.ask("set.reopen", { batch: BATCH, reason: "Heard again." });
    const submitting = desk.engine.request("set.submit", { batch: BATCH, declared: true });
    let last = 5;
    for (let change = 0; change < 200; change += 1) {
      const score = 1 + (change % 4);
      if ((await desk.engine.request("mark.set-score", { answerId, score })).ok) last = score;
      await setImmediate();
    }
    const { key } = must(await submitting);
    await desk.ask("sync.now", {});
    const people = must(await readPeople(panel.depot, await trustLeads([panel.leadKey])));
    const set = must(await openDocument("moderation-set", key, must(await panel.depot.read(key, 1e7)), people.trust, [panel.leadKey.identity]));
    expect(set.marks[0]!.score).toBe(last);
    expect((await desk.ask("review.view", { answerId })).mark.score).toBe(last);
  });

  test("marks from a table are taken all together or not at all", async () => {
    const { desk } = await readyDesk();
    const header = "batch,candidate,question,assessor,score,note,at";
    const refused = await desk.engine.importMarks(`${header}\n${BATCH},K-1,q1,a-1,5,Good,2025-11-21T09:40:00Z\n${BATCH},K-1,q2,a-1,9,Bad,`);
    expect(refused).toMatchObject({ ok: false, error: { kind: "marks-refused", line: 3 } });
    expect((await desk.ask("check.view", { batch: BATCH })).marked).toBe(0);
    const twice = await desk.engine.importMarks(`${header}\n${BATCH},K-1,q1,a-1,5,Good,\n${BATCH},K-1,q1,a-1,4,Good,`);
    expect(twice).toMatchObject({ ok: false, error: { kind: "marks-refused", line: 3, reason: expect.stringContaining("line 2 already") } });
    expect(must(await desk.engine.importMarks(`${header}\n${BATCH},K-1,q1,a-1,5,Good,\n${BATCH},K-1,q2,,4,"Said ""no"", kindly",`))).toEqual({ marks: 2, replaced: 0, kept: [] });
    expect((await desk.ask("check.view", { batch: BATCH })).marked).toBe(2);
    expect(await desk.engine.importMarks(`${header}\n${BATCH},K-1,q3,a-2,5,Good,`)).toMatchObject({ ok: false, error: { kind: "marks-refused", line: 2 } });
  });

  test("of two marks of an answer the one that was given later stays, whatever comes from a table; the log has both", async () => {
    const { desk, answerId } = await readyDesk();
    const mark = async () => (await desk.ask("review.view", { answerId })).mark;
    const take = async (row: string) => must(await desk.engine.importMarks(`batch,candidate,question,score,note,at\n${BATCH},K-1,q1,${row}`));
    await desk.ask("mark.set-score", { answerId, score: 6 });
    await desk.ask("mark.set-evidence", { answerId, text: "Own words" });

    expect(await take("4,From the table,2025-11-21T09:40:00Z")).toEqual({ marks: 0, replaced: 0, kept: [{ batch: BATCH, candidate: "K-1", question: "q1" }] });
    expect(await mark()).toMatchObject({ score: 6, evidence: "Own words" });
    expect(await take("6,,2025-11-21T09:40:00Z")).toEqual({ marks: 1, replaced: 0, kept: [] });
    await desk.ask("mark.set-score", { answerId, score: null });
    expect((await take("4,From the table,2025-11-21T09:40:00Z")).kept).toHaveLength(1);
    expect(await take("4,From the table,")).toEqual({ marks: 1, replaced: 1, kept: [] });
    expect(await mark()).toMatchObject({ score: 4, evidence: "From the table" });
    expect(await take(`3,Heard again,${new Date(Date.now() + 60_000).toISOString()}`)).toMatchObject({ marks: 1, replaced: 1 });

    await desk.engine.close();
    const db = new Database(path.join(desk.home, "desk.sqlite"), { readonly: true });
    const logged = db.prepare("SELECT what, from_value AS fromValue, to_value AS toValue FROM audit WHERE what LIKE 'mark-%imported' ORDER BY id").all() as { what: string; fromValue: string; toValue: string }[];
    db.close();
    expect(logged.map((line) => [line.what, (JSON.parse(line.fromValue) as { score: number }).score, (JSON.parse(line.toValue) as { score: number }).score])).toEqual([
      ["mark-not-imported", 6, 4],
      ["mark-not-imported", null, 4],
      ["mark-imported", null, 4],
      ["mark-imported", 4, 3],
    ]);
    expect(must(await verifyHome(desk.home, null, () => undefined)).problems).toEqual([]);
  });
});
