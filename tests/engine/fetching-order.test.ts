import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { wishForAnswer, wishForBatch } from "../../src-main/engine/sync/wishes.ts";
import { createMarking } from "../../src-main/engine/marking/marking.ts";
import { answerOf, candidateOf, createFetchingDesk, gated, inVault, withRecordings } from "./support/fetching-desk.ts";
import { must } from "./support/panel.ts";
import { eventually } from "../support/eventually.ts";

describe("the order of work", () => {
  test("what is to be marked comes in the order of work, before what is marked already", async () => {
    const asked: string[] = [];
    const { faults } = { faults: (depot: Depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())) };
    const fetching = await createFetchingDesk({ faults });
    // The documents are here, the recordings are not: two were marked from what was heard elsewhere.
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    for (const candidate of ["K-1", "K-2"]) must(createMarking(fetching.desk).setCannotScore({ answerId: answerOf(fetching, candidate), reason: "No sound." }));
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    const candidates = asked.map((key) => candidateOf(fetching, key));
    // Two are asked for at once.
    expect(candidates.slice(0, 2).sort()).toEqual(["K-3", "K-4"]);
    expect(candidates.slice(-2).sort()).toEqual(["K-1", "K-2"]);
  });

  test("the assessor's own order decides: by question, all first answers come before all second", async () => {
    const asked: string[] = [];
    const candidates = ["K-1", "K-2", "K-3"].flatMap((name) => [`${name},q1,${name}.mp4,,`, `${name},q2,K-${Number(name.slice(2)) + 4}.mp4,,`]);
    const fetching = await createFetchingDesk({
      candidates,
      allocation: ["a-1,K-1,live,", "a-1,K-2,live,", "a-1,K-3,live,"],
      faults: (depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())),
    });
    fetching.desk.store.preferences.change({ order: "question" });
    await fetching.syncNow();
    const questions = asked.map((key) => fetching.desk.store.work.answer(fetching.desk.store.media.answerWith(path.basename(key))!)!.question);
    expect([...questions.slice(0, 2), ...questions.slice(-2)]).toEqual(["q1", "q1", "q2", "q2"]);
  });

  test("only what is allocated comes", async () => {
    const fetching = await createFetchingDesk({ allocation: ["a-1,K-2,live,", "a-2,K-3,live,"] });
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(1);
  });

  test("an answer that somebody waits for overtakes what is under way, and what gave way goes on where it stopped", async () => {
    const { gate, asked, faults } = gated();
    const fetching = await createFetchingDesk({ faults });
    await fetching.begin();
    await eventually(() => expect(asked.map(({ key }) => candidateOf(fetching, key)).sort()).toEqual(["K-1", "K-2"]));
    must(await wishForAnswer(fetching.desk, answerOf(fetching, "K-7")));
    fetching.sync.reconsider();
    await eventually(() => expect(asked.slice(2).map(({ key }) => candidateOf(fetching, key))).toEqual(["K-7"]));
    gate.open();
    expect(await fetching.syncNow()).toMatchObject({ kind: "idle" });
    expect(await inVault(fetching)).toBe(8);
  });

  test("a wish is remembered over a restart, the newest first, and forgotten once it came true", async () => {
    const asked: string[] = [];
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())) });
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    for (const candidate of ["K-5", "K-8"]) {
      must(await wishForAnswer(fetching.desk, answerOf(fetching, candidate)));
      await fetching.time.pass(1_000);
    }
    await fetching.restart();
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    await fetching.syncNow();
    expect(asked.slice(0, 2).map((key) => candidateOf(fetching, key)).sort()).toEqual(["K-5", "K-8"]);
    expect(fetching.desk.store.media.wished(9)).toEqual([]);
  });

  test("a batch that is asked for comes before all others", async () => {
    const asked: string[] = [];
    const fetching = await createFetchingDesk({ faults: (depot) => withRecordings(depot, (key, _, original) => (asked.push(key), original())) });
    const { room } = fetching;
    must(await room.pack({ batch: "b-2", allocationFile: path.join(room.folder, "allocation.csv") }));
    fetching.desk.store.preferences.change({ fetchingPaused: true });
    await fetching.syncNow();
    must(wishForBatch(fetching.desk, "b-2"));
    await fetching.restart();
    fetching.desk.store.preferences.change({ fetchingPaused: false });
    await fetching.syncNow();
    const batches = asked.map((key) => key.split("/")[1]);
    expect([...batches.slice(0, 7), ...batches.slice(-7)]).toEqual([...Array(7).fill("b-2"), ...Array(7).fill("b-1")]);
  });
});
