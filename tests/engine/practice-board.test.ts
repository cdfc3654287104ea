import { writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { database } from "./support/damage.ts";
import { BATCH, behindLead, createLeadPanel, panelCampaign, type LeadPanel, type LeadPanelOptions } from "./support/lead-panel.ts";
import { must, type TestDesk } from "./support/panel.ts";

const PRACTICE = ["K-1", "K-2"];
const ALLOCATION = ["a-1", "a-2"].flatMap((person) => [...PRACTICE.map((candidate) => `${person},${candidate},standardisation,`), `${person},K-3,live,`]);

/** Two assessors practise on K-1 and K-2, and mark K-3 live. */
async function practising(options: LeadPanelOptions = {}): Promise<LeadPanel> {
  const panel = await createLeadPanel({ allocation: ALLOCATION, rules: { tolerance: 1, cumulativeTolerance: 2 }, ...options });
  await panel.sync();
  return panel;
}

async function define({ lead }: LeadPanel, marks: Record<string, string>) {
  must(await lead.engine.importDefinitive(["batch,candidate,question,score,rationale", ...Object.entries(marks).map(([answer, score]) => `${BATCH},${answer.replace(" ", ",")},${score},Why of ${answer}.`)].join("\n")));
}
const ALL = { "K-1 q1": "4", "K-1 q2": "4", "K-2 q1": "5", "K-2 q2": "3" };

const boardOf = async ({ lead }: LeadPanel) => lead.ask("board.batch", { batch: BATCH });
const of = async (panel: LeadPanel, person: string) => (await boardOf(panel)).assessors.find((each) => each.person === person)!;
const known = async (panel: LeadPanel) => (await boardOf(panel)).assessors.map(({ person, revision }) => ({ person, revision }));
async function send(panel: LeadPanel) {
  await panel.lead.ask("board.send-definitive", { batch: BATCH, known: await known(panel) });
  await panel.sync();
}

/** Marks practice answers, and has been shown the definitive marks of all of them. */
async function practise(panel: LeadPanel, person: string, scores: Record<string, Record<string, number>>) {
  const desk = panel.assessor(person);
  await panel.mark(person, scores);
  const db = new Database(path.join(desk.home, "desk.sqlite"));
  db.prepare("UPDATE marks SET shown_at = '2026-11-22T10:00:00.000Z' WHERE score IS NOT NULL").run();
  db.close();
  await panel.sync(desk);
  await panel.sync();
}

/** What an allocation in the depot says to its assessor. */
async function published(panel: LeadPanel, person: string) {
  const { revision } = await of(panel, person);
  const desk = await behindLead(panel.lead);
  const key = `allocations/${person}/${BATCH}/${revision}.json`;
  return must(await openDocument("allocation", key, must(await desk.depot.read(key, 1_000_000)), await desk.trust(), desk.identities));
}

test("a batch first needs its definitive marks, then that they are sent; allocations carry those of practice answers and no others", async () => {
  const panel = await practising();
  expect((await boardOf(panel)).batch).toMatchObject({ next: "define", practice: { answers: 4, missing: 4, unsent: { marks: 0, people: 0 }, waiting: 0 } });
  await define(panel, { ...ALL, "K-3 q1": "6" });
  expect((await boardOf(panel)).batch).toMatchObject({ next: "send", practice: { missing: 0, unsent: { marks: 4, people: 2 } } });
  await panel.mark("a-2", { "K-1": { q1: 4, q2: 4 }, "K-2": { q1: 4, q2: 4 } });
  await panel.sync(panel.assessor("a-2"));
  await panel.sync();
  // What was not sent cannot be compared.
  expect((await of(panel, "a-2")).practice).toMatchObject({ state: "awaiting", marked: 4 });
  await send(panel);
  expect((await of(panel, "a-2")).practice).toMatchObject({ state: "to-compare", compared: 0 });
  expect((await boardOf(panel)).batch).toMatchObject({ next: "wait", practice: { unsent: { marks: 0, people: 0 } } });
  expect((await of(panel, "a-1")).practice).toMatchObject({ state: "to-mark", answers: 4, marked: 0, candidates: 2, unsent: 0 });
  expect(await panel.lead.refused("board.send-definitive", { batch: BATCH, known: await known(panel) })).toEqual({ kind: "allocation-unchanged", batch: BATCH });
  const { definitive } = await published(panel, "a-1");
  expect(definitive.map(({ candidate, question, score, rationale }) => [candidate, question, score, rationale])).toEqual(Object.entries(ALL).map(([answer, score]) => [...answer.split(" "), Number(score), `Why of ${answer}.`]));
});

test("what is changed or taken back is to be sent again, to those whose marking is not stopped", async () => {
  const panel = await practising();
  await define(panel, ALL);
  await send(panel);
  await define(panel, { "K-1 q1": "5", "K-1 q2": "none" });
  expect((await boardOf(panel)).batch.practice).toMatchObject({ missing: 1, unsent: { marks: 2, people: 2 } });
  await panel.lead.ask("board.stop", { batch: BATCH, person: "a-2", because: "Ill.", known: await known(panel) });
  expect((await boardOf(panel)).batch.practice).toMatchObject({ unsent: { people: 1 } });
  await send(panel);
  expect((await published(panel, "a-1")).definitive.map(({ question, score }) => [question, score])).toEqual([["q1", 5], ["q1", 5], ["q2", 3]]);
});

test("who is allocated practice by the lead gets the definitive marks that there are, and only those candidates that are named", async () => {
  const panel = await createLeadPanel({ assessors: ["a-1", "a-2"], allocation: ["a-1,K-3,live,"] });
  await panel.sync();
  await define(panel, { "K-1 q1": "4", "K-2 q1": "5" });
  const asked = { batch: BATCH, assessors: ["a-1", "a-2"], round: "standardisation" as const, seed: "" };
  expect(await panel.lead.refused("board.plan", { ...asked, candidates: ["K-3"] })).toMatchObject({ kind: "input-invalid" });
  expect(await panel.lead.refused("board.plan", { ...asked, candidates: ["K-9"] })).toEqual({ kind: "candidate-not-found", candidate: "K-9", batch: BATCH });
  const named = { ...asked, candidates: ["K-1"] };
  const plan = await panel.lead.ask("board.plan", named);
  expect(plan).toMatchObject({ added: 2, seedsWanted: 0 });
  await panel.lead.ask("board.allocate", { ...named, due: null, known: plan.known, seen: plan.digest });
  await panel.sync();
  expect((await boardOf(panel)).batch).toMatchObject({ practice: { answers: 2, missing: 1, unsent: { people: 0 } } });
  expect(await published(panel, "a-2")).toMatchObject({ candidates: [{ candidate: "K-1", round: "standardisation" }], definitive: [{ candidate: "K-1", question: "q1", score: 4 }] });
});

test("the board says how practice stands, and sets each mark beside the definitive one", async () => {
  const panel = await practising();
  await define(panel, ALL);
  await send(panel);
  await practise(panel, "a-1", { "K-1": { q1: 4, q2: 5 }, "K-2": { q1: 5, q2: 3 } });
  await practise(panel, "a-2", { "K-1": { q1: 7, q2: 4 }, "K-2": { q1: 4, q2: 4 } });
  expect((await of(panel, "a-1")).practice).toMatchObject({ state: "within", answers: 4, marked: 4, compared: 4, exact: 3, beyond: 0, cumulative: 1, furthest: 1, opened: null });
  expect((await of(panel, "a-2")).practice).toMatchObject({ state: "outside", compared: 4, exact: 1, beyond: 1, cumulative: 3, furthest: 3, tolerance: 1, cumulativeTolerance: 2 });
  expect((await boardOf(panel)).batch).toMatchObject({ next: "practice", practice: { waiting: 1 } });
  const { rows } = await panel.lead.ask("board.practice", { batch: BATCH, person: "a-2" });
  expect(rows.map(({ candidate, questionNumber, own, definitive, distance }) => [candidate, questionNumber, own?.score, definitive?.score, distance])).toEqual([["K-1", 1, 7, 4, 3], ["K-1", 2, 4, 4, 0], ["K-2", 1, 4, 5, 1], ["K-2", 2, 4, 3, 1]]);
  expect(rows[0]).toMatchObject({ own: { evidence: "Evidence by a-2", complete: true }, definitive: { rationale: "Why of K-1 q1." }, shownAt: "2026-11-22T10:00:00.000Z" });
});

test("what is kept of how everybody stands follows each change, and is kept of those whom none concerns", async () => {
  const panel = await practising();
  const inDatabase = <T>(act: (db: Database.Database) => T): T => {
    const db = new Database(database(panel.lead.home));
    try {
      return act(db);
    } finally {
      db.close();
    }
  };
  const standing = async () => (await boardOf(panel)).assessors.map(({ person, practice }) => ({ person, practice }));
  const keptOf = () => inDatabase((db) => db.prepare("SELECT person FROM lead_allocations WHERE practice IS NOT NULL ORDER BY person").pluck().all());
  const worked = async () => {
    inDatabase((db) => db.prepare("UPDATE lead_allocations SET practice = NULL").run());
    return standing();
  };
  const changes: [what: string, concerned: string[], change: () => unknown][] = [
    ["defined", ["a-1", "a-2"], () => define(panel, ALL)],
    ["sent", ["a-1", "a-2"], () => send(panel)],
    ["a draft", ["a-1"], () => practise(panel, "a-1", { "K-1": { q1: 4, q2: 5 }, "K-2": { q1: 5, q2: 3 } })],
    ["another's draft", ["a-2"], () => practise(panel, "a-2", { "K-1": { q1: 7, q2: 4 }, "K-2": { q1: 4, q2: 4 } })],
    ["defined otherwise", ["a-1", "a-2"], () => define(panel, { "K-1 q1": "6" })],
    ["taken back", ["a-1", "a-2"], () => define(panel, { "K-1 q1": "none" })],
    ["opened", ["a-2"], async () => panel.lead.ask("board.open", { batch: BATCH, person: "a-2", because: "Talked it through.", known: await known(panel) })],
    // What was compared stays in the sum.
    ["withdrawn", [], async () => {
      await panel.assessor("a-1").ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A cousin." });
      await panel.sync(panel.assessor("a-1"));
      await panel.sync();
    }],
    ["marks gone", ["a-2"], () => inDatabase((db) => db.prepare("DELETE FROM lead_practice WHERE person = 'a-2' AND answer_id IN (SELECT id FROM lead_answers WHERE candidate = 'K-2')").run())],
    // Whom somebody knows may come to be known, or not to be so, without anything that they marked.
    ["withdrawn alone", ["a-2"], () => inDatabase((db) => db.prepare("INSERT INTO received_withdrawals (batch, person, candidate, note, at) VALUES (?, 'a-2', 'K-2', '', '2026-11-22T10:00:00.000Z')").run(BATCH))],
    ["not withdrawn", ["a-2"], () => inDatabase((db) => db.prepare("DELETE FROM received_withdrawals WHERE person = 'a-2'").run())],
    ["stopped", ["a-1"], async () => panel.lead.ask("board.stop", { batch: BATCH, person: "a-1", because: "Ill.", known: await known(panel) })],
    ["other rules", ["a-1", "a-2"], async () => {
      await writeFile(panel.room.campaignFile, JSON.stringify({ ...panelCampaign, rules: { passMark: 4, tolerance: 0 } }));
      must(await panel.room.pack());
      await panel.sync();
    }],
  ];
  for (const [what, concerned, change] of changes) {
    const before = await standing();
    expect([what, keptOf()]).toEqual([what, ["a-1", "a-2"]]);
    await change();
    const after = await standing();
    expect([what, after.filter((each, index) => JSON.stringify(each) !== JSON.stringify(before[index])).map((each) => each.person)]).toEqual([what, concerned]);
    expect([what, after]).toEqual([what, await worked()]);
  }
  // A set says what its draft said: worked out again, with the same figures.
  await panel.sync(panel.assessor("a-2"));
  await panel.handIn("a-2", { "K-3": { q1: 4, q2: 4 } });
  await standing();
  await panel.sync();
  expect(keptOf()).toEqual(["a-1"]);
  expect(await standing()).toEqual(await worked());
});

test("a lead opens live marking all the same, with a reason that goes to the assessor and into the record", async () => {
  const panel = await practising();
  await define(panel, ALL);
  await send(panel);
  await practise(panel, "a-2", { "K-1": { q1: 7, q2: 4 }, "K-2": { q1: 4, q2: 4 } });
  const open = { batch: BATCH, person: "a-2", because: " Talked it through. " };
  expect(await panel.lead.refused("board.open", { ...open, because: " ", known: await known(panel) })).toEqual({ kind: "reason-needed" });
  expect(await panel.lead.refused("board.open", { ...open, known: [{ person: "a-2", revision: 1 }] })).toMatchObject({ kind: "changed-meanwhile" });
  await panel.lead.ask("board.open", { ...open, known: await known(panel) });
  await panel.sync();
  expect((await of(panel, "a-2")).practice).toMatchObject({ state: "opened", beyond: 1, opened: { because: "Talked it through." } });
  expect((await boardOf(panel)).batch).toMatchObject({ next: "wait", practice: { waiting: 0 } });
  const { revision } = await of(panel, "a-2");
  expect(panel.look().audit.valuesOf("opened", `allocations/a-2/${BATCH}/${revision}.json`)).toMatchObject([{ because: "Talked it through." }]);
  expect(await published(panel, "a-2")).toMatchObject({ opened: { because: "Talked it through." }, definitive: [{}, {}, {}, {}] });
});

test("what the lead sees of practice stays after the set is handed in, and another lead sees the same", async () => {
  const panel = await practising();
  await define(panel, ALL);
  await send(panel);
  await practise(panel, "a-1", { "K-1": { q1: 4, q2: 5 }, "K-2": { q1: 5, q2: 3 } });
  await panel.handIn("a-1", { "K-3": { q1: 4, q2: 4 } });
  await panel.sync();
  const before = (await of(panel, "a-1")).practice;
  expect(before).toMatchObject({ state: "within", compared: 4 });
  const other: TestDesk = await panel.enrol("l-2", "lead");
  await panel.sync(other);
  expect((await other.ask("board.batch", { batch: BATCH })).assessors.find((each) => each.person === "a-1")!.practice).toEqual(before);
});

test("whoever practised on a candidate gets them neither as a seed nor live, though practice was taken back", async () => {
  const panel = await createLeadPanel({ assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,standardisation,", "a-2,K-2,live,"], rules: { seeds: 2 } });
  await panel.sync();
  const { lead } = panel;
  const revisions = async () => Promise.all(["a-1", "a-2"].map(async (person) => ({ person, revision: (await lead.ask("board.candidates", { batch: BATCH, person })).revision })));
  // Nothing of practice moves unless it is named.
  expect(await lead.refused("board.reassign", { batch: BATCH, from: "a-1", to: null, candidates: null, handedIn: false, known: await revisions() })).toMatchObject({ kind: "allocation-unchanged" });
  await lead.ask("board.reassign", { batch: BATCH, from: "a-1", to: null, candidates: ["K-1"], handedIn: false, known: await revisions() });
  const live = { batch: BATCH, round: "live" as const, seed: "" };
  expect((await lead.ask("board.plan", { ...live, assessors: ["a-1"] })).short).toContainEqual({ candidate: "K-1", wanted: 1, has: 0 });
  const first = { ...live, assessors: ["a-2"] };
  const plan = await lead.ask("board.plan", first);
  await lead.ask("board.allocate", { ...first, due: null, known: plan.known, seen: plan.digest });
  const back = { batch: BATCH, from: "a-2", to: "a-1", handedIn: false, known: await revisions() };
  expect(await lead.refused("board.reassign", { ...back, candidates: ["K-1"] })).toMatchObject({ kind: "input-invalid" });
  await lead.ask("board.reassign", { ...back, candidates: null });
  const has = async (person: string) => (await lead.ask("board.candidates", { batch: BATCH, person })).candidates.map((each) => each.candidate);
  expect([(await has("a-1")).sort(), await has("a-2")]).toEqual([["K-2", "K-3"], ["K-1"]]);
  await lead.ask("board.reassign", { batch: BATCH, from: "a-2", to: null, candidates: ["K-1"], handedIn: false, known: await revisions() });
  await define(panel, { "K-1 q1": "4", "K-1 q2": "4" });
  expect((await lead.ask("board.plan", { ...live, assessors: ["a-1", "a-2"] })).assessors.map(({ person, seeds }) => [person, seeds])).toEqual([["a-1", 0], ["a-2", 2]]);
});

test("practice for which nobody is named leaves prepared seeds out, and says how many", async () => {
  const panel = await createLeadPanel({ assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,standardisation,"] });
  await panel.sync();
  await define(panel, { "K-1 q1": "4", "K-1 q2": "4", "K-2 q1": "5", "K-2 q2": "3" });
  const asked = { batch: BATCH, assessors: ["a-1", "a-2"], round: "standardisation" as const, seed: "" };
  // K-1 is practised on already; K-2 is prepared as a seed; K-3 is left.
  expect(await panel.lead.ask("board.plan", asked)).toMatchObject({ seedsLeftOut: 1, added: 3 });
  expect(await panel.lead.ask("board.plan", { ...asked, candidates: ["K-2"] })).toMatchObject({ seedsLeftOut: 0, added: 2 });
});
