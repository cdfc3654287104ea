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

test("what cannot be done says why, and what is so already is no failure", async () => {
  const panel = await halfWay();
  const { home } = panel.lead;
  await panel.lead.engine.close();
  const assessor = panel.assessor("a-1");
  await assessor.engine.close();
  const marks = path.join(panel.room.folder, "marks.csv");
  await writeFile(marks, `batch,candidate,question,assessor,score,note,at\n${BATCH},K-1,q1,a-1,4,Again,\n`);
  expect((await desk(["mark", "--home", assessor.home, "--csv", marks])).err).toMatch(/^The answer of line 2 takes no mark now: the marks of b-1 are submitted already; reopen the batch with a reason first\. No mark was changed/);
  const change = (...args: string[]) => desk(["reassign", "--home", home, "--batch", BATCH, "--assessor", "a-1", ...args]);
  expect(await change("--due", "2020-01-01")).toMatchObject({ status: 2, err: expect.stringContaining("--due 2020-01-01 is past already.") as string });
  expect(await change("--to", "a-2", "--candidates", "K-1")).toMatchObject({ status: 1, err: expect.stringMatching(/has handed in marks of one of these candidates \(K-1\).*desk reassign --handed-in/) as string });
  expect(await change("--go-on")).toMatchObject({ status: 0, out: "a-1 was not stopped, so nothing of b-1 was changed.\n" });
  const again = ["allocate", "--home", home, "--batch", BATCH, "--assessors", "a-1,a-2"];
  expect(await desk(again)).toMatchObject({ status: 0, out: "Nothing of b-1 was to be changed: everybody has what they would get.\n" });
  expect(await desk([...again, "--round", "standardisation"])).toMatchObject({ status: 1, err: expect.stringContaining("nobody is left to practise on") as string });
});
