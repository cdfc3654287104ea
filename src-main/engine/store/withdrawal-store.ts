import { withdrawal, type Withdrawal } from "../../../src-shared/documents/moderation-set.ts";
import type { Db } from "./open-database.ts";

/** Candidates whom the assessor knows: the `withdrawals` table, and what it means for their answers. */
export function createWithdrawalStore(db: Db) {
  const get = db.prepare("SELECT candidate, note, at FROM withdrawals WHERE batch = ? AND candidate = ?");
  const list = db.prepare("SELECT candidate, note, at FROM withdrawals WHERE batch = ? ORDER BY candidate");
  const put = db.prepare("INSERT INTO withdrawals (batch, candidate, note, at) VALUES (?, ?, ?, ?) ON CONFLICT (batch, candidate) DO UPDATE SET note = excluded.note");
  const remove = db.prepare("DELETE FROM withdrawals WHERE batch = ? AND candidate = ?");
  const isKnown = "EXISTS (SELECT 1 FROM withdrawals w WHERE w.batch = answers.batch AND w.candidate = answers.candidate)";
  const follow = db.prepare(`UPDATE answers SET withdrawn = ${isKnown} WHERE batch = ? AND withdrawn <> ${isKnown}`);
  const followOne = db.prepare(`UPDATE answers SET withdrawn = ${isKnown} WHERE batch = ? AND candidate = ?`);
  return {
    get: (batch: string, candidate: string): Withdrawal | undefined => {
      const row = get.get(batch, candidate);
      return row === undefined ? undefined : withdrawal.parse(row);
    },
    of: (batch: string): Withdrawal[] => list.all(batch).map((row) => withdrawal.parse(row)),
    put: (batch: string, candidate: string, note: string, at: Date) => {
      put.run(batch, candidate, note, at.toISOString());
      followOne.run(batch, candidate);
    },
    /** Says whether there was one. */
    remove: (batch: string, candidate: string): boolean => {
      const removed = remove.run(batch, candidate).changes > 0;
      followOne.run(batch, candidate);
      return removed;
    },
    /** Brings the answers of a batch that was taken in anew in step. */
    follow: (batch: string) => void follow.run(batch),
  };
}
