import { describe, expect, test } from "vitest";
import { NOTHING_REMEMBERED, type SyncMemory } from "../../../src-main/engine/store/sync-memory-store.ts";
import { CHECK_EVERY_MS, dueIn, nextMemory, nextWait, passesByItself, syncStateOf, type SyncNow } from "../../../src-main/engine/sync/sync-state.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";

const noon = new Date("2026-11-21T12:00:00Z");
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const where = "D:\\depot";
const away: Problem = { kind: "depot-unreachable", where };
const denied: Problem = { kind: "depot-denied", where };
const fail = (memory: SyncMemory, at: Date, problem: Problem = away) => nextMemory(memory, { kind: "failed", problem }, at);
const times = (count: number) => Array.from({ length: count }).reduce<SyncMemory>((memory) => fail(memory, noon), NOTHING_REMEMBERED);
const stateOf = (now: Partial<SyncNow>) =>
  syncStateOf({ memory: NOTHING_REMEMBERED, tried: true, checking: false, fetching: null, meanwhile: null, paused: false, toCome: { files: 0, bytes: 0 }, nextTryAt: later(60), ...now });
const well = nextMemory(NOTHING_REMEMBERED, { kind: "succeeded" }, noon);

describe("the state of synchronising", () => {
  test("after a success the depot is looked at again within a minute", () => {
    expect(nextWait(well, 0.5)).toBe(CHECK_EVERY_MS);
    expect(stateOf({ memory: well })).toEqual({ kind: "idle", lastSuccessAt: noon.toISOString(), nextCheckAt: later(60).toISOString() });
  });

  test("failing keeps saying since when, and waits longer and longer, half a minute at most", () => {
    let memory = NOTHING_REMEMBERED;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      memory = fail(memory, later(attempt));
      expect(stateOf({ memory })).toMatchObject({ kind: "waiting", since: later(1).toISOString(), attempt, lastSuccessAt: null });
      waits.push(nextWait(memory, 1) / 1000);
    }
    expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30, 30]);
  });

  test("the wait is spread by chance, and never shorter than a second", () => {
    expect(nextWait(times(10), 0)).toBe(1000);
    expect(nextWait(times(10), 0.5)).toBe(15_000);
    expect(nextWait(times(100_000), 1)).toBe(30_000);
  });

  test("a new try does not hide what is wrong until it succeeds", () => {
    const failing = fail(well, noon);
    expect(stateOf({ memory: failing, checking: true })).toMatchObject({ kind: "waiting", lastSuccessAt: noon.toISOString() });
    expect(stateOf({ memory: nextMemory(failing, { kind: "succeeded" }, later(6)), checking: true })).toEqual({ kind: "checking", lastSuccessAt: later(6).toISOString() });
  });

  test("a depot from which recordings come is away no longer; one that merely answered may break again", () => {
    expect(nextMemory(times(3), { kind: "reached", comes: true }, later(9))).toEqual({ lastSuccessAt: later(9).toISOString(), trouble: null });
    expect(nextMemory(times(3), { kind: "reached", comes: false }, later(9)).trouble).toMatchObject({ attempts: 3 });
    expect(nextMemory(fail(well, noon, denied), { kind: "reached", comes: true }, later(9)).trouble).toMatchObject({ problem: denied });
  });

  test("one document or recording that is amiss is looked at again no sooner than each minute", () => {
    for (const problem of [{ kind: "depot-missing", key: "a" }, { kind: "recording-missing", batch: "b-1" }, { kind: "file-unreadable", file: "a", reason: "busy" }] as const) expect(nextWait(fail(well, noon, problem), 0)).toBe(CHECK_EVERY_MS);
  });

  test("what an earlier start remembers is not told as what is now", () => {
    expect(stateOf({ memory: fail(well, noon), tried: false })).toEqual({ kind: "checking", lastSuccessAt: noon.toISOString() });
  });

  test("what needs somebody stops, keeps the last success, and is looked at again all the same", () => {
    const memory = fail(well, later(60), denied);
    expect(stateOf({ memory, nextTryAt: later(120) })).toEqual({ kind: "stopped", since: later(60).toISOString(), retryAt: later(120).toISOString(), problem: denied, lastSuccessAt: noon.toISOString() });
    expect(nextWait(memory, 0)).toBe(CHECK_EVERY_MS);
  });

  test("paused is said only where something is still to come", () => {
    expect(stateOf({ memory: well, paused: true }).kind).toBe("idle");
    expect(stateOf({ memory: well, paused: true, toCome: { files: 3, bytes: 6e7 } })).toEqual({ kind: "paused", files: 3, bytes: 6e7, lastSuccessAt: noon.toISOString(), nextCheckAt: later(60).toISOString() });
  });

  test.each<[Problem, boolean]>([
    [away, true],
    [{ kind: "no-network", where }, true],
    [{ kind: "depot-busy", where, status: 503 }, true],
    [{ kind: "depot-is-another", where }, true],
    [{ kind: "network-portal", where }, false],
    [{ kind: "proxy-needs-password", where }, false],
    [{ kind: "certificate-refused", where }, false],
    [{ kind: "clock-wrong", where }, false],
    [{ kind: "depot-overwrites", where }, false],
    [{ kind: "depot-credentials-missing", where }, false],
    [{ kind: "disk-full", where }, false],
    [denied, false],
  ])("%o passes by itself: %s", (problem, passes) => {
    expect(passesByItself(problem)).toBe(passes);
  });
});

describe("the clock", () => {
  const schedule = { setAt: noon, at: later(60) };
  test.each([
    ["goes on as it does", later(20), 40_000],
    ["has come to the moment", later(60), 0],
    ["was set back a little", later(-1), 0],
    ["was set back a day", later(-86_400), 0],
    ["was set forward a day, or the computer slept", later(86_400), 0],
  ])("that %s makes nobody wait for hours", (_, now, ms) => {
    expect(dueIn(schedule, now)).toBe(ms);
  });
});
