import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { syncFolderNow } from "../files/durable-files.ts";

/** What the store is made of in a data folder. */
export const databaseFile = (home: string) => path.join(home, "desk.sqlite");
export const backupFolder = (home: string) => path.join(home, "backups");
/** Damaged databases, kept aside. */
export const damagedFolder = (home: string) => path.join(home, "damaged");
/** There while the database was found damaged at work: the next start looks at all of it. */
export const doubtFile = (home: string) => path.join(home, "desk.sqlite-in-doubt");

/** The main file comes last: as long as it is in its place, nothing was moved that a start would miss. */
export const DATABASE_ENDS = ["-wal", "-shm", ""] as const;

/** A moment as part of a file's name; names in order are moments in order. */
export function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[:.]/g, "-");
}

/** The moment of a stamp somewhere in a file's name, as an ISO timestamp. */
export function momentIn(name: string): string | undefined {
  const match = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/.exec(name);
  return match ? `${match[1]}T${match[2]}:${match[3]}:${match[4]}.${match[5]}Z` : undefined;
}

/** Gives a finished file its name, so that it is there whole or not at all, also after a power cut. */
export function keepDurably(temporary: string, file: string): void {
  // Windows flushes only what is open for writing.
  const handle = openSync(temporary, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  syncFolderNow(path.dirname(file));
}

/** Takes a database away that is not finished, and what SQLite may have put beside it. */
export function removeDatabase(file: string): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) if (existsSync(file + end)) rmSync(file + end, { force: true });
}
