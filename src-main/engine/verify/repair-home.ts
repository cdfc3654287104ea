import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { openStore } from "../store/open-store.ts";
import { doubtFile } from "../store/store-files.ts";
import { discardFromVault } from "../vault/vault.ts";
import type { HomeVerification } from "./verify-home.ts";

/**
 * Mends what a check found and what can be mended without anybody: damaged recordings are put away, to be fetched again with the
 * next synchronising, and leftovers go. Takes the data folder for itself; a damaged database is restored as it is opened.
 */
export async function repairHome(home: string, found: Pick<HomeVerification, "database" | "damagedRecordings" | "leftovers">, now: Date): Promise<Result<void, Problem>> {
  // What only a look at all of it shows is not seen by opening it otherwise.
  if (found.database === "damaged") await writeFile(doubtFile(home), "");
  const opened = openStore(home, now);
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    store.transaction(() => {
      for (const object of found.damagedRecordings) store.media.setState(object, "damaged", now);
      if (found.damagedRecordings.length > 0)
        store.audit.append({ at: now, who: store.enrolment.get()?.person ?? "", what: "recordings-damaged", subject: "vault", to: { objects: found.damagedRecordings } });
    });
    for (const object of found.damagedRecordings) await discardFromVault(home, object);
    for (const leftover of found.leftovers) await rm(path.join(home, leftover), { force: true });
    return ok(undefined);
  } finally {
    store.close();
  }
}
