import { describe, expect, test } from "vitest";
import type { Desk } from "../../src-main/engine/desk.ts";
import { setGroups } from "../../src-main/engine/moderation/fairness/groups.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { breaksAtCreating } from "./support/faulty-depot.ts";
import { allocate, publishQuery, settle } from "./support/lead-acts.ts";
import { BATCH, behindLead, createLeadPanel, LEAD, type LeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const standing = ({ store }: Desk) => store.lead.answersOf(BATCH).map(({ candidate, question, state, final, basis }) => [candidate, question, state, final, basis]);
const decided = ({ store }: Desk) => store.decisions.of(BATCH).map(({ lead, number, event }) => [lead, number, event.act === "settled" ? event.final : null]);

async function discrepancies(): Promise<LeadPanel> {
  const panel = await createLeadPanel({ candidates: ["K-1"] });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 3 } });
  await panel.handIn("a-2", { "K-1": { q1: 6, q2: 7 } });
  await panel.sync();
  return panel;
}

const numbersIn = async ({ room }: LeadPanel, lead = LEAD) => must(await room.depot.list(`decisions/${BATCH}/${lead}/`)).sort();

describe("what a lead decided", () => {
  test("reaches the other leads: every desk ends with the same standing", async () => {
    const panel = await discrepancies();
    const other = await panel.enrol("l-2", "lead");
    await panel.sync(other);
    const [one, two] = [await behindLead(panel.lead), await behindLead(other)];
    settle(one, "K-1", "q1", 4, "2026-11-22T08:00:00.000Z");
    settle(two, "K-1", "q1", 5, "2026-11-22T08:05:00.000Z");
    settle(two, "K-1", "q2", 6);
    for (const desk of [one, two, one]) must(await desk.tryOnce());
    expect(standing(one)).toEqual([["K-1", "q1", "settled", 5, "adjudicated"], ["K-1", "q2", "settled", 6, "adjudicated"]]);
    expect(standing(two)).toEqual(standing(one));
    expect(decided(two)).toEqual(decided(one));
    // Nothing is sealed that holds nothing.
    must(await one.tryOnce());
    expect(await numbersIn(panel)).toEqual([`decisions/${BATCH}/${LEAD}/1.json`]);
  });

  test.each(["before", "after"] as const)("goes up exactly once where the way breaks %s it is there, and the desk is killed", async (when) => {
    const panel = await discrepancies();
    const first = await behindLead(panel.lead, breaksAtCreating(when, 1, (key) => key.startsWith("decisions/")));
    settle(first, "K-1", "q1", 4);
    expect(await first.tryOnce()).toMatchObject({ ok: false, error: { kind: "depot-unreachable" } });
    first.end();
    const again = await behindLead(panel.lead);
    settle(again, "K-1", "q2", 5);
    must(await again.tryOnce());
    must(await again.tryOnce());
    expect(await numbersIn(panel)).toEqual([1, 2].map((number) => depotKey.decisions(BATCH, LEAD, number)));
    expect(decided(again)).toEqual([[LEAD, 1, 4], [LEAD, 2, 5]]);
  });

  test("keeps its place beside another laptop of the same lead: numbers have no gap and nothing is lost or doubled", async () => {
    const panel = await discrepancies();
    const second = await panel.enrol(LEAD, "lead");
    await panel.sync(second);
    const one = await behindLead(panel.lead, breaksAtCreating("before", 1, (key) => key.startsWith("decisions/")));
    const two = await behindLead(second);
    settle(one, "K-1", "q1", 4);
    expect((await one.tryOnce()).ok).toBe(false);
    settle(two, "K-1", "q2", 5);
    must(await two.tryOnce());
    // The number that was sealed on the first laptop is taken now: it goes on after it.
    must(await one.tryOnce());
    must(await two.tryOnce());
    expect(await numbersIn(panel)).toEqual([1, 2].map((number) => depotKey.decisions(BATCH, LEAD, number)));
    expect(decided(one)).toEqual([[LEAD, 2, 4], [LEAD, 1, 5]]);
    expect(decided(two)).toEqual(decided(one));
    expect(one.store.outbox.closed()).toEqual([]);
    expect(one.store.outbox.waitingCount()).toBe(0);
  });

  test("comes back on a new laptop of a lead whose laptop was lost", async () => {
    const panel = await discrepancies();
    const lost = await behindLead(panel.lead);
    settle(lost, "K-1", "q1", 4);
    must(await lost.tryOnce());
    const found = await panel.enrol(LEAD, "lead");
    await panel.sync(found);
    expect(panel.look(found).lead.answersOf(BATCH)).toMatchObject([{ question: "q1", state: "settled", final: 4 }, { question: "q2", state: "to-settle" }]);
  });
});

