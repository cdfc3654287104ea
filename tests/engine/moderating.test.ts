import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { isSampled } from "../../src-main/engine/moderation/keep-standing.ts";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { trustLeads } from "../../src-main/engine/documents/trust.ts";
import type { ModerationFilter, ModerationOrder, ModerationView } from "../../src-shared/bridge/lead/moderation.ts";
import type { Basis } from "../../src-shared/documents/decisions.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { BATCH, createLeadPanel, LEAD, type LeadPanel, type LeadPanelOptions, type Scores } from "./support/lead-panel.ts";
import { must, openTestDesk } from "./support/panel.ts";

const all = (scores: [number, number][]): Scores => Object.fromEntries(scores.map(([q1, q2], index) => [`K-${index + 1}`, { q1, q2 }]));
/** K-1's answers lie 3 and 0 apart, K-2's 1 and 2, K-3's 0 and 1. */
const FIRST = all([[2, 4], [5, 6], [3, 3]]);
const SECOND = all([[5, 4], [4, 4], [3, 4]]);

async function moderating(options: LeadPanelOptions = {}) {
  const panel = await createLeadPanel({ ...options, rules: { combine: "mean", ...options.rules } });
  await panel.handIn("a-1", FIRST);
  await panel.handIn("a-2", SECOND);
  await panel.sync();
  return { panel, ...asking(panel) };
}

function asking({ lead }: LeadPanel, desk = lead) {
  const list = async (filter: ModerationFilter = "all", order: ModerationOrder = "candidate") =>
    (await desk.ask("moderation.list", { batch: BATCH, filter, order, offset: 0, limit: 100 })).rows;
  const idOf = async (candidate: string, questionNumber: number) => (await list()).find((row) => row.candidate === candidate && row.questionNumber === questionNumber)!.answerId;
  const view = async (candidate: string, questionNumber: number) => desk.ask("moderation.view", { answerId: await idOf(candidate, questionNumber) });
  const settlement = (on: ModerationView, final: number | null, basis: Basis, reason: string) => ({ id: randomUUID(), answerId: on.answerId, final, basis, reason, seen: on.counted });
  return {
    ...{ list, idOf, view, settlement },
    names: async (filter: ModerationFilter, order?: ModerationOrder) => (await list(filter, order)).map((row) => `${row.candidate} ${row.questionNumber}`),
    counts: async () => (await desk.ask("moderation.counts", { batch: BATCH })).counts,
    settle: async (on: ModerationView, final: number | null, basis: Basis, reason = "") => desk.ask("moderation.settle", settlement(on, final, basis, reason)),
  };
}

test("marks further apart than the tolerance are to be settled, the furthest first; the others stand by the campaign's rule", async () => {
  const { list, names, counts, view } = await moderating();
  expect(await names("to-settle", "gap")).toEqual(["K-1 1", "K-2 2"]);
  expect(await names("all", "question")).toEqual(["K-1 1", "K-2 1", "K-3 1", "K-1 2", "K-2 2", "K-3 2"]);
  expect(await names("all", "gap")).toEqual(["K-1 1", "K-2 2", "K-2 1", "K-3 2", "K-1 2", "K-3 1"]);
  expect(await counts()).toMatchObject({ all: 6, "to-settle": 2, discrepancy: 2, agreed: 4, settled: 0, flag: 0 });
  expect((await list("agreed")).map(({ scores, final, basis }) => [scores, final, basis])).toEqual([[[4, 4], 4, "agreed"], [[5, 4], 4.5, "combined"], [[3, 3], 3, "agreed"], [[3, 4], 3.5, "combined"]]);
  expect(await view("K-1", 1)).toMatchObject({ state: "to-settle", reasons: ["discrepancy"], final: null, ruleSays: { final: 3.5, basis: "combined" }, counted: [{ assessor: "a-1", score: 2 }, { assessor: "a-2", score: 5 }] });
});

