import path from "node:path";
import { describe, expect, test } from "vitest";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { BATCH, createPanel, must, type Panel, type TestDesk } from "../engine/support/panel.ts";

/** A whole desk whose clock is set while somebody marks: forward, back, and over the hour that comes twice. */

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOTES = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"] as const;

async function deskWithClock(begin: string): Promise<{ panel: Panel; desk: TestDesk; clock: { set(by: number): void } }> {
  let at = Date.parse(begin);
  const panel = await createPanel();
  const desk = await panel.desk(path.join(panel.folder, "home"), { now: () => new Date((at += 1_000)) });
  must(await desk.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
  expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  return { panel, desk, clock: { set: (by) => void (at += by) } };
}

const draftsIn = async (panel: Panel) => must(await panel.depot.list("drafts/"));

describe("a clock that is set", () => {
  test.each([
    ["a day back", "2026-11-21T09:00:00Z", -DAY],
    ["a day forward", "2026-11-21T09:00:00Z", DAY],
    ["back by the hour that comes twice in autumn", "2026-10-25T00:59:00Z", -HOUR],
    ["years back, as after an empty battery", "2026-11-21T09:00:00Z", Date.parse("2000-01-01") - Date.parse("2026-11-21")],
  ])("%s while somebody marks: the last word counts, nothing waits for it, and what is handed in is whole", async (_, begin, by) => {
    const { panel, desk, clock } = await deskWithClock(begin);
    await desk.ask("mark.set-score", { answerId: 1, score: 3 });
    await desk.ask("mark.put-note", { answerId: 1, noteId: NOTES[0], atSeconds: 4, text: "Before" });
    await desk.ask("sync.now", {});
    expect(await draftsIn(panel)).toHaveLength(1);

    clock.set(by);
    await desk.ask("mark.set-score", { answerId: 1, score: 5 });
    await desk.ask("mark.put-note", { answerId: 1, noteId: NOTES[1], atSeconds: 2, text: "After" });
    expect((await desk.ask("review.view", { answerId: 1 })).mark).toMatchObject({ score: 5, notes: [{ text: "After" }, { text: "Before" }] });
    // Its draft goes up at the next look: no five minutes that end in a day, or in years.
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await draftsIn(panel)).toHaveLength(2);

    for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    const first = await desk.ask("set.submit", { batch: BATCH, declared: true });
    clock.set(-by);
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    await desk.ask("set.reopen", { batch: BATCH, reason: "Heard it again." });
    clock.set(by);
    const second = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await desk.ask("home.view", {})).outbox.map(({ revision, delivery }) => [revision, delivery.kind])).toEqual([[2, "delivered"], [1, "delivered"]]);
    expect(must(await panel.depot.list("sets/")).sort()).toEqual([first.key, second.key].sort());

    await desk.engine.close();
    expect(must(await verifyHome(desk.home, null, () => undefined))).toMatchObject({ ok: true, problems: [], audit: { brokenAt: null } });
    expect(must(await verifyDepot(panel.depot, panel.leadKey, () => undefined))).toMatchObject({ ok: true, problems: [] });
  });

  test("before the laptop was enrolled and the batch was packed: all of it is believed all the same", async () => {
    const { panel, desk } = await deskWithClock("2001-01-01T00:00:00Z");
    for (const answerId of [1, 2, 3]) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
    expect(must(await verifyDepot(panel.depot, panel.leadKey, () => undefined))).toMatchObject({ ok: true, problems: [] });
  });

  test("back on the lost laptop: the next one gets the marks of the newest draft, whatever it is dated", async () => {
    const { panel, desk, clock } = await deskWithClock("2026-11-21T09:00:00Z");
    await desk.ask("mark.set-score", { answerId: 1, score: 3 });
    await desk.ask("sync.now", {});
    clock.set(-DAY);
    await desk.ask("mark.set-score", { answerId: 1, score: 5 });
    await desk.ask("sync.now", {});
    await desk.engine.close();
    const next = await panel.desk(path.join(panel.folder, "next"));
    must(await next.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
    await next.ask("sync.now", {});
    expect((await next.ask("review.view", { answerId: 1 })).mark.score).toBe(5);
  });
});
