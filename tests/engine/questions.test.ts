import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BATCH, createLeadPanel, type LeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const scores = (q1: number) => ({ "K-1": { q1, q2: 5 }, "K-2": { q1: 5, q2: 5 } });

/** Two assessors who are three points apart on one answer, and the first is asked about it. */
async function askedPanel(): Promise<LeadPanel & { answerId: number; query: string }> {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"] });
  await panel.handIn("a-1", scores(6));
  await panel.handIn("a-2", scores(3));
  await panel.sync();
  const leads = panel.look().lead.findAnswer(BATCH, "K-1", "q1")!;
  await panel.lead.ask("moderation.ask", { id: randomUUID(), answerId: leads.id, person: "a-1", text: "Where do you see the result?" });
  await panel.sync();
  await panel.sync(panel.assessor("a-1"));
  const [asked] = (await panel.assessor("a-1").ask("home.view", {})).queries;
  return { ...panel, answerId: asked!.answerId, query: asked!.query };
}

describe("what a lead asks an assessor", () => {
  test("opens that answer alone again, and the set waits for the reply", async () => {
    const panel = await askedPanel();
    const desk = panel.assessor("a-1");
    const home = await desk.ask("home.view", {});
    expect(home.queries).toMatchObject([{ candidate: "K-1", questionNumber: 1, text: "Where do you see the result?", reply: "" }]);
    expect(home.batches[0]).toMatchObject({ state: "extended" });
    expect(await desk.ask("review.view", { answerId: panel.answerId })).toMatchObject({ submittedAt: null, queries: [{ query: panel.query }] });
    const other = panel.look(desk).work.findAnswer(BATCH, "K-2", "q1")!;
    expect(await desk.engine.request("mark.set-score", { answerId: other.id, score: 1 })).toMatchObject({ ok: false, error: { kind: "set-already-submitted" } });

    expect(await desk.ask("check.view", { batch: BATCH })).toMatchObject({ asked: 1, missing: [{ candidate: "K-1", what: "reply-missing" }], totals: { missing: 1 } });
    expect(await desk.engine.request("set.submit", { batch: BATCH, declared: true })).toMatchObject({ ok: false, error: { kind: "set-incomplete", first: ["K-1, question 1 (a reply to your team lead)"] } });
  });

  test("is replied to with the next set: the lead reads it beside both revisions, and decides", async () => {
    const panel = await askedPanel();
    const desk = panel.assessor("a-1");
    await desk.ask("mark.set-score", { answerId: panel.answerId, score: 4 });
    await desk.ask("mark.reply", { answerId: panel.answerId, query: panel.query, text: "I overrated it: the result is claimed, not shown." });
    await panel.submit("a-1");
    expect(await desk.ask("home.view", {})).toMatchObject({ queries: [], batches: [{ state: "submitted", lastSet: { revision: 2, reason: "A team lead asked about it." } }] });
    expect(await desk.engine.request("mark.reply", { answerId: panel.answerId, query: panel.query, text: "Too late." })).toMatchObject({ ok: false });

    await panel.sync();
    const leads = panel.look().lead.findAnswer(BATCH, "K-1", "q1")!;
    expect(leads).toMatchObject({ state: "to-settle", lowest: 3, highest: 4 });
    expect(leads.reasons).toContain("replied");
    expect(panel.look().received.replies(BATCH)).toMatchObject([{ query: panel.query, person: "a-1", text: "I overrated it: the result is claimed, not shown." }]);
  });

  test("reaches nobody else, and comes once", async () => {
    const panel = await askedPanel();
    const other = panel.assessor("a-2");
    await panel.sync(other);
    expect((await other.ask("home.view", {})).queries).toEqual([]);
    const before = must(await panel.assessor("a-1").engine.request("home.view", {}));
    await panel.sync(panel.assessor("a-1"));
    expect(must(await panel.assessor("a-1").engine.request("home.view", {})).queries).toEqual(before.queries);
  });

  test("a reply that was typed stands after the desk was closed, and counts for nothing before it is submitted", async () => {
    const panel = await askedPanel();
    const desk = panel.assessor("a-1");
    await desk.ask("mark.reply", { answerId: panel.answerId, query: panel.query, text: "I stand by it." });
    expect(panel.look(desk).queries.get(panel.query)).toMatchObject({ reply: "I stand by it.", repliedIn: null });
    await panel.sync();
    expect(panel.look().received.replies(BATCH)).toEqual([]);
  });
});
