import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runnerImport } from "vite";
import { inRepository } from "../setup/places.ts";
import { makeLargePanel, LARGE_PANEL_MARKS } from "./large-panel.ts";
import { reportLimited } from "./limits.ts";
import { compareWithR } from "./quality-in-r.ts";

const TIMES = 7;
const WITHIN_MS = 2000;
/** Nobody who marks or turns a page meanwhile feels this. */
const HELD_UP_MS = 20;

/** All statistics of a large panel, as a lead's window asks for them; and the same coefficients in R, where it is installed. */
export async function benchQuality(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  try {
    const { home, batch } = await makeLargePanel(folder);
    // The engine's migrations are read the way that Vite does.
    const { module } = await runnerImport<typeof import("./ask-quality.ts")>(inRepository("scripts", "bench", "ask-quality.ts"));
    const { took, heldUpMore } = await module.askQuality(home, batch, TIMES);
    const of = `of ${LARGE_PANEL_MARKS.toLocaleString("en-GB")} marks by 200 assessors`;
    const holds = [
      reportLimited({ what: `All statistics ${of}, asked of the engine`, values: took, unit: "ms", limit: WITHIN_MS, percentile: 1 }),
      reportLimited({ what: "The engine's event loop held up meanwhile, over an idle second's longest", values: heldUpMore, unit: "ms", limit: HELD_UP_MS, percentile: 0.5 }),
    ].every(Boolean);
    compareWithR(folder);
    return holds;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
