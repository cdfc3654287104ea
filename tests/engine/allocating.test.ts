import { readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { BoardAssessor } from "../../src-shared/bridge/lead/board.ts";
import type { Round } from "../../src-shared/documents/allocation.ts";
import { reviseAllocations } from "../../src-main/engine/moderation/allocating/revise-allocations.ts";
import { BATCH, behindLead, createLeadPanel, LEAD, type LeadPanel, type LeadPanelOptions } from "./support/lead-panel.ts";
import type { TestDesk } from "./support/panel.ts";

const CANDIDATES = ["K-1", "K-2", "K-3", "K-4", "K-5", "K-6"];
/** Only K-1, for the one who knows everybody. */
const ONE_LINE = ["a-1,K-1,live,2026-12-01"];

const request = { batch: BATCH, assessors: ["a-1", "a-2", "a-3"], round: "live" as Round, seed: "s" };

/** A panel whose lead's desk knows everybody who was invited. */
async function createPanel(options: LeadPanelOptions): Promise<LeadPanel> {
  const panel = await createLeadPanel(options);
  await panel.sync();
  return panel;
}

async function allocateAll(panel: LeadPanel, desk: TestDesk = panel.lead, how: Partial<typeof request> & { due?: string | null } = {}) {
  const { due = "2026-12-01", ...asked } = { ...request, ...how };
  const plan = await desk.ask("board.plan", asked);
  return desk.ask("board.allocate", { ...asked, due, known: plan.known, seen: plan.digest });
}

async function boardOf(desk: TestDesk) {
  return desk.ask("board.batch", { batch: BATCH });
}

async function assessorOn(desk: TestDesk, person: string): Promise<BoardAssessor> {
  return (await boardOf(desk)).assessors.find((each) => each.person === person)!;
}

const known = async (desk: TestDesk, ...people: string[]) => Promise.all(people.map(async (person) => ({ person, revision: (await assessorOn(desk, person))?.revision ?? 0 })));

/** Who marks whom, as an assessor's desk has it. */
async function marks(panel: LeadPanel, person: string): Promise<string[]> {
  await panel.sync(panel.assessor(person));
  return [...new Set(panel.look(panel.assessor(person)).work.answersOf(BATCH).map((each) => each.candidate))].sort();
}

async function threeAssessors(rules = { doubleMarkingShare: 0.5 }) {
  return createPanel({ candidates: CANDIDATES, assessors: ["a-1", "a-2", "a-3"], allocation: ONE_LINE, rules });
}

describe("a lead allocates", () => {
  test("what was planned reaches the assessors' desks, and what was allocated before stays", async () => {
    const panel = await threeAssessors();
    const plan = await panel.lead.ask("board.plan", request);
    expect(plan.assessors.map(({ before, added }) => before + added)).toEqual([3, 3, 3]);
    expect(plan).toMatchObject({ seed: "s", doubles: 3, added: 8, short: [], together: { least: 1, most: 1 } });
    expect(await boardOf(panel.lead)).toMatchObject({ batch: { next: "allocate", candidatesInNeed: 5 }, unallocated: CANDIDATES.slice(1) });

    const published = await allocateAll(panel);
    expect(published.allocations.map(({ person, candidates }) => [person, candidates])).toEqual([["a-1", 3], ["a-2", 3], ["a-3", 3]]);
    expect((await boardOf(panel.lead)).waiting).toHaveLength(3);
    await panel.sync();
    const all = await Promise.all(request.assessors.map((person) => marks(panel, person)));
    expect(all.map((each) => each.length)).toEqual([3, 3, 3]);
    expect(all[0]).toContain("K-1");
    expect(new Set(all.flat())).toEqual(new Set(CANDIDATES));
    expect(await boardOf(panel.lead)).toMatchObject({ batch: { next: "wait", candidatesInNeed: 0 }, unallocated: [], waiting: [] });
    expect(panel.look(panel.assessor("a-2")).work.batch(BATCH)?.due).toBe("2026-12-01");
  });

  test("a second time there is nothing to allocate, and nothing is published", async () => {
    const panel = await threeAssessors();
    await allocateAll(panel);
    await panel.sync();
    expect(await panel.lead.refused("board.allocate", { ...request, due: null, known: [], seen: "" })).toMatchObject({ kind: "allocation-unchanged" });
    expect((await boardOf(panel.lead)).waiting).toEqual([]);
  });

  test("somebody whom nobody invited cannot be allocated anything", async () => {
    const panel = await threeAssessors();
    expect(await panel.lead.refused("board.plan", { ...request, assessors: ["a-1", "a-9"] })).toEqual({ kind: "person-not-invited", person: "a-9" });
  });

  test("an assessor's desk has no board", async () => {
    const panel = await threeAssessors();
    expect(await panel.assessor("a-1").refused("board.view", {})).toEqual({ kind: "not-a-lead" });
    expect(await panel.assessor("a-1").refused("board.stop", { batch: BATCH, person: "a-2", because: "…", known: [] })).toEqual({ kind: "not-a-lead" });
  });

  test("in the round of standardisation everybody practises on everybody", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,standardisation,"] });
    await allocateAll(panel, panel.lead, { assessors: ["a-1", "a-2"], round: "standardisation" });
    await panel.sync();
    expect(await marks(panel, "a-1")).toEqual(["K-1", "K-2"]);
    expect(await marks(panel, "a-2")).toEqual(["K-1", "K-2"]);
    expect(await boardOf(panel.lead)).toMatchObject({ unallocated: [], assessors: [{ candidates: 2, practice: { candidates: 2 } }, { candidates: 2, practice: { candidates: 2 } }] });
  });
});

