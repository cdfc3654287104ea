import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Desk } from "../../src-main/engine/desk.ts";
import { countedMarks } from "../../src-main/engine/moderation/acts.ts";
import { define } from "../../src-main/engine/moderation/define.ts";
import { moderationView } from "../../src-main/engine/moderation/moderation-view.ts";
import { definitiveScores } from "../../src-main/engine/moderation/quality/counted-marks.ts";
import { rankTie } from "../../src-main/engine/moderation/outcome/rank.ts";
import { outcomeNow } from "../../src-main/engine/moderation/outcome/outcome-now.ts";
import { reopen, settle } from "../../src-main/engine/moderation/settle.ts";
import type { Flag } from "../../src-shared/documents/moderation-set.ts";
import { BATCH, behindLead, createLeadPanel, LEAD } from "./support/lead-panel.ts";
import { BATCH as MARKED, createMarkedBatch, mark } from "./support/marked-batch.ts";
import { must } from "./support/panel.ts";

const answerOf = ({ store }: Desk, question: string) => store.lead.findAnswer(BATCH, "K-1", question)!;
const settleAs = (desk: Desk, question: string, final: number) => {
  const answer = answerOf(desk, question);
  must(settle(desk, { id: randomUUID(), answerId: answer.id, final, basis: "adjudicated", reason: `${final} is right.`, seen: countedMarks(desk, answer) }));
};
const standing = (desk: Desk) => ["q1", "q2"].map((question) => answerOf(desk, question)).map(({ state, reasons, final }) => [state, reasons, final]);

/** Two leads' desks, who know the same and are offline. */
async function twoLeads() {
  const panel = await createLeadPanel({ candidates: ["K-1"] });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 3 } });
  await panel.handIn("a-2", { "K-1": { q1: 6, q2: 7 } });
  await panel.sync();
  const other = await panel.enrol("l-2", "lead");
  await panel.sync(other);
  return { panel, one: await behindLead(panel.lead), two: await behindLead(other) };
}

describe("two leads who settle one answer apart", () => {
  test("differently: it is to be settled again on both desks, with both settlements, until somebody who knows both decides", async () => {
    const { one, two } = await twoLeads();
    settleAs(one, "q1", 4);
    settleAs(two, "q1", 5);
    // The same is no conflict, whatever the reasons.
    settleAs(one, "q2", 6);
    settleAs(two, "q2", 6);
    for (const desk of [one, two, one]) must(await desk.tryOnce());
    const conflict = [["to-settle", ["discrepancy", "cumulative", "lead-decides", "leads-differ"], null], ["settled", [], 6]];
    for (const desk of [one, two]) {
      expect(standing(desk)).toEqual(conflict);
      expect(desk.store.workList.counts(BATCH)).toMatchObject({ "to-settle": 1, "leads-differ": 1, settled: 1 });
      const view = must(await moderationView(desk, answerOf(desk, "q1").id));
      expect(view.decidedApart.map(({ by, final, words }) => [by, final, words])).toEqual([[`Name of ${LEAD}`, 4, "4 is right."], ["Name of l-2", 5, "5 is right."]]);
    }
    settleAs(two, "q1", 4);
    for (const desk of [two, one]) must(await desk.tryOnce());
    for (const desk of [one, two]) expect(standing(desk)).toEqual([["settled", [], 4], ["settled", [], 6]]);
    expect(must(await moderationView(one, answerOf(one, "q1").id))).toMatchObject({ decidedApart: [], history: [{ final: 4, by: "Name of l-2" }, { final: 5 }, { final: 4 }] });
  });

  test("one in advance, the other not: it is to be settled on both desks, with both named, until one who knows both settles it", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1"] });
    await panel.sync();
    const other = await panel.enrol("l-2", "lead");
    await panel.sync(other);
    const [one, two] = [await behindLead(panel.lead), await behindLead(other)];
    const defineAs = (desk: Desk, question: string, score: number | null) => must(define(desk, { id: randomUUID(), answerId: answerOf(desk, question).id, score, rationale: "Agreed." }));
    settleAs(one, "q1", 4);
    defineAs(two, "q1", 5);
    defineAs(one, "q2", 3);
    defineAs(two, "q2", 6);
    for (const desk of [one, two, one]) must(await desk.tryOnce());
    for (const desk of [one, two]) {
      expect(standing(desk)).toEqual([["to-settle", ["leads-differ"], null], ["to-settle", ["leads-differ"], null]]);
      // Neither is told to anybody who practises, nor is anybody measured by one.
      expect(desk.store.definitive.standing(BATCH)).toEqual([]);
      expect(definitiveScores(desk.store.db, [BATCH])).toEqual(new Map());
      const view = must(await moderationView(desk, answerOf(desk, "q1").id));
      expect(view).toMatchObject({ definitive: null, decidedApart: [{ act: "settled", final: 4, by: `Name of ${LEAD}` }, { act: "defined", final: 5, by: "Name of l-2" }] });
      expect(must(await moderationView(desk, answerOf(desk, "q2").id)).decidedApart.map(({ act, final }) => [act, final])).toEqual([["defined", 3], ["defined", 6]]);
    }
    settleAs(one, "q1", 5);
    defineAs(one, "q2", 6);
    for (const desk of [one, two]) must(await desk.tryOnce());
    for (const desk of [one, two]) {
      expect(standing(desk)).toEqual([["settled", [], 5], ["defined", [], 6]]);
      const answerId = answerOf(desk, "q2").id;
      expect(desk.store.definitive.standing(BATCH)).toEqual([{ answerId, candidate: "K-1", question: "q2", score: 6, rationale: "Agreed." }]);
      expect(definitiveScores(desk.store.db, [BATCH])).toEqual(new Map([[String(answerId), 6]]));
    }
  });

  test("one after the other, the second knowing the first: the second counts, and nobody is asked again", async () => {
    const { one, two } = await twoLeads();
    settleAs(one, "q1", 4);
    for (const desk of [one, two]) must(await desk.tryOnce());
    must(reopen(two, { id: randomUUID(), answerId: answerOf(two, "q1").id, reason: "The second half counts." }));
    settleAs(two, "q1", 5);
    for (const desk of [two, one]) must(await desk.tryOnce());
    for (const desk of [one, two]) expect(standing(desk)[0]).toEqual(["settled", [], 5]);
  });
});

