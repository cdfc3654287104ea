import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runnerImport } from "vite";
import { desk } from "../demo/demo-desk.ts";
import { inRepository } from "../setup/places.ts";
import { report } from "./measured.ts";

const LIMIT = 1.5;

/** Saving a mark, with its digest and its line in the audit log, against a bare insert with the same settings. */
export async function benchCommit(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  try {
    const home = path.join(folder, "home");
    await desk("demo", "--home", home);
    // The engine's migrations are read the way that Vite does.
    const { module } = await runnerImport<typeof import("./commit-pairs.ts")>(inRepository("scripts", "bench", "commit-pairs.ts"));
    const microseconds = (values: number[]) => values.map((value) => value * 1000);
    const { ours, theirs } = await module.commitPairs(home, folder);
    return report({ what: "Commit of a mark", ours: microseconds(ours), against: "bare insert", theirs: microseconds(theirs), unit: "µs", limit: LIMIT });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