describe("two leads at once", () => {
  test("what was decided on a revision that is no more is refused, and nothing is published", async () => {
    const panel = await threeAssessors();
    await allocateAll(panel);
    const before = await known(panel.lead, "a-1");
    await panel.lead.ask("board.extend", { batch: BATCH, people: ["a-1"], due: "2026-12-04", known: before });
    expect(await panel.lead.refused("board.extend", { batch: BATCH, people: ["a-1"], due: "2026-12-09", known: before })).toMatchObject({ kind: "changed-meanwhile" });
    expect((await assessorOn(panel.lead, "a-1")).due).toBe("2026-12-04");
  });

  test("nothing is built on what another lead published and is not here yet", async () => {
    const panel = await threeAssessors();
    await allocateAll(panel);
    const desk = await behindLead(panel.lead);
    // As after a delivery that gave way, with the depot gone before the other's could be read.
    desk.store.lead.forgetAllocation(BATCH, "a-1");
    const revised = await reviseAllocations(desk, BATCH, [{ person: "a-1", change: () => ({ candidates: [] }) }], [{ person: "a-1", revision: 0 }], { what: "extended" });
    expect(revised).toEqual({ ok: false, error: { kind: "changed-meanwhile", what: `what a-1 marks of ${BATCH}` } });
  });

  test("who publishes second is told, and what the first published counts on both desks", async () => {
    const panel = await threeAssessors();
    const other = await panel.enrol("l-2", "lead");
    await panel.sync(other);
    await panel.lead.ask("board.extend", { batch: BATCH, people: ["a-1"], due: "2026-12-04", known: await known(panel.lead, "a-1") });
    await other.ask("board.stop", { batch: BATCH, person: "a-1", because: "Far off the standard.", known: await known(other, "a-1") });
    await panel.sync();
    const state = await other.ask("sync.now", {});
    expect(state).toMatchObject({ problem: { kind: "changed-meanwhile" } });
    await panel.sync(other);
    expect(await assessorOn(other, "a-1")).toMatchObject({ due: "2026-12-04", stopped: null });
    expect((await other.ask("lead.delivery", {})).closed).toHaveLength(1);
    // Decided again, on what the first lead made of it.
    await other.ask("board.stop", { batch: BATCH, person: "a-1", because: "Far off the standard.", known: await known(other, "a-1") });
    await panel.sync(other);
    await panel.sync();
    expect(await assessorOn(panel.lead, "a-1")).toMatchObject({ due: "2026-12-04", stopped: { because: "Far off the standard." } });
    expect(await readdir(path.join(panel.room.depotFolder, "allocations", "a-1", BATCH))).not.toHaveLength(1);
  });
});

