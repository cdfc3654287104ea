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
  bytes: number;
}

/** Finished backups, oldest first by their names. */
export function listBackups(home: string): Backup[] {
  const folder = backupFolder(home);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^desk-.*\.sqlite$/.test(name))
    .sort()
    .flatMap((name) => {
      const at = momentIn(name);
      const file = path.join(folder, name);
      const found = statSync(file, { throwIfNoEntry: false });
      return at !== undefined && found?.isFile() ? [{ name, file, at, bytes: found.size }] : [];
    });
}

export function newestBackup(home: string): string | null {
  return listBackups(home).at(-1)?.file ?? null;
}

/** When the newest backup was made. */
export function lastBackupAt(home: string): string | null {
  return listBackups(home).at(-1)?.at ?? null;
}

/** What a backup held when it was made, beside what the database holds now. `logLines` counts the audit log's. */
export interface SinceBackup {
  last: { at: string; logLines: number } | null;
  logLines: number;
  /** A batch came after it: marks of answers that a backup does not know could not be brought over to it. */
  batchTakenIn: boolean;
}

/**
 * Whether a backup is to be made now: something changed, and the last one is an hour old, or lacks a batch. A clock that
 * went backwards makes one too, since nobody knows how old the last one is.
 */
export function backupIsDue({ last, logLines, batchTakenIn }: SinceBackup, now: Date): boolean {
  if (last === null) return logLines > 0;
  if (logLines === last.logLines) return false;
  const ageMs = now.getTime() - Date.parse(last.at);
  return batchTakenIn || ageMs >= HOUR_MS || ageMs < 0;
}

/**
 * Which backups go, given all of them, oldest first. Kept are the newest ten, and the last of each of the newest seven days that
 * have one, as long as all of them fit into 1 GB. Those from before recordings were removed hold their keys: of them only
 * what is among the newest three stays.
 */
export function backupsToRemove(backups: readonly Pick<Backup, "name" | "at" | "bytes">[], keysRemovedAt: string | null): string[] {
  const newestFirst = [...backups].reverse();
  const days = [...new Set(newestFirst.map((each) => each.at.slice(0, 10)))].slice(0, DAYS_KEPT);
  const lastOfDays = new Set(days.map((day) => newestFirst.find((each) => each.at.startsWith(day))!.name));
  let bytes = 0;
  const kept = newestFirst.filter(({ name, at, bytes: size }, index) => {
    const wanted = (index < MOST_KEPT || lastOfDays.has(name)) && (keysRemovedAt === null || at >= keysRemovedAt);
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
  const name = `desk-${stampOf(now)}-${label}.sqlite`;
  const temporary = path.join(folder, TEMPORARY_PREFIX + name);
  const file = path.join(folder, name);
  let chainHolds: boolean;
  try {
    db.prepare("VACUUM INTO ?").run(temporary);
    const copy = readBackup(temporary);
    if (!copy.sound) throw new Error("The backup does not pass its check.");
    chainHolds = copy.chainHolds;
    keepDurably(temporary, file);
  } catch (error) {
    removeDatabase(temporary);
    throw error;
  }
  // A log that is broken makes this one worth less than an older one whose log is whole: none goes then.
  if (chainHolds) for (const old of backupsToRemove(listBackups(home), keysRemovedAt(db))) if (old !== name) rmSync(path.join(folder, old), { force: true });
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

/** The newest backup that passes its check, by its audit log, which only grows, whatever the clock said when it was made. */
export function newestGoodBackup(home: string, knownVersion: number): Backup | undefined {
  const good = listBackups(home).flatMap((backup) => {
    try {
      const { sound, chainHolds, version, logLines } = readBackup(backup.file);
      return sound && chainHolds && version <= knownVersion ? [{ backup, logLines }] : [];
    } catch {
      return [];
    }
  });
  return good.sort((a, b) => b.logLines - a.logLines || b.backup.name.localeCompare(a.backup.name))[0]?.backup;
}

/** How far the newest backup goes, without checking it. */
export function lastBackup(home: string): SinceBackup["last"] {
  const newest = listBackups(home).at(-1);
  if (!newest) return null;
  try {
    const copy = new Database(newest.file, { readonly: true, fileMustExist: true });
    try {
      return { at: newest.at, logLines: copy.prepare("SELECT COALESCE(MAX(id), 0) FROM audit").pluck().get() as number };
    } finally {
      copy.close();
    }
  } catch {
    // Not to be relied on: another one is due.
    return null;
  }
}

function keysRemovedAt(db: Db): string | null {
  const knows = db.prepare("SELECT COUNT(*) FROM pragma_table_info('media') WHERE name = 'removed_at'").pluck().get() === 1;
  return knows ? (db.prepare("SELECT MAX(removed_at) FROM media").pluck().get() as string | null) : null;
}

function refuseWithoutSpace(db: Db, folder: string): void {
  const bytes = (db.pragma("page_count", { simple: true }) as number) * (db.pragma("page_size", { simple: true }) as number);
  const { bavail, bsize } = statfsSync(folder);
  if (bytes + LEFT_FREE_BYTES > bavail * bsize) throw Object.assign(new Error("A backup would leave no space for marks."), { code: "ENOSPC" });
}
