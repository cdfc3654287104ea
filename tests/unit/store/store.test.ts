import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { migrate } from "../../../src-main/engine/store/open-database.ts";
import { storeOf, type Store } from "../../../src-main/engine/store/store.ts";

test("every module of the store finds what its statements name in a database brought to the newest version", () => {
  const db = new Database(":memory:");
  migrate(db);
  const store = storeOf("", db, () => undefined);
  const modules = (Object.keys(store) as (keyof Store)[]).filter((name) => !["home", "db", "transaction", "close"].includes(name));
  expect(modules.length).toBeGreaterThan(20);
  // Made when it is asked for, and once.
  for (const name of modules) expect(store[name]).toBe(store[name]);
  store.close();
});