describe("a lead passes candidates on", () => {
  test("from one assessor to another, with their day; marks made of them stay on the first one's desk", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,2026-12-01", "a-1,K-2,live,2026-12-01"] });
    await panel.mark("a-1", { "K-1": { q1: 3 } });
    const moved = await panel.lead.ask("board.reassign", { batch: BATCH, from: "a-1", to: "a-2", candidates: ["K-1"], handedIn: false, known: await known(panel.lead, "a-1", "a-2") });
    expect(moved.moved).toBe(1);
    await panel.sync();
    expect(await marks(panel, "a-1")).toEqual(["K-2"]);
    expect(await marks(panel, "a-2")).toEqual(["K-1"]);
    expect(panel.look(panel.assessor("a-1")).marks.totals().marks).toBe(1);
    expect(panel.look(panel.assessor("a-2")).work.batch(BATCH)?.due).toBe("2026-12-01");
  });

  test("what is handed in moves only where that is said, and its marks count all the same", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,", "a-1,K-2,live,"] });
    await panel.handIn("a-1", { "K-1": { q1: 3, q2: 4 }, "K-2": { q1: 3, q2: 4 } });
    await panel.sync();
    const input = { batch: BATCH, from: "a-1", to: "a-2", candidates: ["K-1"], known: await known(panel.lead, "a-1", "a-2") };
    expect(await panel.lead.refused("board.reassign", { ...input, handedIn: false })).toEqual({ kind: "marks-handed-in", person: "a-1", candidates: 1, first: ["K-1"] });
    expect(await panel.lead.refused("board.reassign", { ...input, candidates: null, handedIn: false })).toEqual({ kind: "allocation-unchanged", batch: BATCH });
    expect((await assessorOn(panel.lead, "a-1")).candidates).toBe(2);
    await panel.lead.ask("board.reassign", { ...input, handedIn: true });
    await panel.sync();
    expect(panel.look().lead.answersOf(BATCH).map(({ candidate, marks }) => [candidate, marks])).toEqual([["K-1", 1], ["K-1", 1], ["K-2", 1], ["K-2", 1]]);
  });

  test("who is gained stands among what they have by lot, not at the end", async () => {
    const panel = await createPanel({ assessors: ["a-1", "a-2"], candidates: CANDIDATES, allocation: ["K-1", "K-2", "K-3"].flatMap((candidate, index) => [`a-1,${candidate},live,`, `a-2,K-${index + 4},live,`]) });
    await panel.lead.ask("board.reassign", { batch: BATCH, from: "a-1", to: "a-2", candidates: null, handedIn: false, known: await known(panel.lead, "a-1", "a-2") });
    await panel.sync();
    const desk = panel.assessor("a-2");
    await panel.sync(desk);
    const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 50 });
    const order = [...new Set(rows.map((row) => row.candidate))];
    expect(order.toSorted()).toEqual(CANDIDATES);
    expect(order.filter((each) => ["K-4", "K-5", "K-6"].includes(each))).toEqual(["K-4", "K-5", "K-6"]);
    expect(order.slice(0, 3)).not.toEqual(["K-4", "K-5", "K-6"]);
  });

  test("to nobody: the board says that nobody marks them", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"] });
    await panel.lead.ask("board.reassign", { batch: BATCH, from: "a-1", to: null, candidates: ["K-2"], handedIn: false, known: await known(panel.lead, "a-1") });
    expect(await boardOf(panel.lead)).toMatchObject({ unallocated: ["K-2"], batch: { next: "allocate", candidatesInNeed: 1 } });
  });

  test("nobody is given a candidate whom they mark already, or know", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,", "a-1,K-2,live,", "a-2,K-1,live,"] });
    const input = { batch: BATCH, from: "a-1", to: "a-2", handedIn: false, known: await known(panel.lead, "a-1", "a-2") };
    expect(await panel.lead.refused("board.reassign", { ...input, candidates: ["K-1"] })).toMatchObject({ kind: "input-invalid" });
    const { moved } = await panel.lead.ask("board.reassign", { ...input, candidates: null });
    expect(moved).toBe(1);
  });
});

