import { importDefinitive } from "../../../src-main/engine/moderation/import-definitive.ts";
import { reviseAllocations, type Revision } from "../../../src-main/engine/moderation/allocating/revise-allocations.ts";
import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import { BATCH, behindLead, createLeadPanel, type LeadPanel, type LeadPanelOptions } from "./lead-panel.ts";
import { must, type TestDesk } from "./panel.ts";

/** How the rationale of every definitive mark begins. */
export const RATIONALE = "Names the rule and what came of it; no view on the other side.";
type Definitive = AllocationDocument["definitive"];
export const definitive = (...scores: [candidate: string, question: string, score: number][]): Definitive => scores.map(([candidate, question, score]) => ({ candidate, question, score, rationale: `${RATIONALE} ${candidate} ${question}` }));
export const DEFINITIVE = definitive(["K-2", "q1", 4], ["K-2", "q2", 5], ["K-3", "q1", 3]);

/** What a lead says of somebody's work, from their desk into the depot. */
export async function say(panel: LeadPanel, { definitive: marks, ...said }: ReturnType<Revision["change"]> & { definitive?: Definitive }, person = "a-1") {
  const lead = await behindLead(panel.lead);
  must(await lead.tryOnce());
  if (marks) must(importDefinitive(lead, tableOf(marks, lead.store.definitive.standing(BATCH))));
  const { revision } = lead.store.lead.allocation(BATCH, person)!;
  must(await reviseAllocations(lead, BATCH, [{ person, change: () => said }], [{ person, revision }], { what: "said" }));
  must(await lead.tryOnce());
  lead.end();
}

/** What makes of the definitive marks that stand these ones. */
function tableOf(marks: Definitive, standing: Definitive): string {
  const nameOf = ({ candidate, question }: Definitive[number]) => `${BATCH},${candidate},${question}`;
  const gone = standing.map(nameOf).filter((name) => !marks.map(nameOf).includes(name));
  return ["batch,candidate,question,score,rationale", ...marks.map((mark) => `${nameOf(mark)},${mark.score},${mark.rationale}`), ...gone.map((name) => `${name},none,Taken back.`)].join("\n");
}

/** One live candidate, and after it in the allocation two to practise on; the leads' marks of three of their four answers are here. */
export async function practising(options: Partial<LeadPanelOptions> = {}, marks: Definitive = DEFINITIVE) {
  const allocation = ["a-1,K-1,live,2026-12-01", "a-1,K-2,standardisation,", "a-1,K-3,standardisation,"];
  const panel = await createLeadPanel({ assessors: ["a-1"], rules: { tolerance: 1, cumulativeTolerance: 2 }, allocation, ...options });
  if (marks.length > 0) await say(panel, { definitive: marks });
  const desk = panel.assessor("a-1");
  await panel.sync(desk);
  return { panel, desk, id: await idsOf(desk) };
}

/** Of `K-1 q1` its answer's id on this desk. */
export async function idsOf(desk: TestDesk): Promise<(name: string) => number> {
  const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 50 });
  const ids = new Map(rows.map((row) => [`${row.candidate} q${row.questionNumber}`, row.answerId]));
  return (name) => ids.get(name)!;
}

export const view = (desk: TestDesk, answerId: number) => desk.ask("review.view", { answerId });

/** A complete mark of each practice answer; those that are compared lie within the tolerance. */
export const OWN = { "K-2": { q1: 4, q2: 4 }, "K-3": { q1: 4, q2: 2 } };

/** Those that have a definitive mark. */
export async function compareAll(desk: TestDesk, id: (name: string) => number) {
  for (const name of ["K-2 q1", "K-2 q2", "K-3 q1"]) await desk.ask("practice.compare", { answerId: id(name) });
}
