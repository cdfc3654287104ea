import { DEFAULT_PREFERENCES, preferences, type Preferences, type PreferencesChange } from "../../../src-shared/bridge/preferences.ts";
import type { Db } from "./open-database.ts";

/** What the assessor has chosen for this desk: the `preferences` table. */
export function createPreferencesStore(db: Db) {
  const get = db.prepare("SELECT value FROM preferences WHERE id = 1").pluck();
  const put = db.prepare("INSERT INTO preferences (id, value) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value");
  /** What was kept, by whatever version. */
  const kept = (): Record<string, unknown> => {
    try {
      return JSON.parse(String(get.get() ?? "{}")) as Record<string, unknown>;
    } catch {
      return {};
    }
  };
  /** One by one: a single choice that this version cannot read must not take the others along. */
  const read = (): Preferences => {
    const found = Object.entries(kept()).filter(([name, value]) => Object.hasOwn(preferences.shape, name) && preferences.shape[name as keyof Preferences].safeParse(value).success);
    return { ...DEFAULT_PREFERENCES, ...Object.fromEntries(found) };
  };
  return {
    get: read,
    change: (change: PreferencesChange) => void put.run(JSON.stringify({ ...kept(), ...change })),
  };
}
