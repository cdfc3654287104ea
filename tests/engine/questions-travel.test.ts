import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { listBackups } from "../../src-main/engine/store/backups.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { backUpAt, damageTable } from "./support/damage.ts";
import { watched } from "./support/faulty-depot.ts";
import { BATCH, behindLead, createLeadPanel, LEAD, type LeadPanel } from "./support/lead-panel.ts";
import { must, openTestDesk, type TestDesk } from "./support/panel.ts";

const TEXT = "Where do you see the result?";
const REPLY = "I overrated it.";

const queriesIn = async (panel: LeadPanel) => must(await panel.room.depot.list("queries/")).map((key) => path.basename(key, ".json")).sort();
const questionsOf = async (desk: TestDesk) => (await desk.ask("home.view", {})).queries;
const standing = (panel: LeadPanel, desk?: TestDesk) => panel.look(desk).lead.findAnswer(BATCH, "K-1", "q1")!;

/** Asks as one of these leads. */
async function ask(panel: LeadPanel, lead: TestDesk, text = TEXT, person = "a-1"): Promise<string> {
  const id = randomUUID();
  await lead.ask("moderation.ask", { id, answerId: standing(panel, lead).id, person, text });
  return id;
}

/** Two assessors handed in and are apart on one answer; the first is asked about it, and the question is in the depot. */
async function askedPanel(candidates = ["K-1"]): Promise<LeadPanel & { id: string }> {
  const panel = await createLeadPanel({ candidates });
  const scores = (q1: number) => Object.fromEntries(candidates.map((candidate) => [candidate, { q1, q2: 5 }]));
  await panel.handIn("a-1", scores(6));
  await panel.handIn("a-2", scores(3));
  await panel.sync();
  const id = await ask(panel, panel.lead);
  await panel.sync();
  return { ...panel, id };
}

async function reply(desk: TestDesk, text = REPLY) {
  const [asked] = await questionsOf(desk);
  await desk.ask("mark.reply", { answerId: asked!.answerId, query: asked!.query, text });
}

describe("a question whose reader has another laptop by now", () => {
  test("is sealed again for that one, which replies to it", async () => {
    const panel = await askedPanel();
    const later = await panel.enrol("a-1");
    await panel.sync(later);
    // Handed in on the laptop that is gone, which had not heard of the question.
    expect(await later.ask("home.view", {})).toMatchObject({ queries: [], batches: [{ state: "submitted" }] });
    await panel.sync();
    await panel.sync();
    expect(await queriesIn(panel)).toEqual([`${panel.id}-1`, `${panel.id}-2`]);

    await panel.sync(later);
    expect(await questionsOf(later)).toMatchObject([{ query: panel.id, text: TEXT, lead: "Name of l-1", candidate: "K-1" }]);
    await reply(later);
    await panel.submit("a-1");
    await panel.sync();
    expect(standing(panel)).toMatchObject({ state: "to-settle", reasons: ["discrepancy", "lead-decides", "replied"] });
  });

  test("also where it came there before the set that it is about, which closed the answer", async () => {
    const panel = await askedPanel();
    const later = await panel.enrol("a-1");
    // Before the new laptop was there for the first time.
    await panel.sync();
    await panel.sync(later);
    expect(await later.ask("home.view", {})).toMatchObject({ queries: [{ query: panel.id }], batches: [{ state: "extended" }] });
    await reply(later);
    await panel.submit("a-1");
    expect(await later.ask("home.view", {})).toMatchObject({ queries: [], batches: [{ state: "submitted" }] });
  });

  test("is sealed again by any lead's desk, in the name of the lead who asked", async () => {
    const panel = await askedPanel();
    const other = await panel.enrol("l-2", "lead");
    const later = await panel.enrol("a-1");
    await panel.sync(other);
    expect(must(await panel.room.depot.list(`queries/a-1/${BATCH}/l-2/`))).toEqual([depotKey.query("a-1", BATCH, "l-2", panel.id, 2)]);
    // The lead who asked finds it there.
    await panel.sync();
    expect((await queriesIn(panel)).length).toBe(2);
    await panel.sync(later);
    expect(await questionsOf(later)).toMatchObject([{ query: panel.id, lead: "Name of l-1" }]);
    expect(await panel.lead.ask("lead.delivery", {})).toMatchObject({ closed: [] });
  });

  test("is looked for by another lead's desk in its reader's folder alone, and once", async () => {
    const panel = await askedPanel();
    const other = await panel.enrol("l-2", "lead");
    await panel.sync(other);
    const later = await panel.enrol("a-1");
    await panel.sync(later);
    await panel.sync();
    expect(await queriesIn(panel)).toEqual([`${panel.id}-1`, `${panel.id}-2`]);
    const listed: string[] = [];
    const two = await behindLead(other, (real) => ({ ...real, list: (prefix) => (listed.push(prefix), real.list(prefix)) }));
    must(await two.tryOnce());
    must(await two.tryOnce());
    expect(standing(panel, other).state).toBe("asked");
    expect(listed.filter((prefix) => prefix.startsWith("queries/a-1/"))).toEqual([`queries/a-1/${BATCH}/`]);
    expect(await queriesIn(panel)).toEqual([`${panel.id}-1`, `${panel.id}-2`]);
  });

  test("is not asked again once a set replied to it, nor after it was settled", async () => {
    const panel = await askedPanel();
    const first = panel.assessor("a-1");
    await panel.sync(first);
    await reply(first);
    await panel.submit("a-1");
    await panel.enrol("a-1");
    await panel.sync();
    const toAnother = await ask(panel, panel.lead, "And you?", "a-2");
    await panel.sync();
    expect(standing(panel).state).toBe("asked");
    const id = await ask(panel, panel.lead, "And the costs?");
    const { answerId, counted } = await panel.lead.ask("moderation.view", { answerId: standing(panel).id });
    await panel.lead.ask("moderation.settle", { id: randomUUID(), answerId, final: 4, basis: "adjudicated", reason: "Heard it.", seen: counted });
    await panel.lead.ask("moderation.reopen", { id: randomUUID(), answerId, reason: "Too early." });
    const since = await ask(panel, panel.lead, "And now?", "a-2");
    await panel.enrol("a-1");
    await panel.sync();
    expect(await queriesIn(panel)).toEqual([`${panel.id}-1`, `${toAnother}-1`, `${id}-2`, `${since}-1`].sort());
  });
});