describe("somebody knows a candidate", () => {
  test("the board asks for another marker, allocating finds one, and then asks no more", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,", "a-2,K-2,live,"] });
    await panel.assessor("a-1").ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A cousin." });
    await panel.sync(panel.assessor("a-1"));
    await panel.sync();
    const board = await boardOf(panel.lead);
    expect(board).toMatchObject({ needAnother: [{ candidate: "K-1", has: 0, wanted: 1 }], batch: { next: "allocate", withdrawals: 1, candidatesInNeed: 1 } });
    expect(board.assessors[0]?.withdrawals).toMatchObject([{ candidate: "K-1", note: "A cousin." }]);
    await allocateAll(panel, panel.lead, { assessors: ["a-1", "a-2"] });
    await panel.sync();
    expect(await marks(panel, "a-2")).toEqual(["K-1", "K-2"]);
    expect(await boardOf(panel.lead)).toMatchObject({ needAnother: [], batch: { candidatesInNeed: 0, withdrawals: 1 } });
    // It is nobody's but the other's now, and stays so; who knows the candidate is never drawn for them.
    expect((await panel.lead.ask("board.candidates", { batch: BATCH, person: "a-1" })).candidates).toEqual([]);
    expect(await panel.lead.ask("board.plan", { ...request, assessors: ["a-1", "a-2"] })).toMatchObject({ added: 0, released: 0 });
    expect(await marks(panel, "a-1")).toEqual([]);
    await panel.sync();
    expect((await boardOf(panel.lead)).batch.withdrawals).toBe(1);
  });
});

describe("a lead stops somebody's marking", () => {
  test("nothing can be marked, the desk says why, the marks stay, and they can be let go on", async () => {
    const panel = await createPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    const desk = panel.assessor("a-1");
    await panel.mark("a-1", { "K-1": { q1: 3 } });
    const [first, second] = panel.look(desk).work.answersOf(BATCH);
    expect(await panel.lead.refused("board.stop", { batch: BATCH, person: "a-1", because: " ", known: await known(panel.lead, "a-1") })).toEqual({ kind: "reason-needed" });
    await panel.lead.ask("board.stop", { batch: BATCH, person: "a-1", because: "Drifts from the standard.", known: await known(panel.lead, "a-1") });
    expect(await assessorOn(panel.lead, "a-1")).toMatchObject({ state: "stopped", stopped: { because: "Drifts from the standard." } });
    expect(await boardOf(panel.lead)).toMatchObject({ batch: { assessors: { stopped: 1 }, candidatesInNeed: 1 } });
    await panel.sync();
    await panel.sync(desk);

    const problem = { kind: "marking-stopped", batch: BATCH, because: "Drifts from the standard." };
    expect(await desk.refused("mark.set-score", { answerId: second!.id, score: 4 })).toEqual(problem);
    expect(await desk.refused("mark.set-evidence", { answerId: first!.id, text: "More." })).toEqual(problem);
    expect(await desk.refused("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" })).toEqual(problem);
    expect(await desk.refused("set.submit", { batch: BATCH, declared: true })).toEqual(problem);
    expect((await desk.ask("review.view", { answerId: first!.id })).mark.score).toBe(3);
    expect((await desk.ask("review.view", { answerId: first!.id })).stopped).toMatchObject({ because: "Drifts from the standard." });
    const home = await desk.ask("home.view", {});
    expect(home).toMatchObject({ next: null, batches: [{ state: "stopped", next: null, stopped: { because: "Drifts from the standard." } }] });

    await panel.lead.ask("board.resume", { batch: BATCH, person: "a-1", known: await known(panel.lead, "a-1") });
    await panel.sync();
    await panel.sync(desk);
    await desk.ask("mark.set-score", { answerId: second!.id, score: 4 });
    expect((await desk.ask("home.view", {})).batches[0]).toMatchObject({ state: "marking", stopped: null });
  });

  test("somebody else can be given what they have not handed in", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,", "a-2,K-2,live,"] });
    await panel.lead.ask("board.stop", { batch: BATCH, person: "a-1", because: "Ill.", known: await known(panel.lead, "a-1") });
    await allocateAll(panel, panel.lead, { assessors: ["a-2"] });
    await panel.sync();
    expect(await marks(panel, "a-2")).toEqual(["K-1", "K-2"]);
    expect((await boardOf(panel.lead)).batch.candidatesInNeed).toBe(0);
  });
});

