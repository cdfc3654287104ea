import { existsSync, rmSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { backUp, listBackups } from "./backups.ts";
import { migrations as shippedMigrations } from "./migrations.ts";
import { databaseFile, doubtFile } from "./store-files.ts";
import { storeDamaged, storeProblem } from "./store-problem.ts";

export type Db = Database.Database;

/** The newest form of the database that this version knows. */
export const KNOWN_VERSION = shippedMigrations.length;

/**
 * Opens the database of a data folder, checks it, and brings it to the newest version: a backup is made and
 * checked before the first step. A newer or damaged database is left as it is, to the byte.
 */
export function openDatabase(home: string, now: Date, migrations = shippedMigrations): Result<Db, Problem> {
  const file = databaseFile(home);
  try {
    const looked = lookAt(home, migrations.length);
    if (looked) return err(looked);
  } catch (error) {
    return err(storeProblem(error, home));
  }
  let db: Db | undefined;
  try {
    db = new Database(file);
    setDurable(db);
    const found = db.pragma("user_version", { simple: true }) as number;
    if (found > 0 && found < migrations.length) backUp(db, home, now, `before-${found + 1}`);
    migrate(db, migrations);
    return ok(db);
  } catch (error) {
    db?.close();
    return err(storeProblem(error, home));
  }
}

/** Brings a database to the newest version; each step is one transaction. */
export function migrate(db: Db, migrations = shippedMigrations): void {
  const found = db.pragma("user_version", { simple: true }) as number;
  for (const step of migrations.slice(found))
    db.transaction(() => {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.number}`);
    }).exclusive();
}

/** Looks without writing: a newer database is not touched, and of a damaged one not even its log is tidied into it. */
function lookAt(home: string, known: number): Problem | undefined {
  const file = databaseFile(home);
  if (isEmptied(home)) return storeDamaged(home);
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  const inDoubt = existsSync(doubtFile(home));
  const db = new Database(file, { readonly: true });
  try {
    const found = db.pragma("user_version", { simple: true }) as number;
    if (found > known) return { kind: "store-newer", file, found, known };
    if (db.pragma(inDoubt ? "integrity_check" : "quick_check", { simple: true }) !== "ok") return storeDamaged(home);
  } finally {
    db.close();
  }
  rmSync(doubtFile(home), { force: true });
  return undefined;
}

/** What is empty or gone, though there are backups, is what is left of a database, not a new desk. */
function isEmptied(home: string): boolean {
  const file = databaseFile(home);
  return (!existsSync(file) || statSync(file).size === 0) && listBackups(home).length > 0;
}

/** Whether a folder holds a desk, or what is left of one. */
export function holdsDesk(home: string): boolean {
  return existsSync(databaseFile(home)) || isEmptied(home);
}

/** Opens a database to read only, without taking the data folder. */
export function openDatabaseToRead(home: string): Result<Db, Problem> {
  const file = databaseFile(home);
  if (isEmptied(home)) return err(storeDamaged(home));
  if (!existsSync(file)) return err({ kind: "home-missing", where: home });
  try {
    const db = new Database(file, { readonly: true });
    const found = db.pragma("user_version", { simple: true }) as number;
    if (found === KNOWN_VERSION) return ok(db);
    db.close();
    if (found > KNOWN_VERSION) return err({ kind: "store-newer", file, found, known: KNOWN_VERSION });
    return err({ kind: "store-older", where: home });
  } catch (error) {
    return err(storeProblem(error, home));
  }
}

/**
 * WAL with FULL: a commit that returned survives a power cut. NORMAL, the library's default with WAL, does not promise that.
 * What is deleted or overwritten, keys above all, is overwritten on disk too.
 */
function setDurable(db: Db): void {
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  db.pragma("checkpoint_fullfsync = ON");
  db.pragma("trusted_schema = OFF");
  db.pragma("secure_delete = ON");
}
