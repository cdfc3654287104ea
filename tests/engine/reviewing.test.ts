import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { trustLeads, readPeople } from "../../src-main/engine/documents/trust.ts";
import { keepDigest } from "../../src-main/engine/marking/marking.ts";
import { openStore } from "../../src-main/engine/store/open-store.ts";
import type { Store } from "../../src-main/engine/store/store.ts";
import { leastWatchedShare } from "../../src-shared/marking/completeness.ts";
import { campaignDefinition } from "../../src-shared/documents/campaign.ts";
import type { QueueFilter } from "../../src-shared/bridge/queue.ts";
import { BATCH, createPanel, must, temporaryFolder } from "./support/panel.ts";

async function readyDesk() {
  const panel = await createPanel();
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  const first = (await desk.ask("home.view", {})).next!.answerId;
  return { panel, desk, first, strip: (await desk.ask("review.view", { answerId: first })).strip.map((each) => each.answerId) };
}

describe("scoring with little watched", () => {
  test("is kept at once, and complete with a reason or with the rest watched", async () => {
    const { desk, first, strip } = await readyDesk();
    for (const answerId of strip.slice(0, 2)) {
      await desk.ask("mark.add-watched", { answerId, from: 0, to: 10 });
      await desk.ask("mark.set-score", { answerId, score: 4 });
      await desk.ask("mark.set-evidence", { answerId, text: "Clear." });
    }
    expect((await desk.ask("review.view", { answerId: first })).mark).toMatchObject({ score: 4, state: "watch-reason-missing" });
    expect(await desk.ask("check.view", { batch: BATCH })).toMatchObject({ marked: 0, missing: [{ what: "watch-reason-missing" }, { what: "watch-reason-missing" }, { what: "unmarked" }] });
    await desk.ask("mark.set-watch-reason", { answerId: strip[0]!, reason: "The recording stops early." });
    await desk.ask("mark.add-watched", { answerId: strip[1]!, from: 10, to: 300 });
    expect(await desk.ask("check.view", { batch: BATCH })).toMatchObject({ marked: 2, littleWatched: [{ answerId: strip[0], reason: "The recording stops early." }], totals: { missing: 1, littleWatched: 1 } });
  });

  test("what was watched to the end as far as players tell is not listed, even where a campaign asks for all of it", async () => {
    const store = await storeWithWork();
    store.db.exec("UPDATE answers SET watched_share = 0.98, mark_score = 4");
    expect(store.queue.littleWatched("b", leastWatchedShare({ minimumWatchedShare: 1 }), 10)).toEqual({ total: 0, answers: [] });
  });

  test("the share watched belongs to a score, and goes with it", async () => {
    const { desk, first } = await readyDesk();
    await desk.ask("mark.add-watched", { answerId: first, from: 0, to: 300 });
    await desk.ask("mark.set-score", { answerId: first, score: 4 });
    await desk.ask("mark.set-cannot-score", { answerId: first, reason: "no sound" });
    await desk.engine.close();
    const store = must(openStore(desk.home, new Date()));
    expect(store.marks.get(first)).toMatchObject({ score: null, shareWhenScored: null });
    store.close();
  });

  test("the lead reads the reason and how much was watched when the score was given", async () => {
    const { panel, desk, strip } = await readyDesk();
    for (const answerId of strip) {
      const { durationSeconds } = (await desk.ask("review.view", { answerId })).recording;
      await desk.ask("mark.add-watched", { answerId, from: 0, to: durationSeconds / 2 });
      await desk.ask("mark.set-score", { answerId, score: 4 });
      await desk.ask("mark.set-evidence", { answerId, text: "Clear." });
      await desk.ask("mark.set-watch-reason", { answerId, reason: "Enough to judge." });
    }
    await desk.ask("mark.add-watched", { answerId: strip[2]!, from: 0, to: 300 });
    const { marks } = await submittedSet(panel, desk);
    expect(marks.map((each) => [Math.round(each.watchedShare * 100), Math.round((each.watchedShareWhenScored ?? 0) * 100), each.watchReason])).toEqual([
      [50, 50, "Enough to judge."],
      [50, 50, "Enough to judge."],
      [100, 50, null],
    ]);
  });
});

