import path from "node:path";
import { describe, expect, test } from "vitest";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { readPeople, trustLeads } from "../../src-main/engine/documents/trust.ts";
import { answerIds, draftsIn, markedDesk, newLaptop, submitAll, uploadNow } from "./support/lost-laptop.ts";
import { BATCH, createPanel, must } from "./support/panel.ts";

describe("two laptops of one person", () => {
  test("one that is only prepared changes nothing for the one at work", async () => {
    const panel = await createPanel();
    const desk = await markedDesk(panel);
    await panel.invite("a-1");
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    const set = await submitAll(desk);
    expect(must(await panel.depot.list("sets/"))).toEqual([set.key]);
    expect((await desk.ask("home.view", {})).laterLaptopAt).toBeNull();
  });

  test("the earlier one is told that the work moved, and goes on under numbers of its own", async () => {
    const panel = await createPanel();
    const old = await markedDesk(panel);
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    await old.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    await old.ask("candidate.return", { batch: BATCH, candidate: "K-1" });
    await old.ask("mark.set-score", { answerId: (await answerIds(old))[2]!, score: 1 });
    expect(await old.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await old.ask("home.view", {})).laterLaptopAt).not.toBeNull();
    expect((await desk.ask("home.view", {})).laterLaptopAt).toBeNull();
    await desk.ask("candidate.withdraw", { batch: BATCH, candidate: "K-1", note: "" });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    // 1: the old one's, 2: sealed again by the lead, 3: the new one's, 4: the old one's, 5: the new one's.
    expect(await draftsIn(panel)).toHaveLength(5);
    expect((await desk.ask("home.view", {})).recoveries).toHaveLength(1);
  });

  test("sets that both submit lie side by side, under the same revision", async () => {
    const panel = await createPanel();
    const old = await markedDesk(panel);
    const desk = await newLaptop(panel);
    await desk.ask("sync.now", {});
    const sets = [await submitAll(old), await submitAll(desk)];
    expect(sets.map((set) => set.revision)).toEqual([1, 1]);
    expect(must(await panel.depot.list("sets/")).sort()).toEqual(sets.map((set) => set.key).sort());
    expect((await desk.ask("home.view", {})).outbox).toMatchObject([{ delivery: { kind: "delivered" } }]);
  });

  test("a third laptop gets the newer laptop's marks, and the lead is told of the older one's", async () => {
    const panel = await createPanel();
    const old = await markedDesk(panel);
    const second = await newLaptop(panel);
    await second.ask("sync.now", {});
    const [, , third] = await answerIds(second);
    await second.ask("mark.set-score", { answerId: third!, score: 4 });
    await uploadNow(panel, second);
    await old.ask("mark.set-score", { answerId: (await answerIds(old))[2]!, score: 1 });
    await uploadNow(panel, old);
    const desk = await newLaptop(panel, "home-third");
    await desk.ask("sync.now", {});
    expect((await desk.ask("review.view", { answerId: (await answerIds(desk))[2]! })).mark.score).toBe(4);
    expect(panel.warnings.at(-1)).toEqual([expect.stringMatching(/^An earlier laptop of a-1 went on marking .* stay in the depot; desk show FILE --key lead\.key\.json opens them\.$/)]);
  });
});

test("no assessor's desk opens another's drafts with any key that it has", async () => {
  const panel = await createPanel({ assessors: ["a-1", "a-2"] });
  await (await markedDesk(panel)).engine.close();
  await (await newLaptop(panel)).engine.close();
  const enrolment = JSON.parse(Buffer.from(await panel.invite("a-2")).toString()) as { identity: string };
  const other = await panel.desk(path.join(panel.folder, "home-a-2"));
  must(await other.engine.enrol({ file: Buffer.from(JSON.stringify(enrolment)), filePassphrase: null, protection: { kind: "key-file" } }));
  await other.ask("sync.now", {});
  const people = must(await readPeople(panel.depot, await trustLeads([panel.leadKey])));
  // What its allocation gave it: the identities of the campaign and of the batch.
  const allocation = depotKey.allocation("a-2", BATCH, 2);
  const { campaignIdentity, batchIdentity } = must(await openDocument("allocation", allocation, must(await panel.depot.read(allocation, 1e7)), people.trust, [enrolment.identity]));
  const keys = await draftsIn(panel);
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    const bytes = must(await panel.depot.read(key, 1e7));
    expect(await openDocument("draft", key, bytes, people.trust, [enrolment.identity, campaignIdentity, batchIdentity])).toMatchObject({ ok: false, error: { kind: "document-not-for-you" } });
    expect(must(await openDocument("draft", key, bytes, people.trust, [panel.leadKey.identity])).marks).toHaveLength(2);
  }
});