describe("a reply that was typed", () => {
  test("comes with the draft to a later laptop, before or after its question", async () => {
    const panel = await askedPanel();
    const first = panel.assessor("a-1");
    await panel.sync(first);
    await reply(first);
    await panel.sync(first);
    const later = await panel.enrol("a-1");
    await panel.sync(later);
    expect(await questionsOf(later)).toEqual([]);
    await panel.sync();
    await panel.sync(later);
    expect(await questionsOf(later)).toMatchObject([{ query: panel.id, reply: REPLY }]);
    await panel.submit("a-1");
    await panel.sync();
    expect(panel.look().received.replies(BATCH)).toMatchObject([{ query: panel.id, text: REPLY, person: "a-1" }]);
  });

  test("and submitted there is not asked for again on a later laptop", async () => {
    const panel = await askedPanel();
    const first = panel.assessor("a-1");
    await panel.sync(first);
    await reply(first);
    await panel.enrol("a-1");
    // Asked again before the reply had come.
    await panel.sync();
    await first.ask("set.submit", { batch: BATCH, declared: true });
    await panel.sync(first);
    const third = await panel.enrol("a-1");
    await panel.sync();
    await panel.sync(third);
    expect(await third.ask("home.view", {})).toMatchObject({ queries: [], batches: [{ state: "submitted", lastSet: { revision: 2 } }] });
  });

  test("and submitted stays so after a damaged database", async () => {
    const panel = await askedPanel();
    const desk = panel.assessor("a-1");
    await panel.sync(desk);
    await desk.engine.close();
    const backup = backUpAt(desk.home, new Date());
    const again = await openTestDesk(desk.home);
    await reply(again);
    await again.ask("set.submit", { batch: BATCH, declared: true });
    await again.engine.close();
    for (const { file } of listBackups(desk.home)) if (file !== backup) await rm(file);
    await damageTable(desk.home, "marks");
    await rename(panel.room.depotFolder, `${panel.room.depotFolder}-away`);
    const mended = await openTestDesk(desk.home);
    expect(await mended.ask("home.view", {})).toMatchObject({ queries: [], batches: [{ state: "submitted", lastSet: { revision: 2 } }] });
    await rename(`${panel.room.depotFolder}-away`, panel.room.depotFolder);
    await panel.sync(mended);
    await panel.sync();
    expect(panel.look().received.replies(BATCH)).toMatchObject([{ query: panel.id, text: REPLY }]);
  });
});

test("two laptops of one lead ask at once: both questions come, and each is replied to", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
  await panel.handIn("a-1", { "K-1": { q1: 6, q2: 5 } });
  const other = await panel.enrol(LEAD, "lead");
  for (const lead of [panel.lead, other]) await panel.sync(lead);
  const [one, two] = [await ask(panel, panel.lead, "First?"), await ask(panel, other, "Second?")];
  for (const lead of [panel.lead, other, panel.lead, other]) await panel.sync(lead);
  const desk = panel.assessor("a-1");
  await panel.sync(desk);
  expect((await questionsOf(desk)).map(({ query, text }) => [query, text])).toEqual([[one, "First?"], [two, "Second?"]]);
  for (const lead of [panel.lead, other]) {
    expect(await lead.ask("lead.delivery", {})).toMatchObject({ closed: [] });
    expect((await lead.ask("moderation.view", { answerId: standing(panel, lead).id })).markers.map((each) => each.queries.map((query) => query.text))).toEqual([["First?", "Second?"]]);
  }
});

test("a question about a candidate who was taken away waits, and opens the answer when they are given back", async () => {
  const panel = await askedPanel(["K-1", "K-2"]);
  const desk = panel.assessor("a-1");
  await panel.repack(["a-1,K-2,live,"]);
  await panel.sync(desk);
  expect(await questionsOf(desk)).toEqual([]);
  await panel.repack(["a-1,K-1,live,", "a-1,K-2,live,"]);
  await panel.sync(desk);
  expect(await desk.ask("home.view", {})).toMatchObject({ queries: [{ query: panel.id }], batches: [{ state: "extended" }] });
});

test("what is damaged is told and not read again, and neither is what is sealed for another laptop", async () => {
  const panel = await askedPanel();
  const { depotFolder } = panel.room;
  const damaged = depotKey.query("a-1", BATCH, LEAD, randomUUID(), 2);
  const later = await panel.enrol("a-1");
  await mkdir(path.dirname(path.join(depotFolder, damaged)), { recursive: true });
  await writeFile(path.join(depotFolder, damaged), "{}");
  const read: string[] = [];
  const rooms = await behindLead(later, watched(read));
  for (let round = 0; round < 2; round += 1) expect(await rooms.tryOnce()).toMatchObject({ ok: false, error: { kind: "document-damaged", name: damaged } });
  expect(read.filter((each) => each.startsWith("read queries/"))).toEqual([`read ${damaged}`]);
});
