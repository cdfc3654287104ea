import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { publishThroughOutbox } from "../../src-main/engine/outbox/publish.ts";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { showDocument } from "../../src-main/engine/verify/show-document.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { OUTCOME_DECLARATION } from "../../src-shared/documents/outcome.ts";
import { publishQuery, settle } from "./support/lead-acts.ts";
import { BATCH, behindLead, createLeadPanel, LEAD } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";
import { desk as run } from "./support/store-room.ts";

/** A depot that has of everything that leads write. */
async function moderated() {
  const panel = await createLeadPanel({ candidates: ["K-1"] });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 3 } });
  await panel.handIn("a-2", { "K-1": { q1: 6, q2: 7 } });
  await panel.sync();
  const lead = await behindLead(panel.lead);
  settle(lead, "K-1", "q1", 4);
  must(await lead.tryOnce());
  settle(lead, "K-1", "q2", 5);
  const { store } = lead;
  await publishQuery(lead, "a-1");
  await publishThroughOutbox(lead, "groups", depotKey.groups(BATCH, 1), { batch: BATCH, revision: 1, attributes: [{ attribute: "Sex", members: [{ candidate: "K-1", group: "Woman" }] }] }, lead.leadRecipients());
  const outcome = {
    ...{ batch: BATCH, revision: 1, campaign: "camp-1", campaignRevision: 1, batchRevision: 1, publishedAt: lead.now().toISOString(), declaration: OUTCOME_DECLARATION, reason: null, incompleteReason: null },
    ...{ rules: store.work.campaign("camp-1").rules, answers: [], candidates: [], sets: store.received.sets(BATCH).map(({ person, revision, sha256 }) => ({ person, revision, sha256 })) },
  };
  await publishThroughOutbox(lead, "outcome", (sha256) => depotKey.outcome(BATCH, 1, sha256), outcome, lead.leadRecipients());
  must(await lead.tryOnce());
  const verified = async (leadKey: typeof panel.room.leadKey | null = panel.room.leadKey) => must(await verifyDepot(panel.room.depot, leadKey, () => undefined));
  return { panel, lead, verified, file: (key: string) => path.join(panel.room.depotFolder, key) };
}

describe("checking a depot in which leads have worked", () => {
  test("opens all that they wrote, and finds it in order", async () => {
    const { verified } = await moderated();
    expect((await verified()).problems).toEqual([]);
    expect((await verified(null)).problems).toEqual([]);
  });

  test("names an outcome that was changed, a set that it rests on and that is gone, and decisions that are missing in between", async () => {
    const { panel, verified, file } = await moderated();
    const [set] = must(await panel.room.depot.list(`sets/${BATCH}/a-2/`));
    const [outcome] = must(await panel.room.depot.list("outcomes/"));
    await rm(file(set!));
    await rm(file(depotKey.decisions(BATCH, LEAD, 1)));
    expect((await verified()).problems).toEqual([
      { key: depotKey.decisions(BATCH, LEAD, 2), message: `What ${LEAD} decided before it (number 1) could not be found or opened.` },
      { key: outcome, message: "It rests on a set that could not be found or opened, the first by a-2." },
    ]);
    const bytes = await readFile(file(outcome!));
    await writeFile(file(outcome!), Buffer.concat([bytes, Buffer.from(" ")]));
    expect((await verified(null)).problems).toMatchObject([{ key: outcome, message: expect.stringContaining("not those that its name stands for") }]);
  });
});

test("showing a lead's enrolment shows none of its secrets", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1"], assessors: [] , allocation: ["a-1,K-1,live,"] });
  const { enrolment } = await panel.room.invite("l-2", { role: "lead" });
  const file = path.join(panel.room.folder, "l-2.json");
  await writeFile(file, JSON.stringify(enrolment));
  expect(enrolment.leadIdentities).toEqual([panel.room.leadKey.identity]);
  expect(JSON.stringify(must(await showDocument(file, { identities: [], signers: [] })))).not.toContain("AGE-SECRET-KEY");
});

test("the status of a lead's desk says how many sets are in, what is to settle, and what waits to go out", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1"] });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 3 } });
  await panel.sync();
  const waits = await behindLead(panel.lead);
  waits.end();
  const status = await run(["status", "--home", panel.lead.home]);
  expect(status.out).toContain(`${BATCH} (Panel test): 1 candidate, 2 answers; 1 of 2 assessors handed in; 0 to settle; no outcome yet.`);
  await panel.handIn("a-2", { "K-1": { q1: 6, q2: 7 } });
  const lead = await behindLead(panel.lead);
  must(await lead.tryOnce());
  settle(lead, "K-1", "q1", 4);
  lead.end();
  const later = await run(["status", "--home", panel.lead.home]);
  expect(later.out).toContain("2 of 2 assessors handed in; 1 to settle; no outcome yet.");
  expect(later.out).toContain("To go out: 1 decision; desk sync delivers.");
});
