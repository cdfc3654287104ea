import { recoveryWords } from "../../src-shared/bridge/recovery-words.ts";
import type { HomeView, Restoration } from "../../src-shared/bridge/views.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";

/** "1 recording", "2 recordings". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

/** "22 November at 14:32", in this computer's time zone. */
export function momentText(iso: string): string {
  return moment.format(new Date(iso));
}

/** After what is told until somebody has read it. */
export const TOLD_UNTIL_READ = "This is told until it was read: in the window, or with desk status --read.";

/** What came back from the depot, and whether the work goes on at another laptop: a line each. */
export function workText({ recoveries, laterLaptopAt }: Pick<HomeView, "recoveries" | "laterLaptopAt">): string[] {
  const moved = laterLaptopAt === null ? [] : [describeProblem({ kind: "work-moved-on", at: laterLaptopAt })];
  return [...recoveries.map((each) => recoveryWords(each, momentText).join(" ")), ...moved];
}

/** What became of a damaged database. */
export function restoredText({ backupAt, changes, keptAs, missing }: Restoration): string {
  const look = missing.length > 0 ? ` Look at these again: ${missing.join(", ")}.` : "";
  return `The database was damaged, so the backup of ${momentText(backupAt)} took its place, with ${count(changes, "later change")} from the damaged file, which is kept as ${keptAs} in the data folder.${look}`;
}

/** Says so where it came about since a command began. */
export function noteRestoring(restored: Restoration | null, since: Date, { note }: { note: (sentence: string) => void }): void {
  if (restored && Date.parse(restored.restoredAt) >= since.getTime()) note(restoredText(restored));
}

/** "40 s", "3 min", "2 h 5 min". */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Breaks a text into lines of a help page. */
export function wrapped(text: string): string {
  return text.replace(/(.{1,118})(?: |$)/g, "$1\n").trimEnd();
}
