import { expect, test } from "vitest";
import { createMediaAsks } from "../../../src-main/shell/media-asks.ts";

const media = (path: string) => ({ object: "o", path, key: new Uint8Array(32), type: "video/mp4", sealedBytes: 100 });

function asksOnEngine() {
  const sent: { id: number; answerId: number }[] = [];
  const asks = createMediaAsks((id, answerId) => sent.push({ id, answerId }));
  /** Answers the last ask. */
  const answer = (value: ReturnType<typeof media> | null) => asks.answered(sent.at(-1)!.id, value);
  return { asks, sent, answer };
}

test("the engine is asked once for what was asked before, and at the same time", async () => {
  const { asks, sent, answer } = asksOnEngine();
  asks.engineStarted();
  const both = [asks.ask(5), asks.ask(5)];
  answer(media("five"));
  expect(await Promise.all([...both, asks.ask(5)])).toEqual([media("five"), media("five"), media("five")]);
  expect(sent).toHaveLength(1);
});

test("what is not here yet is asked for again", async () => {
  const { asks, sent, answer } = asksOnEngine();
  asks.engineStarted();
  const first = asks.ask(5);
  answer(null);
  expect(await first).toBeNull();
  const second = asks.ask(5);
  answer(media("five"));
  expect(await second).toEqual(media("five"));
  expect(sent).toHaveLength(2);
});

test("what was asked while the engine is away, or when it died, is put to the next one", async () => {
  const { asks, sent, answer } = asksOnEngine();
  const early = asks.ask(1);
  expect(sent).toEqual([]);
  asks.engineStarted();
  expect(sent).toHaveLength(1);
  asks.engineEnded();
  asks.engineStarted();
  expect(sent).toHaveLength(2);
  answer(media("one"));
  expect(await early).toEqual(media("one"));
});

test("a new engine, and a recording to be forgotten, are asked anew", async () => {
  const { asks, sent, answer } = asksOnEngine();
  asks.engineStarted();
  const ask = async () => {
    const asked = asks.ask(3);
    answer(media("three"));
    await asked;
  };
  await ask();
  asks.forget(3);
  await ask();
  asks.engineEnded();
  asks.engineStarted();
  await ask();
  expect(sent).toHaveLength(3);
});

test("when recordings have changed, each is asked for anew, also one that was being asked at that moment", async () => {
  const { asks, sent, answer } = asksOnEngine();
  asks.engineStarted();
  const underWay = asks.ask(5);
  asks.forgetAll();
  answer(media("before"));
  await underWay;
  const after = asks.ask(5);
  answer(media("after"));
  expect(await after).toEqual(media("after"));
  expect(sent).toHaveLength(2);
});

test("only few are remembered: those used last", async () => {
  const { asks, sent, answer } = asksOnEngine();
  asks.engineStarted();
  for (const answerId of [1, 2, 3, 4, 5, 6, 7, 8, 1, 9]) {
    const before = sent.length;
    const asked = asks.ask(answerId);
    if (sent.length > before) answer(media(`${answerId}`));
    await asked;
  }
  expect(sent.map(({ answerId }) => answerId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await asks.ask(1);
  expect(sent).toHaveLength(9);
  void asks.ask(2);
  expect(sent).toHaveLength(10);
});

test("when no engine will come, nobody waits for ever", async () => {
  const { asks } = asksOnEngine();
  const asked = asks.ask(1);
  asks.giveUp();
  expect(await asked).toBeNull();
});