test("the view has every assessor's mark with its evidence, their names, and how the list goes on", async () => {
  const { panel, view, idOf } = await moderating();
  const answer = await view("K-1", 1);
  expect(answer.markers).toMatchObject([
    { person: "a-1", name: "Name of a-1", standing: "marked", marks: [{ score: 2, evidence: "Evidence by a-1", counts: true }], canBeAsked: true },
    { person: "a-2", name: "Name of a-2", standing: "marked", marks: [{ score: 5, evidence: "Evidence by a-2", counts: true }], canBeAsked: true },
  ]);
  const around = (answerId: number, filter: ModerationFilter) => panel.lead.ask("moderation.around", { batch: BATCH, filter, order: "gap", answerId });
  expect(await around(answer.answerId, "to-settle")).toEqual({ index: 0, total: 2, previous: null, next: await idOf("K-2", 2) });
});

test("what is settled stands with its lead, its reason and its moment, leaves the list, and the list goes on from there", async () => {
  const { panel, view, settle, names, counts, idOf } = await moderating();
  const answer = await view("K-1", 1);
  const { savedAt } = await settle(answer, 4, "adjudicated", "  The second point counts.  ");
  const settled = await view("K-1", 1);
  expect(settled).toMatchObject({ state: "settled", final: 4, basis: "adjudicated", undoable: true, history: [{ act: "settled", by: `Name of ${LEAD}`, final: 4, words: "The second point counts.", at: savedAt }] });
  expect(await names("to-settle")).toEqual(["K-2 2"]);
  expect(await counts()).toMatchObject({ "to-settle": 1, discrepancy: 1, settled: 1 });
  expect(await panel.lead.ask("moderation.around", { batch: BATCH, filter: "to-settle", order: "gap", answerId: answer.answerId })).toEqual({ index: 0, total: 1, previous: null, next: await idOf("K-2", 2) });
  const log = panel.look().audit;
  expect(log.valuesOf("moderation", `${BATCH} / K-1 / q1`)).toMatchObject([{ act: "settled", final: 4, marks: [{ assessor: "a-1" }, { assessor: "a-2" }] }]);
  expect(log.check().brokenAt).toBeUndefined();
});

test("the same settlement asked for twice is one", async () => {
  const { panel, view, settlement } = await moderating();
  const asked = settlement(await view("K-1", 1), 4, "adjudicated", "So.");
  await panel.lead.ask("moderation.settle", asked);
  await panel.lead.ask("moderation.settle", asked);
  expect((await view("K-1", 1)).history).toHaveLength(1);
});

test("what was settled meanwhile is not settled over: it stands until it is reopened with a reason", async () => {
  const { panel, view, settlement } = await moderating();
  const answer = await view("K-1", 1);
  await panel.lead.ask("moderation.settle", settlement(answer, 4, "adjudicated", "So."));
  expect(await panel.lead.refused("moderation.settle", settlement(answer, 2, "adjudicated", "Not so."))).toEqual({ kind: "answer-settled" });
  expect(await view("K-1", 1)).toMatchObject({ state: "settled", final: 4 });
});

test("what cannot be settled so is refused with its sentence, and nothing changes", async () => {
  const { panel, view, settlement } = await moderating();
  const answer = await view("K-1", 1);
  const refused = async (final: number | null, basis: Basis, reason: string) => describeProblem(await panel.lead.refused("moderation.settle", settlement(answer, final, basis, reason)));
  expect(await refused(4, "adjudicated", " ")).toMatch(/A reason is needed/);
  expect(await refused(8, "adjudicated", "So.")).toMatch(/8 is not a point/);
  expect(await refused(4, "combined", "So.")).toMatch(/campaign's rule does not give this score/);
  expect(await view("K-1", 1)).toMatchObject({ state: "to-settle", history: [] });
});

test("marks that came in while somebody decided refuse the decision, and open what was settled before", async () => {
  const { panel, view, settle, settlement } = await moderating();
  const before = await view("K-1", 1);
  await settle(await view("K-2", 2), 5, "adjudicated", "So.");
  await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "I misread the scale." });
  await panel.handIn("a-1", { "K-1": { q1: 3 }, "K-2": { q2: 7 } });
  await panel.sync();
  expect((await panel.lead.refused("moderation.settle", settlement(before, 4, "adjudicated", "So."))).kind).toBe("marks-changed-meanwhile");
  expect(await view("K-2", 2)).toMatchObject({ state: "to-settle", reasons: ["discrepancy", "marks-changed"], final: null });
  const now = await view("K-1", 1);
  expect(now.markers[0]!.marks).toMatchObject([
    { setRevision: 2, score: 3, counts: true, setReason: "I misread the scale." },
    { setRevision: 1, score: 2, counts: false, setReason: null },
  ]);
});

