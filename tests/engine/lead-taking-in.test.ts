import { createHash, randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { writeSealed } from "../../src-main/engine/documents/documents.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { err } from "../../src-shared/result.ts";
import { watched } from "./support/faulty-depot.ts";
import { BATCH, behindLead, createLeadPanel, LEAD, type LeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const standing = (panel: LeadPanel) => panel.look().lead.answersOf(BATCH).map(({ candidate, question, state, marks }) => `${candidate} ${question} ${state} ${marks}`);

describe("a lead's desk takes in", () => {
  test("the batch, who marks it, what they are called, their marks, and where each answer stands", async () => {
    const panel = await createLeadPanel();
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 3, q2: 3 }, "K-3": { q1: 6, q2: 6 } });
    await panel.sync();
    const { lead, received, enrolment, work } = panel.look();
    expect(lead.batches()).toMatchObject([{ batch: BATCH, campaign: "camp-1", revision: 1, campaignRevision: 1, candidates: 3, answers: 6 }]);
    expect(lead.allocations(BATCH)).toMatchObject([{ person: "a-1", opened: null, stopped: null }, { person: "a-2" }]);
    expect(lead.allocated(BATCH, "a-2").map((each) => each.candidate).sort()).toEqual(["K-1", "K-2", "K-3"]);
    expect(enrolment.people().map(({ person, role, name }) => [person, role, name])).toEqual([["a-1", "assessor", "Name of a-1"], ["a-2", "assessor", "Name of a-2"], [LEAD, "lead", `Name of ${LEAD}`], ["lead", "lead", "Lead"]]);
    expect(received.sets(BATCH)).toMatchObject([{ person: "a-1", revision: 1, newest: true, marks: 6, reason: null }]);
    expect(lead.answersOf(BATCH).map(({ candidate, question, state, marks }) => [candidate, question, state, marks])).toEqual(
      ["K-1", "K-2", "K-3"].flatMap((candidate) => ["q1", "q2"].map((question) => [candidate, question, "waiting", 1])),
    );
    // What the lead does not mark is no work of theirs.
    expect(work.batches()).toEqual([]);
    expect((await panel.lead.ask("home.view", {})).batches).toEqual([]);

    await panel.handIn("a-2", { "K-1": { q1: 5, q2: 7 }, "K-2": { q1: 3, q2: 4 }, "K-3": { q1: 6, q2: 6 } });
    await panel.sync();
    expect(lead.answersOf(BATCH).map(({ candidate, question, state, lowest, highest, final }) => [candidate, question, state, lowest, highest, final])).toEqual([
      ["K-1", "q1", "agreed", 5, 5, 5],
      ["K-1", "q2", "to-settle", 4, 7, null],
      ["K-2", "q1", "agreed", 3, 3, 3],
      ["K-2", "q2", "to-settle", 3, 4, null],
      ["K-3", "q1", "agreed", 6, 6, 6],
      ["K-3", "q2", "agreed", 6, 6, 6],
    ]);
  });

  test("nothing twice: what came in is neither read nor opened again", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"] });
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 } });
    await panel.sync();
    const asked: string[] = [];
    const desk = await behindLead(panel.lead, watched(asked));
    must(await desk.tryOnce());
    const there = new Set(await panel.room.keys());
    // Its own invitation, and who takes part, are looked at at every start.
    const again = asked.filter((each) => each.startsWith("read ") && there.has(each.slice(5)) && !/^read (invitations|people)\//.test(each));
    expect(again).toEqual([]);
    expect(asked.filter((each) => each.startsWith("list batches/"))).toEqual([]);
  });

  test("all the rest where a document cannot be believed, whose problem is told, and which is not read every minute", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"] });
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 } });
    const [key] = must(await panel.room.depot.list(`sets/${BATCH}/a-1/`));
    const file = path.join(panel.room.depotFolder, key!);
    const bytes = await readFile(file);
    await writeFile(file, bytes.with(100, bytes[100]! ^ 1));
    await panel.handIn("a-2", { "K-1": { q1: 5, q2: 4 } });
    const asked: string[] = [];
    const desk = await behindLead(panel.lead, watched(asked));
    for (const _ of [1, 2]) expect(await desk.tryOnce()).toMatchObject({ ok: false, error: { kind: "document-damaged", name: key } });
    expect(desk.store.received.sets(BATCH)).toMatchObject([{ person: "a-2" }]);
    expect(asked.filter((each) => each === `read ${key}`)).toHaveLength(1);
    // Mended in the depot, it comes with the next start.
    await writeFile(file, bytes);
    desk.end();
    const restarted = await behindLead(panel.lead);
    must(await restarted.tryOnce());
    expect(restarted.store.received.sets(BATCH)).toHaveLength(2);
  });

  test("how far an assessor is and from whom they withdrew, before anything is handed in, and takes a withdrawal back with them", async () => {
    const panel = await createLeadPanel({ assessors: ["a-1"] });
    await panel.mark("a-1", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 5 } });
    const assessor = panel.assessor("a-1");
    await assessor.ask("candidate.withdraw", { batch: BATCH, candidate: "K-2", note: "A neighbour." });
    await panel.sync(assessor);
    await panel.sync();
    const { lead, received } = panel.look();
    expect(lead.progress(BATCH)).toMatchObject([{ person: "a-1", draftNumber: 1, marked: 2, flagged: 0 }]);
    expect(received.withdrawals(BATCH)).toMatchObject([{ person: "a-1", candidate: "K-2", note: "A neighbour." }]);
    expect(standing(panel)).toEqual(["K-1 q1 waiting 0", "K-1 q2 waiting 0", "K-2 q1 to-settle 0", "K-2 q2 to-settle 0", "K-3 q1 waiting 0", "K-3 q2 waiting 0"]);
    await assessor.ask("candidate.return", { batch: BATCH, candidate: "K-2" });
    await panel.sync(assessor);
    await panel.sync();
    expect(lead.progress(BATCH)).toMatchObject([{ draftNumber: 2, marked: 3 }]);
    expect(received.withdrawals(BATCH)).toEqual([]);
    expect(standing(panel)).toContain("K-2 q1 waiting 0");
  });

  test("every revision of a set, of which the newest counts", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 } });
    await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "Heard it again." });
    await panel.handIn("a-1", { "K-1": { q1: 6 } });
    await panel.sync();
    const { received, lead } = panel.look();
    expect(received.sets(BATCH)).toMatchObject([{ revision: 1, newest: false }, { revision: 2, newest: true, reason: "Heard it again." }]);
    const { id } = lead.findAnswer(BATCH, "K-1", "q1")!;
    expect(received.marksOf(id).map(({ revision, score, counts }) => [revision, score, counts])).toEqual([[2, 6, true], [1, 5, false]]);
  });

  test("marks of a candidate who was given to somebody else since, and none of a candidate whom the set's allocation did not have", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,", "a-2,K-2,live,"] });
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 } });
    await panel.repack(["a-1,K-2,live,", "a-2,K-1,live,"]);
    await panel.sync();
    expect(standing(panel)).toEqual(["K-1 q1 waiting 1", "K-1 q2 waiting 1", "K-2 q1 waiting 0", "K-2 q2 waiting 0"]);

    // A desk that was tampered with hands in a mark of a candidate whom its allocation does not have.
    const rogue = await behindLead(panel.assessor("a-2"));
    const at = rogue.now().toISOString();
    const mark = { question: "q1", score: 7, cannotScore: null, evidence: "x", notes: [], indicators: [], flags: [], watchedShare: 1, watchedShareWhenScored: null, watchReason: null, markedAt: at };
    const document = {
      ...{ kind: "moderation-set" as const, version: 1 as const, place: `sets/${BATCH}/a-2/1`, author: "a-2", writtenAt: at, software: "x", batch: BATCH, revision: 1, campaign: "camp-1" },
      ...{ campaignRevision: 1, batchRevision: 1, allocationRevision: 3, declaration: "x", submittedAt: at, reason: null, withdrawals: [], replies: [] },
      marks: [{ ...mark, candidate: "K-1" }, { ...mark, candidate: "K-2" }],
    };
    const bytes = await writeSealed("moderation-set", document, rogue.leadRecipients(), rogue.signingKey);
    must(await panel.room.depot.create(depotKey.moderationSet(BATCH, "a-2", 1, createHash("sha256").update(bytes).digest("hex")), bytes));
    await panel.sync();
    expect(standing(panel)).toEqual(["K-1 q1 to-settle 2", "K-1 q2 waiting 1", "K-2 q1 waiting 0", "K-2 q2 waiting 0"]);
  });

  test("no set with a score that is not on the scale, and no reply to what somebody else was asked", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1", "a-2"] });
    await panel.handIn("a-1", { "K-1": { q1: 3, q2: 3 } });
    await panel.sync();
    const toAnother = randomUUID();
    await panel.lead.ask("moderation.ask", { id: toAnother, answerId: panel.look().lead.findAnswer(BATCH, "K-1", "q1")!.id, person: "a-1", text: "Why?" });
    const rogue = await behindLead(panel.assessor("a-2"));
    const at = rogue.now().toISOString();
    async function handIn(revision: number, score: number) {
      const mark = { candidate: "K-1", question: "q1", score, cannotScore: null, evidence: "x", notes: [], indicators: [], flags: [], watchedShare: 1, watchedShareWhenScored: null, watchReason: null, markedAt: at };
      const document = {
        ...{ kind: "moderation-set" as const, version: 1 as const, place: `sets/${BATCH}/a-2/${revision}`, author: "a-2", writtenAt: at, software: "x", batch: BATCH, revision, campaign: "camp-1" },
        ...{ campaignRevision: 1, batchRevision: 1, allocationRevision: 1, declaration: "x", submittedAt: at, reason: null, withdrawals: [], marks: [mark] },
        replies: [{ query: toAnother, text: "All is well.", at }],
      };
      const bytes = await writeSealed("moderation-set", document, rogue.leadRecipients(), rogue.signingKey);
      must(await panel.room.depot.create(depotKey.moderationSet(BATCH, "a-2", revision, createHash("sha256").update(bytes).digest("hex")), bytes));
    }
    await handIn(1, 1000);
    await expect(panel.sync()).rejects.toThrow(/no point of the campaign's scale/);
    expect(panel.look().received.sets(BATCH)).toMatchObject([{ person: "a-1" }]);
    await handIn(2, 6);
    await expect(panel.sync()).rejects.toThrow(/no point of the campaign's scale/);
    expect(panel.look().received.sets(BATCH)).toMatchObject([{ person: "a-1" }, { person: "a-2", revision: 2, marks: 1 }]);
    const { state, markers } = await panel.lead.ask("moderation.view", { answerId: panel.look().lead.findAnswer(BATCH, "K-1", "q1")!.id });
    expect([state, markers.map((each) => each.queries.map((query) => query.reply))]).toEqual(["asked", [[null], []]]);
  });

  test("a later revision of the batch: new answers come, and what is packed no more is shown no more", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"] });
    await panel.room.candidates("K-1,q1,K-1-q1.mp4,good.vtt,", "K-3,q1,K-2-q1.mp4,,");
    await panel.repack(["a-1,K-1,live,"]);
    await panel.sync();
    expect(panel.look().lead.batches()).toMatchObject([{ revision: 2 }]);
    expect(standing(panel)).toEqual(expect.arrayContaining(["K-1 q1 waiting 0", "K-3 q1 unallocated 0"]));
  });

  test("on, where an earlier life of the desk did not come to the end of a large change, also without the depot", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    const desk = await behindLead(panel.lead, (real) => ({ ...real, read: () => Promise.resolve(err({ kind: "depot-unreachable", where: real.where })) }));
    desk.store.transaction(() => {
      desk.store.standing.begin(BATCH, ["K-1"]);
      desk.store.db.exec("UPDATE lead_answers SET state = 'unallocated'");
    });
    expect(await desk.tryOnce()).toMatchObject({ ok: false, error: { kind: "depot-unreachable" } });
    expect(desk.store.standing.isBehind(BATCH)).toBe(false);
    expect(desk.store.lead.answersOf(BATCH).map((each) => each.state)).toEqual(["waiting", "waiting"]);
  });

  test("what was sealed before this lead was invited", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 } });
    const later = await panel.enrol("l-2", "lead");
    await panel.sync(later);
    expect(panel.look(later).received.sets(BATCH)).toMatchObject([{ person: "a-1", marks: 2 }]);
    expect(panel.look(later).lead.progress(BATCH)).toMatchObject([{ person: "a-1", marked: 2 }]);
    // An assessor is given nothing of the kind.
    const assessor = await panel.enrol("a-9");
    expect(panel.look(assessor).enrolment.wrappedSecret("lead-identities")).toBeUndefined();
    expect(panel.look(later).enrolment.wrappedSecret("lead-identities")).toBeDefined();
  });
});

test("an assessor's desk refuses what is a lead's", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1"], assessors: ["a-1"] });
  expect(await panel.assessor("a-1").refused("lead.delivery", {})).toEqual({ kind: "not-a-lead" });
  expect(await panel.lead.ask("lead.delivery", {})).toEqual({ documents: 0, problem: null, decisions: 0, closed: [] });
});
