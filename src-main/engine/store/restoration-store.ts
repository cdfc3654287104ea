import { z } from "zod";
import { restoration, type Restoration } from "../../../src-shared/bridge/views.ts";
import type { Db } from "./open-database.ts";

const row = z.lazy(() => z.object({
  id: z.int(),
  restoredAt: z.string(),
  backupAt: z.string(),
  keptAs: z.string(),
  changes: z.int(),
  until: z.string().nullable(),
  logWhole: z.int().transform(Boolean),
  missing: z.string().transform((json): unknown => JSON.parse(json)),
}));

/** Each time that a backup took a damaged database's place: the `restorations` table. */
export function createRestorationStore(db: Db) {
  const unseen = db.prepare(
    `SELECT id, restored_at AS restoredAt, backup_at AS backupAt, kept_as AS keptAs, changes, until, log_whole AS logWhole, missing
     FROM restorations WHERE seen_at IS NULL ORDER BY id DESC LIMIT 1`,
  );
  const add = db.prepare(
    "INSERT INTO restorations (restored_at, backup_at, kept_as, changes, until, log_whole, missing) VALUES (@restoredAt, @backupAt, @keptAs, @changes, @until, @logWhole, @missing)",
  );
  const setMissing = db.prepare("UPDATE restorations SET missing = ? WHERE id = ?");
  const seen = db.prepare("UPDATE restorations SET seen_at = ? WHERE seen_at IS NULL");
  return {
    add: ({ missing, logWhole, ...rest }: Omit<Restoration, "id">) => void add.run({ ...rest, logWhole: Number(logWhole), missing: JSON.stringify(missing) }),
    /** The newest that the assessor has not read about yet. */
    unseen: (): Restoration | undefined => {
      const found = unseen.get();
      return found === undefined ? undefined : restoration.parse(row.parse(found));
    },
    /** What is still missing, after more of it came back from elsewhere. */
    setMissing: (id: number, missing: readonly string[]) => void setMissing.run(JSON.stringify(missing), id),
    markSeen: (at: Date) => void seen.run(at.toISOString()),
  };
}
