import { z } from "zod";
import { timestamp } from "../../../src-shared/documents/ids.ts";
import { problemSchema } from "../../../src-shared/problems/problem.ts";
import type { Db } from "./open-database.ts";

const syncMemory = z.lazy(() => z.object({
  /** When the depot was last reached. */
  lastSuccessAt: timestamp.nullable(),
  /** What is wrong since when, and how often it was tried in vain; null while all is well. */
  trouble: z.object({ problem: problemSchema, since: timestamp, attempts: z.int() }).nullable(),
}));
/** What synchronising remembers from one try to the next, and from one start to the next. */
export type SyncMemory = z.infer<typeof syncMemory>;

export const NOTHING_REMEMBERED: SyncMemory = { lastSuccessAt: null, trouble: null };

/** The `sync_memory` table. */
export function createSyncMemoryStore(db: Db) {
  const get = db.prepare("SELECT value FROM sync_memory WHERE id = 1").pluck();
  const put = db.prepare("INSERT INTO sync_memory (id, value) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value");
  return {
    /** What cannot be read, such as a problem that only a newer version knows, is nothing to keep anybody from working. */
    get(): SyncMemory {
      try {
        return syncMemory.parse(JSON.parse(String(get.get())));
      } catch {
        return NOTHING_REMEMBERED;
      }
    },
    put: (memory: SyncMemory) => void put.run(JSON.stringify(memory)),
  };
}
