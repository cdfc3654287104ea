import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statfsSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { syncFolderNow, TEMPORARY_PREFIX } from "../files/durable-files.ts";
import { migrations as shippedMigrations } from "./migrations.ts";

export type Db = Database.Database;

/** File systems that several computers share (Linux `statfs` types): NFS, SMB, CIFS, SMB2. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);
const KEPT_BACKUPS = 10;

export const databaseFile = (home: string) => path.join(home, "desk.sqlite");
export const backupFolder = (home: string) => path.join(home, "backups");

/** Holds a data folder for one writer; ends by itself when the process does, however it ends. */
export interface HomeLock {
  release(): void;
}

/** Takes a data folder for writing. SQLite's own file lock is used: no stale lock can stay after a crash. */
export function lockHome(home: string): Result<HomeLock, Problem> {
  const onNetwork = networkProblem(home);
  if (onNetwork) return err(onNetwork);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const lock = new Database(path.join(home, "desk.lock"), { timeout: 0 });
    try {
      lock.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      lock.close();
      if (sqliteCode(error)?.startsWith("SQLITE_BUSY")) return err({ kind: "store-in-use", where: home });
      throw error;
    }
    return ok({ release: () => void lock.close() });
  } catch (error) {
    return err(storeProblem(error, home));
  }
}

function networkProblem(home: string): Problem | undefined {
  if (/^[\\/]{2}[^\\/.?]/.test(home)) return { kind: "store-on-network", where: home };
  let folder = path.resolve(home);
  while (!existsSync(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return process.platform === "linux" && NETWORK_FILE_SYSTEMS.has(statfsSync(folder).type) ? { kind: "store-on-network", where: home } : undefined;
}

/**
 * Opens the database of a data folder, checks it, and brings it to the newest version: a backup is made and
 * checked before the first step, each step is one transaction. A newer or damaged database is left as it is.
 */
export function openDatabase(home: string, now: Date, migrations = shippedMigrations): Result<Db, Problem> {
  const file = databaseFile(home);
  const known = migrations.length;
  let db: Db;
  try {
    // Looked at without writing first: a newer database is not touched, not even tidied.
    const newer = existsSync(file) ? versionOf(file) : 0;
    if (newer > known) return err({ kind: "store-newer", file, found: newer, known });
    db = new Database(file);
  } catch (error) {
    return err(storeProblem(error, home));
  }
  try {
    const found = db.pragma("user_version", { simple: true }) as number;
    if (db.pragma("quick_check", { simple: true }) !== "ok") {
      db.close();
      return err({ kind: "store-damaged", file, backup: newestBackup(home) });
    }
    setDurable(db);
    if (found > 0 && found < known) backUp(db, home, now, `before-${found + 1}`);
    for (const step of migrations.slice(found))
      db.transaction(() => {
        db.exec(step.sql);
        db.pragma(`user_version = ${step.number}`);
      }).exclusive();
    return ok(db);
  } catch (error) {
    db.close();
    return err(storeProblem(error, home));
  }
}

function versionOf(file: string): number {
  const db = new Database(file, { readonly: true });
  try {
    return db.pragma("user_version", { simple: true }) as number;
  } finally {
    db.close();
  }
}

/** Opens a database to read only, without taking the data folder. */
export function openDatabaseToRead(home: string): Result<Db, Problem> {
  const file = databaseFile(home);
  if (!existsSync(file)) return err({ kind: "home-missing", where: home });
  try {
    const db = new Database(file, { readonly: true });
    const found = db.pragma("user_version", { simple: true }) as number;
    if (found === shippedMigrations.length) return ok(db);
    db.close();
    if (found > shippedMigrations.length) return err({ kind: "store-newer", file, found, known: shippedMigrations.length });
    return err({ kind: "store-older", where: home });
  } catch (error) {
    return err(storeProblem(error, home));
  }
}

/** WAL with FULL: a commit that returned survives a power cut. NORMAL, the library's default with WAL, does not promise that. */
function setDurable(db: Db): void {
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  db.pragma("checkpoint_fullfsync = ON");
  db.pragma("trusted_schema = OFF");
}

/**
 * Copies the database into `backups/` and checks the copy; only then do the oldest copies beyond the newest ten go.
 * Returns the copy's path.
 */
export function backUp(db: Db, home: string, now: Date, label: string): string {
  const folder = backupFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `desk-${now.toISOString().replaceAll(/[:.]/g, "-")}-${label}.sqlite`;
  const temporary = path.join(folder, TEMPORARY_PREFIX + name);
  const file = path.join(folder, name);
  rmSync(temporary, { force: true });
  try {
    db.prepare("VACUUM INTO ?").run(temporary);
    checkCopy(temporary);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  // Durable before an older one goes.
  const handle = openSync(temporary, "r+");
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, file);
  syncFolderNow(folder);
  for (const old of listBackups(home).slice(0, -KEPT_BACKUPS)) if (old !== name) rmSync(path.join(folder, old));
  return file;
}

function checkCopy(file: string): void {
  const copy = new Database(file);
  try {
    if (copy.pragma("quick_check", { simple: true }) !== "ok") throw new Error("The backup does not pass its check.");
  } finally {
    copy.close();
  }
}

/** Names of the finished backups, oldest first. */
function listBackups(home: string): string[] {
  const folder = backupFolder(home);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^desk-.*\.sqlite$/.test(name))
    .sort();
}

function newestBackup(home: string): string | null {
  const name = listBackups(home).at(-1);
  return name === undefined ? null : path.join(backupFolder(home), name);
}

/** When the newest backup was made. */
export function lastBackupAt(home: string): string | null {
  const match = /^desk-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/.exec(listBackups(home).at(-1) ?? "");
  return match ? `${match[1]}T${match[2]}:${match[3]}:${match[4]}.${match[5]}Z` : null;
}

function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}

/** What any exception means for a user: the disk and the database by name, everything else as a fault of our own. */
export function problemOfFault(error: unknown, home: string): Problem {
  try {
    return storeProblem(error, home);
  } catch {
    return { kind: "engine-fault" };
  }
}

/** What a failure of the database means for a user; anything else is a bug and is thrown on. */
export function storeProblem(error: unknown, home: string): Problem {
  const code = sqliteCode(error) ?? (error instanceof Error && "code" in error ? String(error.code) : undefined);
  switch (code?.split("_").slice(0, 2).join("_")) {
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT":
      return { kind: "store-damaged", file: databaseFile(home), backup: newestBackup(home) };
    case "SQLITE_FULL":
    case "ENOSPC":
      return { kind: "disk-full", where: home };
    case "SQLITE_BUSY":
      return { kind: "store-in-use", where: home };
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
    case "SQLITE_IOERR":
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return { kind: "file-unwritable", file: databaseFile(home), reason: "access is denied or the drive reports an error" };
    default:
      throw error;
  }
}
