import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decided } from "../../../src-main/engine/moderation/keep-standing.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { newestDeciding, settledApart } from "../../../src-shared/moderation/apart.ts";

const about = { candidate: "K-1", question: "q1" };
const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute)).toISOString();
const settled = (minute: number, final: number, after?: ModerationEvent[]): ModerationEvent =>
  ({ ...about, id: randomUUID(), at: at(minute), act: "settled", final, basis: "adjudicated", reason: "So.", marks: [], ...(after && { after: after.map((each) => each.id) }) });
const reopened = (minute: number, after?: ModerationEvent[]): ModerationEvent => ({ ...about, id: randomUUID(), at: at(minute), act: "reopened", reason: "Again.", ...(after && { after: after.map((each) => each.id) }) });
const result = (...events: ModerationEvent[]) => {
  const { settlement, reopened: isOpen, leadsDiffer } = decided(events, () => "open");
  return [settlement?.final ?? null, isOpen, leadsDiffer];
};

test("two settlements of leads who did not know of each other stand against each other where they differ, until one that knows both", () => {
  const [one, two] = [settled(1, 4, []), settled(2, 5, [])];
  expect(result(one, two)).toEqual([null, false, true]);
  expect(settledApart([one, two])).toEqual([one, two]);
  expect(result(one, settled(2, 4, []))).toEqual([4, false, false]);
  expect(result(one, two, settled(3, 6, [one, two]))).toEqual([6, false, false]);
  // A third lead, who knew of one of them alone.
  expect(result(one, two, settled(3, 5, [one]))).toEqual([5, false, false]);
  expect(result(one, two, settled(3, 6, [one]))).toEqual([null, false, true]);
});

test("a reopening that did not know of a settlement keeps the answer open, and is never lost under one that did not know of it", () => {
  const first = settled(1, 4, []);
  const again = reopened(2, [first]);
  expect(result(first, again)).toEqual([null, true, false]);
  expect(result(first, again, settled(3, 5, [again]))).toEqual([5, false, false]);
  expect(result(first, again, settled(3, 5, []))).toEqual([null, true, false]);
  // Taken back and settled anew, while somebody else settled it in between.
  const other = settled(1, 6, []);
  expect(result(first, other, again, settled(3, 5, [again]))).toEqual([null, false, true]);
});

test("acts of earlier versions knew all before them: the later counts", () => {
  expect(result(settled(1, 4), settled(2, 5))).toEqual([5, false, false]);
  expect(result(settled(1, 4), reopened(2))).toEqual([null, true, false]);
  expect(result(settled(1, 4), reopened(2), settled(3, 5))).toEqual([5, false, false]);
  const told = settled(1, 4, []);
  expect(result(told, settled(2, 5))).toEqual([5, false, false]);
});

test("leads who know all that there is never stand against each other, however many there are", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 1, max: 7 })), { minLength: 1, maxLength: 20 }), (finals) => {
      const events: ModerationEvent[] = [];
      for (const [minute, final] of finals.entries()) {
        const known = newestDeciding(events);
        events.push(final === null ? reopened(minute, known) : settled(minute, final, known));
      }
      const last = finals.at(-1)!;
      expect(newestDeciding(events)).toEqual([events.at(-1)]);
      expect(result(...events)).toEqual([last, last === null, false]);
    }),
  );
});
