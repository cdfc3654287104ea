import { expect, test } from "vitest";
import { BATCH, behindLead, createLeadPanel, type LeadPanel, type LeadPanelOptions } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";
import { desk as runDesk } from "./support/store-room.ts";

const CANDIDATES = ["K-1", "K-2", "K-3", "K-4", "K-5", "K-6", "K-7", "K-8"];
const PEOPLE = ["a-1", "a-2"];
/** Both questions of each are agreed on in advance. */
const SEEDS = ["K-3", "K-6", "K-7"];
const request = { batch: BATCH, assessors: PEOPLE, round: "live" as const, seed: "s" };

async function createPanel(options: LeadPanelOptions = {}): Promise<LeadPanel> {
  const panel = await createLeadPanel({ candidates: CANDIDATES, assessors: PEOPLE, allocation: PEOPLE.map((person) => `${person},K-1,standardisation,`), rules: { seeds: 3 }, ...options });
  await panel.sync();
  return panel;
}

/** Both answers of each; `K-8` has only one. */
async function define({ lead }: LeadPanel, candidates: readonly string[] = SEEDS) {
  const lines = [...candidates.flatMap((candidate) => ["q1", "q2"].map((question) => `${BATCH},${candidate},${question},4,Agreed.`)), `${BATCH},K-8,q1,4,Agreed.`];
  must(await lead.engine.importDefinitive(["batch,candidate,question,score,rationale", ...lines].join("\n")));
}

async function allocate(panel: LeadPanel, how: Partial<typeof request> = {}) {
  const asked = { ...request, ...how };
  const plan = await panel.lead.ask("board.plan", asked);
  await panel.lead.ask("board.allocate", { ...asked, due: null, known: plan.known, seen: plan.digest });
  await panel.sync();
  for (const person of PEOPLE) await panel.sync(panel.assessor(person));
  return plan;
}

/** Whom somebody marks live, in the order of their work. */
const orderOf = (panel: LeadPanel, person: string) => [...new Set(panel.look(panel.assessor(person)).work.answersOf(BATCH).toSorted((a, b) => a.position - b.position).map((each) => each.candidate))].filter((each) => each !== "K-1");

test("candidates whose answers are all agreed on in advance are hidden among everybody's live ones, and are no single ones", async () => {
  const panel = await createPanel();
  await define(panel, ["K-1", ...SEEDS]);
  const plan = await allocate(panel);
  expect(plan).toMatchObject({ seedsWanted: 3, short: [], assessors: [{ seeds: 4 }, { seeds: 4 }] });
  const [one, other] = PEOPLE.map((person) => orderOf(panel, person)) as [string[], string[]];
  for (const own of [one, other]) expect(own.filter((each) => SEEDS.includes(each))).toHaveLength(2);
  // The other four are drawn as ever: once each, two to everybody.
  expect([...one, ...other].filter((each) => !SEEDS.includes(each)).sort()).toEqual(["K-2", "K-4", "K-5", "K-8"]);
  expect([one.length, other.length]).toEqual([4, 4]);
  expect((await panel.lead.ask("board.plan", request)).added).toBe(0);
});

test("a definitive mark that is recorded between planning and allocating draws others: nothing is published that nobody looked at", async () => {
  const panel = await createPanel();
  await define(panel);
  const plan = await panel.lead.ask("board.plan", request);
  const { known, digest } = plan;
  await define(panel, ["K-2"]);
  expect(await panel.lead.refused("board.allocate", { ...request, due: null, known, seen: digest })).toEqual({ kind: "plan-changed", batch: BATCH });
  expect((await panel.lead.ask("board.batch", { batch: BATCH })).waiting).toEqual([]);
  const anew = await panel.lead.ask("board.plan", request);
  expect(anew.known).toEqual(known);
  await panel.lead.ask("board.allocate", { ...request, due: null, known: anew.known, seen: anew.digest });
});

test("their definitive marks are in no allocation, and nothing on an assessor's desk tells them from others", async () => {
  const panel = await createPanel();
  await define(panel, ["K-1", ...SEEDS]);
  await allocate(panel);
  const rounds = panel.look(panel.assessor("a-1")).db.prepare("SELECT DISTINCT round FROM answers WHERE allocated = 1 AND candidate <> 'K-1'").pluck().all();
  expect(rounds).toEqual(["live"]);
  const definitive = panel.look(panel.assessor("a-1")).db.prepare("SELECT DISTINCT candidate FROM definitive_marks JOIN answers ON id = answer_id").pluck().all() as string[];
  expect(definitive.filter((candidate) => candidate !== "K-1")).toEqual([]);
  const board = await panel.lead.ask("board.batch", { batch: BATCH });
  const keys = board.assessors.map(({ person, revision }) => `allocations/${person}/${BATCH}/${revision}.json`);
  const desk = await behindLead(panel.lead);
  const { openDocument } = await import("../../src-main/engine/documents/documents.ts");
  for (const key of keys) {
    const document = must(await openDocument("allocation", key, must(await desk.depot.read(key, 1_000_000)), await desk.trust(), desk.identities));
    expect(document.definitive.map((each) => each.candidate)).toEqual(["K-1", "K-1"]);
  }
});

test("they lie where their lots put them, also where others were allocated before", async () => {
  const at = async (before: boolean) => {
    const panel = await createPanel();
    await define(panel, before ? ["K-1"] : ["K-1", ...SEEDS]);
    await allocate(panel);
    if (before) {
      await define(panel);
      // Nobody handed anything in: what was drawn as single ones is a seed now for whoever has it.
      await allocate(panel);
    }
    return PEOPLE.map((person) => orderOf(panel, person));
  };
  const [one, other] = (await at(true)) as [string[], string[]];
  for (const own of [one, other]) expect(own.filter((each) => SEEDS.includes(each)).length).toBeGreaterThanOrEqual(2);
  const [first] = (await at(false)) as [string[], string[]];
  // Of those in both, the order is the same.
  expect(one.filter((each) => first.includes(each))).toEqual(first.filter((each) => one.includes(each)));
});

test("where there are too few, everybody gets those that there are, and plan and command line say so", async () => {
  const panel = await createPanel({ rules: { seeds: 8 } });
  await define(panel);
  expect(await panel.lead.ask("board.plan", request)).toMatchObject({ seedsWanted: 8, assessors: [{ seeds: 6 }, { seeds: 6 }] });
  await panel.lead.engine.close();
  const { out, status } = await runDesk(["allocate", "--home", panel.lead.home, "--batch", BATCH, "--assessors", "a-1,a-2", "--dry-run"]);
  expect(status).toBe(0);
  expect(out).toContain("There are too few seeds: a-1 has 6 of 8 answers, a-2 has 6 of 8 answers.");
});

test("a campaign without seeds hides none, and what is agreed on in advance is allocated to nobody", async () => {
  const panel = await createPanel({ rules: {} });
  await define(panel);
  const plan = await allocate(panel);
  expect(plan).toMatchObject({ seedsWanted: 0, assessors: [{ seeds: 0 }, { seeds: 0 }] });
  expect(PEOPLE.flatMap((person) => orderOf(panel, person)).filter((each) => SEEDS.includes(each))).toEqual([]);
});
