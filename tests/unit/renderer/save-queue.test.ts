import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Write } from "../../../src-renderer/saving/write.ts";
import { createSaveQueue } from "../../../src-renderer/saving/save-queue.ts";

const evidence = (text: string): Write => ({ name: "mark.set-evidence", input: { answerId: 1, text } });
const score = (value: number): Write => ({ name: "mark.set-score", input: { answerId: 1, score: value } });
const watched: Write = { name: "mark.add-watched", input: { answerId: 1, from: 0, to: 5 } };
const SAVED_AT = "2026-11-21T14:02:31.000Z";

/** An engine whose answers the test gives when it likes. */
function setUp() {
  const sent: { write: Write; answer: (result: Result<{ savedAt: string }, Problem>) => Promise<void>; fault: () => Promise<void> }[] = [];
  const saved: Write[] = [];
  const faults: unknown[] = [];
  const queue = createSaveQueue({
    send: (write) =>
      new Promise((resolve, reject) => {
        const settled = () => vi.advanceTimersByTimeAsync(0).then(() => undefined);
        sent.push({ write, answer: (result) => (resolve(result), settled()), fault: () => (reject(new Error("bug")), settled()) });
      }),
    onSaved: (write) => saved.push(write),
    onFault: (fault) => faults.push(fault),
  });
  return { queue, sent, saved, faults, writes: () => sent.map((each) => each.write) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it says saved only after the engine has answered", async () => {
  const { queue, sent } = setUp();
  queue.put(score(5), 0);
  expect(queue.snapshot().status).toEqual({ kind: "saving" });
  expect(queue.snapshot().unsaved).toEqual([score(5)]);
  await sent[0]!.answer(ok({ savedAt: SAVED_AT }));
  expect(queue.snapshot()).toEqual({ unsaved: [], status: { kind: "saved", savedAt: SAVED_AT } });
});

test("typing is sent once, after a pause", () => {
  const { queue, writes } = setUp();
  for (const text of ["R", "Ra", "Ran", "Rang"]) {
    queue.put(evidence(text), 400);
    vi.advanceTimersByTime(100);
  }
  expect(writes()).toEqual([]);
  vi.advanceTimersByTime(400);
  expect(writes()).toEqual([evidence("Rang")]);
});

test("who types without a pause is saved every two seconds", () => {
  const { queue, writes } = setUp();
  for (let i = 0; i < 21; i++) {
    queue.put(evidence("x".repeat(i + 1)), 400);
    vi.advanceTimersByTime(100);
  }
  expect(writes().length).toBe(1);
});

test("flushing sends at once and resolves when the answer is there", async () => {
  const { queue, sent } = setUp();
  queue.put(evidence("half a sent"), 400);
  let flushed = false;
  void queue.flush().then(() => (flushed = true));
  expect(sent.length).toBe(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(flushed).toBe(false);
  await sent[0]!.answer(ok({ savedAt: SAVED_AT }));
  expect(flushed).toBe(true);
});

test("flushing with nothing to send resolves at once", async () => {
  const { queue } = setUp();
  await expect(queue.flush()).resolves.toBeUndefined();
});

test("what was changed while an older value was on its way follows it, and nothing overtakes", async () => {
  const { queue, sent, writes } = setUp();
  queue.put(score(3), 0);
  queue.put(score(4), 0);
  queue.put(score(6), 0);
  expect(writes()).toEqual([score(3)]);
  await sent[0]!.answer(ok({ savedAt: SAVED_AT }));
  expect(queue.snapshot().status).toEqual({ kind: "saving" });
  expect(writes()).toEqual([score(3), score(6)]);
  await sent[1]!.answer(ok({ savedAt: SAVED_AT }));
  expect(queue.snapshot().unsaved).toEqual([]);
});

test("a full disk keeps the write, says so, and tries again by itself", async () => {
  const { queue, sent, writes } = setUp();
  const diskFull: Problem = { kind: "disk-full", where: "C:" };
  queue.put(evidence("kept"), 0);
  await sent[0]!.answer(err(diskFull));
  expect(queue.snapshot()).toEqual({
    unsaved: [evidence("kept")],
    status: { kind: "not-saved", failed: [{ write: evidence("kept"), problem: diskFull, triesAgain: true }] },
  });
  await vi.advanceTimersByTimeAsync(5000);
  expect(writes()).toEqual([evidence("kept"), evidence("kept")]);
  await sent[1]!.answer(ok({ savedAt: SAVED_AT }));
  expect(queue.snapshot().status).toEqual({ kind: "saved", savedAt: SAVED_AT });
});

test("a refusal that time cannot cure is not repeated by itself, and can be given up", async () => {
  const { queue, sent, writes } = setUp();
  queue.put(score(5), 0);
  await sent[0]!.answer(err({ kind: "answer-not-found" }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(writes().length).toBe(1);
  queue.retry();
  expect(writes().length).toBe(2);
  await sent[1]!.answer(err({ kind: "answer-not-found" }));
  queue.discardFailed();
  expect(queue.snapshot()).toEqual({ unsaved: [], status: { kind: "saved", savedAt: null } });
});

test("a bug in the engine loses nothing that was typed", async () => {
  const { queue, sent, faults } = setUp();
  queue.put(evidence("typed"), 0);
  await sent[0]!.fault();
  expect(faults.length).toBe(1);
  expect(queue.snapshot().unsaved).toEqual([evidence("typed")]);
  expect(queue.snapshot().status.kind).toBe("not-saved");
});

test("a failed write does not hold flushing up for ever", async () => {
  const { queue, sent } = setUp();
  queue.put(score(5), 0);
  const flushed = queue.flush();
  await sent[0]!.answer(err({ kind: "answer-not-found" }));
  await expect(flushed).resolves.toBeUndefined();
});

test("what is still unsaved leaves the screen only after it was handed on as saved", async () => {
  const { queue, sent, saved } = setUp();
  queue.put(score(5), 0);
  queue.subscribe(() => {
    if (queue.snapshot().unsaved.length === 0) expect(saved).toEqual([score(5)]);
  });
  await sent[0]!.answer(ok({ savedAt: SAVED_AT }));
  expect(saved).toEqual([score(5)]);
});

test("watching saves itself without a word", async () => {
  const { queue, sent } = setUp();
  queue.put(watched, 0);
  expect(queue.snapshot().status).toEqual({ kind: "saved", savedAt: null });
  await sent[0]!.answer(ok({ savedAt: SAVED_AT }));
  expect(queue.snapshot().status).toEqual({ kind: "saved", savedAt: null });
});
