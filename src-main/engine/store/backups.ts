import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import Database, { type Database as Db } from "better-sqlite3";
import { removeUnfinished, TEMPORARY_PREFIX } from "../files/durable-files.ts";
import { createAuditLog } from "./audit-log.ts";
import { backupFolder, keepDurably, momentIn, removeDatabase, stampOf } from "./store-files.ts";

/** How old the newest backup grows while marks change. An hour of marks is small beside what the log of a damaged file gives back. */
const HOUR_MS = 3_600_000;
/** The newest that are kept whatever their size, and whatever keys they hold. */
const LEAST_KEPT = 3;
const MOST_KEPT = 10;
const DAYS_KEPT = 7;
/** All together; a desk with 60,000 answers takes some 30 MB for each. */
const MOST_BYTES = 1_000_000_000;
/** A backup leaves this much of the disk, so that marks can still be saved. */
const LEFT_FREE_BYTES = 20_000_000;

/** A finished copy of the database. */
export interface Backup {
  name: string;
  file: string;
  /** When it was made, by the clock of that moment. */
  at: string;
  /** How many lines its audit log has. It only grows, so that these tell which backup is newer, whatever the clock said. */
  logLines: number;
  bytes: number;
}

/** `desk-000000412-2026-11-21T09-40-00-000Z-hourly.sqlite`: lines in the log, moment, occasion. Before, names had no lines. */
const NAME = /^desk-(?:(\d{9})-)?\d{4}-\d\d-\d\dT.*\.sqlite$/;
const nameOf = (logLines: number, at: Date, label: string) => `desk-${String(logLines).padStart(9, "0")}-${stampOf(at)}-${label}.sqlite`;

/** Finished backups, oldest first. @throws Error with the code of the operating system where the folder cannot be read */
export function listBackups(home: string): Backup[] {
  const folder = backupFolder(home);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name): Backup[] => {
      const parts = NAME.exec(name);
      const at = momentIn(name);
      const file = path.join(folder, name);
      const found = statSync(file, { throwIfNoEntry: false });
      return parts && at !== undefined && found?.isFile() ? [{ name, file, at, logLines: Number(parts[1] ?? 0), bytes: found.size }] : [];
    })
    .sort((a, b) => a.logLines - b.logLines || a.name.localeCompare(b.name));
}

/** The same, and none where the folder cannot be read: making the next one tells why. */
function backupsIfAny(home: string): Backup[] {
  try {
    return listBackups(home);
  } catch {
    return [];
  }
}

export function newestBackup(home: string): string | null {
  return backupsIfAny(home).at(-1)?.file ?? null;
}

/** When the newest backup was made. */
export function lastBackupAt(home: string): string | null {
  return backupsIfAny(home).at(-1)?.at ?? null;
}

/** What a backup held when it was made, beside what the database holds now. `logLines` counts the audit log's. */
export interface SinceBackup {
  last: { at: string; logLines: number } | null;
  logLines: number;
  /** Something came after it that the log alone would not give back. */
  lacksMore: boolean;
}

/**
 * What the log does not give back alone: of a batch that came, the answers, and with them every mark that they have by then; of marks
 * that came back from the depot, what was watched.
 */
export const MORE_THAN_A_LINE = ["batch-taken-in", "recovered"] as const;

/**
 * Whether a backup is to be made now: something changed, and the last one is an hour old, or lacks what its log would not give back. A clock that
 * went backwards makes one too, since nobody knows how old the last one is.
 */
export function backupIsDue({ last, logLines, lacksMore }: SinceBackup, now: Date): boolean {
  if (last === null) return logLines > 0;
  if (logLines === last.logLines) return false;
  const ageMs = now.getTime() - Date.parse(last.at);
  return lacksMore || ageMs >= HOUR_MS || ageMs < 0;
}

/**
 * Which backups go, given all of them, oldest first. Kept are the newest ten, and the last of each of the newest seven days that
 * have one, as long as all of them fit into 1 GB. Those from before recordings were removed (`removedLine` of the log, 0 where
 * none ever were) hold their keys: of them only what is among the newest three stays. Those with more lines than the desk's own
 * log (`logLines`) were passed over when an earlier one took its place: they count as the oldest.
 */
