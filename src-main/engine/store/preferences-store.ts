import { DEFAULT_PREFERENCES, preferences, type Preferences, type PreferencesChange } from "../../../src-shared/bridge/preferences.ts";
import type { Db } from "./open-database.ts";

/** What the assessor has chosen for this desk: the `preferences` table. */
export function createPreferencesStore(db: Db) {
  const get = db.prepare("SELECT value FROM preferences WHERE id = 1").pluck();
  const put = db.prepare("INSERT INTO preferences (id, value) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value");
  const read = (): Preferences => {
    const kept = get.get();
    // What an older version kept lacks what is new; what no longer fits is not worth refusing to start.
    const parsed = preferences.safeParse({ ...DEFAULT_PREFERENCES, ...(kept === undefined ? {} : JSON.parse(String(kept))) });
    return parsed.success ? parsed.data : DEFAULT_PREFERENCES;
  };
  return {
    get: read,
    change: (change: PreferencesChange) => void put.run(JSON.stringify({ ...read(), ...change })),
  };
}
