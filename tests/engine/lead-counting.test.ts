import { createHash } from "node:crypto";
import { rename } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { writeSealed } from "../../src-main/engine/documents/documents.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { BATCH, behindLead, createLeadPanel, type LeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";
import { publishing } from "./support/publishing.ts";

const both = (score: number) => ({ q1: score, q2: score });
const standing = (panel: LeadPanel) => panel.look().lead.answersOf(BATCH).filter((each) => each.question === "q1").map(({ candidate, state, marks, lowest }) => [candidate, state, marks, lowest]);

/** Opens what was handed in again, marks and hands in anew. */
async function handInAgain(panel: LeadPanel, person: string, scores: Record<string, Record<string, number>> = {}) {
  await panel.assessor(person).ask("set.reopen", { batch: BATCH, reason: "Heard it again." });
  await panel.handIn(person, scores);
}

describe("of a person's sets", () => {
  test("marks of a candidate who was passed on count also once the next set has them no more, until one has them again", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1", "a-2"], allocation: ["a-1,K-1,live,", "a-1,K-2,live,", "a-2,K-2,live,"] });
    await panel.handIn("a-1", { "K-1": both(5), "K-2": both(4) });
    await panel.repack(["a-1,K-2,live,", "a-2,K-1,live,", "a-2,K-2,live,"]);
    await panel.sync(panel.assessor("a-1"));
    await panel.sync(panel.assessor("a-2"));
    await handInAgain(panel, "a-1", { "K-2": both(6) });
    await panel.handIn("a-2", { "K-1": both(5), "K-2": both(6) });
    await panel.sync();
    expect(panel.look().received.sets(BATCH)).toMatchObject([{ person: "a-1", revision: 1, newest: false, marks: 4 }, { revision: 2, newest: true, marks: 2 }, { person: "a-2" }]);
    expect(standing(panel)).toEqual([["K-1", "agreed", 2, 5], ["K-2", "agreed", 2, 6]]);
    const { published } = await panel.lead.ask("outcome.publish", await publishing(panel.lead));
    const outcome = panel.look().outcomes.document(published.key)!;
    expect(outcome.sets.map((each) => [each.person, each.revision])).toEqual([["a-1", 1], ["a-1", 2], ["a-2", 1]]);
    expect(outcome.answers.find((each) => each.candidate === "K-1")?.marks.map((each) => [each.assessor, each.setRevision])).toEqual([["a-1", 1], ["a-2", 1]]);

    await panel.repack(["a-1,K-1,live,", "a-1,K-2,live,", "a-2,K-1,live,", "a-2,K-2,live,"]);
    await panel.sync(panel.assessor("a-1"));
    await panel.handIn("a-1", { "K-1": both(3) });
    await panel.sync();
    expect(standing(panel)).toEqual([["K-1", "to-settle", 2, 3], ["K-2", "agreed", 2, 6]]);
    // Known to somebody who marked them before: none of their marks counts, of whichever set.
    await panel.assessor("a-1").ask("set.reopen", { batch: BATCH, reason: "I know K-1." });
    await panel.assessor("a-1").ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A cousin." });
    await panel.sync(panel.assessor("a-1"));
    await panel.sync();
    expect(standing(panel)).toEqual([["K-1", "agreed", 1, 5], ["K-2", "agreed", 2, 6]]);
  });

  test("one that leaves out a candidate whom its author had to mark takes back what earlier ones said, and it is awaited again", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], assessors: ["a-1"] });
    const assessor = panel.assessor("a-1");
    await panel.handIn("a-1", { "K-1": both(5), "K-2": both(4) });
    await assessor.ask("set.reopen", { batch: BATCH, reason: "I know K-1." });
    await assessor.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    await panel.submit("a-1");
    await panel.sync();
    expect(standing(panel)).toEqual([["K-1", "to-settle", 0, null], ["K-2", "agreed", 1, 4]]);
    await assessor.ask("set.reopen", { batch: BATCH, reason: "Another K-1." });
    await assessor.ask("candidate.return", { batch: BATCH, candidate: "K-1" });
    await panel.sync(assessor);
    await panel.sync();
    expect(standing(panel)).toEqual([["K-1", "waiting", 0, null], ["K-2", "agreed", 1, 4]]);
    await panel.submit("a-1");
    await panel.sync();
    expect(standing(panel)).toEqual([["K-1", "agreed", 1, 5], ["K-2", "agreed", 1, 4]]);
  });
});