describe("the board", () => {
  test("says how far everybody is, from drafts and sets, who is late, and what comes next", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], rules: { tolerance: 1, combine: "mean" }, allocation: ["K-1", "K-2"].flatMap((candidate) => [`a-1,${candidate},live,2020-01-31`, `a-2,${candidate},live,2020-01-31`]) });
    await panel.sync();
    expect(await boardOf(panel.lead)).toMatchObject({ batch: { next: "overdue", due: "2020-01-31", assessors: { total: 2, overdue: 2, handedIn: 0 } }, assessors: [{ state: "not-started", overdue: true, marked: 0, asOf: null, answers: 4, candidates: 2 }, {}] });
    await panel.mark("a-1", { "K-1": { q1: 3 } });
    await panel.sync(panel.assessor("a-1"));
    await panel.sync();
    expect(await assessorOn(panel.lead, "a-1")).toMatchObject({ state: "marking", marked: 1, asOf: { from: "draft" } });
    await panel.handIn("a-1", { "K-1": { q1: 3, q2: 3 }, "K-2": { q1: 3, q2: 3 } });
    await panel.handIn("a-2", { "K-1": { q1: 6, q2: 3 }, "K-2": { q1: 3, q2: 3 } });
    await panel.sync();
    const board = await boardOf(panel.lead);
    expect(board.batch).toMatchObject({ next: "settle", answers: { total: 4, marked: 4, toSettle: 1, agreed: 3, discrepancies: 1 }, assessors: { overdue: 0, handedIn: 2 }, sets: { received: 2, revisions: 2 }, due: null });
    expect(board.assessors).toMatchObject([{ state: "handed-in", marked: 4, asOf: { from: "set" }, overdue: false, discrepancies: 1, sets: [{ revision: 1, reason: null, marks: 4 }] }, { discrepancies: 1 }]);
    await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "Wrong candidate." });
    await panel.handIn("a-1", { "K-1": { q1: 5 } });
    await panel.sync();
    expect(await assessorOn(panel.lead, "a-1")).toMatchObject({ sets: [{ revision: 1 }, { revision: 2, reason: "Wrong candidate." }], discrepancies: 0 });
    const all = await panel.lead.ask("board.view", {});
    expect(all).toMatchObject({ person: { id: LEAD }, ownBatches: 0, batches: [{ batch: BATCH, next: "publish", outcome: null }] });
  });

  test("who handed in and is given more is at work again", async () => {
    const panel = await createPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"], allocation: ["a-1,K-1,live,2020-01-31"] });
    await panel.handIn("a-1", { "K-1": { q1: 3, q2: 3 } });
    await panel.sync();
    expect(await assessorOn(panel.lead, "a-1")).toMatchObject({ state: "handed-in" });
    await allocateAll(panel, panel.lead, { assessors: ["a-1"], due: "2099-01-31" });
    expect(await assessorOn(panel.lead, "a-1")).toMatchObject({ state: "marking", marked: 2, answers: 4, due: "2099-01-31", overdue: false });
  });
});
