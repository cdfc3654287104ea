import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Desk } from "../../src-main/engine/desk.ts";
import { openSealed, readJws } from "../../src-main/engine/documents/sealing.ts";
import { publishThroughOutbox } from "../../src-main/engine/outbox/publish.ts";
import { depotKey, parseDepotKey } from "../../src-shared/documents/depot-keys.ts";
import type { ModerationAct } from "../../src-shared/documents/decisions.ts";
import { OUTCOME_DECLARATION } from "../../src-shared/documents/outcome.ts";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { publishQuery } from "./support/lead-acts.ts";
import { BATCH, behindLead, createLeadPanel, LEAD } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const IDENTITY = /AGE-SECRET-KEY-1[0-9A-Z]{58}/g;
const SEED_RATIONALE = "Agreed on beforehand: hidden among live answers.";

/** Everything that lies in a depot, but for recordings. */
async function documentsIn(depot: Depot): Promise<Map<string, Uint8Array>> {
  const prefixes = ["invitations/", "people/", "campaigns/", "batches/", "allocations/", "drafts/", "sets/", "queries/", "decisions/", "groups/", "outcomes/"];
  const keys = (await Promise.all(prefixes.map(async (prefix) => must(await depot.list(prefix))))).flat().filter((key) => parseDepotKey(key)?.kind !== "media");
  return new Map(await Promise.all(keys.map(async (key) => [key, must(await depot.read(key, 10_000_000))] as const)));
}

/** What a desk can open with every key on it: its secrets, and whatever identity stands in what they open, and so on. */
async function openable(desk: Desk, documents: ReadonlyMap<string, Uint8Array>): Promise<Map<string, string>> {
  const secrets = desk.store.db.prepare("SELECT name, wrapped FROM secrets").all() as { name: string; wrapped: Buffer }[];
  const found = new Set(secrets.flatMap(({ name, wrapped }) => desk.dataKey.unwrap(name, wrapped).toString().match(IDENTITY) ?? []));
  expect(found.size).toBeGreaterThan(0);
  const opened = new Map<string, string>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [key, bytes] of documents) {
      const jws = readJws(bytes);
      const content = jws?.header.cty === "age" && !opened.has(key) ? await openSealed([...found], jws.payload) : undefined;
      if (!content) continue;
      opened.set(key, Buffer.from(content).toString());
      for (const identity of opened.get(key)!.match(IDENTITY) ?? []) found.add(identity);
    }
  }
  return opened;
}

describe("an assessor's desk, with every key on it, against every document in the depot", () => {
  test("opens its own, and nothing of another assessor's and nothing that is the leads'", async () => {
    const panel = await createLeadPanel({ candidates: ["K-1", "K-2"] });
    await panel.handIn("a-1", { "K-1": { q1: 2, q2: 3 }, "K-2": { q1: 4, q2: 4 } });
    await panel.handIn("a-2", { "K-1": { q1: 6, q2: 7 }, "K-2": { q1: 4, q2: 4 } });
    await panel.sync();
    const lead = await behindLead(panel.lead);
    const act = (did: ModerationAct) => lead.store.decisions.add(BATCH, LEAD, { id: randomUUID(), at: lead.now().toISOString(), ...did }, null);
    act({ act: "settled", candidate: "K-1", question: "q1", final: 4, basis: "adjudicated", reason: "Listened again.", marks: [] });
    act({ act: "defined", candidate: "K-2", question: "q1", score: 5, rationale: SEED_RATIONALE });
    for (const person of ["a-1", "a-2"]) await publishQuery(lead, person);
    const members = [{ candidate: "K-1", group: "Woman" }, { candidate: "K-2", group: "Man" }];
    await publishThroughOutbox(lead, "groups", depotKey.groups(BATCH, 1), { batch: BATCH, revision: 1, attributes: [{ attribute: "Sex", members }] }, lead.leadRecipients());
    const outcome = {
      ...{ batch: BATCH, revision: 1, campaign: "camp-1", campaignRevision: 1, batchRevision: 1, publishedAt: lead.now().toISOString(), declaration: OUTCOME_DECLARATION, reason: null, incompleteReason: null },
      ...{ rules: lead.store.work.campaign("camp-1").rules, sets: [], answers: [], candidates: [] },
    };
    await publishThroughOutbox(lead, "outcome", (sha256) => depotKey.outcome(BATCH, 1, sha256), outcome, lead.leadRecipients());
    must(await lead.tryOnce());

    const documents = await documentsIn(panel.room.depot);
    const kinds = (keys: Iterable<string>) => [...new Set([...keys].map((key) => parseDepotKey(key)!.kind))].sort();
    expect(kinds(documents.keys())).toEqual(["allocation", "batch", "campaign", "decisions", "draft", "groups", "invitation", "moderation-set", "outcome", "person", "query"]);
    for (const [person, other] of [["a-1", "a-2"], ["a-2", "a-1"]] as const) {
      const desk = await behindLead(panel.assessor(person));
      const opened = await openable(desk, documents);
      expect(kinds(opened.keys())).toEqual(["allocation", "batch", "campaign", "draft", "moderation-set", "query"]);
      for (const key of opened.keys()) expect([key, key.split("/").includes(other)]).toEqual([key, false]);
      expect([...opened.values()].filter((content) => content.includes(SEED_RATIONALE))).toEqual([]);
      // All of its own does open: the test is not blind itself. An earlier allocation is sealed for nobody's laptop but the leads'.
      const own = [...documents.keys()].filter((key) => /^(drafts|sets|queries)\//.test(key) && key.split("/").includes(person));
      expect(own.filter((key) => !opened.has(key))).toEqual([]);
    }
    // A lead's desk opens everything.
    const sealed = [...documents].filter(([, bytes]) => readJws(bytes)?.header.cty === "age").map(([key]) => key);
    expect([...(await openable(lead, documents)).keys()].sort()).toEqual(sealed.sort());
  });
});
