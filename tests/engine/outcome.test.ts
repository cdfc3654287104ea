import { createHash, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { runDesk } from "../../src-main/cli/run-desk.ts";
import { noProgress } from "../../src-main/cli/progress.ts";
import { createFolderDepot } from "../../src-main/engine/depot/folder-depot.ts";
import { keepStanding } from "../../src-main/engine/moderation/keep-standing.ts";
import { OUTCOME_DECLARATION, type OutcomeDocument } from "../../src-shared/documents/outcome.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { deskBehind } from "./support/faulty-depot.ts";
import { BATCH, createLeadPanel, LEAD, panelCampaign, type LeadPanel, type Scores } from "./support/lead-panel.ts";
import { must, network, openTestDesk } from "./support/panel.ts";
import { publishing } from "./support/publishing.ts";

const mean = { combine: "mean", tolerance: 2 } as const;
const both = (q1: number, q2: number) => ({ q1, q2 });

/** Both assessors hand in the same scores, and the lead takes them in. */
async function marked(panel: LeadPanel, scores: Scores, other: Scores = scores) {
  await panel.handIn("a-1", scores);
  await panel.handIn("a-2", other);
  await panel.sync();
}

async function order(panel: LeadPanel) {
  const page = await panel.lead.ask("outcome.page", { batch: BATCH, filter: "all", search: "", offset: 0, limit: 100 });
  return page.rows.map((each) => [each.rank, each.candidate, each.total, each.place]);
}

const outcomes = (panel: LeadPanel) => panel.look().outcomes.of(BATCH);
const newest = (panel: LeadPanel): OutcomeDocument => panel.look().outcomes.document(outcomes(panel).at(-1)!.key)!;

describe("an outcome", () => {
  test("is worked out from what stands, published once, sealed for the leads, and carries marks, rules, sets and the declaration", async () => {
    const panel = await createLeadPanel({ rules: { ...mean, places: 1 } });
    await marked(panel, { "K-1": both(4, 4), "K-2": both(6, 5), "K-3": both(3, 3) }, { "K-1": both(5, 4), "K-2": both(6, 6), "K-3": both(3, 4) });
    expect(await order(panel)).toEqual([
      [1, "K-2", 11.5, "offer"],
      [2, "K-1", 8.5, "reserve"],
      [3, "K-3", 6.5, "not-passed"],
    ]);
    const { published, isNew } = await panel.lead.ask("outcome.publish", await publishing(panel.lead));
    expect({ isNew, revision: published.revision, author: published.author, counts: published.counts, delivery: published.delivery.kind }).toEqual({ isNew: true, revision: 1, author: LEAD, counts: true, delivery: "waiting" });
    await panel.sync();

    const depot = createFolderDepot(panel.room.depotFolder);
    const bytes = must(await depot.read(published.key, 1e7));
    expect(published.key).toContain(createHash("sha256").update(bytes).digest("hex"));
    expect(Buffer.from(bytes).includes("K-1")).toBe(false);
    const outcome = newest(panel);
    expect(outcome).toMatchObject({ revision: 1, reason: null, incompleteReason: null, declaration: OUTCOME_DECLARATION, rules: { places: 1, combine: "mean" } });
    expect(outcome.sets.map((each) => [each.person, each.revision])).toEqual([["a-1", 1], ["a-2", 1]]);
    expect(outcome.answers.find((each) => each.candidate === "K-1" && each.question === "q1")).toEqual({
      ...{ candidate: "K-1", question: "q1", final: 4.5, basis: "combined", reason: "", decidedBy: null, decidedAt: null },
      marks: [
        { assessor: "a-1", setRevision: 1, score: 4, cannotScore: null, flags: [] },
        { assessor: "a-2", setRevision: 1, score: 5, cannotScore: null, flags: [] },
      ],
    });
    expect((await panel.lead.ask("outcome.view", { batch: BATCH })).published[0]?.delivery.kind).toBe("delivered");
    expect(panel.look().audit.valuesOf("published", BATCH)).toEqual([{ key: published.key, declaration: OUTCOME_DECLARATION, reason: null, incompleteReason: null }]);

    await panel.sync(panel.assessor("a-1"));
    expect(panel.look(panel.assessor("a-1")).outcomes.of(BATCH)).toEqual([]);
  });

  test("published again without a change is the revision that there is; with a change it needs a reason and says what changed", async () => {
    const panel = await createLeadPanel({ rules: mean });
    const scores = { "K-1": both(4, 4), "K-2": both(6, 5), "K-3": both(5, 5) };
    await marked(panel, scores);
    const first = await panel.lead.ask("outcome.publish", await publishing(panel.lead));
    expect(await panel.lead.ask("outcome.publish", await publishing(panel.lead, { reason: "Once more." }))).toMatchObject({ isNew: false, published: { revision: 1, key: first.published.key } });
    expect(outcomes(panel)).toHaveLength(1);

    await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "Read the rubric again." });
    await panel.handIn("a-1", { ...scores, "K-1": both(6, 6) });
    await panel.sync();
    const { changes } = await panel.lead.ask("outcome.view", { batch: BATCH });
    expect(changes).toEqual({ total: 1, first: [{ candidate: "K-1", before: { place: "passed", rank: 3, total: 8 }, now: { place: "passed", rank: 2, total: 10 } }] });
    expect(await panel.lead.refused("outcome.publish", await publishing(panel.lead))).toEqual({ kind: "reason-needed" });
    const second = await panel.lead.ask("outcome.publish", await publishing(panel.lead, { reason: "An assessor corrected marks." }));
    expect(second).toMatchObject({ isNew: true, published: { revision: 2, reason: "An assessor corrected marks.", counts: true } });
    expect(newest(panel).sets).toMatchObject([{ person: "a-1", revision: 2 }, { person: "a-2", revision: 1 }]);
    expect((await panel.lead.ask("outcome.view", { batch: BATCH })).published.map((each) => [each.revision, each.counts])).toEqual([[2, true], [1, false]]);
  });

  test("is not published where scores, order or rules are others than the lead saw; what changes none of them is no reason", async () => {
    const panel = await createLeadPanel({ rules: mean });
    const scores = { "K-1": both(4, 4), "K-2": both(6, 5), "K-3": both(5, 5) };
    await marked(panel, scores);
    const seen = await publishing(panel.lead);
    await panel.lead.ask("moderation.note", { answerId: panel.look().lead.findAnswer(BATCH, "K-1", "q1")!.id, text: "Steady.", writing: false });
    expect(await publishing(panel.lead)).toEqual(seen);
    await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "Read the rubric again." });
    await panel.handIn("a-1", { "K-1": both(6, 6) });
    await panel.sync();
    const refused = await panel.lead.refused("outcome.publish", seen);
    expect(describeProblem(refused)).toBe("What stands for b-1 has changed since you saw it. Nothing was published; look at the order of merit again, then publish.");
    expect(outcomes(panel)).toEqual([]);
    expect(await panel.lead.ask("outcome.publish", await publishing(panel.lead))).toMatchObject({ isNew: true });
    // Another rule is another outcome, whether or not it changes a place today.
    const again = await publishing(panel.lead, { reason: "Once more." });
    await writeFile(panel.room.campaignFile, JSON.stringify({ ...panelCampaign, rules: { passMark: 3, ...mean } }));
    await panel.repack();
    await panel.sync();
    expect(await panel.lead.refused("outcome.publish", again)).toEqual({ kind: "outcome-changed", batch: BATCH });
  });

  test("waits for what is to be settled, and leaves behind who is still being marked only with a reason", async () => {
    const panel = await createLeadPanel({ rules: { ...mean, tolerance: 1 } });
    await panel.handIn("a-1", { "K-1": both(4, 4), "K-2": both(6, 5), "K-3": both(5, 5) });
    await panel.sync();
    const waiting = await panel.lead.refused("outcome.publish", await publishing(panel.lead));
    expect(waiting).toEqual({ kind: "outcome-incomplete", batch: BATCH, answers: 6, asked: 0, waiting: 6, unallocated: 0 });
    expect(describeProblem(waiting)).toContain("6 answers of b-1 have no score yet (6 still to be marked");
    expect(await panel.lead.ask("outcome.publish", await publishing(panel.lead, { incompleteReason: "The second assessor is ill." }))).toMatchObject({ isNew: true });
    expect(newest(panel)).toMatchObject({ incompleteReason: "The second assessor is ill.", candidates: [{ place: "incomplete", rank: null }, { place: "incomplete" }, { place: "incomplete" }] });

    await panel.handIn("a-2", { "K-1": both(7, 4), "K-2": both(6, 5), "K-3": both(5, 5) });
    await panel.sync();
    expect((await panel.lead.ask("outcome.view", { batch: BATCH })).open).toEqual({ toSettle: 1, asked: 0, waiting: 0, unallocated: 0, withoutScore: 0 });
    const unsettled = await panel.lead.refused("outcome.publish", await publishing(panel.lead, { reason: "Later.", incompleteReason: "In a hurry." }));
    expect(unsettled).toEqual({ kind: "outcome-not-settled", batch: BATCH, answers: 1 });
    expect(outcomes(panel)).toHaveLength(1);
  });

  test("is not published while a tie lies across the last place; a lead breaks it with a reason, which the outcome carries", async () => {
    const panel = await createLeadPanel({ rules: { ...mean, places: 2 } });
    await marked(panel, { "K-1": both(5, 5), "K-2": both(6, 6), "K-3": both(5, 5) });
    expect(await order(panel)).toEqual([
      [1, "K-2", 12, "offer"],
      [2, "K-1", 10, "reserve"],
      [2, "K-3", 10, "reserve"],
    ]);
    expect(await panel.lead.refused("outcome.publish", await publishing(panel.lead))).toEqual({ kind: "outcome-tie-open", batch: BATCH, candidates: 2 });
    expect(await panel.lead.refused("outcome.rank", { batch: BATCH, candidates: ["K-3", "K-2"], reason: "Not level." })).toEqual({ kind: "tie-changed" });
    expect(await panel.lead.refused("outcome.rank", { batch: BATCH, candidates: ["K-3", "K-1"], reason: "" })).toEqual({ kind: "reason-needed" });
    await panel.lead.ask("outcome.rank", { batch: BATCH, candidates: ["K-3", "K-1"], reason: "Weighed options with more care." });
    expect((await order(panel)).slice(1)).toEqual([
      [2, "K-3", 10, "offer"],
      [3, "K-1", 10, "reserve"],
    ]);
    await panel.lead.ask("outcome.publish", await publishing(panel.lead));
    expect(newest(panel).candidates[1]).toMatchObject({ candidate: "K-3", place: "offer", tieReason: "Same total as K-1 (10). Ahead of K-1 as a lead decided: Weighed options with more care." });
    expect(panel.look().audit.valuesOf("moderation", BATCH)).toMatchObject([{ act: "ranked", candidates: ["K-3", "K-1"] }]);
  });

  test("of two leads with the same revision number both stay, and the later counts", async () => {
    const panel = await createLeadPanel({ rules: mean });
    const other = await panel.enrol("l-2", "lead");
    await marked(panel, { "K-1": both(4, 4), "K-2": both(6, 5), "K-3": both(5, 5) });
    await panel.sync(other);
    await panel.lead.ask("outcome.publish", await publishing(panel.lead));
    await other.ask("outcome.publish", await publishing(other));
    for (const desk of [panel.lead, other, panel.lead]) await panel.sync(desk);
    const seen = (await panel.lead.ask("outcome.view", { batch: BATCH })).published;
    expect(seen.map((each) => [each.revision, each.author, each.counts, each.delivery.kind])).toEqual([[1, "l-2", true, "found"], [1, LEAD, false, "delivered"]]);
    expect((await other.ask("outcome.view", { batch: BATCH })).published.map((each) => each.author)).toEqual(["l-2", LEAD]);
    expect(await panel.lead.ask("outcome.publish", await publishing(panel.lead))).toMatchObject({ isNew: false, published: { author: "l-2" } });
  });

  test("shows a candidate's answers with the marks that count, and refuses an assessor's desk", async () => {
    const panel = await createLeadPanel({ rules: mean, allocation: ["a-1,K-1,live,2026-12-01", "a-1,K-2,live,2026-12-01", "a-2,K-3,standardisation,2026-12-01"] });
    await panel.handIn("a-1", { "K-1": both(4, 4), "K-2": both(6, 5) });
    await panel.sync();
    const { answers, candidate } = await panel.lead.ask("outcome.candidate", { batch: BATCH, candidate: "K-2" });
    expect(candidate).toMatchObject({ rank: 1, total: 11 });
    expect(answers.map((each) => [each.questionNumber, each.behaviour, each.final, each.basis, each.marks.map((mark) => [mark.assessor, mark.score])])).toEqual([
      [1, "Talking", 6, "single", [["a-1", 6]]],
      [2, "Deciding", 5, "single", [["a-1", 5]]],
    ]);
    const view = await panel.lead.ask("outcome.view", { batch: BATCH });
    expect({ candidates: view.candidates, practice: view.practice, close: view.counts.close }).toEqual({ candidates: 2, practice: 1, close: 1 });
    expect(await panel.lead.refused("outcome.candidate", { batch: BATCH, candidate: "K-3" })).toMatchObject({ kind: "outcome-candidate-not-found" });
    expect(await panel.assessor("a-1").refused("outcome.view", { batch: BATCH })).toEqual({ kind: "not-a-lead" });
    expect(await panel.assessor("a-1").refused("outcome.publish", await publishing(panel.lead))).toEqual({ kind: "not-a-lead" });
  });

  test("says of what a lead settled what it was, why, by whom and when, and leaves behind who cannot have a score", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], rules: { ...mean, tolerance: 1 } });
    await marked(panel, { "K-1": both(2, 4), "K-2": both(2, 4) }, { "K-1": both(6, 4), "K-2": both(6, 4) });
    await panel.lead.engine.close();
    const rooms = await deskBehind(panel.lead.home, (depot) => depot);
    const { store } = rooms;
    const settle = (candidate: string, final: number | null, reason: string) => {
      const { id } = store.lead.findAnswer(BATCH, candidate, "q1")!;
      const marks = store.received.countedOf(id, "live").map(({ person, revision, score, cannotScore }) => ({ assessor: person, setRevision: revision, score, cannotScore }));
      store.transaction(() => {
        store.decisions.add(BATCH, LEAD, { id: randomUUID(), at: "2026-11-22T08:00:00.000Z", act: "settled", candidate, question: "q1", final, basis: "adjudicated", reason, marks }, null);
        keepStanding(store, BATCH, [candidate]);
      });
    };
    settle("K-1", 5, "The second half shows it.");
    settle("K-2", null, "The sound is gone.");
    rooms.end();
    const lead = await openTestDesk(panel.lead.home);
    expect(await lead.ask("outcome.publish", await publishing(lead))).toMatchObject({ isNew: true });
    const outcome = panel.look().outcomes.document(outcomes(panel)[0]!.key)!;
    expect(outcome.candidates).toMatchObject([{ candidate: "K-1", total: 9, rank: 1, passed: true }, { candidate: "K-2", total: 4, rank: null, place: "incomplete" }]);
    expect(outcome.answers.filter((each) => each.question === "q1")).toMatchObject([
      { final: 5, basis: "adjudicated", reason: "The second half shows it.", decidedBy: LEAD, decidedAt: "2026-11-22T08:00:00.000Z" },
      { final: null, basis: "adjudicated", reason: "The sound is gone.", decidedBy: LEAD },
    ]);
  });
});

