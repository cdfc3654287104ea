import { describe, expect, test } from "vitest";
import { backupIsDue, backupsToRemove } from "../../../src-main/engine/store/backups.ts";

const now = new Date("2026-11-21T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const since = (hours: number, changes: number, batchTakenIn = false) => ({ last: { at: hoursAgo(hours), logLines: 40 }, logLines: 40 + changes, batchTakenIn });

describe("a backup", () => {
  test.each([
    ["nothing changed for a day", since(24, 0), false],
    ["something changed, and the last one is an hour old", since(1, 1), true],
    ["something changed, and the last one is not an hour old", since(0.9, 30), false],
    ["a batch came a moment after the last one", since(0.01, 1, true), true],
    ["something changed, and by a clock that went back the last one is still to come", since(-5, 1), true],
    ["there is none, and something to keep", { last: null, logLines: 1, batchTakenIn: false }, true],
    ["there is none, and nothing to keep", { last: null, logLines: 0, batchTakenIn: false }, false],
  ])("is made or not: %s", (_, facts, due) => {
    expect(backupIsDue(facts, now)).toBe(due);
  });
});

/** Names tell how many hours before noon they were made. */
const made = (hours: readonly number[], bytes = 1_000_000) => [...hours].sort((a, b) => b - a).map((each) => ({ name: `${each}h`, at: hoursAgo(each), bytes }));
const hours = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("of all backups", () => {
  test("the newest ten stay, and the last of each of the newest seven days", () => {
    // Noon: 0 to 12 are of today, and each day before has its last one at 13, 37, 61, … hours ago.
    const gone = new Set(backupsToRemove(made(hours(0, 300)), null));
    const kept = hours(0, 300).filter((each) => !gone.has(`${each}h`));
    expect(kept).toEqual([...hours(0, 9), 13, 37, 61, 85, 109, 133]);
  });

  test("days count that have one: a fortnight off takes none away", () => {
    expect(backupsToRemove(made([0, 24 * 14, 24 * 15, 24 * 16]), null)).toEqual([]);
  });

  test("more than 1 GB together stays in nobody's way, but three always stay", () => {
    expect(backupsToRemove(made(hours(0, 9), 150_000_000), null)).toEqual(["9h", "8h", "7h", "6h"]);
    expect(backupsToRemove(made(hours(0, 4), 700_000_000), null)).toEqual(["4h", "3h"]);
  });

  test("those that still hold the keys of removed recordings go, as soon as three newer ones are there", () => {
    expect(backupsToRemove(made(hours(0, 6)), hoursAgo(0.5))).toEqual(["6h", "5h", "4h", "3h"]);
    expect(backupsToRemove(made(hours(0, 6)), hoursAgo(4.5))).toEqual(["6h", "5h"]);
  });

  test("what is removed is never the newest", () => {
    for (let count = 1; count < 30; count += 1) expect(backupsToRemove(made(hours(0, count), 2_000_000_000), hoursAgo(-1))).not.toContain("0h");
  });
});