async function submittedSet(panel: Awaited<ReturnType<typeof createPanel>>, desk: Awaited<ReturnType<typeof readyDesk>>["desk"]) {
  const { key } = await desk.ask("set.submit", { batch: BATCH, declared: true });
  await desk.ask("sync.now", {});
  const leads = await trustLeads([panel.leadKey]);
  const { trust } = must(await readPeople(panel.depot, leads));
  return must(await openDocument("moderation-set", key, must(await panel.depot.read(key, 1_000_000)), new Map([...leads, ...trust]), [panel.leadKey.identity]));
}

describe("knowing a candidate", () => {
  test("is told to whoever keeps recordings open, as is taking it back", async () => {
    const { desk, first } = await readyDesk();
    let told = 0;
    desk.engine.onMediaChanged(() => (told += 1));
    await desk.ask("mark.set-score", { answerId: first, score: 6 });
    expect(told).toBe(0);
    await desk.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    await desk.ask("candidate.return", { batch: BATCH, candidate: "K-1" });
    expect(told).toBe(2);
  });

  test("takes all of the candidate's answers out of the work, hides their marks, and can be taken back", async () => {
    const { desk, first } = await readyDesk();
    await desk.ask("mark.set-score", { answerId: first, score: 6 });
    await desk.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "My neighbour." });
    expect((await desk.ask("home.view", {})).batches[0]).toMatchObject({ answers: { total: 0, marked: 0 }, withdrawnCandidates: 1, state: "complete" });
    expect((await desk.ask("home.view", {})).next).toBeNull();
    const hidden = await desk.ask("review.view", { answerId: first });
    expect(hidden).toMatchObject({ withdrawal: { candidate: "K-1", note: "My neighbour." }, mark: { score: null, state: "unmarked" }, captions: [], next: null });
    expect(hidden.strip.map((each) => each.score)).toEqual([null, null, null]);
    expect(await desk.engine.openMedia(first)).toBeNull();
    expect(await desk.refused("mark.set-score", { answerId: first, score: 1 })).toMatchObject({ kind: "candidate-withdrawn", candidate: "K-1" });
    expect(await desk.ask("queue.page", { batch: BATCH, filter: "withdrawn", score: 4, search: "", offset: 0, limit: 10 })).toMatchObject({ rows: [{ withdrawn: true, score: null }, {}, {}] });
    await desk.ask("candidate.return", { batch: BATCH, candidate: "K-1" });
    expect((await desk.ask("review.view", { answerId: first })).mark.score).toBe(6);
    expect(await desk.engine.openMedia(first)).not.toBeNull();
  });

  test("survives a restart and a batch that is packed again", async () => {
    const { panel, desk, first } = await readyDesk();
    await desk.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    await panel.repack();
    await desk.ask("sync.now", {});
    await desk.engine.close();
    const again = await panel.desk(desk.home);
    expect((await again.ask("review.view", { answerId: first })).withdrawal).toMatchObject({ candidate: "K-1" });
  });

  test("is told to the lead with the set, which has none of the candidate's marks", async () => {
    const { panel, desk, first } = await readyDesk();
    await desk.ask("mark.set-score", { answerId: first, score: 6 });
    await desk.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "My neighbour." });
    expect(await submittedSet(panel, desk)).toMatchObject({ marks: [], withdrawals: [{ candidate: "K-1", note: "My neighbour." }] });
    expect(await desk.refused("candidate.return", { batch: BATCH, candidate: "K-1" })).toMatchObject({ kind: "set-already-submitted" });
  });
});

