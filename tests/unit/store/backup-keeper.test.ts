import { expect, test } from "vitest";
import { createBackupKeeper } from "../../../src-main/engine/store/backup-keeper.ts";
import { listBackups } from "../../../src-main/engine/store/backups.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import { must, temporaryFolder } from "../../engine/support/panel.ts";

const now = () => new Date("2026-11-21T09:00:00Z");

test("a log that could not be read once is told, rejects nothing, and keeps no later backup from being made", async () => {
  const store = must(openStore(await temporaryFolder(), now()));
  store.audit.append({ at: now(), who: "a-1", what: "enrolled", subject: "a depot" });
  let failing = true;
  const lines = () => {
    if (failing) throw Object.assign(new Error("input/output error"), { code: "EACCES" });
    return store.audit.lines();
  };
  let told = 0;
  const keeper = createBackupKeeper({ ...store, audit: { ...store.audit, lines } }, { now, log: () => undefined, byItself: false, onChanged: () => void (told += 1) });
  await keeper.check();
  expect(keeper.problem()).toMatchObject({ kind: "file-unwritable" });
  expect(told).toBe(1);
  failing = false;
  await keeper.check();
  expect(keeper.problem()).toBeNull();
  expect(listBackups(store.home)).toMatchObject([{ logLines: 1 }]);
  await keeper.stop();
  store.close();
});
