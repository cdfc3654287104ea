import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { ModerationFilter, ModerationOrder } from "../../../src-shared/bridge/lead/moderation.ts";
import { settleReasons, standings } from "../../../src-shared/moderation/standing.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import { must, temporaryFolder } from "../../engine/support/panel.ts";

const BATCH = "b";
const QUESTIONS = 3;

/** A store with a batch of answers, three questions for each candidate. */
async function storeWith(answers: number) {
  const store = must(openStore(await temporaryFolder(), new Date("2026-11-21T09:00:00Z")));
  onTestFinished(() => store.close());
  store.transaction(() => {
    store.db.prepare("INSERT INTO campaigns (campaign, revision, definition) VALUES ('c', 1, '{}')").run();
    store.lead.beginBatch(BATCH, "c");
    for (let position = 1; position <= answers; position += 1) {
      const questionNumber = ((position - 1) % QUESTIONS) + 1;
      store.lead.putAnswer({
        ...{ batch: BATCH, candidate: `K-${Math.ceil(position / QUESTIONS)}`, question: `q${questionNumber}`, position, questionNumber, secondsAllowed: 90 },
        ...{ recording: `recording ${position}`, captions: null, type: "video/mp4", durationSeconds: 80, width: 1, height: 1, bytes: 1 },
      });
    }
  });
  const ids = store.lead.answersOf(BATCH).map((answer) => answer.id);
  return { store, ids };
}

const someStanding = fc.record({
  state: fc.constantFrom(...standings),
  reasons: fc.subarray([...settleReasons], { minLength: 1 }),
  scores: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
});

test("every list has exactly its answers, in its order, and knows what lies around each answer, in it or not", async () => {
  const { store, ids } = await storeWith(24);
  const { workList } = store;
  fc.assert(
    fc.property(fc.array(someStanding, { minLength: 24, maxLength: 24 }), fc.constantFrom<ModerationOrder>("gap", "candidate", "question"), fc.constantFrom<ModerationFilter>("all", ...standings, ...settleReasons), fc.nat(23), (some, order, filter, at) => {
      const answers = some.map(({ state, reasons, scores }, index) => {
        const [lowest, highest] = scores.length > 0 ? [Math.min(...scores), Math.max(...scores)] : [null, null];
        const told = state === "to-settle" ? reasons : [];
        store.lead.keepStanding(ids[index]!, { state, reasons: told, final: null, basis: null }, { marks: scores.length, lowest, highest, flags: 0 });
        return { id: ids[index]!, index, state, told, gap: lowest === null ? 0 : highest! - lowest, question: index % QUESTIONS };
      });
      const passes = (answer: (typeof answers)[number]) => filter === "all" || answer.state === filter || (answer.told as string[]).includes(filter);
      const before = (a: (typeof answers)[number], b: (typeof answers)[number]) => (order === "gap" ? b.gap - a.gap : order === "question" ? a.question - b.question : 0) || a.index - b.index;
      const listed = answers.filter(passes).sort(before);
      const selection = { batch: BATCH, filter, order };
      expect(workList.page(selection, 0, 200).map((row) => row.answerId)).toEqual(listed.map((answer) => answer.id));
      expect(workList.page(selection, 2, 3).map((row) => row.answerId)).toEqual(listed.slice(2, 5).map((answer) => answer.id));
      expect(workList.counts(BATCH)[filter]).toBe(listed.length);
      const here = answers[at]!;
      const others = listed.filter((answer) => answer !== here);
      expect(workList.around(selection, here.id)).toEqual({
        index: others.filter((answer) => before(answer, here) < 0).length,
        total: listed.length,
        previous: others.findLast((answer) => before(answer, here) < 0)?.id ?? null,
        next: others.find((answer) => before(answer, here) > 0)?.id ?? null,
      });
    }),
    { numRuns: 60 },
  );
});

test("answers that the batch's newest revision has no more are in no list", async () => {
  const { store, ids } = await storeWith(6);
  store.lead.unpack(ids[1]!);
  expect(store.workList.page({ batch: BATCH, filter: "all", order: "candidate" }, 0, 200).map((row) => row.answerId)).toEqual(ids.filter((_, index) => index !== 1));
  expect(store.workList.counts(BATCH).all).toBe(5);
});
