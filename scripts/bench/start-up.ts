import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { desk } from "../demo/demo-desk.ts";
import { inRepository, repository } from "../setup/places.ts";
import { eventually, openPage, startElectron } from "./devtools.ts";
import { report } from "./measured.ts";

const PAIRS = 31;
const WARM_UPS = 3;
const LIMIT = 1.5;
/** Whoever looks while a window starts takes a processor from it: nobody does, until it is long there. */
const LOOK_AFTER_MS = 2500;

/**
 * Start-up to a usable home screen with a batch of 42 answers, against an empty window in the same Electron with the
 * same flags. Both are told by the page itself: the moment of its `usable` mark, less the moment of the spawn.
 */
export async function benchStartUp(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  try {
    await desk("demo", "--home", home);
    const ours = () => millisecondsToUsable([repository, "--home", home], environment);
    const empty = () => millisecondsToUsable([inRepository("scripts", "bench", "empty-window"), `--home=${path.join(folder, "empty")}`], environment);
    // Before counting: the disk cache warms, Chromium makes its profile and keeps compiled scripts, as on every day but the first.
    for (let warm = 0; warm < WARM_UPS; warm += 1) {
      await ours();
      await empty();
    }
    const measured = { ours: [] as number[], theirs: [] as number[] };
    for (let pair = 0; pair < PAIRS; pair += 1) {
      measured.ours.push(await ours());
      measured.theirs.push(await empty());
    }
    return report({ what: "Start-up to a usable home screen", ...measured, against: "empty window", unit: "ms", limit: LIMIT });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function millisecondsToUsable(args: string[], environment: Record<string, string>): Promise<number> {
  const spawnedAt = Date.now();
  const electron = await startElectron(args, environment);
  try {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AFTER_MS));
    return (await usableAt(electron.port)) - spawnedAt;
  } finally {
    await electron.end();
  }
}

/** Evaluated in the page: when its `usable` mark was set, as Unix time in milliseconds. */
const USABLE_AT = `new Promise((resolve) => {
  const tell = (marks) => { const mark = marks.find((each) => each.name === "usable"); if (mark) resolve(performance.timeOrigin + mark.startTime); };
  tell(performance.getEntriesByType("mark"));
  new PerformanceObserver((list) => tell(list.getEntries())).observe({ type: "mark" });
})`;

function usableAt(port: number): Promise<number> {
  // A page that is still being loaded may drop the question: it is asked again.
  return eventually(async () => {
    const page = await openPage(port);
    try {
      return await page?.evaluate<number | undefined>(USABLE_AT);
    } finally {
      page?.close();
    }
  });
}
