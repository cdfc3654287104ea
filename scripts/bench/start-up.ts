import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { desk } from "../demo/demo-desk.ts";
import { electronArguments, electronRuntime } from "../runtime.ts";
import { inRepository, repository } from "../setup/places.ts";
import { report } from "./measured.ts";

const PAIRS = 9;
const LIMIT = 1.5;

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
    // Once each to warm the disk cache, and to let Chromium make its profile.
    await ours();
    await empty();
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
  const child = spawn(electronRuntime().executable, [...electronArguments(), "--remote-debugging-port=0", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child.stderr!));
    const page = await firstPage(browser.contexts()[0]!);
    const usableAt = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const told = (entries: PerformanceEntryList) => entries.some((each) => each.name === "usable") && resolve(performance.timeOrigin + entries.find((each) => each.name === "usable")!.startTime);
          told(performance.getEntriesByType("mark"));
          new PerformanceObserver((list) => told(list.getEntries())).observe({ type: "mark" });
        }),
    );
    return usableAt - spawnedAt;
  } finally {
    child.kill();
    await ended;
  }
}

function debuggerAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    stderr.once("end", () => reject(new Error(`Electron ended before its window was there:\n${text}`)));
  });
}

async function firstPage(context: { pages(): Page[]; waitForEvent(event: "page"): Promise<Page> }): Promise<Page> {
  return context.pages()[0] ?? context.waitForEvent("page");
}
