import { expect, test } from "vitest";
import { changeStanding } from "../../src-main/engine/moderation/change-standing.ts";
import { keepStanding } from "../../src-main/engine/moderation/keep-standing.ts";
import { outcomeNow } from "../../src-main/engine/moderation/outcome/outcome-now.ts";
import { rankTie } from "../../src-main/engine/moderation/outcome/rank.ts";
import { outcomeView } from "../../src-main/engine/moderation/outcome/outcome-view.ts";
import { BATCH, createMarkedBatch, mark } from "./support/marked-batch.ts";
import { must } from "./support/panel.ts";

const candidates = Array.from({ length: 200 }, (_, index) => `K-${index + 1}`);

test("as long as one of several large changes is followed up, no outcome is worked out: the last one shows, or none, and nothing is published", async () => {
  const { store } = createMarkedBatch(candidates, ["a-1"], { combine: "mean" });
  const hindrance = async () => must(await outcomeView(store, BATCH)).hindrance?.kind;
  const other = changeStanding(store, BATCH, candidates, () => undefined);
  expect(await outcomeNow(store, BATCH)).toEqual({ ok: false, error: { kind: "outcome-behind", batch: BATCH } });
  await other;
  expect(await hindrance()).toBe("outcome-incomplete");

  const before = must(await outcomeNow(store, BATCH));
  const large = changeStanding(store, BATCH, candidates, () => undefined);
  const smaller = changeStanding(store, BATCH, candidates.slice(0, 50), () => undefined);
  await smaller;
  expect(store.standing.isBehind(BATCH)).toBe(true);
  expect(await hindrance()).toBe("outcome-behind");
  expect(await outcomeNow(store, BATCH)).toEqual({ ok: true, value: before });
  await large;
  expect(store.standing.isBehind(BATCH)).toBe(false);
  expect(await hindrance()).toBe("outcome-incomplete");
});

test("new rules of the campaign count once every answer stands by them: until then no outcome is worked out, ranked or published", async () => {
  const panel = createMarkedBatch(["K-1", "K-2"], ["a-1", "a-2"], { combine: "mean", tolerance: 3 });
  const { store } = panel;
  for (const [person, score] of [["a-1", 4], ["a-2", 6]] as const) panel.handIn(person, 1, ["K-1", "K-2"].flatMap((candidate) => ["q1", "q2"].map((question) => mark(candidate, question, score))));
  const before = must(await outcomeNow(store, BATCH));
  const row = store.lead.batch(BATCH)!;
  const campaign = store.work.campaign(row.campaign);
  store.transaction(() => store.work.putCampaign(campaign.id, 2, { ...campaign, rules: { ...campaign.rules, combine: "lower", places: 1 } }));
  expect(await outcomeNow(store, BATCH)).toEqual({ ok: true, value: before });
  expect(must(await outcomeView(store, BATCH))).toMatchObject({ behind: true, hindrance: { kind: "outcome-behind" } });
  expect(await rankTie({ store, me: store.enrolment.get()!, now: () => new Date() }, { batch: BATCH, candidates: ["K-1", "K-2"], reason: "So." })).toEqual({ ok: false, error: { kind: "outcome-behind", batch: BATCH } });
  await changeStanding(store, BATCH, ["K-1", "K-2"], () => store.lead.putBatch({ ...row, campaignRevision: 2 }));
  expect(must(await outcomeNow(store, BATCH))).toMatchObject({ row: { campaignRevision: 2 }, campaign: { rules: { combine: "lower" } } });
  expect(must(await outcomeNow(store, BATCH)).merit.candidates.map((each) => each.total)).toEqual([8, 8]);
  expect(must(await outcomeView(store, BATCH)).behind).toBe(false);
});

test("whatever changes of marks and withdrawals, also where their number stays, the outcome follows", async () => {
  const panel = createMarkedBatch(["K-1", "K-2"], ["a-1"], { combine: "mean" });
  const { store } = panel;
  const at = "2026-11-22T09:00:00.000Z";
  const marks = ["q1", "q2"].flatMap((question) => [mark("K-1", question, 5), mark("K-2", question, 5)]);
  panel.handIn("a-1", 1, marks, { withdrawals: [{ candidate: "K-1", note: "", at }] });
  const totals = async () => Object.fromEntries(must(await outcomeNow(store, BATCH)).merit.candidates.map((each) => [each.candidate, each.total]));
  expect(await totals()).toEqual({ "K-1": 0, "K-2": 10 });
  const [seen, statistics] = [store.standing.version(BATCH), store.standing.versions()];
  store.transaction(() => {
    store.received.putWithdrawals(BATCH, "a-1", [{ candidate: "K-2", note: "", at }]);
    store.received.count(BATCH, "a-1");
    keepStanding(store, BATCH, ["K-1", "K-2"]);
  });
  expect(await totals()).toEqual({ "K-1": 10, "K-2": 0 });
  expect([store.standing.version(BATCH), store.standing.versions()]).not.toEqual([seen, statistics]);
});

test("an outcome asked for while marks come in is of one moment, lets others come first in between, and is worked out once for all who ask", async () => {
  const many = Array.from({ length: 1200 }, (_, index) => `K-${index + 1}`);
  const { store } = createMarkedBatch(many, ["a-1"], { combine: "mean" });
  const give = (final: number) =>
    store.transaction(() => {
      store.db.prepare("UPDATE lead_answers SET state = 'agreed', final = ? WHERE batch = ?").run(final, BATCH);
      store.standing.raise(BATCH);
    });
  give(4);
  const asked = [outcomeNow(store, BATCH), outcomeNow(store, BATCH)];
  // Its first answers are read by then, and its last ones are not.
  let turns = 0;
  const countTurns = () => {
    turns += 1;
    if (turns === 2) give(6);
    if (turns < 1000) next = setImmediate(countTurns);
  };
  let next = setImmediate(countTurns);
  const [one, other] = await Promise.all(asked);
  clearImmediate(next);
  expect(turns).toBeGreaterThan(5);
  expect(new Set(must(one!).merit.candidates.map((each) => each.total))).toEqual(new Set([12]));
  expect(must(one!).version).toBe(store.standing.version(BATCH));
  expect(must(other!)).toBe(must(one!));
  expect(must(await outcomeNow(store, BATCH))).toBe(must(one!));
});

test("where a large change comes while an outcome is worked out, none is given of answers half of which stand where they stood", async () => {
  const { store } = createMarkedBatch(candidates, ["a-1"], { combine: "mean" });
  const asked = outcomeNow(store, BATCH);
  const large = store.transaction(() => store.standing.begin(BATCH, candidates));
  expect(await asked).toEqual({ ok: false, error: { kind: "outcome-behind", batch: BATCH } });
  store.standing.end(large);
  expect(must(await outcomeNow(store, BATCH)).merit.candidates).toHaveLength(candidates.length);
});
