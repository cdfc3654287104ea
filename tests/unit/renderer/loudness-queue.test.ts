import { expect, test } from "vitest";
import type { Clip } from "../../../src-renderer/player/clip.ts";
import { createLoudnessQueue } from "../../../src-renderer/player/loudness-queue.ts";
import type { Loudness } from "../../../src-renderer/player/measure-loudness.ts";

const clip = (answerId: number, sizeBytes = 1): Clip => ({ answerId, sizeBytes, type: "video/mp4", cues: [] });
const loudness = (lufs: number): Loudness => ({ kind: "measured", lufs });

/** Measuring that ends when the test says so. */
function heldMeasuring() {
  const asked: { clip: Clip; signal: AbortSignal; done: (result: Loudness) => void; fail: (error: Error) => void }[] = [];
  let told = 0;
  const queue = createLoudnessQueue(
    (wanted, signal) =>
      new Promise((done, fail) => {
        signal.addEventListener("abort", () => fail(new Error("stopped")));
        asked.push({ clip: wanted, signal, done, fail });
      }),
    () => void (told += 1),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, asked, settled, told: () => told };
}

test("recordings are measured one at a time, the most urgent first, and only once", async () => {
  const { queue, asked, settled, told } = heldMeasuring();
  queue.want([clip(1), clip(2)]);
  expect(asked.map((each) => each.clip.answerId)).toEqual([1]);
  asked[0]!.done(loudness(-20));
  await settled();
  expect(queue.of(clip(1))).toEqual(loudness(-20));
  expect(asked.map((each) => each.clip.answerId)).toEqual([1, 2]);
  asked[1]!.done({ kind: "silent" });
  await settled();
  queue.want([clip(2), clip(1)]);
  expect(asked).toHaveLength(2);
  expect(told()).toBe(2);
});

test("what is no longer wanted is stopped, and what is wanted now begins", async () => {
  const { queue, asked, settled } = heldMeasuring();
  queue.want([clip(1)]);
  queue.want([clip(2)]);
  expect(asked[0]!.signal.aborted).toBe(true);
  await settled();
  expect(asked.map((each) => each.clip.answerId)).toEqual([1, 2]);
});

test("a recording that was replaced is measured anew", async () => {
  const { queue, asked, settled } = heldMeasuring();
  queue.want([clip(1, 100)]);
  asked[0]!.done(loudness(-20));
  await settled();
  queue.want([clip(1, 200)]);
  expect(queue.of(clip(1, 200))).toBeUndefined();
  expect(asked).toHaveLength(2);
});

test("what could not be fetched does not stop the others, and is tried again when it is wanted anew", async () => {
  const { queue, asked, settled } = heldMeasuring();
  queue.want([clip(1), clip(2)]);
  asked[0]!.fail(new Error("no such recording"));
  await settled();
  expect(asked.map((each) => each.clip.answerId)).toEqual([1, 2]);
  asked[1]!.done(loudness(-20));
  await settled();
  queue.want([clip(1)]);
  expect(asked.map((each) => each.clip.answerId)).toEqual([1, 2, 1]);
});
