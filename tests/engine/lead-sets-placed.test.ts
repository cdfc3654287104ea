import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { reviseAllocations } from "../../src-main/engine/moderation/allocating/revise-allocations.ts";
import { takeInForLead } from "../../src-main/engine/moderation/take-in/take-in-for-lead.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { BATCH, behindLead, createLeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const both = (score: number) => ({ q1: score, q2: score });
const live = (candidate: string) => ({ candidate, round: "live" as const, due: null });

test("a set that was made by another lead's revision is placed by that one, although this desk made one of the same number", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"], allocation: ["a-1,K-1,live,"] });
  const other = await behindLead(await panel.enrol("l-2", "lead"));
  must(await other.tryOnce());
  const mine = await behindLead(panel.lead);
  must(await mine.tryOnce());
  const { revision } = mine.store.lead.allocation(BATCH, "a-1")!;
  const revise = (desk: typeof mine, candidates: string[]) => reviseAllocations(desk, BATCH, [{ person: "a-1", change: () => ({ candidates: candidates.map(live) }) }], [{ person: "a-1", revision }], { what: "allocated" });
  must(await revise(other, ["K-1", "K-2"]));
  must(await other.tryOnce());
  await panel.sync(panel.assessor("a-1"));
  await panel.handIn("a-1", { "K-1": both(4), "K-2": both(5) });

  must(await revise(mine, []));
  // The set comes in while this desk's own revision has not gone up yet.
  must(await takeInForLead(mine, () => undefined));
  await mine.tryOnce();
  await mine.tryOnce();
  expect(mine.store.lead.answersOf(BATCH).filter((each) => each.question === "q1").map(({ candidate, state, marks }) => [candidate, state, marks])).toEqual([["K-1", "agreed", 1], ["K-2", "agreed", 1]]);
});

test("a set whose allocation cannot be read is told and waits for it, and no mark is left out", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"] });
  const then = path.join(panel.room.depotFolder, depotKey.allocation("a-1", BATCH, panel.look(panel.assessor("a-1")).work.batch(BATCH)!.allocationRevision));
  await panel.handIn("a-1", { "K-1": both(4), "K-2": both(5) });
  await panel.repack(["a-1,K-1,live,"]);
  const fresh = await panel.enrol("l-2", "lead");
  const whole = await readFile(then);
  await writeFile(then, whole.subarray(0, 200));
  const state = await fresh.ask("sync.now", {});
  expect(state).toMatchObject({ problem: { kind: "document-damaged" } });
  expect(panel.look(fresh).received.sets(BATCH)).toEqual([]);
  await rm(then);
  await writeFile(then, whole);
  await fresh.engine.close();
  const again = await behindLead(fresh);
  must(await again.tryOnce());
  expect(again.store.received.sets(BATCH)).toHaveLength(1);
  expect(again.store.lead.answersOf(BATCH).map((each) => each.marks)).toEqual([1, 1, 1, 1]);
});

test("a candidate who moves from practice to live on the way counts on every lead's desk as when the mark was made", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,standardisation,", "a-1,K-2,live,", "a-2,K-2,live,"] });
  const early = await behindLead(panel.lead);
  must(await early.tryOnce());
  const { revision } = early.store.lead.allocation(BATCH, "a-1")!;
  must(await reviseAllocations(early, BATCH, [{ person: "a-1", change: () => ({ opened: { at: early.now().toISOString(), because: "Marks well." } }) }], [{ person: "a-1", revision }], { what: "opened" }));
  must(await early.tryOnce());
  await panel.sync(panel.assessor("a-1"));
  await panel.handIn("a-1", { "K-1": both(4), "K-2": both(5) });
  must(await early.tryOnce());
  early.end();
  await panel.repack(["a-1,K-1,live,", "a-1,K-2,live,", "a-2,K-2,live,"]);
  const late = await behindLead(await panel.enrol("l-2", "lead"));
  must(await late.tryOnce());
  const practised = late.store.received.counted(BATCH, "standardisation").map((each) => each.answerId);
  expect(practised.sort()).toEqual(late.store.lead.answersOf(BATCH, ["K-1"]).map((each) => each.id).sort());
});
