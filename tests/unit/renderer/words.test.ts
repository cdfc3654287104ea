import { expect, test } from "vitest";
import type { SyncState } from "../../../src-shared/bridge/views.ts";
import { dataSize } from "../../../src-renderer/format/size.ts";
import { percent } from "../../../src-renderer/format/percent.ts";
import { syncWords } from "../../../src-renderer/format/sync-words.ts";
import { clock, clockInWords, daysUntil, fromNow, isPast, longDay, shortTime, timeLeft, timeOrDay, workLength } from "../../../src-renderer/format/time.ts";

/** Local time, as the screen shows it, wherever the test runs. */
const at = (hours: number, minutes: number, seconds = 0, day = 21) => new Date(2026, 10, day, hours, minutes, seconds);
const now = at(14, 2);

test.each([
  [0, "0:00"],
  [7.99, "0:07"],
  [172, "2:52"],
  [3723, "1:02:03"],
  [-1, "0:00"],
])("%s seconds of a recording are %s", (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test("a moment is read out in words", () => {
  expect(clockInWords(81)).toBe("1 minute 21 seconds");
  expect(clockInWords(1)).toBe("1 second");
});

test.each([
  [30, "about 1 min"],
  [14 * 60, "about 14 min"],
  [62 * 60, "about 1 h 5 min"],
  [3.3 * 3600, "about 3 h 20 min"],
  [0, "less than a minute"],
])("%s seconds of work are %s", (seconds, text) => {
  expect(workLength(seconds)).toBe(text);
});

test.each([
  [0, "0 %"],
  [0.002, "under 1 %"],
  [0.01, "1 %"],
  [0.29, "29 %"],
  [0.799, "79 %"],
  [0.9999, "99 %"],
  [1, "100 %"],
])("a share of %s is %s", (share, text) => {
  expect(percent(share)).toBe(text);
});

test("today is told by the clock, another day by its date", () => {
  expect(shortTime(at(9, 40).toISOString(), now)).toBe("09:40");
  expect(shortTime(at(9, 40, 0, 20).toISOString(), now)).toBe("20 Nov 09:40");
  expect(timeOrDay(at(9, 40, 0, 13).toISOString(), now)).toBe("13 Nov");
});

test("a due day counts in days, whatever the hour, and across the change of the clocks", () => {
  expect(daysUntil("2026-11-27", now)).toBe("6 days");
  expect(daysUntil("2026-11-22", at(23, 59))).toBe("tomorrow");
  expect(daysUntil("2026-11-21", at(23, 59))).toBe("today");
  expect(daysUntil("2026-11-19", now)).toBe("2 days ago");
  expect(daysUntil("2027-03-29", new Date(2027, 2, 27, 12))).toBe("2 days");
  expect(longDay("2026-11-27")).toBe("Friday 27 November");
});

test("a batch is overdue only when its day has ended", () => {
  expect(isPast("2026-11-21", at(23, 59))).toBe(false);
  expect(isPast("2026-11-20", now)).toBe(true);
});

test("how far away the next try is", () => {
  expect(fromNow(at(14, 4).toISOString(), now)).toBe("in 2 minutes");
  expect(fromNow(at(14, 2, 20).toISOString(), now)).toBe("in 20 seconds");
  expect(fromNow(at(14, 1).toISOString(), now)).toBe("now");
});

test.each([
  [812, "812 bytes"],
  [41_233, "41 KB"],
  [5_700_000, "5.7 MB"],
  [1_400_000_000, "1.4 GB"],
  [12_000_000, "12 MB"],
  [999_900, "1 MB"],
])("%s bytes are %s", (bytes, text) => {
  expect(dataSize(bytes)).toBe(text);
});

test("the network is told in plain words", () => {
  const waiting: SyncState = {
    kind: "waiting",
    since: at(9, 40).toISOString(),
    retryAt: at(14, 4).toISOString(),
    attempt: 3,
    problem: { kind: "depot-unreachable", where: "the depot" },
    lastSuccessAt: null,
  };
  const words = syncWords(waiting, now);
  expect(words.lead + words.rest).toBe("No connection since 09:40. Next try in 2 minutes.");
  expect(words.brief).toBe("Offline since 09:40");
  expect(words.detail).toContain("What is on this computer is safe");
});

test("a full disk is not called a missing connection", () => {
  const words = syncWords(
    { kind: "waiting", since: at(9, 40).toISOString(), retryAt: at(14, 4).toISOString(), attempt: 1, problem: { kind: "disk-full", where: "C:" }, lastSuccessAt: null },
    now,
  );
  expect(words.lead).toBe("Waiting");
  expect(words.brief).toBe("Waiting since 09:40");
});

const coming: Extract<SyncState, { kind: "fetching" }> = {
  kind: "fetching",
  ...{ doneFiles: 30, totalFiles: 42, doneBytes: 80e6, totalBytes: 120e6, bytesPerSecond: null, secondsLeft: null, batches: [], wished: null, problem: null },
  lastSuccessAt: null,
};

test("what is coming is told with its speed and the time left, once they are known", () => {
  const told = (state: SyncState) => syncWords(state, now).lead + syncWords(state, now).rest;
  expect(told(coming)).toBe("Fetching recordings. 30 of 42 are here, 80 MB of 120 MB.");
  expect(told({ ...coming, bytesPerSecond: 1_200_000, secondsLeft: 34 })).toBe("Fetching recordings. 30 of 42 are here, 80 MB of 120 MB. 1.2 MB a second, about 35 seconds left.");
  expect(syncWords({ ...coming, problem: { kind: "disk-full", where: "C:" } }, now).detail).toContain("free some space");
});

test("a pause is told calmly", () => {
  const words = syncWords({ kind: "paused", files: 12, bytes: 40e6, lastSuccessAt: null, nextCheckAt: at(14, 3).toISOString() }, now);
  expect(words).toMatchObject({ tone: "quiet", brief: "Fetching paused", lead: "Fetching is paused.", detail: null });
  expect(words.rest).toBe(" 12 recordings (40 MB) come when you resume. Sets and documents go on as always.");
});

test("what needs somebody says what to do, and when it is looked at again", () => {
  const words = syncWords({ kind: "stopped", since: at(14, 1).toISOString(), retryAt: at(14, 3).toISOString(), problem: { kind: "network-portal", where: "the depot" }, lastSuccessAt: null }, now);
  expect(words.lead + words.rest).toBe("Something has to be done. It is looked at again in 1 minute.");
  expect(words.detail).toContain("sign in to the network");
});

test.each([[3, "about 5 seconds"], [42, "about 40 seconds"], [200, "about 3 min"], [7_500, "about 2 h 5 min"]])("%s seconds left are %s", (seconds, text) => {
  expect(timeLeft(seconds)).toBe(text);
});
