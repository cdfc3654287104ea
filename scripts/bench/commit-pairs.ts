import path from "node:path";
import Database from "better-sqlite3";
import { startEngine } from "../../src-main/engine/start-engine.ts";

const WARM_UPS = 100;
const PAIRS = 1000;

/**
 * Saves a mark through the engine's front door, and in turn one row of the same text into a bare database of the same
 * settings; both times in milliseconds. The data folder must hold an enrolled desk with answer 1.
 */
export async function commitPairs(home: string, folder: string): Promise<{ ours: number[]; theirs: number[] }> {
  const engine = await startEngine({
    home,
    fetch,
    wait: () => Promise.resolve(),
    now: () => new Date(),
    random: Math.random,
    depotCredentials: null,
    keyStore: null,
    software: "Assessor Desk bench",
    demoAssets: null,
    log: () => undefined,
    byItself: false,
  });
  const bare = new Database(path.join(folder, "bare.sqlite"));
  for (const setting of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "checkpoint_fullfsync = ON"]) bare.pragma(setting);
  bare.exec("CREATE TABLE marks (id INTEGER PRIMARY KEY, evidence TEXT NOT NULL)");
  const insert = bare.prepare("INSERT INTO marks (evidence) VALUES (?)");
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let pair = -WARM_UPS; pair < PAIRS; pair += 1) {
    const text = `Names the need first; own part clear; result with a figure. ${pair}`;
    const startedAt = performance.now();
    const saved = await engine.request("mark.set-evidence", { answerId: 1, text });
    const savedAt = performance.now();
    insert.run(text);
    const insertedAt = performance.now();
    if (!saved.ok) throw new Error(`The mark was refused: ${saved.error.kind}`);
    if (pair < 0) continue;
    ours.push(savedAt - startedAt);
    theirs.push(insertedAt - savedAt);
  }
  bare.close();
  await engine.close();
  return { ours, theirs };
}
