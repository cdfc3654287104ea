import { existsSync, mkdirSync, statfsSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { sqliteCode, storeProblem } from "./store-problem.ts";

/** File systems that several computers share (Linux `statfs` types): NFS, SMB, CIFS, SMB2. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

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