test("the same mark in a later revision of a set opens nothing", async () => {
  const { panel, view, settle } = await moderating();
  await settle(await view("K-1", 1), 4, "adjudicated", "So.");
  await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "Another answer." });
  await panel.handIn("a-1", { "K-3": { q1: 5 } });
  await panel.sync();
  expect(await view("K-1", 1)).toMatchObject({ state: "settled", final: 4 });
});

test("reopening needs a reason and something settled; taking back brings the decision back as a draft", async () => {
  const { panel, view, settle } = await moderating();
  const { answerId } = await view("K-1", 1);
  const reopen = (reason: string) => ({ id: randomUUID(), answerId, reason });
  expect((await panel.lead.refused("moderation.reopen", reopen("Too early."))).kind).toBe("answer-not-settled");
  await settle(await view("K-1", 1), 4, "adjudicated", "So.");
  expect((await panel.lead.refused("moderation.reopen", reopen("  "))).kind).toBe("reason-needed");
  await panel.lead.ask("moderation.reopen", reopen("The recording was cut."));
  expect(await view("K-1", 1)).toMatchObject({ state: "to-settle", reasons: ["discrepancy", "reopened"], history: [{ act: "reopened", words: "The recording was cut." }, { act: "settled" }] });
  await settle(await view("K-1", 1), 5, "adjudicated", "Seen again.");
  await panel.lead.ask("moderation.undo", { id: randomUUID(), answerId });
  expect(await view("K-1", 1)).toMatchObject({ state: "to-settle", draft: { final: 5, noScore: false, basis: "adjudicated", reason: "Seen again." }, undoable: false });
  expect((await panel.lead.refused("moderation.undo", { id: randomUUID(), answerId })).kind).toBe("answer-not-settled");
});

test("a note that is being written is kept, in no record; it goes there when it is left, and at the next start where the desk ended before", async () => {
  const { panel, view } = await moderating();
  const { answerId } = await view("K-1", 1);
  const recorded = () => panel.look().audit.valuesOf("moderation", `${BATCH} / K-1 / q1`).map((event) => (event as { text: string }).text);
  const write = (text: string, writing: boolean) => panel.lead.ask("moderation.note", { answerId, text, writing });
  await write("Look", true);
  await write("Look at the end", true);
  expect((await view("K-1", 1)).note).toBe("Look at the end");
  expect(await panel.lead.ask("lead.delivery", {})).toMatchObject({ decisions: 0 });
  expect(recorded()).toEqual([]);
  await write("Look at the end again.", false);
  expect(recorded()).toEqual(["Look at the end again."]);
  expect(await panel.lead.ask("lead.delivery", {})).toMatchObject({ decisions: 1 });

  await write("Look at the end again. Ask B", true);
  await panel.lead.engine.close();
  const again = await openTestDesk(panel.lead.home);
  expect((await again.ask("moderation.view", { answerId })).note).toBe("Look at the end again. Ask B");
  expect(recorded()).toEqual(["Look at the end again.", "Look at the end again. Ask B"]);
});

test("a half-made decision and the lead's note are kept, and the note's versions stay in the record", async () => {
  const { panel, view, settle } = await moderating();
  const { answerId } = await view("K-1", 1);
  const draft = { final: 4, noScore: false, basis: "adjudicated" as const, reason: "Half a th" };
  await panel.lead.ask("moderation.draft", { answerId, draft });
  await panel.lead.ask("moderation.note", { answerId, text: "Look at the end again.", writing: false });
  await panel.lead.ask("moderation.note", { answerId, text: "Look at the end again.", writing: false });
  await panel.lead.ask("moderation.note", { answerId, text: "Seen.", writing: false });
  expect(await view("K-1", 1)).toMatchObject({ draft, note: "Seen.", state: "to-settle" });
  expect(panel.look().audit.valuesOf("moderation", `${BATCH} / K-1 / q1`)).toMatchObject([{ act: "noted", text: "Look at the end again." }, { act: "noted", text: "Seen." }]);
  await settle(await view("K-1", 1), 4, "adjudicated", "So.");
  expect((await view("K-1", 1)).draft).toBeNull();
});

