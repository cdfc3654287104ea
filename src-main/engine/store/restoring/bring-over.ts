import { createHash } from "node:crypto";
import { z } from "zod";
import type { Restoration } from "../../../../src-shared/bridge/views.ts";
import { parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { addWatched, interval } from "../../../../src-shared/marking/watched.ts";
import { keepDigest, subjectOf } from "../../marking/marking.ts";
import { auditRow } from "../audit-log.ts";
import { NO_MARK } from "../mark-store.ts";
import type { Db } from "../open-database.ts";
import type { Store } from "../store.ts";
import { readSoFar } from "./damaged-database.ts";
import { keepSet } from "./keep-set.ts";
import { createReplay } from "./replay-log.ts";

type Brought = Pick<Restoration, "changes" | "until" | "logWhole" | "missing">;

const sealedRow = z.object({ key: z.string(), bytes: z.instanceof(Uint8Array) });
const setRow = z.object({ key: z.string(), submittedAt: z.iso.datetime(), reason: z.string().nullable() });
const watchedRow = z.lazy(() => z.object({ id: z.int(), intervals: z.string(), recording: z.string() }));
const eventRow = z.lazy(() => z.object({ id: z.string(), batch: z.string(), candidate: z.string().nullable(), question: z.string().nullable() }));
const markRow = z.lazy(() => z.object({ id: z.int(), score: z.number().nullable(), cannotScore: z.string().nullable(), evidence: z.string() }));

/**
 * Brings over from a damaged database what came after the backup, into the restored one and in its transaction. The audit log is
 * what is believed: each line carries its hash and follows from the one before, so a change is done again exactly as it was
 * acknowledged or not at all. Besides it: sealed sets whose bytes are those that their name stands for, and what was watched,
 * a measurement. What is known to have changed and cannot be believed is named. `backupAt`: when the backup was made.
 */
export function bringOver(damaged: Db | undefined, store: Store, backupAt: string): Brought {
  // First, since whether an answer is marked depends on it, and so what a set that comes back closes.
  bringWatched(damaged, store, backupAt);
  const sealed = sealedDocuments(damaged);
  const replay = createReplay(store, sealed);
  const log = readSoFar(damaged, "SELECT * FROM audit WHERE id > ? ORDER BY id", store.audit.lines());
  const missing = new Set<string>();
  let changes = 0;
  let until: string | null = null;
  let broken = false;
  for (const raw of log.rows) {
    const row = auditRow.safeParse(raw);
    broken ||= !row.success || !store.audit.takeOver(row.data);
    if (!row.success) continue;
    const isChange = replay.isChange(row.data.what);
    if (broken || !replay.again(row.data)) {
      if (isChange) missing.add(row.data.subject);
    } else if (isChange) changes += 1;
    if (!broken) until = row.data.at;
  }
  const logWhole = log.whole && !broken;
  bringSets(damaged, store, sealed, logWhole);
  if (!logWhole) for (const subject of differing(damaged, store)) missing.add(subject);
  return { changes, until, logWhole, missing: [...missing] };
}

/** The outbox of the damaged file; what is named by its own hash only where it fits. Read one by one, since any may be damaged. */
function sealedDocuments(damaged: Db | undefined): Map<string, Uint8Array> {
  const sealed = new Map<string, Uint8Array>();
  const ids = readSoFar(damaged, "SELECT id FROM outbox ORDER BY id").rows as { id: number }[];
  for (const { id } of ids) {
    const row = sealedRow.safeParse(readSoFar(damaged, "SELECT key, bytes FROM outbox WHERE id = ?", id).rows[0]);
    if (!row.success) continue;
    const place = parseDepotKey(row.data.key);
    if (place && (!("sha256" in place) || createHash("sha256").update(row.data.bytes).digest("hex") === place.sha256)) sealed.set(row.data.key, row.data.bytes);
  }
  return sealed;
}

/**
 * A set is signed and immutable: whatever became of the log, it must not be lost. Where the log does not tell what came after it, the
 * newest closes its batch.
 */
function bringSets(damaged: Db | undefined, store: Store, sealed: ReadonlyMap<string, Uint8Array>, logWhole: boolean): void {
  const known = new Set(store.outbox.everything().map((row) => row.key));
  const told = new Map(
    readSoFar(damaged, "SELECT key, submitted_at AS submittedAt, reason FROM sets").rows.flatMap((raw) => {
      const row = setRow.safeParse(raw);
      return row.success ? [[row.data.key, row.data] as const] : [];
    }),
  );
  for (const [key, bytes] of sealed) {
    const place = parseDepotKey(key);
    if (known.has(key) || place?.kind !== "moderation-set") continue;
    const submittedAt = new Date(told.get(key)?.submittedAt ?? store.marks.totals().lastSavedAt ?? 0);
    const newestKnown = store.outbox.setsOf(place.batch).at(-1)?.revision ?? 0;
    const isListed = keepSet(store, { key, bytes, submittedAt, reason: told.get(key)?.reason ?? null, delivered: null });
    if (!isListed || logWhole || place.revision <= newestKnown) continue;
    store.work.setReopened(place.batch, null, submittedAt);
    store.work.setSubmitted(place.batch);
  }
}

/** An answer that was only watched gets its row of marks too, as old as the backup: whatever was decided of it elsewhere is newer. */
function bringWatched(damaged: Db | undefined, store: Store, backupAt: string): void {
  const rows = readSoFar(damaged, "SELECT a.id, w.intervals, a.recording FROM watched w JOIN answers a ON a.id = w.answer_id").rows;
  for (const raw of rows) {
    const row = watchedRow.safeParse(raw);
    const answer = row.success ? store.work.answer(row.data.id) : undefined;
    if (!row.success || !answer || answer.recording !== row.data.recording) continue;
    const played = z.array(interval).safeParse(jsonOf(row.data.intervals));
    if (!played.success) continue;
    const before = store.marks.watchedOf(answer.id);
    const after = played.data.reduce((all, { from, to }) => addWatched(all, { from: Math.min(from, answer.durationSeconds), to: Math.min(to, answer.durationSeconds) }), before);
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    store.marks.putWatched(answer.id, after);
    if (!store.marks.get(answer.id)) store.marks.put(answer.id, { ...NO_MARK, savedAt: backupAt });
    keepDigest({ store }, answer);
  }
}

/** Answers whose mark in the damaged file is another, or of which a lead decided more: where the log does not tell, they are to be looked at. */
function differing(damaged: Db | undefined, store: Store): string[] {
  const decided = readSoFar(damaged, "SELECT id, batch, candidate, question FROM moderation_events WHERE number IS NULL").rows.flatMap((raw) => {
    const row = eventRow.safeParse(raw);
    if (!row.success || store.decisions.has(row.data.id)) return [];
    const { batch, candidate, question } = row.data;
    return [candidate === null || question === null ? batch : subjectOf({ batch, candidate, question })];
  });
  const marked = readSoFar(damaged, "SELECT answer_id AS id, score, cannot_score AS cannotScore, evidence FROM marks").rows.flatMap((raw) => {
    const row = markRow.safeParse(raw);
    const answer = row.success ? store.work.answer(row.data.id) : undefined;
    if (!row.success || !answer) return [];
    const { score = null, cannotScore = null, evidence = "" } = store.marks.get(answer.id) ?? {};
    return row.data.score === score && row.data.cannotScore === cannotScore && row.data.evidence === evidence ? [] : [subjectOf(answer)];
  });
  return [...decided, ...marked];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
