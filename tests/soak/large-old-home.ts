import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import Database from "better-sqlite3";
import { migrations } from "../../src-main/engine/store/migrations.ts";
import { openDatabase } from "../../src-main/engine/store/open-database.ts";
import { backupFolder, databaseFile } from "../../src-main/engine/store/store-files.ts";
import { must } from "../engine/support/panel.ts";

const ANSWERS = 20_000;

/** A data folder of the first version with so many marks that bringing it up to date takes a while. */
export async function createLargeOldHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const db = must(openDatabase(home, new Date("2026-11-21T09:40:00Z"), migrations.slice(0, 1)));
  db.exec(`INSERT INTO campaigns VALUES ('c', 1, '{"scale":[{"value":4}],"rules":{"evidenceRequired":true,"minimumWatchedShare":0}}');
    INSERT INTO batches (batch, campaign, revision, campaign_revision, allocation_revision) VALUES ('b', 'c', 1, 1, 1);
    INSERT INTO media VALUES ('o', 'b', x'00', 1, 'wanted', NULL);`);
  const answer = db.prepare(`INSERT INTO answers (id, batch, candidate, question, allocated, round, position, question_number, seconds_allowed, recording, type, duration_seconds, width, height, bytes)
    VALUES (?, 'b', ?, 'q1', 1, 'live', ?, 1, 180, 'o', 'video/mp4', 60, 1, 1, 1)`);
  const mark = db.prepare("INSERT INTO marks (answer_id, score, evidence, saved_at) VALUES (?, 4, ?, '2026-11-21T09:00:00.000Z')");
  db.transaction(() => {
    for (let id = 1; id <= ANSWERS; id += 1) {
      answer.run(id, `K-${id}`, id);
      mark.run(id, `The evidence of answer ${id}. `.repeat(10));
    }
  })();
  db.close();
}

/** The marks of a database and of every finished backup beside it, as one number each. */
export function marksIn(home: string, backups: readonly string[]): string[] {
  return [databaseFile(home), ...backups.map((name) => `${backupFolder(home)}/${name}`)].map((file) => {
    const db = new Database(file, { readonly: true });
    try {
      const hash = createHash("sha256");
      for (const row of db.prepare("SELECT answer_id, score, evidence, saved_at FROM marks ORDER BY answer_id").raw().iterate()) hash.update(JSON.stringify(row));
      return hash.digest("hex");
    } finally {
      db.close();
    }
  });
}
