import { expect, test } from "vitest";
import { addWatched, type Interval } from "../../../src-shared/marking/watched.ts";
import { createPlayedStretches } from "../../../src-renderer/player/played-stretches.ts";

/** Reports as a player does, four times a second of real time, at a speed. */
function play(stretches: ReturnType<typeof createPlayedStretches>, from: number, to: number, speed = 1) {
  stretches.start(from);
  for (let at = from; at < to; at += 0.25 * speed) stretches.advance(at);
  stretches.stop(to);
}

test("what was played from a to b is one stretch from a to b", () => {
  const stretches = createPlayedStretches();
  play(stretches, 3, 12.5);
  expect(stretches.take()).toEqual([{ from: 3, to: 12.5 }]);
});

test.each([0.5, 1.25, 2])("at %s× the stretch is as long as the recording that was seen", (speed) => {
  const stretches = createPlayedStretches();
  play(stretches, 10, 20, speed);
  expect(stretches.take()).toEqual([{ from: 10, to: 20 }]);
});

test("a jump leaves out what was jumped over", () => {
  const stretches = createPlayedStretches();
  play(stretches, 0, 5);
  play(stretches, 60, 62);
  expect(stretches.take()).toEqual([
    { from: 0, to: 5 },
    { from: 60, to: 62 },
  ]);
});

test("a jump that nobody announced is no watching either", () => {
  const stretches = createPlayedStretches();
  stretches.start(0);
  stretches.advance(1);
  stretches.advance(40);
  stretches.advance(40.5);
  stretches.advance(2);
  stretches.stop(3);
  expect(stretches.take()).toEqual([
    { from: 0, to: 1 },
    { from: 40, to: 40.5 },
    { from: 2, to: 3 },
  ]);
});

test("taking in the middle of playing loses nothing and counts nothing twice", () => {
  const stretches = createPlayedStretches();
  const taken: Interval[] = [];
  stretches.start(0);
  for (let at = 0; at <= 30; at += 0.25) {
    stretches.advance(at);
    if (stretches.pendingSeconds() >= 5) taken.push(...stretches.take());
  }
  stretches.stop(30);
  taken.push(...stretches.take());
  expect(taken.length).toBe(6);
  expect(taken.reduce(addWatched, [] as Interval[])).toEqual([{ from: 0, to: 30 }]);
  expect(taken.reduce((sum, each) => sum + each.to - each.from, 0)).toBeCloseTo(30);
});

test("a recording that stands still or reports no time yet is not watched", () => {
  const stretches = createPlayedStretches();
  stretches.start(4);
  stretches.stop(4);
  stretches.start(Number.NaN);
  stretches.advance(5);
  stretches.advance(Number.NaN);
  expect(stretches.take()).toEqual([]);
});

test("before playing starts nothing is collected", () => {
  const stretches = createPlayedStretches();
  stretches.advance(1);
  stretches.advance(2);
  expect(stretches.take()).toEqual([]);
});