describe("what the assessor chose", () => {
  test("one choice that cannot be read takes no other along, and is kept for a version that can", async () => {
    const { panel, desk } = await readyDesk();
    await desk.ask("preferences.set", { singleKeys: false, keys: { noteHere: "k" } });
    await desk.engine.close();
    const store = must(openStore(desk.home, new Date()));
    store.db.exec(`UPDATE preferences SET value = json_set(value, '$.speed', 3, '$.later', 'x')`);
    store.close();
    const again = await panel.desk(desk.home);
    expect(await again.ask("desk.state", {})).toMatchObject({ preferences: { singleKeys: false, keys: { noteHere: "k" }, speed: 1 } });
    await again.ask("preferences.set", { volume: 0.5 });
    await again.engine.close();
    const kept = must(openStore(desk.home, new Date()));
    expect(JSON.parse(String(kept.db.prepare("SELECT value FROM preferences").pluck().get()))).toMatchObject({ singleKeys: false, speed: 3, later: "x", volume: 0.5 });
    kept.close();
  });

  test("is kept over a restart, and a change leaves the rest alone", async () => {
    const { panel, desk } = await readyDesk();
    await desk.ask("preferences.set", { speed: 1.5, keys: { noteHere: "k" } });
    await desk.ask("preferences.set", { order: "question" });
    await desk.engine.close();
    const state = await (await panel.desk(desk.home)).ask("desk.state", {});
    expect(state).toMatchObject({ kind: "ready", preferences: { speed: 1.5, order: "question", keys: { noteHere: "k" }, volume: 1, singleKeys: true } });
  });
});

/** A store with 40 candidates' answers to six questions, marked by a fixed pattern. */
async function storeWithWork(rules: { order?: "candidate" | "question" } = {}): Promise<Store> {
  const definition = campaignDefinition.parse(JSON.parse(await readFile(path.resolve(import.meta.dirname, "../../assets/demo/campaign.json"), "utf8")));
  const campaign = { ...definition, rules: { ...definition.rules, ...rules } };
  const now = new Date("2026-11-21T09:40:00Z");
  const store = must(openStore(await temporaryFolder(), now));
  onTestFinished(() => store.close());
  store.transaction(() => {
    store.work.putCampaign(campaign.id, 1, campaign);
    store.work.putBatch({ batch: "b", campaign: campaign.id, revision: 1, campaignRevision: 1, allocationRevision: 1, due: null });
    let position = 0;
    for (let candidate = 1; candidate <= 40; candidate += 1)
      for (const [index, question] of campaign.questions.entries()) {
        position += 1;
        const recording = `recording-${position}`;
        store.media.put(recording, "b", Buffer.from("key"), 100);
        const durationSeconds = position % 9 === 0 ? 20 : 100;
        store.work.putAnswer({
          ...{ batch: "b", candidate: `K-${100 + candidate}`, question: question.id, round: "live", position, questionNumber: index + 1, secondsAllowed: 180 },
          ...{ recording, captions: null, type: "video/mp4", durationSeconds, width: 640, height: 360, bytes: 1000, content: null },
        });
      }
    store.withdrawals.put("b", "K-107", "", now);
    for (const answer of store.work.answersOf("b")) {
      const n = answer.position;
      if (n % 5 === 0) continue;
      const score = n % 11 === 0 ? null : (n % 7) + 1;
      store.marks.put(answer.id, { score, cannotScore: n % 11 === 0 ? "no sound" : null, evidence: n % 4 === 0 ? "" : "Clear.", watchReason: "", shareWhenScored: 0, markedAt: null, savedAt: now.toISOString(), shownAt: null });
      store.marks.putWatched(answer.id, [{ from: 0, to: n % 6 === 0 ? answer.durationSeconds / 2 : answer.durationSeconds }]);
      if (n % 13 === 0) store.marks.putFlag(answer.id, "other", "", now.toISOString(), 3);
      keepDigest({ store }, answer);
    }
  });
  return store;
}

