import path from "node:path";
import Database from "better-sqlite3";

/** Reads the desk's database beside the running desk, as an auditor would. */
export function readDesk<Row>(home: string, sql: string): Row[] {
  const db = new Database(path.join(home, "desk.sqlite"), { readonly: true });
  try {
    return db.prepare(sql).all() as Row[];
  } finally {
    db.close();
  }
}
