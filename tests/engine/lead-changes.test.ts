import { expect, test } from "vitest";
import { changeStanding } from "../../src-main/engine/moderation/change-standing.ts";
import { keepStanding } from "../../src-main/engine/moderation/keep-standing.ts";
import { outcomeNow } from "../../src-main/engine/moderation/outcome/outcome-now.ts";
import { outcomeView } from "../../src-main/engine/moderation/outcome/outcome-view.ts";
import { BATCH, createMarkedBatch, mark } from "./support/marked-batch.ts";
import { must } from "./support/panel.ts";

const candidates = Array.from({ length: 200 }, (_, index) => `K-${index + 1}`);

test("as long as one of several large changes is followed up, no outcome is worked out: the last one shows, or none, and nothing is published", async () => {
  const { store } = createMarkedBatch(candidates, ["a-1"], { combine: "mean" });
  const hindrance = () => must(outcomeView(store, BATCH)).hindrance?.kind;
  const other = changeStanding(store, BATCH, candidates, () => undefined);
  expect(outcomeNow(store, BATCH)).toEqual({ ok: false, error: { kind: "outcome-behind", batch: BATCH } });
  await other;
  expect(hindrance()).toBe("outcome-incomplete");

  const before = must(outcomeNow(store, BATCH));
  const large = changeStanding(store, BATCH, candidates, () => undefined);
  const smaller = changeStanding(store, BATCH, candidates.slice(0, 50), () => undefined);
  await smaller;
  expect(store.standing.isBehind(BATCH)).toBe(true);
  expect(hindrance()).toBe("outcome-behind");
  expect(outcomeNow(store, BATCH)).toEqual({ ok: true, value: before });
  await large;
  expect(store.standing.isBehind(BATCH)).toBe(false);
  expect(hindrance()).toBe("outcome-incomplete");
});

test("whatever changes of marks and withdrawals, also where their number stays, the outcome follows", () => {
  const panel = createMarkedBatch(["K-1", "K-2"], ["a-1"], { combine: "mean" });
  const { store } = panel;
  const at = "2026-11-22T09:00:00.000Z";
  const marks = ["q1", "q2"].flatMap((question) => [mark("K-1", question, 5), mark("K-2", question, 5)]);
  panel.handIn("a-1", 1, marks, { withdrawals: [{ candidate: "K-1", note: "", at }] });
  const totals = () => Object.fromEntries(must(outcomeNow(store, BATCH)).merit.candidates.map((each) => [each.candidate, each.total]));
  expect(totals()).toEqual({ "K-1": 0, "K-2": 10 });
  const [seen, statistics] = [store.standing.version(BATCH), store.standing.versions()];
  store.transaction(() => {
    store.received.putWithdrawals(BATCH, "a-1", [{ candidate: "K-2", note: "", at }]);
    store.received.count(BATCH, "a-1");
    keepStanding(store, BATCH, ["K-1", "K-2"]);
  });
  expect(totals()).toEqual({ "K-1": 10, "K-2": 0 });
  expect([store.standing.version(BATCH), store.standing.versions()]).not.toEqual([seen, statistics]);
});