describe("desk publish", () => {
  test("shows what would be, publishes, and says when there is nothing new", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], rules: { ...mean, places: 1 } });
    await panel.handIn("a-1", { "K-1": both(4, 4), "K-2": both(6, 5) });
    await panel.sync();
    await panel.lead.engine.close();
    const desk = async (...args: string[]) => {
      const said = { out: "", err: "" };
      const status = await runDesk(["publish", "--home", panel.lead.home, "--batch", BATCH, ...args], {
        ...network,
        ...{ env: {}, version: "test", demoAssets: null, createProgress: () => noProgress },
        out: (text) => void (said.out += text),
        err: (text) => void (said.err += text),
      });
      return { status, ...said };
    };
    const early = await desk("--dry-run", "--json");
    expect(early.status).toBe(1);
    expect(JSON.parse(early.out)).toMatchObject({ publishable: false, problem: { kind: "outcome-incomplete", waiting: 4 }, counts: { all: 2, incomplete: 2 } });
    expect(await desk()).toMatchObject({ status: 1, out: "", err: expect.stringContaining("4 answers of b-1 have no score yet") as string });

    await panel.handIn("a-2", { "K-1": both(4, 4), "K-2": both(6, 5) });
    expect((await desk("--dry-run")).status).toBe(1);
    const lead = await openTestDesk(panel.lead.home);
    await panel.sync(lead);
    await lead.engine.close();
    const ready = await desk("--dry-run");
    expect(ready).toMatchObject({ status: 0, err: "" });
    expect(ready.out).toBe("b-1: 2 candidates, 1 offer, 1 on the reserve list, 0 not passed, 0 incomplete.\n1\tK-2\t11\toffer\n2\tK-1\t8\treserve\n");
    expect(outcomes(panel)).toEqual([]);
    const published = await desk("--json");
    expect(published.status).toBe(0);
    expect(JSON.parse(published.out)).toMatchObject({ revision: 1, isNew: true, delivery: { kind: "delivered" }, declaration: OUTCOME_DECLARATION });
    expect(await desk()).toMatchObject({ status: 0, out: "Nothing has changed since revision 1 of the outcome of b-1, so nothing was published.\n" });
  });
});
