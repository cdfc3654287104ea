import { z } from "zod";
import type { Db } from "./open-database.ts";

const followUpRow = z.lazy(() => z.object({ id: z.int(), batch: z.string(), candidates: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))) }));
/** Candidates whose answers are decided anew after a large change, some at a time. */
export type FollowUp = z.infer<typeof followUpRow>;

/** By what is known whether something that was worked out still holds, and what is still followed up: `lead_batches.standing_version`, `standing_follow_ups`. */
export function createStandingStore(db: Db) {
  const raise = db.prepare("UPDATE lead_batches SET standing_version = standing_version + 1 WHERE batch = ?");
  const version = db.prepare("SELECT standing_version FROM lead_batches WHERE batch = ?").pluck();
  const versions = db.prepare("SELECT json_group_array(standing_version) FROM (SELECT standing_version FROM lead_batches ORDER BY batch)").pluck();
  const begin = db.prepare("INSERT INTO standing_follow_ups (batch, candidates) VALUES (?, ?)");
  const end = db.prepare("DELETE FROM standing_follow_ups WHERE id = ?");
  const open = db.prepare("SELECT id, batch, candidates FROM standing_follow_ups ORDER BY id");
  const isBehind = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM standing_follow_ups WHERE batch = @batch)
         OR EXISTS (SELECT 1 FROM lead_batches l JOIN batches b USING (batch) JOIN campaigns c USING (campaign) WHERE l.batch = @batch AND l.campaign_revision <> c.revision)`,
    )
    .pluck();
  return {
    /** Something has changed that marks, standings or outcomes of a batch rest on; call it in the transaction that changes it. */
    raise: (batch: string) => void raise.run(batch),
    /** Another one says that what was worked out of a batch may hold no more. */
    version: (batch: string) => version.get(batch) as number | undefined,
    /** The same of all batches together. */
    versions: () => versions.get() as string,
    /** Where these candidates' answers stand is to be decided anew: remembered until `end`, also by a desk that is killed. */
    begin: (batch: string, candidates: readonly string[]): FollowUp => {
      raise.run(batch);
      return { id: Number(begin.run(batch, JSON.stringify(candidates)).lastInsertRowid), batch, candidates: [...candidates] };
    },
    end: ({ id }: Pick<FollowUp, "id">) => void end.run(id),
    /** What is not followed up yet, the oldest first. */
    open: () => open.all().map((row) => followUpRow.parse(row)),
    /** Some answers of the batch still stand where they stood before a change, or all of them by the campaign's earlier rules. */
    isBehind: (batch: string) => isBehind.get({ batch }) === 1,
  };
}
