import { createHash } from "node:crypto";
import type { Database as Db } from "better-sqlite3";
import { z } from "zod";

/** Before the first row. */
const BEGINNING = "0".repeat(64);

export const auditRow = z.lazy(() => z.object({
  id: z.int(),
  at: z.string(),
  who: z.string(),
  what: z.string(),
  subject: z.string(),
  from_value: z.string().nullable(),
  to_value: z.string().nullable(),
  previous_hash: z.string(),
  hash: z.string(),
}));
export type AuditRow = z.infer<typeof auditRow>;

/** What is logged: `from` and `to` are kept as JSON. */
export interface AuditEntry {
  at: Date;
  who: string;
  what: string;
  subject: string;
  from?: unknown;
  to?: unknown;
}

function hashOf(row: Omit<AuditRow, "hash">): string {
  const fields = [row.previous_hash, row.id, row.at, row.who, row.what, row.subject, row.from_value, row.to_value];
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex");
}

/** The append-only log: who, when, what, from, to. Call `append` in the transaction that makes the change. */
export function createAuditLog(db: Db) {
  const last = db.prepare("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
  const insert = db.prepare(
    "INSERT INTO audit (id, at, who, what, subject, from_value, to_value, previous_hash, hash) VALUES (@id, @at, @who, @what, @subject, @from_value, @to_value, @previous_hash, @hash)",
  );
  const all = db.prepare("SELECT * FROM audit ORDER BY id");
  const newest = db.prepare("SELECT COALESCE(MAX(id), 0) FROM audit WHERE id > ? AND what IN (SELECT value FROM json_each(?))").pluck();
  const values = db.prepare("SELECT to_value FROM audit WHERE what = ? AND subject = ? AND to_value IS NOT NULL ORDER BY id").pluck();
  const recoveredSince = db.prepare(
    `SELECT COUNT(DISTINCT subject) FROM audit WHERE what = 'mark-recovered' AND substr(subject, 1, length(@prefix)) = @prefix
       AND id > (SELECT COALESCE(MAX(id), 0) FROM audit WHERE what = 'recovered' AND subject = @batch)`,
  ).pluck();
  return {
    append(entry: AuditEntry): void {
      const before = last.get() as { id: number; hash: string } | undefined;
      const row = {
        id: (before?.id ?? 0) + 1,
        at: entry.at.toISOString(),
        who: entry.who,
        what: entry.what,
        subject: entry.subject,
        from_value: entry.from === undefined ? null : JSON.stringify(entry.from),
        to_value: entry.to === undefined ? null : JSON.stringify(entry.to),
        previous_hash: before?.hash ?? BEGINNING,
      };
      insert.run({ ...row, hash: hashOf(row) });
    },
    /**
     * Takes over a line of another copy of this log, to the letter, if it follows from the last one here by number and hash.
     * Says whether it did.
     */
    takeOver(row: AuditRow): boolean {
      const before = last.get() as { id: number; hash: string } | undefined;
      if (row.id !== (before?.id ?? 0) + 1 || row.previous_hash !== (before?.hash ?? BEGINNING) || row.hash !== hashOf(row)) return false;
      insert.run(row);
      return true;
    },
    /** How many lines there are. */
    lines: () => (last.get() as { id: number } | undefined)?.id ?? 0,
    /** The newest line of one of these kinds after that line; 0 where there is none. */
    newestSince: (line: number, kinds: readonly string[]) => newest.get(line, JSON.stringify(kinds)) as number,
    /** What was logged of this kind about a subject, oldest first: the values that it changed to. */
    valuesOf: (what: string, subject: string): unknown[] => (values.all(what, subject) as string[]).map((json): unknown => JSON.parse(json)),
    /** How many marks of a batch came back since it was last said that they had. */
    recoveredSince: (batch: string) => recoveredSince.get({ batch, prefix: `${batch} / ` }) as number,
    /** Walks the whole chain. `brokenAt` is the first row that does not fit, or undefined. */
    check(): { rows: number; brokenAt: number | undefined } {
      let previous = BEGINNING;
      let rows = 0;
      for (const raw of all.iterate()) {
        const row = auditRow.parse(raw);
        rows += 1;
        if (row.id !== rows || row.previous_hash !== previous || row.hash !== hashOf(row)) return { rows, brokenAt: row.id };
        previous = row.hash;
      }
      return { rows, brokenAt: undefined };
    },
  };
}
export type AuditLog = ReturnType<typeof createAuditLog>;