describe("from whom somebody withdrew", () => {
  test("says the newer of set and draft, whatever the laptop's clock said", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"], assessors: [], allocation: ["a-3,K-1,live,"] });
    const clock = { at: new Date("2026-12-24T09:00:00.000Z") };
    const assessor = await panel.enrol("a-3", "assessor", { now: () => clock.at });
    await panel.sync(assessor);
    await panel.handIn("a-3", { "K-1": both(5) });
    await panel.sync();
    const withdrawn = () => panel.look().received.withdrawals(BATCH).map((each) => each.person);
    // The clock is put right: a month back.
    clock.at = new Date("2026-11-22T09:00:00.000Z");
    await assessor.ask("set.reopen", { batch: BATCH, reason: "I know K-1." });
    await assessor.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    await panel.sync(assessor);
    await panel.sync();
    expect(withdrawn()).toEqual(["a-3"]);
    expect(standing(panel)).toEqual([["K-1", "to-settle", 0, null]]);
    // And a year back, before a set.
    clock.at = new Date("2025-11-22T09:00:00.000Z");
    await assessor.ask("candidate.return", { batch: BATCH, candidate: "K-1" });
    await panel.submit("a-3");
    const inDepot = async (prefix: string) => path.join(panel.room.depotFolder, must(await panel.room.depot.list(prefix)).sort().at(-1)!);
    // What the draft after it says would do as well.
    const draft = await inDepot(`drafts/${BATCH}/a-3/`);
    await rename(draft, path.join(panel.room.folder, "held-back"));
    await panel.sync();
    await rename(path.join(panel.room.folder, "held-back"), draft);
    expect(withdrawn()).toEqual([]);
    expect(standing(panel)).toEqual([["K-1", "agreed", 1, 5]]);

    // A set that comes after the draft which tells of it changes nothing of what the draft says.
    await assessor.ask("set.reopen", { batch: BATCH, reason: "Once more." });
    await panel.submit("a-3");
    const set = await inDepot(`sets/${BATCH}/a-3/`);
    await rename(set, path.join(panel.room.folder, "held-back"));
    await assessor.ask("set.reopen", { batch: BATCH, reason: "I do know K-1." });
    await assessor.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    await panel.sync(assessor);
    await panel.sync();
    await rename(path.join(panel.room.folder, "held-back"), set);
    await panel.sync();
    expect(panel.look().received.sets(BATCH)).toHaveLength(3);
    expect(withdrawn()).toEqual(["a-3"]);
  });

  test("is taken in of candidates alone whom they were given once, however many they name", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2", "K-3"], assessors: ["a-1"] });
    // K-2 was given to a-1 once.
    await panel.repack(["a-1,K-1,live,"]);
    const rogue = await behindLead(panel.assessor("a-1"));
    const at = rogue.now().toISOString();
    const withdrawals = ["K-1", "K-2", "K-9", ...Array.from({ length: 5_000 }, (_, index) => `X-${index}`)].map((candidate) => ({ candidate, note: "Known.", at }));
    const envelope = { version: 1 as const, author: "a-1", writtenAt: at, software: "x", batch: BATCH, campaign: "camp-1", withdrawals };
    const draft = {
      ...{ ...envelope, kind: "draft" as const, place: `drafts/${BATCH}/a-1/1`, person: "a-1", number: 1, invitation: 1, marks: [], replies: [], reopened: null, liveSince: null, sets: [], resealed: null },
    };
    must(await panel.room.depot.create(depotKey.draft(BATCH, "a-1", 1), await writeSealed("draft", draft, rogue.leadRecipients(), rogue.signingKey)));
    await panel.sync();
    const known = () => panel.look().received.withdrawals(BATCH).map((each) => each.candidate);
    expect(known()).toEqual(["K-1", "K-2"]);
    const mark = { question: "q1", score: 5, cannotScore: null, evidence: "x", notes: [], indicators: [], flags: [], watchedShare: 1, watchedShareWhenScored: null, watchReason: null, markedAt: at };
    const set = {
      ...{ ...envelope, kind: "moderation-set" as const, place: `sets/${BATCH}/a-1/1`, revision: 1, campaignRevision: 1, batchRevision: 1, allocationRevision: 2, declaration: "x", submittedAt: at, reason: null, replies: [] },
      marks: withdrawals.slice(2).map(({ candidate }) => ({ ...mark, candidate })),
    };
    const bytes = await writeSealed("moderation-set", set, rogue.leadRecipients(), rogue.signingKey);
    must(await panel.room.depot.create(depotKey.moderationSet(BATCH, "a-1", 1, createHash("sha256").update(bytes).digest("hex")), bytes));
    await panel.sync();
    expect(known()).toEqual(["K-1", "K-2"]);
    expect(panel.look().lead.progress(BATCH)).toMatchObject([{ person: "a-1", draftNumber: 1 }]);
  });
});
