import { describe, expect, test } from "vitest";
import { beforeFirstSync, CHECK_EVERY_MS, nextSync, nextTryAt, type SyncMemory } from "../../../src-main/engine/sync/sync-state.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";

const noon = new Date("2026-11-21T12:00:00Z");
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const away: Problem = { kind: "depot-unreachable", where: "D:\\depot" };
const fail = (memory: SyncMemory, at: Date, random = 1) => nextSync(memory, { kind: "failed", problem: away }, at, random);

describe("the state of synchronising", () => {
  test("after a success the depot is looked at again within a minute", () => {
    const { state } = nextSync(beforeFirstSync, { kind: "succeeded" }, noon, 0.5);
    expect(state).toEqual({ kind: "idle", lastSuccessAt: noon.toISOString(), nextCheckAt: later(60).toISOString() });
    expect(nextTryAt(state, noon)).toBe(noon.getTime() + CHECK_EVERY_MS);
  });

  test("failing keeps saying since when, and waits longer and longer, half a minute at most", () => {
    let memory = beforeFirstSync;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      memory = fail(memory, later(attempt));
      if (memory.state.kind !== "waiting") throw new Error("not waiting");
      expect(memory.state).toMatchObject({ since: later(1).toISOString(), attempt });
      waits.push((Date.parse(memory.state.retryAt) - later(attempt).getTime()) / 1000);
    }
    expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30, 30]);
  });

  test("the wait is spread by chance, and never shorter than a second", () => {
    const tenth = [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((memory) => fail(memory, noon), beforeFirstSync);
    const retry = (random: number) => Date.parse((fail(tenth, noon, random).state as { retryAt: string }).retryAt) - noon.getTime();
    expect(retry(0)).toBe(1000);
    expect(retry(0.5)).toBe(15_000);
  });

  test("a new try does not hide what is wrong until it succeeds", () => {
    const failing = fail(beforeFirstSync, noon);
    expect(nextSync(failing, { kind: "begun" }, later(5), 0).state).toEqual(failing.state);
    const well = nextSync(failing, { kind: "succeeded" }, later(6), 0);
    expect(nextSync(well, { kind: "begun" }, later(66), 0).state).toEqual({ kind: "checking" });
  });

  test("what needs somebody stops, keeps the last success, and is looked at again all the same", () => {
    const well = nextSync(beforeFirstSync, { kind: "succeeded" }, noon, 0);
    const { state } = nextSync(well, { kind: "failed", problem: { kind: "depot-denied", where: "x" } }, later(60), 0);
    expect(state).toEqual({ kind: "stopped", problem: { kind: "depot-denied", where: "x" }, lastSuccessAt: noon.toISOString() });
    expect(nextTryAt(state, later(60))).toBe(later(120).getTime());
  });
});
