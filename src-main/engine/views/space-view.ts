import { readdir, stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { SpaceView } from "../../../src-shared/bridge/space.ts";
import { batchesHere, retentionOf } from "../retention/remove-recordings.ts";
import { keptUntil } from "../retention/retention-time.ts";
import { backupFolder, damagedFolder, databaseFile } from "../store/store-files.ts";
import type { Store } from "../store/store.ts";
import { RESERVE_BYTES } from "../vault/vault.ts";
import { batchState } from "./home-view.ts";

/** What each batch and everything else uses on this laptop, and until when it stays. */
export async function spaceView(store: Store): Promise<SpaceView> {
  const { home } = store;
  const batchOf = new Map(store.media.objects().map(({ object, batch }) => [object, batch]));
  const used = new Map<string, { files: number; bytes: number; partialBytes: number }>();
  const partial = path.join(home, "vault", "partial");
  for (const { name, folder, bytes } of await filesIn(path.join(home, "vault"))) {
    const batch = batchOf.get(name);
    if (batch === undefined) continue;
    const sum = used.get(batch) ?? { files: 0, bytes: 0, partialBytes: 0 };
    const isPartial = folder === partial;
    used.set(batch, { files: sum.files + Number(!isPartial), bytes: sum.bytes + (isPartial ? 0 : bytes), partialBytes: sum.partialBytes + (isPartial ? bytes : 0) });
  }
  const batches = batchesHere(store).map((batch) => {
    const facts = retentionOf({ store }, batch);
    return {
      batch,
      campaignTitle: store.work.campaign((store.work.batch(batch) ?? store.lead.batch(batch))!.campaign).title,
      state: store.work.batch(batch) ? batchState({ store }, batch, store.queue.summary(batch)) : null,
      delivered: facts !== undefined,
      keptUntil: facts === undefined ? null : new Date(keptUntil(facts)).toISOString(),
      removed: store.media.removalOf(batch) ?? null,
      ...(used.get(batch) ?? { files: 0, bytes: 0, partialBytes: 0 }),
    };
  });
  const backups = await filesIn(backupFolder(home));
  const { bavail, bsize } = await statfs(home);
  return {
    batches,
    databaseBytes: await sizes([databaseFile(home), `${databaseFile(home)}-wal`]),
    backups: backups.length,
    backupBytes: total(backups),
    asideBytes: total(await filesIn(damagedFolder(home))),
    freeBytes: bavail * bsize,
    reserveBytes: RESERVE_BYTES,
  };
}

interface FoundFile {
  name: string;
  folder: string;
  bytes: number;
}

/** Files of a folder and those below it, one folder after the other; none where it is not there. */
async function filesIn(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const found = await Promise.all(files.map(async ({ name }) => ({ name, folder, bytes: await sizes([path.join(folder, name)]) })));
  for (const entry of entries) if (entry.isDirectory()) found.push(...(await filesIn(path.join(folder, entry.name))));
  return found;
}

/** A file that has just gone counts for nothing. */
async function sizes(files: readonly string[]): Promise<number> {
  const each = await Promise.all(files.map((file) => stat(file).then(({ size }) => size, () => 0)));
  return each.reduce((sum, size) => sum + size, 0);
}

function total(files: readonly FoundFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
