import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { BATCH, createLeadPanel, type LeadPanel } from "./support/lead-panel.ts";
import { desk } from "./support/store-room.ts";

/** Two assessors of whom one has handed in, and the other marked a part. */
async function halfWay(): Promise<LeadPanel> {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"], rules: { combine: "lead-decides" } });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 4 }, "K-2": { q1: 5, q2: 6 } });
  await panel.mark("a-2", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 5 } });
  await panel.sync(panel.assessor("a-2"));
  await panel.assessor("a-2").engine.close();
  return panel;
}

const json = async (...args: string[]): Promise<Record<string, unknown>> => JSON.parse((await desk([...args, "--json"])).out) as Record<string, unknown>;

test("an assessor's status names what is still to be marked", async () => {
  const panel = await halfWay();
  const { home } = panel.assessor("a-2");
  expect(await json("status", "--home", home)).toMatchObject({ toMark: [{ batch: BATCH, candidate: "K-2", questions: ["q2"] }] });
  expect((await desk(["status", "--home", home, "--batch", BATCH])).out).toContain("Still to be marked:\n  K-2: q2\n");
  expect((await json("status", "--home", panel.assessor("a-1").home))["toMark"]).toEqual([]);
  expect(await desk(["status", "--home", home, "--batch", "b-9"])).toMatchObject({ status: 1, out: "" });
});

test("a lead's sync and status say what was taken in, how far everybody is", async () => {
  const panel = await halfWay();
  const { home } = panel.lead;
  await panel.lead.engine.close();
  const synced = await desk(["sync", "--home", home]);
  expect(synced).toMatchObject({ status: 0, out: expect.stringMatching(/1 batch to moderate; 1 set taken in now, 0 to settle\.\n$/) as string });
  expect(await json("sync", "--home", home)).toMatchObject({ lead: { batches: 1, setsTakenIn: 0, toSettle: 0, sentBack: 0 } });
  const before = (await desk(["status", "--home", home])).out;
  expect(before).toContain("  a-1: handed in; 4 of 4 answers of 2 candidates marked; set 1 is here; due 2026-12-01.\n");
  expect(before).toContain("  a-2: marking; 3 of 4 answers of 2 candidates marked; due 2026-12-01.\n");
  expect(before).toContain("Nothing waits to be delivered.");
  expect((await json("status", "--home", home))["lead"]).toMatchObject({ batches: [{ batch: BATCH, people: [{ person: "a-1", state: "handed-in", marked: 4 }, { person: "a-2", state: "marking", marked: 3 }] }] });
});

test("the list of what is to settle is a table that settles it once it is filled in, and says so until it is delivered", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1", "K-2"] });
  await panel.handIn("a-1", { "K-1": { q1: 2, q2: 4 }, "K-2": { q1: 5, q2: 6 } });
  await panel.handIn("a-2", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 5, q2: 6 } });
  await panel.sync();
  const { home } = panel.lead;
  await panel.lead.engine.close();
  const listed = await desk(["moderate", "--home", home, "--list", "--batch", BATCH]);
  expect(listed.out.split("\n")).toEqual(["batch,candidate,question,final,reason,why,marks", expect.stringMatching(/^b-1,K-1,q1,,,.+,a-1 2; a-2 5$/) as string, ""]);
  expect(await json("moderate", "--home", home, "--list", "--batch", BATCH)).toMatchObject({ answers: [{ candidate: "K-1", question: "q1", reasons: ["discrepancy", "lead-decides"], marks: [{ assessor: "a-1", score: 2 }, { assessor: "a-2", score: 5 }] }] });
  const filled = path.join(panel.room.folder, "decisions.csv");
  await writeFile(filled, listed.out.replace("q1,,,", "q1,4,Heard again.,"));
  expect((await desk(["moderate", "--home", home, "--csv", filled])).out).toBe("1 answer settled. It is safe here; desk sync delivers it to the other leads.\n");
  const waiting = (await desk(["status", "--home", home])).out;
  expect(waiting).toContain("To go out: 1 decision; desk sync delivers.");
  expect(waiting).not.toContain("Nothing waits to be delivered.");
  expect((await desk(["moderate", "--home", home, "--list", "--batch", BATCH])).err).toContain(`Nothing of ${BATCH} is to be settled.`);
  await desk(["sync", "--home", home]);
  expect((await desk(["status", "--home", home])).out).toContain("Nothing waits to be delivered.");
});
