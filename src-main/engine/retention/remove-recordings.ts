import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Desk } from "../desk.ts";
import { submittedAtOf } from "../marking/marking.ts";
import type { MediaRow, RemovalReason } from "../store/media-store.ts";
import type { Store } from "../store/store.ts";
import { problemOfFault } from "../store/store-problem.ts";
import { partialFile, vaultFile } from "../vault/vault.ts";
import { isTimeOver, type RetentionFacts } from "./retention-time.ts";

/** What was removed of a batch. */
export interface Removed {
  batch: string;
  /** Recordings and captions that were here whole, and their size. */
  files: number;
  bytes: number;
}

/**
 * What retention goes by; `undefined` as long as a batch's recordings are needed: its newest set has no receipt, or it is being
 * changed, or, on a lead's desk, no outcome is published.
 */
export function retentionOf(desk: Pick<Desk, "store">, batch: string): RetentionFacts | undefined {
  const { store } = desk;
  const moments: string[] = [];
  if (store.work.batch(batch)) {
    const last = store.outbox.setsOf(batch).at(-1);
    if (last?.delivery.kind !== "delivered" || submittedAtOf(desk, batch) === null) return undefined;
    moments.push(last.delivery.at);
  }
  if (store.lead.batch(batch)) {
    const outcome = store.outcomes.of(batch).at(-1);
    if (!outcome) return undefined;
    moments.push(outcome.publishedAt);
  }
  const deliveredAt = moments.sort().at(-1);
  const campaign = store.work.batch(batch)?.campaign ?? store.lead.batch(batch)?.campaign;
  if (deliveredAt === undefined || campaign === undefined) return undefined;
  return { deliveredAt, retentionDays: store.work.campaign(campaign).rules.retentionDays, wantedAgainAt: store.work.recordingsWantedAt(batch) };
}

/** Batches that this desk marks or, as a lead's, sees. */
export function batchesHere({ work, lead }: Store): string[] {
  return [...new Set([...work.batches(), ...lead.batches()].map((each) => each.batch))];
}

/** Removes the recordings of every batch whose time is over. */
export async function removeWhatIsOver(desk: Desk): Promise<Removed[]> {
  const removed: Removed[] = [];
  for (const batch of batchesHere(desk.store)) {
    const isOver = () => {
      const facts = retentionOf(desk, batch);
      return facts !== undefined && isTimeOver(facts, desk.now());
    };
    const { media } = desk.store;
    if (!isOver() || (media.keptOf(batch).length === 0 && !media.forLead.hasKeys(batch))) continue;
    const outcome = await removeRecordings(desk, batch, "time-over", isOver);
    if (outcome) removed.push(outcome);
  }
  await sweepVault(desk.store);
  emptyLog(desk.store);
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
  const here = kept.filter(({ state }) => state === "here");
  const removed = { batch, files: here.length, bytes: here.reduce((sum, { sealedBytes }) => sum + sealedBytes, 0) };
  const throwKeysAway = () => store.transaction(() => {
    if (!isStillSo()) return false;
    const at = desk.now();
    store.media.remove(batch, at, because);
    store.work.forgetBatchDocuments(batch);
    store.audit.append({ at, who: desk.me.person, what: "recordings-removed", subject: batch, to: { because, files: removed.files, bytes: removed.bytes } });
    return true;
  });
  if (!(await orWithSpace(throwKeysAway, store, kept))) return undefined;
  emptyLog(store);
  await sweepVault(store);
  return removed;
}

/**
 * The log of the database still holds the keys that were thrown away. Where somebody reads at this moment, a backup for
 * one, it cannot be emptied; nobody waits for that, and every check of the retention tries again.
 */
function emptyLog({ db }: Store): void {
  const patience = db.pragma("busy_timeout", { simple: true }) as number;
  db.pragma("busy_timeout = 0");
  try {
    db.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
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
  const vault = path.join(home, "vault");
  for (const folder of await readdir(vault).catch(() => []))
    for (const name of await readdir(path.join(vault, folder)).catch(() => []))
      // One that is held open goes at the next check.
      if (removed.has(name)) await rm(path.join(vault, folder, name), { force: true }).catch(() => undefined);
}
