import { readdirSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { migrations } from "../../../src-main/engine/store/migrations.ts";
import { backUp, lastBackupAt } from "../../../src-main/engine/store/backups.ts";
import { openDatabase } from "../../../src-main/engine/store/open-database.ts";
import { must, temporaryFolder } from "../../engine/support/panel.ts";

const now = new Date("2026-11-21T09:40:00Z");
const [first] = migrations;
const next = { number: migrations.length + 1, name: "next", sql: "ALTER TABLE marks ADD COLUMN colour TEXT; UPDATE marks SET colour = 'blue'" };

async function homeWithAMark() {
  const home = await temporaryFolder();
  const db = must(openDatabase(home, now));
  db.exec(`INSERT INTO campaigns VALUES ('c', 1, '{}'); INSERT INTO batches (batch, campaign, revision, campaign_revision, allocation_revision) VALUES ('b', 'c', 1, 1, 1);
    INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state, fetched_at) VALUES ('o', 'b', x'00', 1, 'here', NULL);
    INSERT INTO answers (id, batch, candidate, question, allocated, round, position, question_number, seconds_allowed, recording, type, duration_seconds, width, height, bytes)
      VALUES (1, 'b', 'K-1', 'q1', 1, 'live', 1, 1, 180, 'o', 'video/mp4', 60, 1, 1, 1);
    INSERT INTO marks (answer_id, score, evidence, saved_at) VALUES (1, 5, 'Clear.', '2026-11-21T09:00:00.000Z')`);
  db.close();
  return home;
}

describe("the database", () => {
  test("every step is numbered in order, and a new database has them all", async () => {
    expect(migrations.map((step) => step.number)).toEqual(migrations.map((_, index) => index + 1));
    const db = must(openDatabase(await temporaryFolder(), now));
    expect(db.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(db.pragma("foreign_key_check")).toEqual([]);
    db.close();
  });

  test("a commit that returned survives a power cut: WAL with full synchronisation and foreign keys", async () => {
    const db = must(openDatabase(await temporaryFolder(), now));
    expect([db.pragma("journal_mode", { simple: true }), db.pragma("synchronous", { simple: true }), db.pragma("foreign_keys", { simple: true }), db.pragma("checkpoint_fullfsync", { simple: true })]).toEqual(["wal", 2, 1, 1]);
    db.close();
  });

  test("a step brings old marks along, after a backup that holds them as they were", async () => {
    const home = await homeWithAMark();
    const db = must(openDatabase(home, now, [...migrations, next]));
    expect(db.prepare("SELECT score, evidence, colour FROM marks").get()).toEqual({ score: 5, evidence: "Clear.", colour: "blue" });
    db.close();
    const [backup] = readdirSync(path.join(home, "backups"));
    const copy = new Database(path.join(home, "backups", backup!), { readonly: true });
    expect(copy.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(copy.prepare("SELECT * FROM marks").all()).toMatchObject([{ score: 5, evidence: "Clear." }]);
    copy.close();
    expect(lastBackupAt(home)).toBe(now.toISOString());
  });

  test("a database of the first version counts its old marks as today's rules do", async () => {
    const home = await temporaryFolder();
    const old = must(openDatabase(home, now, [first!]));
    const definition = { scale: [{ value: 4 }, { value: 5 }], rules: { evidenceRequired: true, minimumWatchedShare: 0.8 } };
    old.prepare("INSERT INTO campaigns VALUES ('c', 1, ?)").run(JSON.stringify(definition));
    old.exec(`INSERT INTO batches (batch, campaign, revision, campaign_revision, allocation_revision) VALUES ('b', 'c', 1, 1, 1); INSERT INTO media (object, batch, wrapped_key, sealed_bytes, state, fetched_at) VALUES ('o', 'b', x'00', 1, 'here', NULL)`);
    const answer = old.prepare("INSERT INTO answers VALUES (?, 'b', 'K-' || ?, 'q1', 1, 'live', ?, 1, 180, 'o', NULL, 'video/mp4', 100, 1, 1, 1)");
    const mark = old.prepare("INSERT INTO marks (answer_id, score, cannot_score, evidence, saved_at) VALUES (?, ?, ?, ?, '2026-11-21T09:00:00.000Z')");
    const watched = old.prepare("INSERT INTO watched VALUES (?, ?)");
    const marks: [id: number, score: number | null, cannotScore: string | null, evidence: string, watched: string][] = [
      [1, 5, null, "Clear.", '[{"from":0,"to":50},{"from":60,"to":120}]'],
      [2, 5, null, "Clear.", '[{"from":0,"to":50}]'],
      [3, 5, null, " ", '[{"from":0,"to":100}]'],
      [4, 6, null, "No point of the scale any more.", '[{"from":0,"to":100}]'],
      [5, null, "no sound", "", "[]"],
      [6, null, null, "only words", "[]"],
    ];
    for (const [id, score, cannotScore, evidence, intervals] of marks) {
      answer.run(id, id, id);
      mark.run(id, score, cannotScore, evidence);
      watched.run(id, intervals);
    }
    answer.run(7, 7, 7);
    old.exec("INSERT INTO flags VALUES (2, 'other', '', '2026-11-21T09:00:00.000Z'), (2, 'hard-to-hear', '', '2026-11-21T09:00:00.000Z')");
    old.close();
    const db = must(openDatabase(home, now));
    expect(db.prepare("SELECT mark_state, mark_score, cannot_score, flag_count, watched_share FROM answers ORDER BY id").raw().all()).toEqual([
      ["marked", 5, 0, 0, 0.9],
      ["watch-reason-missing", 5, 0, 2, 0.5],
      ["evidence-missing", 5, 0, 0, 1],
      ["unmarked", 6, 0, 0, 1],
      ["marked", null, 1, 0, 0],
      ["unmarked", null, 0, 0, 0],
      ["unmarked", null, 0, 0, 0],
    ]);
    expect(db.pragma("foreign_key_check")).toEqual([]);
    // What was marked before there were drafts goes into the first one.
    expect(db.prepare("SELECT batch, changes, number, uploaded_at FROM drafts").raw().all()).toEqual([["b", 1, null, null]]);
    db.close();
  });

  test("a step that fails leaves the database as it was before it", async () => {
    const home = await homeWithAMark();
    const broken = { number: next.number, name: "broken", sql: "UPDATE marks SET score = 1; SELECT * FROM no_such_table" };
    expect(() => openDatabase(home, now, [...migrations, broken])).toThrow();
    const db = must(openDatabase(home, now));
    expect(db.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(db.prepare("SELECT score FROM marks").pluck().get()).toBe(5);
    db.close();
  });

  test("no more backups are kept than the newest ten", async () => {
    const home = await homeWithAMark();
    const db = must(openDatabase(home, now));
    for (let minute = 0; minute < 13; minute += 1) backUp(db, home, new Date(now.getTime() + minute * 60_000), "test");
    db.close();
    expect(readdirSync(path.join(home, "backups"))).toHaveLength(10);
    expect(lastBackupAt(home)).toBe(new Date(now.getTime() + 12 * 60_000).toISOString());
  });
});
