import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { backupIsDue, backupsToRemove, lastBackup, lastBackupAt, listBackups } from "../../../src-main/engine/store/backups.ts";
import { temporaryFolder } from "../../engine/support/panel.ts";

const now = new Date("2026-11-21T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const since = (hours: number, changes: number, lacksMore = false) => ({ last: { at: hoursAgo(hours), logLines: 40 }, logLines: 40 + changes, lacksMore });

describe("a backup", () => {
  test.each([
    ["nothing changed for a day", since(24, 0), false],
    ["something changed, and the last one is an hour old", since(1, 1), true],
    ["something changed, and the last one is not an hour old", since(0.9, 30), false],
    ["a batch, or marks from the depot, came a moment after the last one", since(0.01, 1, true), true],
    ["something changed, and by a clock that went back the last one is still to come", since(-5, 1), true],
    ["there is none, and something to keep", { last: null, logLines: 1, lacksMore: false }, true],
    ["there is none, and nothing to keep", { last: null, logLines: 0, lacksMore: false }, false],
  ])("is made or not: %s", (_, facts, due) => {
    expect(backupIsDue(facts, now)).toBe(due);
  });
});

/** Names tell how many hours before noon they were made; the log gets ten lines an hour, and has 10,000 at noon. */
const NOON_LINES = 10_000;
const linesAt = (hoursBefore: number) => NOON_LINES - 10 * hoursBefore;
const made = (hours: readonly number[], bytes = 1_000_000) => [...hours].sort((a, b) => b - a).map((each) => ({ name: `${each}h`, at: hoursAgo(each), logLines: linesAt(each), bytes }));
const remove = (backups: ReturnType<typeof made>, removedLine = 0) => backupsToRemove(backups, { logLines: NOON_LINES, removedLine });
const hours = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("of all backups", () => {
  test("the newest ten stay, and the last of each of the newest seven days", () => {
    // Noon: 0 to 12 are of today, and each day before has its last one at 13, 37, 61, … hours ago.
    const gone = new Set(remove(made(hours(0, 300))));
    const kept = hours(0, 300).filter((each) => !gone.has(`${each}h`));
    expect(kept).toEqual([...hours(0, 9), 13, 37, 61, 85, 109, 133]);
  });

  test("days count that have one: a fortnight off takes none away", () => {
    expect(remove(made([0, 24 * 14, 24 * 15, 24 * 16]))).toEqual([]);
  });

  test("more than 1 GB together stays in nobody's way, but three always stay", () => {
    expect(remove(made(hours(0, 9), 150_000_000))).toEqual(["9h", "8h", "7h", "6h"]);
    expect(remove(made(hours(0, 4), 700_000_000))).toEqual(["4h", "3h"]);
  });

  test("those that still hold the keys of removed recordings go, as soon as three newer ones are there", () => {
    expect(remove(made(hours(0, 6)), linesAt(0.5))).toEqual(["6h", "5h", "4h", "3h"]);
    expect(remove(made(hours(0, 6)), linesAt(4.5))).toEqual(["6h", "5h"]);
  });

  test("what is removed is never the newest", () => {
    for (let count = 1; count < 30; count += 1) expect(remove(made(hours(0, count), 2_000_000_000), NOON_LINES + 1)).not.toContain("0h");
  });

  test("those made while the clock was ahead push no true one out, and hide no keys", () => {
    const ahead = made(hours(20, 29)).map((each) => ({ ...each, at: hoursAgo(-24) }));
    expect(remove([...ahead, ...made(hours(0, 9))])).toEqual(ahead.slice(0, -1).map((each) => each.name));
    expect(remove([...ahead, ...made(hours(0, 3))], linesAt(15))).toEqual(ahead.map((each) => each.name));
  });

  test("those of a log that an earlier one took the place of count as the oldest", () => {
    const passedOver = [5, 6, 7].map((each) => ({ name: `${each}x`, at: hoursAgo(each), logLines: NOON_LINES + each, bytes: 700_000_000 }));
    expect(remove([...made(hours(0, 2)), ...passedOver])).toEqual(["5x", "6x"]);
  });
});

describe("a folder of backups", () => {
  test("is in the order of their logs, whatever their clocks said; those without lines in their names come first", async () => {
    const home = await temporaryFolder();
    const names = ["desk-000000009-2026-11-22T09-00-00-000Z-hourly.sqlite", "desk-000000010-2026-11-21T09-00-00-000Z-hourly.sqlite", "desk-2026-11-23T09-00-00-000Z-before-2.sqlite"];
    mkdirSync(path.join(home, "backups"));
    for (const name of names) writeFileSync(path.join(home, "backups", name), "");
    expect(listBackups(home).map((each) => each.name)).toEqual([names[2], names[0], names[1]]);
    expect(lastBackupAt(home)).toBe("2026-11-21T09:00:00.000Z");
    expect(lastBackup(home, 9)).toMatchObject({ logLines: 9 });
  });

  test("that cannot be read hides no screen, and is no new desk", async () => {
    const home = await temporaryFolder();
    writeFileSync(path.join(home, "backups"), "a file where the folder belongs");
    expect(lastBackupAt(home)).toBeNull();
    expect(() => listBackups(home)).toThrow();
  });
});
