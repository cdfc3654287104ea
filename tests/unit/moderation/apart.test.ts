import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decided } from "../../../src-main/engine/moderation/keep-standing.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { newestDeciding, decidedApart } from "../../../src-shared/moderation/apart.ts";

const about = { candidate: "K-1", question: "q1" };
const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute)).toISOString();
const settled = (minute: number, final: number, after?: ModerationEvent[]): ModerationEvent =>
  ({ ...about, id: randomUUID(), at: at(minute), act: "settled", final, basis: "adjudicated", reason: "So.", marks: [], ...(after && { after: after.map((each) => each.id) }) });
const reopened = (minute: number, after?: ModerationEvent[]): ModerationEvent => ({ ...about, id: randomUUID(), at: at(minute), act: "reopened", reason: "Again.", ...(after && { after: after.map((each) => each.id) }) });
const defined = (minute: number, score: number | null, after?: ModerationEvent[]): ModerationEvent => ({ ...about, id: randomUUID(), at: at(minute), act: "defined", score, rationale: "So.", ...(after && { after: after.map((each) => each.id) }) });
const definitiveOf = (...events: ModerationEvent[]) => decided(events, () => "open").definitive?.score ?? null;
const result = (...events: ModerationEvent[]) => {
  const { settlement, reopened: isOpen, leadsDiffer } = decided(events, () => "open");
  return [settlement?.final ?? null, isOpen, leadsDiffer];
};

test("two settlements of leads who did not know of each other stand against each other where they differ, until one that knows both", () => {
  const [one, two] = [settled(1, 4, []), settled(2, 5, [])];
  expect(result(one, two)).toEqual([null, false, true]);
  expect(decidedApart([one, two])).toEqual([one, two]);
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

test("a definitive mark and a settlement, or two definitive marks, stand against each other where they differ, until an act that knows both", () => {
  for (const other of [settled(1, 4, []), defined(1, 4, [])]) {
    const mark = defined(2, 5, []);
    expect(decidedApart([other, mark])).toEqual([other, mark]);
    expect([result(other, mark), definitiveOf(other, mark)]).toEqual([[null, false, true], null]);
    expect(result(other, mark, settled(3, 6, [other, mark]))).toEqual([6, false, false]);
    expect([result(other, mark, defined(3, 6, [other, mark])), definitiveOf(other, mark, defined(3, 6, [other, mark]))]).toEqual([[null, false, false], 6]);
    // Whichever clock was ahead.
    expect(result(defined(0, 5, []), other)).toEqual([null, false, true]);
    // The same score is no conflict, and was agreed in advance.
    expect([decidedApart([other, defined(2, 4, [])]), definitiveOf(other, defined(2, 4, []))]).toEqual([[], 4]);
  }
});

test("a definitive mark that one lead takes back while another gives it another score stands against it; a settlement apart from both counts", () => {
  const first = defined(1, 5, []);
  const [back, other] = [defined(2, null, [first]), defined(3, 6, [first])];
  expect(decidedApart([first, back, other])).toEqual([back, other]);
  expect(result(first, back, other)).toEqual([null, false, true]);
  expect(result(first, back, settled(3, 4, []))).toEqual([4, false, false]);
  expect(result(first, back, defined(3, null, [first]))).toEqual([null, false, false]);
});

test("a settlement from before a definitive mark does not come back when that is taken back: the answer is looked at again", () => {
  const [one, mark] = [settled(1, 5, []), defined(2, 5, [])];
  const back = defined(3, null, [one, mark]);
  expect(result(one, mark, back)).toEqual([null, true, false]);
  expect(result(one, mark, back, settled(4, 6, [back]))).toEqual([6, false, false]);
  // What nobody ever settled stands by its marks.
  expect(result(mark, defined(3, null, [mark]))).toEqual([null, false, false]);
});

test("acts of earlier versions knew all before them: the later counts", () => {
  expect(result(settled(1, 4), settled(2, 5))).toEqual([5, false, false]);
  expect(result(settled(1, 4), reopened(2))).toEqual([null, true, false]);
  expect(result(settled(1, 4), reopened(2), settled(3, 5))).toEqual([5, false, false]);
  expect(definitiveOf(settled(1, 4), defined(2, 5))).toBe(5);
  expect(definitiveOf(defined(1, 4), defined(2, 5))).toBe(5);
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
