import { statfsSync } from "node:fs";
import Database from "better-sqlite3";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { reasonOf } from "../files/durable-files.ts";
import { newestBackup } from "./backups.ts";
import { databaseFile } from "./store-files.ts";

export function sqliteCode(error: unknown): string | undefined {
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

export function storeDamaged(home: string): Problem {
  return { kind: "store-damaged", file: databaseFile(home), backup: newestBackup(home) };
}

/** What a failure of the database means for a user; anything else is a bug and is thrown on. */
export function storeProblem(error: unknown, home: string): Problem {
  const code = sqliteCode(error) ?? (error instanceof Error && "code" in error ? String(error.code) : undefined);
  switch (code?.split("_").slice(0, 2).join("_")) {
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT":
      return storeDamaged(home);
    case "SQLITE_FULL":
    case "ENOSPC":
      return { kind: "disk-full", where: home };
    case "SQLITE_BUSY":
      return { kind: "store-in-use", where: home };
    case "SQLITE_IOERR":
      // A full disk shows so too, where SQLite maps the file that its readers share.
      if (isFull(home)) return { kind: "disk-full", where: home };
      return unwritable(home);
    case "SQLITE_CANTOPEN":
    case "SQLITE_READONLY":
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return unwritable(home);
    case "ENAMETOOLONG":
    case "ELOOP":
    case "ENOTDIR":
      return { kind: "file-unwritable", file: home, reason: reasonOf(code!) };
    case "EEXIST":
      return { kind: "file-unwritable", file: home, reason: "it is a file, not a folder" };
    default:
      throw error;
  }
}

function unwritable(home: string): Problem {
  return { kind: "file-unwritable", file: databaseFile(home), reason: "access is denied or the drive reports an error" };
}

/** SQLite's shared file takes 32 KiB. */
function isFull(home: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(home);
    return bavail * bsize < 65_536;
  } catch {
    return false;
  }
}