describe("the queue", () => {
  test("each filter shows what it says, by every answer's own facts, and the counts agree", async () => {
    const store = await storeWithWork();
    const answers = store.work.answersOf("b").map((answer) => ({ ...answer, mark: store.marks.get(answer.id) }));
    const passes: Record<QueueFilter, (answer: (typeof answers)[number]) => boolean> = {
      all: () => true,
      unmarked: ({ mark }) => mark?.score == null && mark?.cannotScore == null,
      incomplete: ({ mark, position }) => mark?.score != null && (mark.evidence === "" || position % 6 === 0),
      flagged: ({ position }) => position % 13 === 0 && position % 5 !== 0,
      "cannot-score": ({ mark }) => mark?.cannotScore != null,
      below: ({ mark }) => mark?.score != null && mark.score < 4,
      above: ({ mark }) => mark?.score != null && mark.score > 4,
      short: ({ durationSeconds }) => durationSeconds < 60,
      "not-watched": ({ position }) => position % 5 === 0 || position % 6 === 0,
      withdrawn: () => true,
    };
    const counts = store.queue.counts("b", 4);
    for (const [filter, passed] of Object.entries(passes) as [QueueFilter, (typeof passes)[QueueFilter]][]) {
      const expected = answers.filter((answer) => answer.withdrawn === (filter === "withdrawn") && passed(answer)).map((answer) => answer.id);
      const shown = store.queue.page({ batch: "b", filter, score: 4, search: "" }, "candidate", 0, 200).concat(store.queue.page({ batch: "b", filter, score: 4, search: "" }, "candidate", 200, 200));
      expect([filter, shown.map((row) => row.answerId)]).toEqual([filter, expected]);
      expect([filter, counts[filter]]).toEqual([filter, expected.length]);
      expect(expected.length).toBeGreaterThan(0);
    }
  });

  test("a search finds a part of the candidate's reference, whatever its case, and nothing else means anything in it", async () => {
    const store = await storeWithWork();
    const found = (search: string) => new Set(store.queue.page({ batch: "b", filter: "all", score: 4, search }, "candidate", 0, 200).map((row) => row.candidate));
    expect([...found("k-12")].sort()).toEqual(["K-120", "K-121", "K-122", "K-123", "K-124", "K-125", "K-126", "K-127", "K-128", "K-129"]);
    expect(found("%").size).toBe(0);
    expect(found("_").size).toBe(0);
    expect(store.queue.total({ batch: "b", filter: "all", score: 4, search: "k-12" })).toBe(60);
  });

  test("by question, all answers to one question come in a row, and next and previous agree with the list", async () => {
    const store = await storeWithWork();
    for (const order of ["candidate", "question"] as const) {
      const list = [0, 200].flatMap((offset) => store.queue.page({ batch: "b", filter: "all", score: 4, search: "" }, order, offset, 200));
      expect(list).toHaveLength(39 * 6);
      if (order === "question") expect(list.map((row) => row.questionNumber)).toEqual([...list.map((row) => row.questionNumber)].sort((a, b) => a - b));
      for (const [index, row] of list.entries()) {
        const around = store.queue.neighbours(store.work.answer(row.answerId)!, order, 1);
        expect(around).toMatchObject({ index, previous: list[index - 1]?.answerId ?? null, next: list[index + 1]?.answerId ?? null });
        const sameQuestion = list.filter((each) => each.questionNumber === row.questionNumber);
        expect(store.queue.ofQuestion(store.work.answer(row.answerId)!)).toEqual({ index: sameQuestion.findIndex((each) => each.answerId === row.answerId), total: 39 });
        const toDo = [...list.slice(index + 1), ...list.slice(0, index)].find((each) => each.state !== "marked");
        expect(around.nextToDo).toBe(toDo?.answerId ?? null);
      }
    }
  });
});
