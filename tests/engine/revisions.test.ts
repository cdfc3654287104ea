import { copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { CampaignDefinition } from "../../src-shared/documents/campaign.ts";
import { createMarking } from "../../src-main/engine/marking/marking.ts";
import { reopenSet } from "../../src-main/engine/marking/reopen.ts";
import { submitSet } from "../../src-main/engine/marking/submit.ts";
import { withdraw } from "../../src-main/engine/marking/withdrawal.ts";
import { batchSummary } from "../../src-main/engine/views/home-view.ts";
import { reviewView } from "../../src-main/engine/views/review-view.ts";
import { campaign, recordings } from "../fixtures/packing-room.ts";
import { BATCH, createFetchingDesk, writeTable, type FetchingDesk } from "./support/fetching-desk.ts";
import { must } from "./support/panel.ts";

const rows = (...candidates: string[]) => candidates.map((each) => `a-1,${each},live,2026-12-01`);
const publish = async ({ room }: FetchingDesk) => void must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
const answer = ({ desk }: FetchingDesk, candidate: string) => desk.store.work.findAnswer(BATCH, candidate, "q1");
const summary = ({ desk }: FetchingDesk) => batchSummary(desk, desk.store.work.batch(BATCH)!);
const markOf = (fetching: FetchingDesk, candidate: string) => fetching.desk.store.marks.get(answer(fetching, candidate)!.id);

async function publishAllocation(fetching: FetchingDesk, ...candidates: string[]) {
  await writeTable(fetching.room, rows(...candidates));
  await publish(fetching);
  await fetching.syncNow();
}

/** Scores and justifies an answer. */
function mark(fetching: FetchingDesk, candidate: string, score = 3) {
  const marking = createMarking(fetching.desk);
  const { id: answerId } = answer(fetching, candidate)!;
  return [marking.setScore({ answerId, score }), marking.setEvidence({ answerId, text: `Evidence of ${candidate}.` })].find((saved) => !saved.ok) ?? marking.setWatchReason({ answerId, reason: "Heard it in the room." });
}

async function deskWith(...candidates: string[]): Promise<FetchingDesk> {
  const fetching = await createFetchingDesk({ allocation: rows(...candidates) });
  await fetching.syncNow();
  for (const candidate of candidates) must(mark(fetching, candidate));
  return fetching;
}

async function publishCampaign(fetching: FetchingDesk, change: Partial<CampaignDefinition>) {
  await writeFile(fetching.room.campaignFile, JSON.stringify({ ...campaign, ...change }));
  await publish(fetching);
  await fetching.syncNow();
}

describe("a new revision touches no mark", () => {
  test("where the text of a question changes", async () => {
    const fetching = await deskWith("K-1", "K-2");
    const before = markOf(fetching, "K-1");
    await publishCampaign(fetching, { questions: campaign.questions.map((each) => ({ ...each, text: "Asked in other words." })) as CampaignDefinition["questions"] });
    expect(must(await reviewView(fetching.desk, answer(fetching, "K-1")!.id)).question.text).toBe("Asked in other words.");
    expect(markOf(fetching, "K-1")).toEqual(before);
    expect(summary(fetching)).toMatchObject({ state: "complete", answers: { total: 2, marked: 2 } });
  });

  test("where the scale changes: a score that is no point of it any more stays, and is asked for again", async () => {
    const fetching = await deskWith("K-1", "K-2");
    must(mark(fetching, "K-2", 4));
    const before = [markOf(fetching, "K-1"), markOf(fetching, "K-2")];
    await publishCampaign(fetching, { scale: campaign.scale.slice(0, 3) });
    expect([markOf(fetching, "K-1"), markOf(fetching, "K-2")]).toEqual(before);
    expect(summary(fetching)).toMatchObject({ state: "marking", answers: { total: 2, marked: 1 }, next: answer(fetching, "K-2")!.id });
  });

  test("where a recording is replaced: score and evidence stay, what was watched of the other one is forgotten, and the new one comes", async () => {
    const fetching = await deskWith("K-1", "K-2");
    const { id, recording } = answer(fetching, "K-1")!;
    must(createMarking(fetching.desk).addWatched({ answerId: id, from: 0, to: 2 }));
    await copyFile(path.join(recordings, "portrait.mp4"), path.join(fetching.room.media, "K-1.mp4"));
    await publish(fetching);
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(answer(fetching, "K-1")).toMatchObject({ id, watchedShare: 0 });
    expect(answer(fetching, "K-1")!.recording).not.toBe(recording);
    expect(fetching.desk.store.media.get(answer(fetching, "K-1")!.recording)!.state).toBe("here");
    expect(markOf(fetching, "K-1")).toMatchObject({ score: 3, evidence: "Evidence of K-1." });
  });

  test("where a candidate is taken away and given back", async () => {
    const fetching = await deskWith("K-1", "K-2");
    const { id } = answer(fetching, "K-2")!;
    const before = markOf(fetching, "K-2");
    await publishAllocation(fetching, "K-1");
    expect(answer(fetching, "K-2")).toBeUndefined();
    expect(summary(fetching)).toMatchObject({ answers: { total: 1 }, recordings: { total: 1 } });
    await publishAllocation(fetching, "K-1", "K-2", "K-3");
    expect(answer(fetching, "K-2")!.id).toBe(id);
    expect(markOf(fetching, "K-2")).toEqual(before);
    expect(summary(fetching)).toMatchObject({ answers: { total: 3, marked: 2 }, recordings: { total: 3, here: 3 } });
  });
});

describe("what is allocated after a submission", () => {
  test("is to be marked at once, while what was submitted stays closed; the next set holds all of it", async () => {
    const fetching = await deskWith("K-1", "K-2");
    const first = must(await submitSet(fetching.desk, BATCH));
    expect(summary(fetching)).toMatchObject({ state: "submitted", next: null });
    await publishAllocation(fetching, "K-1", "K-2", "K-3");
    expect(summary(fetching)).toMatchObject({ state: "extended", answers: { total: 3, marked: 2 }, next: answer(fetching, "K-3")!.id });
    expect(mark(fetching, "K-1", 1)).toMatchObject({ ok: false, error: { kind: "set-already-submitted" } });
    expect(withdraw(fetching.desk, { batch: BATCH, candidate: "K-1", note: "" })).toMatchObject({ ok: false, error: { kind: "set-already-submitted" } });
    expect(await submitSet(fetching.desk, BATCH)).toMatchObject({ ok: false, error: { kind: "set-incomplete", missing: 1 } });
    must(mark(fetching, "K-3"));
    const second = must(await submitSet(fetching.desk, BATCH));
    expect([first, second]).toMatchObject([{ revision: 1, reason: null }, { revision: 2, reason: "More was allocated after the last submission." }]);
    expect(summary(fetching).state).toBe("submitted");
    expect(mark(fetching, "K-3", 1)).toMatchObject({ ok: false, error: { kind: "set-already-submitted" } });
  });

  test("and given back after a set without it is to be handed in again", async () => {
    const fetching = await deskWith("K-1", "K-2");
    must(await submitSet(fetching.desk, BATCH));
    await publishAllocation(fetching, "K-1");
    expect(summary(fetching).state).toBe("submitted");
    must(reopenSet(fetching.desk, BATCH, "Heard it again."));
    must(await submitSet(fetching.desk, BATCH));
    await publishAllocation(fetching, "K-1", "K-2");
    expect(summary(fetching)).toMatchObject({ state: "extended", answers: { total: 2, marked: 2 } });
    expect(must(await submitSet(fetching.desk, BATCH)).revision).toBe(3);
  });

  test("is told by a withdrawal from it too", async () => {
    const fetching = await deskWith("K-1");
    must(await submitSet(fetching.desk, BATCH));
    await publishAllocation(fetching, "K-1", "K-2");
    must(withdraw(fetching.desk, { batch: BATCH, candidate: "K-2", note: "A neighbour." }));
    expect(summary(fetching).state).toBe("extended");
    expect(must(await submitSet(fetching.desk, BATCH)).revision).toBe(2);
  });

  test("a recording that is replaced after the submission opens its answer again", async () => {
    const fetching = await deskWith("K-1", "K-2");
    must(await submitSet(fetching.desk, BATCH));
    await copyFile(path.join(recordings, "portrait.mp4"), path.join(fetching.room.media, "K-1.mp4"));
    await publish(fetching);
    await fetching.syncNow();
    expect(summary(fetching).state).toBe("extended");
    must(mark(fetching, "K-1", 2));
    expect(mark(fetching, "K-2", 2)).toMatchObject({ ok: false, error: { kind: "set-already-submitted" } });
  });
});
