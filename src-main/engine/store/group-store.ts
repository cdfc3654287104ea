import { z } from "zod";
import type { Db } from "./open-database.ts";

const groupsRow = z.object({ revision: z.int(), wrapped: z.instanceof(Buffer) });

/** Which groups candidates belong to, each batch's wrapped by the data key: `candidate_groups`. Read for selection rates and nothing else. */
export function createGroupStore(db: Db) {
  const get = db.prepare("SELECT revision, wrapped FROM candidate_groups WHERE batch = ?");
  const put = db.prepare("INSERT INTO candidate_groups (batch, revision, wrapped) VALUES (?, ?, ?) ON CONFLICT (batch) DO UPDATE SET revision = excluded.revision, wrapped = excluded.wrapped");
  const forget = db.prepare("UPDATE candidate_groups SET revision = 0 WHERE batch = ?");
  return {
    get: (batch: string) => {
      const row = get.get(batch);
      return row === undefined ? undefined : groupsRow.parse(row);
    },
    /** The newest in the depot is taken in again, whatever this desk made of it. */
    forget: (batch: string) => void forget.run(batch),
    put: (batch: string, revision: number, wrapped: Uint8Array) => void put.run(batch, revision, wrapped),
  };
}
