import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { readPeople, trustLeads } from "../../src-main/engine/documents/trust.ts";
import { trustedLeadOf } from "../../src-main/engine/enrolment/lead-key-file.ts";
import { BATCH, createLeadPanel } from "./support/lead-panel.ts";
import { must } from "./support/panel.ts";

const candidates = Array.from({ length: 22 }, (_, index) => `K-${String(index + 1).padStart(2, "0")}`);
/** The first eleven say `Female`, and eight of them pass; of the others three do. */
const scores = Object.fromEntries(candidates.map((candidate, index) => [candidate, index < 8 || index > 18 ? { q1: 5, q2: 5 } : { q1: 2, q2: 2 }]));
const table = ["candidate,sex,age band", ...candidates.map((candidate, index) => `${candidate},${index < 11 ? "Female" : "Male"},${index < 20 ? "25–34" : "65+"}`), "K-99,Male,25–34"].join("\n");
const csv = { batch: BATCH, fileName: "groups.csv", fileBase64: Buffer.from(table).toString("base64") };

describe("selection rates", () => {
  test("a lead's table is sealed for the leads, reaches them all, and only groups that are large enough are told", async () => {
    const panel = await createLeadPanel({ candidates, assessors: ["a-1"], rules: { passMark: 4, combine: "mean" } });
    await panel.handIn("a-1", scores);
    await panel.sync();
    expect(await panel.lead.ask("fairness.view", { batch: BATCH })).toMatchObject({ candidates: 22, groups: null, from: { kind: "preview", incomplete: 0 } });

    expect(await panel.lead.ask("fairness.set-groups", csv)).toEqual({ revision: 1, isNew: true, attributes: ["Sex", "Age band"], candidates: 22, leftAside: 1 });
    expect(await panel.lead.ask("fairness.set-groups", csv)).toMatchObject({ revision: 1, isNew: false });
    const view = await panel.lead.ask("fairness.view", { batch: BATCH });
    expect(view.groups?.attributes).toMatchObject([
      { attribute: "Sex", offered: null, passed: { highest: "Female", groups: [{ group: "Female", count: { chosen: 8, of: 11 }, ratio: null }, { group: "Male", count: { chosen: 3, of: 11 }, verdict: "may-be-below" }] } },
      { attribute: "Age band", passed: { highest: null, groups: [{ group: "25–34", suppressed: "would-give-away" }, { group: "65+", suppressed: "small" }] } },
    ]);

    await panel.sync();
    const other = await panel.enrol("l-2", "lead");
    await panel.sync(other);
    expect(await other.ask("fairness.view", { batch: BATCH })).toEqual(view);
  });

  test("no assessor's desk may ask for it, and none of its keys opens the document", async () => {
    const panel = await createLeadPanel({ candidates: ["K-01", "K-02"], assessors: ["a-1"] });
    await panel.lead.ask("fairness.set-groups", csv);
    await panel.sync();
    const assessor = panel.assessor("a-1");
    expect(await assessor.engine.request("fairness.view", { batch: BATCH })).toMatchObject({ ok: false, error: { kind: "not-a-lead" } });
    const key = `groups/${BATCH}/1.json`;
    const bytes = await readFile(path.join(panel.room.depotFolder, key));
    const { enrolment } = await panel.room.invite("a-9");
    const { trust } = must(await readPeople(panel.room.depot, await trustLeads([trustedLeadOf(panel.room.leadKey)])));
    expect(await openDocument("groups", key, bytes, trust, [enrolment.identity])).toMatchObject({ ok: false, error: { kind: "document-not-for-you" } });
    expect(must(await openDocument("groups", key, bytes, trust, [panel.room.leadKey.identity])).attributes).toHaveLength(2);
    expect(bytes.toString("latin1")).not.toContain("Female");
  });

  test("on the laptop they lie locked: the database's file says nothing of them", async () => {
    const panel = await createLeadPanel({ candidates: ["K-01", "K-02"], assessors: ["a-1"] });
    await panel.lead.ask("fairness.set-groups", csv);
    const row = panel.look().groups.get(BATCH)!;
    expect(row.wrapped.toString("latin1")).not.toMatch(/Female|Male|K-0/);
  });
});