test("a flag that an assessor raises in a later set asks again about what was settled; the same mark without one does not", () => {
  const panel = createMarkedBatch(["K-1"], ["a-1", "a-2"], { combine: "mean", tolerance: 1 });
  const marks = (score: number, flags: Flag[] = []) => [mark("K-1", "q1", score, { flags }), mark("K-1", "q2", 5)];
  panel.handIn("a-1", 1, marks(2));
  panel.handIn("a-2", 1, marks(6));
  const { store } = panel;
  const rooms = { store, me: store.enrolment.get()!, now: () => new Date("2026-11-24T09:00:00.000Z") };
  const q1 = () => store.lead.findAnswer(MARKED, "K-1", "q1")!;
  must(settle(rooms, { id: randomUUID(), answerId: q1().id, final: 4, basis: "adjudicated", reason: "So.", seen: countedMarks(rooms, q1()) }));
  const seen = countedMarks(rooms, q1());
  panel.handIn("a-1", 2, marks(2), { reason: "Another answer." });
  expect(q1()).toMatchObject({ state: "settled", final: 4 });
  panel.handIn("a-1", 3, marks(2, [{ flag: "suspected-script", note: "Reads aloud.", at: "2026-11-23T09:00:00.000Z", atSeconds: 12 }]), { reason: "Seen again." });
  expect(q1()).toMatchObject({ state: "to-settle", reasons: ["discrepancy", "flag", "marks-changed"], flags: 1 });
  // Nor is it settled by somebody who has not seen the flag.
  expect(settle(rooms, { id: randomUUID(), answerId: q1().id, final: 4, basis: "adjudicated", reason: "So.", seen })).toEqual({ ok: false, error: { kind: "marks-changed-meanwhile" } });
});

test("a later order of a tie counts after the earlier one and after what was settled, also where the laptop's clock went back", async () => {
  const panel = createMarkedBatch(["K-1", "K-2"], ["a-1"], { combine: "mean", places: 1 });
  panel.handIn("a-1", 1, ["K-1", "K-2"].flatMap((candidate) => ["q1", "q2"].map((question) => mark(candidate, question, 5))));
  const { store } = panel;
  const rank = async (candidates: string[], now: string) => must(await rankTie({ store, me: store.enrolment.get()!, now: () => new Date(now) }, { batch: MARKED, candidates, reason: "Heard both again." }));
  const order = async () => must(await outcomeNow(store, MARKED)).merit.candidates.map((each) => each.candidate);
  await rank(["K-2", "K-1"], "2026-12-24T09:00:00.000Z");
  expect(await order()).toEqual(["K-2", "K-1"]);
  await rank(["K-1", "K-2"], "2026-11-24T09:00:00.000Z");
  expect(await order()).toEqual(["K-1", "K-2"]);
  expect(store.decisions.of(MARKED).map(({ event }) => event.at)).toEqual(["2026-12-24T09:00:00.000Z", "2026-12-24T09:00:00.001Z"]);
});