export function backupsToRemove(backups: readonly Omit<Backup, "file">[], { logLines, removedLine }: { logLines: number; removedLine: number }): string[] {
  const passedOver = backups.filter((each) => each.logLines > logLines);
  const newestFirst = [...passedOver, ...backups.filter((each) => each.logLines <= logLines)].reverse();
  const days = [...new Set(newestFirst.map((each) => each.at.slice(0, 10)))].slice(0, DAYS_KEPT);
  const lastOfDays = new Set(days.map((day) => newestFirst.find((each) => each.at.startsWith(day))!.name));
  let bytes = 0;
  const kept = newestFirst.filter(({ name, logLines: lines, bytes: size }, index) => {
    const wanted = (index < MOST_KEPT || lastOfDays.has(name)) && lines >= removedLine;
    if (index >= LEAST_KEPT && (!wanted || bytes + size > MOST_BYTES)) return false;
    bytes += size;
    return true;
  });
  const names = new Set(kept.map((each) => each.name));
  return backups.filter((each) => !names.has(each.name)).map((each) => each.name);
}

/**
 * Copies the database into `backups/` and checks the copy; only then do older ones go. Returns the copy's path. Takes as long as
 * copying and checking do: beside somebody who is marking it runs in a thread of its own (`backup-thread.ts`).
 * @throws SqliteError, or an Error with the code of the operating system, and leaves nothing behind
 */
export function backUp(db: Db, home: string, now: Date, label: string): string {
  const folder = backupFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // There is one writer at a time: whatever is unfinished was left by one that was killed.
  removeUnfinished(folder);
  refuseWithoutSpace(db, folder);
  const temporary = path.join(folder, `${TEMPORARY_PREFIX}desk.sqlite`);
  let copy: BackupCheck;
  let file: string;
  try {
    db.prepare("VACUUM INTO ?").run(temporary);
    copy = readBackup(temporary);
    if (!copy.sound) throw new Error("The backup does not pass its check.");
    file = path.join(folder, nameOf(copy.logLines, now, label));
    keepDurably(temporary, file);
  } catch (error) {
    removeDatabase(temporary);
    throw error;
  }
  // A log that is broken makes this one worth less than an older one whose log is whole: none goes then.
  if (copy.chainHolds)
    for (const old of backupsToRemove(listBackups(home), { logLines: copy.logLines, removedLine: createAuditLog(db).newestSince(0, ["recordings-removed"]) }))
      if (old !== path.basename(file)) rmSync(path.join(folder, old), { force: true });
  return file;
}

/** What a check of a backup tells. */
export interface BackupCheck {
  /** Version of the database's form. */
  version: number;
  sound: boolean;
  chainHolds: boolean;
  logLines: number;
}

/** Reads all of a backup. @throws SqliteError where it is no database, or one that cannot be read */
export function readBackup(file: string): BackupCheck {
  const copy = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const version = copy.pragma("user_version", { simple: true }) as number;
    const sound = version > 0 && copy.pragma("quick_check", { simple: true }) === "ok";
    const log = sound ? createAuditLog(copy).check() : { rows: 0, brokenAt: 1 };
    return { version, sound, chainHolds: log.brokenAt === undefined, logLines: log.rows };
  } finally {
    copy.close();
  }
}

/** The newest backup that passes its check. Checking one reads all of it, so that it ends with the first that is good. */
export function newestGoodBackup(home: string, knownVersion: number): Backup | undefined {
  return listBackups(home).findLast(({ file }) => {
    try {
      const { sound, chainHolds, version } = readBackup(file);
      return sound && chainHolds && version <= knownVersion;
    } catch {
      return false;
    }
  });
}

/** The newest backup of a log that has so many lines now, without checking it. One with more was passed over when the log began anew. */
export function lastBackup(home: string, logLines: number): SinceBackup["last"] {
  return backupsIfAny(home).findLast((each) => each.logLines <= logLines) ?? null;
}

function refuseWithoutSpace(db: Db, folder: string): void {
  const bytes = (db.pragma("page_count", { simple: true }) as number) * (db.pragma("page_size", { simple: true }) as number);
  const { bavail, bsize } = statfsSync(folder);
  if (bytes + LEFT_FREE_BYTES > bavail * bsize) throw Object.assign(new Error("A backup would leave no space for marks."), { code: "ENOSPC" });
}
