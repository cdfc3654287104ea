import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { BATCH, createLeadPanel, type LeadPanel, type Scores } from "./support/lead-panel.ts";
import { must, type TestDesk } from "./support/panel.ts";
import { desk as runDesk } from "./support/store-room.ts";

const PEOPLE = ["a-1", "a-2"];
const HEAD = "batch,candidate,question,score,rationale";
const linesOf = (scores: Scores) => Object.entries(scores).flatMap(([candidate, marks]) => Object.entries(marks).map(([question, score]) => `${BATCH},${candidate},${question},${score},Why of ${candidate} ${question}.`));

const boardOf = async ({ lead }: LeadPanel) => lead.ask("board.batch", { batch: BATCH });
const known = async (panel: LeadPanel) => (await boardOf(panel)).assessors.map(({ person, revision }) => ({ person, revision }));

/** The answers on an assessor's desk. */
async function rowsOf(desk: TestDesk) {
  return (await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 100 })).rows;
}

async function practise(panel: LeadPanel, person: string, scores: Record<string, number>) {
  const desk = panel.assessor(person);
  await panel.sync(desk);
  await panel.mark(person, { "K-1": scores });
  for (const row of (await rowsOf(desk)).filter((each) => each.candidate === "K-1")) await desk.ask("practice.compare", { answerId: row.answerId });
  await panel.sync(desk);
  await panel.sync();
}

/** Marks all that is live: two points above what each answer deserves by `lenient`, or as it does. */
async function markLive(panel: LeadPanel, person: string, score: number) {
  const rows = (await rowsOf(panel.assessor(person))).filter((each) => each.candidate !== "K-1");
  const scores: Scores = {};
  for (const { candidate, questionNumber } of rows) (scores[candidate] ??= {})[`q${questionNumber}`] = score;
  await panel.mark(person, scores);
}

test("from the leads' marks to drift: defined, practised, compared, opened, marked live with seeds among them", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2", "K-3", "K-4"], assessors: PEOPLE, allocation: ["a-1,K-1,standardisation,"], rules: { tolerance: 1, cumulativeTolerance: 2, seeds: 2 } });
  const { lead } = panel;
  await panel.sync();
  must(await lead.engine.importDefinitive([HEAD, ...linesOf({ "K-1": { q1: 4, q2: 4 }, "K-2": { q1: 4, q2: 4 } })].join("\n")));
  const asked = { batch: BATCH, assessors: PEOPLE, seed: "" };
  const practice = { ...asked, round: "standardisation" as const, candidates: ["K-1"] };
  const practised = await lead.ask("board.plan", practice);
  await lead.ask("board.allocate", { ...practice, due: null, known: practised.known, seen: practised.digest });
  const live = { ...asked, round: "live" as const };
  const plan = await lead.ask("board.plan", live);
  expect(plan).toMatchObject({ seedsWanted: 2, assessors: [{ added: 2, seeds: 2 }, { added: 2, seeds: 2 }] });
  await lead.ask("board.allocate", { ...live, due: null, known: plan.known, seen: plan.digest });
  await panel.sync();
  // Every revision carries what stands: nothing is left to send.
  expect((await boardOf(panel)).batch).toMatchObject({ next: "wait", practice: { answers: 2, missing: 0, unsent: { people: 0 }, waiting: 0 } });

  await practise(panel, "a-1", { q1: 4, q2: 5 });
  await practise(panel, "a-2", { q1: 7, q2: 4 });
  expect((await boardOf(panel)).assessors.map(({ practice: each }) => [each!.state, each!.furthest])).toEqual([["within", 1], ["outside", 3]]);
  expect((await boardOf(panel)).batch.next).toBe("practice");
  await expect(markLive(panel, "a-2", 4)).rejects.toThrow("further from the leads' marks than the campaign allows");

  await lead.ask("board.open", { batch: BATCH, person: "a-2", because: "We talked it through.", known: await known(panel) });
  await panel.sync();
  await panel.sync(panel.assessor("a-2"));
  await markLive(panel, "a-1", 4);
  await markLive(panel, "a-2", 6);
  for (const person of PEOPLE) await panel.submit(person);
  await panel.sync();
  const { assessors } = await lead.ask("quality.view", { batch: BATCH, scope: "batch", behaviour: null });
  expect(assessors.map(({ definitive }) => [definitive?.answers, definitive?.exact, definitive?.difference.value])).toEqual([[2, 1, 0], [2, 0, 2]]);
  expect((await boardOf(panel)).assessors.map(({ practice: each, state }) => [each!.state, state])).toEqual([["within", "handed-in"], ["opened", "handed-in"]]);
});

test("the same by the command line: a table of definitive marks, sending them, opening live marking", async () => {
  const panel = await createLeadPanel({ assessors: PEOPLE, allocation: PEOPLE.flatMap((person) => [`${person},K-1,standardisation,`, `${person},K-2,live,`]) });
  await panel.sync();
  const { home } = panel.lead;
  const table = path.join(panel.room.folder, "definitive.csv");
  await writeFile(table, [HEAD, ...linesOf({ "K-1": { q1: 4, q2: 5 } })].join("\n"));
  await panel.lead.engine.close();
  const run = async (...args: string[]) => {
    const { status, out, err } = await runDesk([...args, "--home", home]);
    return { status, text: out + err };
  };
  expect(await run("moderate", "--define", table)).toEqual({ status: 0, text: expect.stringContaining("2 definitive marks recorded.") });
  expect(await run("moderate", "--define", table)).toEqual({ status: 0, text: expect.stringContaining("0 definitive marks recorded, 2 recorded so before.") });
  expect((await run("moderate", "--define", table, "--csv", table)).text).toContain("One of --csv, --define and --list is needed");
  expect(await run("allocate", "--batch", BATCH, "--definitive")).toEqual({ status: 0, text: expect.stringContaining("were sent to 2 assessors") });
  expect(await run("allocate", "--batch", BATCH, "--definitive")).toEqual({ status: 0, text: expect.stringContaining("so nothing was sent") });
  expect((await run("allocate", "--batch", BATCH, "--definitive", "--seed", "s")).text).toContain("--seed says nothing to it");
  expect((await run("allocate", "--batch", BATCH)).text).toContain("--assessors names nobody");
  expect((await run("reassign", "--batch", BATCH, "--assessor", "a-2", "--open", " ")).text).toContain("A reason is needed");
  expect(await run("reassign", "--batch", BATCH, "--assessor", "a-2", "--open", "Talked it through.")).toEqual({ status: 0, text: expect.stringContaining(`Live marking of ${BATCH} is open for a-2.`) });
  await panel.sync(panel.assessor("a-2"));
  expect((await panel.assessor("a-2").ask("home.view", {})).batches[0]!.practice).toMatchObject({ state: "opened", opened: { because: "Talked it through." } });
});
