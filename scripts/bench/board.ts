import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runnerImport } from "vite";
import { inRepository } from "../setup/places.ts";
import { makeLargePanel, LARGE_PANEL_MARKS } from "./large-panel.ts";
import { reportAbsolute } from "./measured.ts";

const OPEN_WITHIN_MS = 300;

/** A lead's board with 100,000 marks by 200 assessors, who have all practised before: all batches, and the large one, asked of a real engine that was just started. */
export async function benchBoard(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  try {
    const { home, batch } = await makeLargePanel(folder);
    const { module } = await runnerImport<typeof import("./time-board.ts")>(inRepository("scripts", "bench", "time-board.ts"));
    const { all, one } = await module.timeBoard(home, batch);
    const of = `with ${LARGE_PANEL_MARKS.toLocaleString("en-GB")} marks by 200 assessors, after practice`;
    return [
      reportAbsolute({ what: `Opening the board, all batches, ${of}`, values: all, unit: "ms", limit: OPEN_WITHIN_MS }),
      reportAbsolute({ what: `Opening the board, one batch ${of}`, values: one, unit: "ms", limit: OPEN_WITHIN_MS }),
    ].every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