describe("what a lead publishes through the outbox", () => {
  test("is sealed for the person's newest laptop and every lead, and is not read back", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"] });
    // Inviting sealed the allocation again.
    await panel.sync();
    const desk = await behindLead(panel.lead);
    await allocate(desk, ["K-2"]);
    must(await desk.tryOnce());
    await panel.sync(panel.assessor("a-1")).catch(() => undefined);
    // Sealed for that laptop: it opens the allocation, whose made-up keys then open nothing.
    expect(panel.look(panel.assessor("a-1")).syncMemory.get().trouble?.problem).toMatchObject({ kind: "document-not-for-you", name: `batches/${BATCH}/1.json` });
    expect(desk.store.work.document(depotKey.allocation("a-1", BATCH, 3))).toBeDefined();
  });

  test("gives way to what another lead published meanwhile, with all that was made of it, and keeps nothing else waiting", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"] });
    // Inviting sealed the allocation again.
    await panel.sync();
    const desk = await behindLead(panel.lead);
    await allocate(desk, ["K-1"]);
    await allocate(desk, []);
    const query = await publishQuery(desk, "a-1");
    await panel.repack(["a-1,K-2,live,2026-12-24"]);
    expect(await desk.tryOnce()).toEqual({ ok: false, error: { kind: "changed-meanwhile", what: `what a-1 marks of ${BATCH}` } });
    expect(desk.store.outbox.waitingCount()).toBe(0);
    expect(must(await panel.room.depot.list("queries/"))).toEqual([query]);
    // What stands is the other lead's.
    expect(desk.store.lead.allocated(BATCH, "a-1")).toMatchObject([{ candidate: "K-2", due: "2026-12-24" }]);
    expect(desk.store.outbox.closed()).toMatchObject([{ key: depotKey.allocation("a-1", BATCH, 3) }, { key: depotKey.allocation("a-1", BATCH, 4) }]);
    must(await desk.tryOnce());
    await allocate(desk, ["K-1", "K-2"]);
    must(await desk.tryOnce());
    expect(must(await panel.room.depot.list(`allocations/a-1/${BATCH}/`)).sort()).toEqual([1, 2, 3, 5].map((revision) => depotKey.allocation("a-1", BATCH, revision)));
  });

  test("groups that another lead published first stand; what is set then follows them", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    const other = await panel.enrol("l-2", "lead");
    await panel.sync(other);
    const [one, two] = [await behindLead(panel.lead), await behindLead(other)];
    const set = async (desk: Desk, group: string) => must(await setGroups(desk, { batch: BATCH, fileName: "groups.csv", fileBase64: Buffer.from(`candidate,Sex\nK-1,${group}\n`).toString("base64") }));
    await set(one, "Woman");
    await set(two, "Man");
    await set(two, "Other");
    must(await one.tryOnce());
    expect(await two.tryOnce()).toEqual({ ok: false, error: { kind: "changed-meanwhile", what: `the groups of ${BATCH}` } });
    expect(two.store.groups.get(BATCH)).toMatchObject({ revision: 1 });
    await set(two, "Man");
    must(await two.tryOnce());
    must(await one.tryOnce());
    expect(must(await panel.room.depot.list("groups/")).sort()).toEqual([1, 3].map((revision) => depotKey.groups(BATCH, revision)));
    expect(one.store.groups.get(BATCH)).toMatchObject({ revision: 3 });
  });
});
