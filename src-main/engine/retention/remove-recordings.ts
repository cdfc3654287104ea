import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Desk } from "../desk.ts";
import { campaignOf, submittedAtOf } from "../marking/marking.ts";
import type { MediaRow, RemovalReason } from "../store/media-store.ts";
import type { Store } from "../store/store.ts";
import { problemOfFault } from "../store/store-problem.ts";
import { partialFile, vaultFile } from "../vault/vault.ts";
import { isTimeOver, type RetentionFacts } from "./retention-time.ts";

/** What was removed of a batch. */
export interface Removed {
  batch: string;
  /** Recordings and captions. */
  files: number;
  bytes: number;
}

/** What retention goes by; `undefined` as long as the batch's newest set has no receipt, or the batch is being changed. */
export function retentionOf(desk: Pick<Desk, "store">, batch: string): RetentionFacts | undefined {
  const last = desk.store.outbox.setsOf(batch).at(-1);
  if (last?.delivery.kind !== "delivered" || submittedAtOf(desk, batch) === null) return undefined;
  return { deliveredAt: last.delivery.at, retentionDays: campaignOf(desk, batch).rules.retentionDays, wantedAgainAt: desk.store.work.recordingsWantedAt(batch) };
}

/** Removes the recordings of every batch whose time is over. */
export async function removeWhatIsOver(desk: Desk): Promise<Removed[]> {
  const removed: Removed[] = [];
  for (const { batch } of desk.store.work.batches()) {
    const isOver = () => {
      const facts = retentionOf(desk, batch);
      return facts !== undefined && isTimeOver(facts, desk.now());
    };
    if (!isOver()) continue;
    if (desk.store.media.keptOf(batch).length === 0) {
      // A new allocation may have brought the document, and with it the keys, once more.
      desk.store.work.forgetBatchDocuments(batch);
      continue;
    }
    const outcome = await removeRecordings(desk, batch, "time-over", isOver);
    if (outcome) removed.push(outcome);
  }
  await sweepVault(desk.store);
  return removed;
}

/**
 * Removes the recordings and captions of a batch from this laptop: keys, the batch's document that would give them again, files and
 * what came of them so far. Marks, notes and evidence stay. The keys go first, in one transaction with the line in the log:
 * a file without its key is nothing, and what is left of files goes at the next check. `undefined` where `isStillSo`
 * says in that transaction that it is not to be done any more.
 */
export async function removeRecordings(desk: Desk, batch: string, because: RemovalReason, isStillSo = () => true): Promise<Removed | undefined> {
  const { store } = desk;
  const kept = store.media.keptOf(batch);
  const sizes = await Promise.all(kept.flatMap(({ object }) => [vaultFile(store.home, object), partialFile(store.home, object)].map(sizeOf)));
  const removed = { batch, files: kept.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  const throwKeysAway = () => store.transaction(() => {
    if (!isStillSo()) return false;
    const at = desk.now();
    store.media.remove(batch, at, because);
    store.work.forgetBatchDocuments(batch);
    store.audit.append({ at, who: desk.me.person, what: "recordings-removed", subject: batch, to: { because, files: removed.files, bytes: removed.bytes } });
    return true;
  });
  if (!(await orWithSpace(throwKeysAway, store, kept))) return undefined;
  // The log of the database still holds the keys; emptied now, where nobody reads at this moment.
  store.db.pragma("wal_checkpoint(TRUNCATE)");
  await sweepVault(store);
  return removed;
}

/** Where the disk is full, even the line in the log finds no space: then the files go first. What is interrupted there is fetched again. */
async function orWithSpace<T>(act: () => T, { home }: Store, kept: readonly MediaRow[]): Promise<T> {
  try {
    return act();
  } catch (error) {
    if (problemOfFault(error, home).kind !== "disk-full") throw error;
    for (const { object } of kept) for (const file of [vaultFile(home, object), partialFile(home, object)]) await rm(file, { force: true }).catch(() => undefined);
    return act();
  }
}

/** Lets removed recordings of a batch come again with the next synchronising. */
export function wantRecordingsAgain(desk: Desk, batch: string): void {
  const at = desk.now();
  desk.store.transaction(() => {
    desk.store.media.wantAgain(batch);
    desk.store.work.setRecordingsWanted(batch, at);
    desk.store.audit.append({ at, who: desk.me.person, what: "recordings-wanted", subject: batch });
  });
}

/** Takes away files of removed recordings: also those that a player held open, or that came while they were being removed. */
async function sweepVault({ home, media }: Store): Promise<void> {
  const removed = new Set(media.removed());
  if (removed.size === 0) return;
  const entries = await readdir(path.join(home, "vault"), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries)
    // One that is held open goes at the next check.
    if (entry.isFile() && removed.has(entry.name)) await rm(path.join(entry.parentPath, entry.name), { force: true }).catch(() => undefined);
}

/** 0 where there is no such file. */
async function sizeOf(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, () => 0);
}