test("an answer goes back to its assessor with a question, sealed in the depot under its own name", async () => {
  const { panel, view } = await moderating();
  const { answerId } = await view("K-1", 1);
  await panel.lead.ask("moderation.ask", { id: randomUUID(), answerId, person: "a-1", text: "What of 1:10?" });
  const id = randomUUID();
  await panel.lead.ask("moderation.ask", { id, answerId, person: "a-1", text: "And of the end?" });
  // The same again, as after an answer that was lost.
  await panel.lead.ask("moderation.ask", { id, answerId, person: "a-1", text: "And of the end?" });
  expect(await view("K-1", 1)).toMatchObject({ state: "asked", reasons: [], history: [{ act: "asked", to: "Name of a-1", words: "And of the end?" }, { act: "asked" }], markers: [{ queries: [{ text: "What of 1:10?", reply: null }, { text: "And of the end?" }] }, { queries: [] }] });
  await panel.sync();
  expect(must(await panel.room.depot.list(`queries/`)).length).toBe(2);
  const key = `queries/a-1/${BATCH}/${LEAD}/${id}-1.json`;
  const bytes = must(await panel.room.depot.read(key, 100_000));
  const trust = new Map([...(await trustLeads([panel.room.leadKey])), ...panel.look().enrolment.signers()]);
  const query = must(await openDocument("query", key, bytes, trust, [panel.room.leadKey.identity]));
  expect(query).toMatchObject({ person: "a-1", candidate: "K-1", question: "q1", query: id, invitation: 1, text: "And of the end?", author: LEAD, askedBy: LEAD });
  expect((await panel.lead.refused("moderation.ask", { id: randomUUID(), answerId, person: "a-9", text: "Who?" })).kind).toBe("cannot-ask");
  expect((await panel.lead.refused("moderation.ask", { id: randomUUID(), answerId, person: "a-2", text: " " })).kind).toBe("reason-needed");
});

test("nothing waits for an assessor who knows the candidate, nor for a reply that they will not give", async () => {
  const panel = await createLeadPanel({ rules: { combine: "mean" } });
  const { view, counts } = asking(panel);
  await panel.handIn("a-1", FIRST);
  await panel.sync();
  expect(await counts()).toMatchObject({ waiting: 6 });
  await panel.assessor("a-2").ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A former colleague." });
  await panel.handIn("a-2", { "K-2": SECOND["K-2"]!, "K-3": SECOND["K-3"]! });
  await panel.sync();
  expect(await view("K-1", 1)).toMatchObject({ state: "agreed", final: 2, basis: "single", markers: [{ standing: "marked" }, { standing: "withdrew", withdrawal: { note: "A former colleague." }, canBeAsked: false }] });
  const { answerId } = await view("K-1", 1);
  expect((await panel.lead.refused("moderation.ask", { id: randomUUID(), answerId, person: "a-2", text: "Why?" })).kind).toBe("cannot-ask");
});

test("a question to an assessor who is stopped waits no more, and comes back before the lead", async () => {
  const { panel, view } = await moderating();
  const { answerId } = await view("K-3", 1);
  await panel.lead.ask("moderation.ask", { id: randomUUID(), answerId, person: "a-2", text: "What of the end?" });
  expect(await view("K-3", 1)).toMatchObject({ state: "asked" });
  const { revision } = panel.look().lead.allocations(BATCH).find((each) => each.person === "a-2")!;
  await panel.lead.ask("board.stop", { batch: BATCH, person: "a-2", because: "Ill for weeks.", known: [{ person: "a-2", revision }] });
  await panel.sync();
  expect(await view("K-3", 1)).toMatchObject({ state: "to-settle", reasons: ["unanswered"], markers: [{ canBeAsked: true }, { standing: "marked", canBeAsked: false }] });
  expect((await panel.lead.refused("moderation.ask", { id: randomUUID(), answerId, person: "a-2", text: "Again?" })).kind).toBe("cannot-ask");
});

