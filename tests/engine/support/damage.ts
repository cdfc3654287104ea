import { randomBytes } from "node:crypto";
import { open, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { backUp } from "../../../src-main/engine/store/backups.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import { must } from "./panel.ts";

/** As the desk does it beside its work. */
export function backUpAt(home: string, at: Date): string {
  const store = must(openStore(home, at));
  try {
    return backUp(store.db, home, at, "test");
  } finally {
    store.close();
  }
}

/** The database of a data folder. */
export const database = (home: string) => path.join(home, "desk.sqlite");

/** Nothing of it is a database any more. */
export async function overwrite(home: string) {
  await writeFile(database(home), randomBytes(200_000));
}

/** Damages the first page of one table and leaves the rest readable. */
export async function damageTable(home: string, table: string) {
  const db = new Database(database(home), { readonly: true });
  const size = db.pragma("page_size", { simple: true }) as number;
  const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck().get(table) as number;
  db.close();
  const file = await open(database(home), "r+");
  await file.write(Buffer.alloc(size, 0xa5), 0, size, (root - 1) * size);
  await file.close();
}
