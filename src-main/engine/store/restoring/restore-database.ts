import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import { syncFolderNow, TEMPORARY_PREFIX } from "../../files/durable-files.ts";
import { newestGoodBackup } from "../backups.ts";
import { KNOWN_VERSION, migrate } from "../open-database.ts";
import { DATABASE_ENDS, damagedFolder, databaseFile, doubtFile, keepDurably, momentIn, removeDatabase, stampOf } from "../store-files.ts";
import { storeOf } from "../store.ts";
import { problemOfFault } from "../store-problem.ts";
import { bringOver } from "./bring-over.ts";
import { openDamaged } from "./damaged-database.ts";

const READY = /^restored-.*\.sqlite$/;
const keptName = (stamp: string) => `desk-${stamp}.sqlite`;

/**
 * Puts the newest good backup in a damaged database's place. First the whole of it is made ready beside the damaged one: the
 * backup, whatever the damaged file's log gives back, and a record of both. Only then is the damaged one moved aside. A power
 * cut before that leaves all as it was, one after it is finished at the next start. `store-damaged` where there is no good
 * backup: nothing is touched then.
 */
export function restoreDatabase(home: string, now: Date): Result<void, Problem> {
  const backup = newestGoodBackup(home, KNOWN_VERSION);
  if (!backup) return err({ kind: "store-damaged", file: databaseFile(home), backup: null });
  const draft = path.join(home, `${TEMPORARY_PREFIX}restored.sqlite`);
  const stamp = stampOf(now);
  try {
    removeDatabase(draft);
    copyFileSync(backup.file, draft, constants.COPYFILE_FICLONE);
    makeReady(draft, home, { backupAt: backup.at, keptAs: path.join(path.basename(damagedFolder(home)), keptName(stamp)), now });
    keepDurably(draft, path.join(home, `restored-${stamp}.sqlite`));
    finishRestoring(home);
    return ok(undefined);
  } catch (error) {
    removeDatabase(draft);
    return err(problemOfFault(error, home));
  }
}

function makeReady(draft: string, home: string, { backupAt, keptAs, now }: { backupAt: string; keptAs: string; now: Date }): void {
  const db = new Database(draft);
  const damaged = openDamaged(databaseFile(home));
  try {
    db.pragma("foreign_keys = ON");
    // A removal that is done again overwrites the keys that the backup still had.
    db.pragma("secure_delete = ON");
    migrate(db);
    const store = storeOf(home, db, () => undefined);
    store.transaction(() => {
      const brought = bringOver(damaged, store, backupAt);
      // The depot may have what the damaged file did not give back.
      store.drafts.lookAgain();
      const record = { restoredAt: now.toISOString(), backupAt, keptAs, ...brought };
      store.restorations.add(record);
      store.audit.append({ at: now, who: store.enrolment.get()?.person ?? "", what: "restored", subject: "database", to: record });
    });
  } finally {
    damaged?.close();
    db.close();
  }
}

/** Moves the damaged database aside and the one that was made ready into its place, where that is still to be done. Safe to repeat. */
export function finishRestoring(home: string): void {
  const ready = existsSync(home) ? readdirSync(home).find((name) => READY.test(name)) : undefined;
  if (ready === undefined) return;
  const stamp = stampOf(new Date(momentIn(ready)!));
  const kept = path.join(damagedFolder(home), keptName(stamp));
  mkdirSync(damagedFolder(home), { recursive: true, mode: 0o700 });
  for (const end of DATABASE_ENDS) if (existsSync(databaseFile(home) + end)) renameSync(databaseFile(home) + end, kept + end);
  syncFolderNow(damagedFolder(home));
  syncFolderNow(home);
  renameSync(path.join(home, ready), databaseFile(home));
  syncFolderNow(home);
  rmSync(doubtFile(home), { force: true });
}
