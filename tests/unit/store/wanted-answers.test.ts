import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import type { Store } from "../../../src-main/engine/store/store.ts";

const AT = new Date("2026-11-21T09:00:00Z");
const QUESTIONS = 3;
const recordingOf = (position: number) => `recording ${position}`;

/** A store with a batch of so many answers, nothing of which is here: three questions for each candidate, captions for every tenth answer. */
async function storeWith(answers: number, practised: readonly number[] = []): Promise<Store> {
  const home = await mkdtemp(path.join(tmpdir(), "assessor-desk-"));
  const opened = openStore(home, AT);
  if (!opened.ok) throw new Error(opened.error.kind);
  const store = opened.value;
  onTestFinished(async () => {
    store.close();
    await rm(home, { recursive: true });
  });
  store.transaction(() => {
    store.db.prepare("INSERT INTO campaigns (campaign, revision, definition) VALUES ('c', 1, '{}')").run();
    store.work.putBatch({ batch: "b", campaign: "c", revision: 1, campaignRevision: 1, allocationRevision: 1, due: null });
    for (let position = 1; position <= answers; position += 1) {
      const question = ((position - 1) % QUESTIONS) + 1;
      const captions = position % 10 === 0 ? `captions ${position}` : null;
      for (const object of captions ? [recordingOf(position), captions] : [recordingOf(position)]) store.media.put(object, "b", Buffer.from("key"), 100);
      store.work.putAnswer({
        ...{ batch: "b", candidate: `K-${Math.ceil(position / QUESTIONS)}`, question: `q${question}`, round: practised.includes(position) ? "standardisation" : "live", position, questionNumber: question, secondsAllowed: 90 },
        ...{ recording: recordingOf(position), captions, type: "video/mp4", durationSeconds: 80, width: 1, height: 1, bytes: 1, content: null },
      });
    }
  });
  return store;
}

const come = (store: Store, from: number, to: number) => store.transaction(() => {
  for (let position = from; position <= to; position += 1) for (const object of [recordingOf(position), `captions ${position}`]) store.media.setState(object, "here", AT);
});
const positions = (found: { position: number }[]) => found.map(({ position }) => position);

test.each([[30], [3_000]])("of %i answers, what is missing is given in the order of work, what is not marked alone or all of it", async (answers) => {
  const store = await storeWith(answers);
  const { media, work } = store;
  expect(positions(media.wanted("b", "candidate", 4))).toEqual([1, 2, 3, 4]);
  expect(positions(media.wanted("b", "question", 4))).toEqual([1, 4, 7, 10]);
  work.keepDigest(work.findAnswer("b", "K-1", "q2")!.id, { state: "marked", score: 1, cannotScore: false, flags: 0, share: 1 });
  expect(positions(media.wantedToDo("b", "candidate", 2))).toEqual([1, 3]);
  come(store, 1, 9);
  media.setState(recordingOf(10), "here", AT);
  // Its captions are still to come.
  expect(positions(media.wanted("b", "candidate", 2))).toEqual([10, 11]);
  expect(positions(media.wanted("b", "question", 3))).toEqual([10, 13, 16]);
  expect(media.wanted("another", "candidate", 2)).toEqual([]);
});

test("what is missed again, far behind what came, comes first again", async () => {
  const store = await storeWith(3_000);
  const { media } = store;
  come(store, 1, 1_200);
  for (const look of [media.wanted, media.wantedToDo]) expect(positions(look("b", "candidate", 1))).toEqual([1_201]);
  media.setState(recordingOf(7), "damaged", AT);
  for (const look of [media.wanted, media.wantedToDo]) expect(positions(look("b", "candidate", 2))).toEqual([7, 1_201]);
  come(store, 1, 3_000);
  expect([media.isAnythingMissing(), media.wanted("b", "candidate", 1)]).toEqual([false, []]);
});

test("what is here is counted as it comes and goes; captions take space and are no recordings", async () => {
  const store = await storeWith(30);
  const { media } = store;
  expect(media.totalHere()).toEqual({ recordings: 0, bytes: 0 });
  come(store, 1, 20);
  expect(media.totalHere()).toEqual({ recordings: 20, bytes: 2_200 });
  media.setState(recordingOf(1), "wanted", AT);
  expect(media.totalHere()).toEqual({ recordings: 19, bytes: 2_100 });
  media.remove("b", AT, "asked");
  expect(media.totalHere()).toEqual({ recordings: 0, bytes: 0 });
});

test("practice comes before everything live, in either order", async () => {
  for (const answers of [30, 3_000]) {
    const { media } = await storeWith(answers, [7, 8, 9]);
    expect(positions(media.wanted("b", "candidate", 5))).toEqual([7, 8, 9, 1, 2]);
    expect(positions(media.wanted("b", "question", 5))).toEqual([7, 8, 9, 1, 4]);
  }
});
