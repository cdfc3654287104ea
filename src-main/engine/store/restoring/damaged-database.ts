import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { Db } from "../open-database.ts";

/** Opens what is left of a damaged database to read, changing nothing in it; `undefined` where it is none any more. */
export function openDamaged(file: string): Db | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  let db: Db | undefined;
  try {
    db = new Database(file, { readonly: true });
    db.pragma("schema_version");
    db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
    return db;
  } catch {
    db?.close();
    return undefined;
  }
}

/** A damaged place ends what can be read of a table from there on; what came before it counts. */
export interface ReadSoFar {
  rows: unknown[];
  /** Whether it could be read to its end. */
  whole: boolean;
}

/** Reads as many rows as can be read. */
export function readSoFar(db: Db | undefined, sql: string, ...values: unknown[]): ReadSoFar {
  const rows: unknown[] = [];
  if (!db) return { rows, whole: false };
  try {
    for (const row of db.prepare(sql).iterate(...values)) rows.push(row);
    return { rows, whole: true };
  } catch {
    return { rows, whole: false };
  }
}
