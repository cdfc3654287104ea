import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { createQualityDesk } from "../../src-main/engine/moderation/quality/quality-desk.ts";
import { BATCH, createLeadPanel, type LeadPanel, type Scores } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";
import { desk as runDesk } from "./support/store-room.ts";

const handedIn: Record<string, Scores> = {
  "a-1": { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 3, q2: 3 }, "K-3": { q1: 6, q2: 2 } },
  "a-2": { "K-1": { q1: 4, q2: 7 }, "K-2": { q1: 3, q2: 4 }, "K-3": { q1: 5, q2: 2 } },
  "a-3": { "K-1": { q1: 5, q2: 5 }, "K-2": { q1: 2, q2: 3 }, "K-3": { q1: 6, q2: 3 } },
};
const ofBatch = { batch: BATCH, scope: "batch", behaviour: null } as const;

async function markedPanel(people: string[]): Promise<LeadPanel> {
  const panel = await createLeadPanel({ assessors: people });
  for (const person of people) await panel.handIn(person, handedIn[person]!);
  await panel.sync();
  return panel;
}

/** What `desk agreement` says of the same marks, those of some questions alone. */
async function agreementOf(panel: LeadPanel, people: string[], questions: string[]): Promise<Record<string, unknown> & { severity: object[] }> {
  const file = path.join(panel.room.folder, "marks.csv");
  const lines = people.flatMap((person) =>
    Object.entries(handedIn[person]!).flatMap(([candidate, scores]) => questions.map((question) => `${BATCH},${candidate},${question},Name of ${person},${scores[question]},,`)),
  );
  await writeFile(file, ["batch,candidate,question,assessor,score,note,at", ...lines].join("\n"));
  const { status, out, err } = await runDesk(["agreement", "--marks", file, "--scale", "1-7", "--json"]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  return JSON.parse(out);
}

/** Apart from the last binary digits, which the order of adding up decides. */
function closely(value: unknown): unknown {
  if (typeof value === "number" && !Number.isInteger(value)) return expect.closeTo(value, 12);
  if (Array.isArray(value)) return value.map(closely);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closely(each)])) : value;
}

test.each([[["a-1", "a-2"]], [["a-1", "a-2", "a-3"]]])("a lead sees the numbers that `desk agreement` gives for the same marks: %s", async (people) => {
  const panel = await markedPanel(people);
  for (const [behaviour, questions] of [[null, ["q1", "q2"]], ["deciding", ["q2"]]] as const) {
    const { severity, ...agreement } = await agreementOf(panel, people, [...questions]);
    const view = await panel.lead.ask("quality.view", { ...ofBatch, behaviour });
    // The command leaves out what JSON needs not say.
    expect(JSON.parse(JSON.stringify(view.agreement, (key, value) => (key === "ci95" && value === null ? undefined : value)))).toMatchObject(closely(agreement) as object);
    expect(view.assessors.map((each) => ({ assessor: each.assessor, ...each.severity }))).toMatchObject(closely(severity) as object[]);
    expect(view).toMatchObject({ marks: people.length * 3 * questions.length, scale: [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value })) });
  }
});

test("two assessors are set against each other on the answers that both marked, the furthest apart first", async () => {
  const panel = await markedPanel(["a-1", "a-2"]);
  const pair = await panel.lead.ask("quality.pair", { ...ofBatch, first: "a-2", second: "a-1" });
  expect(pair).toMatchObject({ answers: 6, difference: { value: expect.closeTo(2 / 6, 12) } });
  expect(pair.furthest[0]).toMatchObject({ batch: BATCH, candidate: "K-1", question: "q2", first: 7, second: 4 });
  expect(pair.furthest).toHaveLength(4);
  expect(pair.points.reduce((sum, each) => sum + each.answers, 0)).toBe(6);
  expect(await panel.lead.ask("quality.pair", { ...ofBatch, first: "a-2", second: "a-9" })).toMatchObject({ answers: 0, difference: null, why: "One of the two has no mark." });
});

test("what is handed in later counts, and a withdrawal no more", async () => {
  const panel = await markedPanel(["a-1", "a-2"]);
  expect(await panel.lead.ask("quality.view", ofBatch)).toMatchObject({ marks: 12, batches: [BATCH], campaignTitle: "Panel test", toSettle: 4 });
  await panel.assessor("a-2").ask("set.reopen", { batch: BATCH, reason: "I know K-1." });
  await panel.assessor("a-2").ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "A neighbour." });
  await panel.submit("a-2");
  await panel.sync();
  expect(await panel.lead.ask("quality.view", ofBatch)).toMatchObject({ marks: 10, agreement: { answers: 6, pairs: 4 } });
  expect(await panel.lead.ask("quality.view", { ...ofBatch, scope: "campaign" })).toMatchObject({ marks: 10 });
});

test("only a lead's desk says how others mark, and only of batches that it has", async () => {
  const panel = await createLeadPanel({ assessors: ["a-1"] });
  expect(await panel.assessor("a-1").refused("quality.view", ofBatch)).toEqual({ kind: "not-a-lead" });
  expect(await panel.lead.refused("quality.view", { ...ofBatch, batch: "b-9" })).toEqual({ kind: "batch-not-found", batch: "b-9" });
  expect(await panel.lead.ask("quality.view", ofBatch)).toMatchObject({ marks: 0, assessors: [], agreement: { exact: null, why: "No answer was marked by two assessors." } });
});

test("a newer question takes the place of one that waits, and none is worked out twice while the marks stay", async () => {
  const panel = await markedPanel(["a-1", "a-2"]);
  let marks = "as they are";
  const quality = createQualityDesk(panel.lead.home, () => marks);
  const ask = (...questions: string[]) => quality.ask({ kind: "panel", batches: [BATCH], questions, scale: [1, 2, 3, 4, 5, 6, 7], names: {} });
  const [first, second, third, fourth] = await Promise.all([ask("q1"), ask("q2"), ask("q1", "q2"), ask("q1", "q2")]);
  expect(second).toEqual({ ok: false, error: { kind: "question-replaced" } });
  expect(must(first!).marks).toBe(6);
  expect(must(third!).marks).toBe(12);
  expect(must(fourth!)).toBe(must(third!));
  expect(must(await ask("q1"))).toBe(must(first!));
  marks = "others";
  expect(must(await ask("q1"))).not.toBe(must(first!));

  const [underWay, waiting] = [ask("q2"), ask("q1", "q2")];
  await quality.stop();
  expect(await Promise.all([underWay, waiting, ask("q1")])).toEqual(Array.from({ length: 3 }, () => ({ ok: false, error: { kind: "desk-closing" } })));
});
