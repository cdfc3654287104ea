import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BATCH, behindLead, createLeadPanel, type LeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";
import { eventually } from "../support/eventually.ts";

/** `K-1 q1`: those whose recording a lead's laptop has. */
const here = (panel: LeadPanel) => {
  const { lead, media } = panel.look();
  return lead.answersOf(BATCH).flatMap(({ candidate, question, recording }) => (media.get(recording)?.state === "here" ? [`${candidate} ${question}`] : []));
};
const idOf = (panel: LeadPanel, candidate: string, question: string) => panel.look().lead.findAnswer(BATCH, candidate, question)!.id;

async function oneDiscrepancy(rules = {}) {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], rules });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 4 }, "K-2": { q1: 4, q2: 4 } });
  await panel.handIn("a-2", { "K-1": { q1: 6, q2: 4 }, "K-2": { q1: 4, q2: 4 } });
  await panel.sync();
  return panel;
}

describe("recordings on a lead's laptop", () => {
  test("come for what is to be settled, and play; all others stay in the depot until they are asked for", async () => {
    const panel = await oneDiscrepancy();
    expect(here(panel)).toEqual(["K-1 q1"]);
    const [disputed, agreed] = [idOf(panel, "K-1", "q1"), idOf(panel, "K-2", "q2")];
    expect(await panel.lead.engine.openMedia(disputed)).toMatchObject({ type: "video/mp4" });
    expect(await panel.lead.engine.openMedia(agreed)).toBeNull();
    await panel.lead.ask("sync.fetch-now", { answerId: agreed });
    await panel.sync();
    expect(here(panel)).toEqual(["K-1 q1", "K-2 q2"]);
    expect(await panel.lead.engine.openMedia(agreed)).not.toBeNull();
    expect(await panel.lead.refused("sync.fetch-now", { answerId: 2_000_000_999 })).toEqual({ kind: "answer-not-found" });
    // Captions come on their own, beside the recordings.
    await eventually(async () => expect((await panel.lead.ask("space.view", {})).batches).toMatchObject([{ batch: BATCH, state: null, delivered: false, keptUntil: null, files: 4 }]));
  });

  test("come for what everybody practises on, before anybody has marked it", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"], allocation: ["a-1,K-1,standardisation,", "a-1,K-2,live,"] });
    await panel.sync();
    await panel.sync();
    expect(here(panel)).toEqual(["K-1 q1", "K-1 q2"]);
  });

  test("come after what the lead marks", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"], allocation: ["a-1,K-1,standardisation,", "l-2,K-2,live,"] });
    const desk = await behindLead(await panel.enrol("l-2", "lead"));
    must(await desk.tryOnce());
    const { wantedNext } = await import("../../src-main/engine/sync/wanted.ts");
    const order = wantedNext(desk, { underWay: [], refused: [] }, 100).map(({ object }) => object);
    const own = desk.store.work.answersOf(BATCH).map((each) => each.recording);
    const practice = desk.store.lead.answersOf(BATCH, ["K-1"]).map((each) => each.recording);
    expect(own).toHaveLength(2);
    expect(order.filter((object) => own.includes(object) || practice.includes(object))).toEqual([...own, ...practice]);
  });

  test("go when the lead says so, with their keys, and come again when one is asked for", async () => {
    const panel = await oneDiscrepancy();
    const id = idOf(panel, "K-1", "q1");
    const { path: file } = (await panel.lead.engine.openMedia(id))!;
    expect(await panel.lead.refused("recordings.remove", { batch: BATCH, stillNeeded: false })).toEqual({ kind: "recordings-moderated", batch: BATCH });
    expect(await panel.lead.ask("recordings.remove", { batch: BATCH, stillNeeded: true })).toMatchObject({ batch: BATCH, files: 2 });
    expect(existsSync(file)).toBe(false);
    const { media, work } = panel.look();
    expect(media.forLead.hasKeys(BATCH)).toBe(false);
    expect(work.documentKeys("batches/")).toEqual([]);
    await panel.sync();
    expect(here(panel)).toEqual([]);
    // One that never was here: its key has to come first.
    const other = idOf(panel, "K-2", "q1");
    await panel.lead.ask("sync.fetch-now", { answerId: other });
    await panel.sync();
    expect(here(panel)).toEqual(["K-1 q1", "K-2 q1"]);
    expect(await panel.lead.engine.openMedia(other)).not.toBeNull();
  });

  test("go by themselves when the outcome is published and the campaign's days are over", async () => {
    const panel = await oneDiscrepancy({ retentionDays: 0 });
    expect((await panel.lead.ask("recordings.remove-over", {})).removed).toEqual([]);
    await panel.lead.engine.close();
    const desk = await behindLead(panel.lead);
    desk.store.db
      .prepare("INSERT INTO outcomes (batch, revision, key, sha256, author, published_at, reason, document) VALUES (?, 1, 'k', 's', 'l-1', ?, NULL, '{}')")
      .run(BATCH, desk.now().toISOString());
    const { removeWhatIsOver } = await import("../../src-main/engine/retention/remove-recordings.ts");
    expect(await removeWhatIsOver(desk)).toMatchObject([{ batch: BATCH, files: 2 }]);
  });
});