test("an answer whose only assessor knows the candidate needs a marker, and a lead can decide it", async () => {
  const panel = await createLeadPanel({ assessors: ["a-1"] });
  const { view, names, settle } = asking(panel);
  await panel.assessor("a-1").ask("candidate.withdraw", { batch: BATCH, candidate: "K-2", note: "" });
  await panel.handIn("a-1", { "K-1": FIRST["K-1"]!, "K-3": FIRST["K-3"]! });
  await panel.sync();
  expect(await names("withdrawn")).toEqual(["K-2 1", "K-2 2"]);
  await settle(await view("K-2", 1), 4, "adjudicated", "Marked by two leads together.");
  expect(await names("withdrawn")).toEqual(["K-2 2"]);
});

test("an assessor's desk moderates nothing", async () => {
  const { panel } = await moderating();
  const assessor = panel.assessor("a-1");
  expect((await assessor.refused("moderation.counts", { batch: BATCH })).kind).toBe("not-a-lead");
  expect((await assessor.refused("moderation.view", { answerId: 1 })).kind).toBe("not-a-lead");
  expect((await assessor.refused("moderation.note", { answerId: 1, text: "Hello", writing: false })).kind).toBe("not-a-lead");
});

test("answers and batches that nobody knows are said to be unknown", async () => {
  const { panel } = await moderating();
  expect((await panel.lead.refused("moderation.counts", { batch: "b-9" })).kind).toBe("batch-not-found");
  expect((await panel.lead.refused("moderation.view", { answerId: 1 })).kind).toBe("moderated-answer-not-found");
  expect((await panel.lead.refused("moderation.reopen", { id: randomUUID(), answerId: 1, reason: "So." })).kind).toBe("moderated-answer-not-found");
});

test("what one lead settles, another lead's desk shows, and the later of two decisions stands on both", async () => {
  const { panel, view, settle } = await moderating();
  const second = await panel.enrol("l-2", "lead");
  await panel.sync(second);
  const other = asking(panel, second);
  await settle(await view("K-1", 1), 4, "adjudicated", "The first lead's reason.");
  await panel.sync();
  await panel.sync(second);
  expect(await other.view("K-1", 1)).toMatchObject({ state: "settled", final: 4, undoable: false, history: [{ by: `Name of ${LEAD}`, words: "The first lead's reason." }] });
  expect((await second.refused("moderation.undo", { id: randomUUID(), answerId: await other.idOf("K-1", 1) })).kind).toBe("answer-not-settled");
  await second.ask("moderation.reopen", { id: randomUUID(), answerId: await other.idOf("K-1", 1), reason: "Not convinced." });
  await panel.sync(second);
  await panel.sync();
  expect(await view("K-1", 1)).toMatchObject({ state: "to-settle", reasons: ["discrepancy", "reopened"], history: [{ act: "reopened", by: "Name of l-2" }, { act: "settled" }] });
});

test("who is drawn into the sample follows from the answer's name alone, and as many as the campaign asks for", async () => {
  const drawn = Array.from({ length: 4_000 }, (_, index) => isSampled("b-1", `K-${index}`, "q1", 0.2));
  const share = drawn.filter(Boolean).length / drawn.length;
  expect(share).toBeGreaterThan(0.17);
  expect(share).toBeLessThan(0.23);
  expect(drawn).toEqual(Array.from({ length: 4_000 }, (_, index) => isSampled("b-1", `K-${index}`, "q1", 0.2)));
  // Whoever is drawn by a small share is drawn by a larger one.
  expect(drawn.every((was, index) => !was || isSampled("b-1", `K-${index}`, "q1", 0.5))).toBe(true);
  expect([isSampled("b", "K", "q", 0), isSampled("b", "K", "q", 1)]).toEqual([false, true]);
});
