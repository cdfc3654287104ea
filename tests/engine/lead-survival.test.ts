import { describe, expect, test } from "vitest";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { backUpAt, damageTable } from "./support/damage.ts";
import { allocate, settle } from "./support/lead-acts.ts";
import { BATCH, behindLead, createLeadPanel, LEAD } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

async function discrepancies() {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"] });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 3 }, "K-2": { q1: 2, q2: 2 } });
  await panel.handIn("a-2", { "K-1": { q1: 6, q2: 7 }, "K-2": { q1: 6, q2: 6 } });
  await panel.sync();
  await panel.lead.engine.close();
  return panel;
}

describe("after a lead's database was damaged", () => {
  test("what was decided and published since the backup is there again, goes up, and counts once", async () => {
    const panel = await discrepancies();
    const { home } = panel.lead;
    backUpAt(home, new Date());
    const before = await behindLead(panel.lead);
    settle(before, "K-1", "q1", 4);
    // This much is in the depot; the rest only on this laptop.
    must(await before.tryOnce());
    settle(before, "K-1", "q2", 5);
    const revision = before.store.lead.allocation(BATCH, "a-1")!.revision + 1;
    await allocate(before, ["K-1"]);
    before.end();
    await damageTable(home, "lead_answers");

    const restored = await behindLead(panel.lead);
    expect(restored.store.restorations.unseen()).toMatchObject({ changes: 3, logWhole: true, missing: [] });
    expect(restored.store.lead.answersOf(BATCH, ["K-1"])).toMatchObject([{ state: "settled", final: 4 }, { state: "settled", final: 5 }]);
    must(await restored.tryOnce());
    expect(must(await panel.room.depot.list(`decisions/${BATCH}/${LEAD}/`)).sort()).toEqual([1, 2].map((number) => depotKey.decisions(BATCH, LEAD, number)));
    expect(restored.store.decisions.of(BATCH).map(({ number }) => number)).toEqual([1, 2]);
    expect(must(await panel.room.depot.list(`allocations/a-1/${BATCH}/`))).toContain(depotKey.allocation("a-1", BATCH, revision));
    expect(restored.store.lead.allocated(BATCH, "a-1").map((each) => each.candidate)).toEqual(["K-1"]);
    restored.end();
    expect(must(await verifyHome(home, null, () => undefined))).toMatchObject({ ok: true });
  });

  test("what cannot be believed any more is named", async () => {
    const panel = await discrepancies();
    const { home } = panel.lead;
    backUpAt(home, new Date());
    const before = await behindLead(panel.lead);
    settle(before, "K-1", "q2", 5);
    before.end();
    await damageTable(home, "audit");
    const restored = await behindLead(panel.lead);
    expect(restored.store.restorations.unseen()).toMatchObject({ changes: 0, logWhole: false, missing: [`${BATCH} / K-1 / q2`] });
    expect(restored.store.lead.answersOf(BATCH, ["K-1"])).toMatchObject([{ state: "to-settle" }, { state: "to-settle" }]);
  });
});
