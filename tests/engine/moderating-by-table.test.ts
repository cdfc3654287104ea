import { expect, test } from "vitest";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { BATCH, createLeadPanel, type LeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const HEAD = "batch,candidate,question,final,reason";

async function panelWithMarks(): Promise<LeadPanel> {
  const panel = await createLeadPanel({ rules: { combine: "lower" } });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 4 }, "K-2": { q1: 5, q2: 6 }, "K-3": { q1: 3, q2: 3 } });
  await panel.handIn("a-2", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 4, q2: 4 }, "K-3": { q1: 3, q2: 4 } });
  await panel.sync();
  return panel;
}

const settled = async ({ lead }: LeadPanel) =>
  (await lead.ask("moderation.list", { batch: BATCH, filter: "settled", order: "candidate", offset: 0, limit: 100 })).rows.map(({ candidate, questionNumber, final, basis }) => [candidate, questionNumber, final, basis]);

test("every line of a table settles one answer as the lead's own decision, and the same table settles nothing twice", async () => {
  const panel = await panelWithMarks();
  const table = [HEAD, `${BATCH},K-1,q1,4,The second point counts.`, `${BATCH},K-2,q2,none,"The sound is missing, from the start."`].join("\n");
  expect(must(await panel.lead.engine.importDecisions(table))).toEqual({ settled: 2, unchanged: 0 });
  expect(await settled(panel)).toEqual([["K-1", 1, 4, "adjudicated"], ["K-2", 2, null, "adjudicated"]]);
  expect(must(await panel.lead.engine.importDecisions(table))).toEqual({ settled: 0, unchanged: 2 });
  expect(must(await panel.lead.engine.importDecisions([HEAD, `${BATCH},K-1,q1,5,Seen again.`, `${BATCH},K-2,q2,none,"The sound is missing, from the start."`].join("\n")))).toEqual({ settled: 1, unchanged: 1 });
  expect(await settled(panel)).toEqual([["K-1", 1, 5, "adjudicated"], ["K-2", 2, null, "adjudicated"]]);
  // On another lead's desk too.
  await panel.sync();
  const second = await panel.enrol("l-2", "lead");
  await panel.sync(second);
  expect(await settled({ ...panel, lead: second })).toEqual(await settled(panel));
  const assessor = await panel.assessor("a-1").engine.importDecisions(table);
  expect(assessor.ok ? null : assessor.error.kind).toBe("not-a-lead");
});

test("one line that cannot be used refuses the whole table, by its number", async () => {
  const panel = await panelWithMarks();
  const good = `${BATCH},K-2,q2,5,So.`;
  const refused = async (...lines: string[]) => {
    const outcome = await panel.lead.engine.importDecisions([HEAD, ...lines].join("\n"));
    return outcome.ok ? "it was taken" : describeProblem(outcome.error);
  };
  expect(await refused(good, `${BATCH},K-1,q1,8,So.`)).toMatch(/^Line 3 .*“8” is not a point of the campaign's scale \(1 to 7\)/);
  expect(await refused(good, `${BATCH},K-1,q1,3.5,So.`)).toMatch(/“3.5” is not a point/);
  expect(await refused(good, `${BATCH},K-1,q1,,So.`)).toMatch(/the final score is missing; write none/);
  expect(await refused(good, `${BATCH},K-1,q1,four,So.`)).toMatch(/“four” is no score/);
  expect(await refused(good, `${BATCH},K-1,q1,4,`)).toMatch(/its reason is missing/);
  expect(await refused(good, `${BATCH},K-9,q1,4,So.`)).toMatch(/the answer of K-9 to q1 in b-1 is not known/);
  expect(await refused(good, `b-9,K-1,q1,4,So.`)).toMatch(/in b-9 is not known/);
  expect(await refused(good, `${BATCH},K-2,q2,4,So.`)).toMatch(/stands in line 2 already/);
  expect(await refused(`${BATCH},K-2,q2`)).toMatch(/Nothing was settled/);
  const columns = await panel.lead.engine.importDecisions("batch,candidate,question,score,reason\n");
  expect(columns.ok ? null : columns.error.kind).toBe("decisions-table-refused");
  expect(await settled(panel)).toEqual([]);
});
