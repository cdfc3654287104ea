import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { desk } from "../demo/demo-desk.ts";
import { openDeskWindow, type BenchWindow } from "./desk-window.ts";
import { memoryOf, openFilesOf, processTree } from "./processes.ts";

const EARLY_ANSWERS = 30;
const ALL_ANSWERS = 300;
const LIMIT = 1.1;
const PLAYED_SECONDS = 0.3;

/** Memory and open files of all processes after 300 answers that were played in turn, against what they were after 30. */
export async function benchMemory(environment: Record<string, string>): Promise<boolean> {
  if (process.platform !== "linux") {
    console.log("Memory and open files: counted on Linux only.\n");
    return true;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  try {
    await desk("demo", "--home", home);
    const window = await openDeskWindow(home, environment);
    const { app, page } = window;
    await page.getByRole("button", { name: /^(Start|Carry on) marking$/ }).click();
    await walk(page, EARLY_ANSWERS);
    const early = await counted(window);
    await walk(page, ALL_ANSWERS - EARLY_ANSWERS);
    const late = await counted(window);
    await app.close();
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    return [
      told("Memory of all processes", early.memory, late.memory, megabytes),
      told("Open files of all processes", early.files, late.files, String),
    ].every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function told(what: string, early: number, late: number, words: (value: number) => string): boolean {
  const ratio = late / early;
  const holds = ratio <= LIMIT;
  console.log(
    `${what}\n  after ${EARLY_ANSWERS} answers   ${words(early)}\n  after ${ALL_ANSWERS} answers  ${words(late)}\n  ratio ${ratio.toFixed(2)}, at most ${LIMIT.toFixed(2)}: ${holds ? "holds" : "DOES NOT HOLD"}\n`,
  );
  return holds;
}

/** Plays a little of each answer and goes on to the next; at the end of the batch the way leads back. */
async function walk(page: Page, answers: number): Promise<void> {
  for (let seen = 0; seen < answers; seen += 1) {
    await page.keyboard.press("Space");
    await page.waitForFunction((seconds) => [...document.querySelectorAll("video")].some((video) => !video.paused && video.currentTime > seconds), PLAYED_SECONDS);
    const before = await page.title();
    await page.keyboard.press("]");
    const moved = await page.waitForFunction((title) => document.title !== title, before, { timeout: 2000 }).then(() => true, () => false);
    if (!moved) throw new Error(`The way stopped at “${before}”.`);
  }
}

/** What is there once everything that nobody needs any more is thrown away. */
async function counted({ app, page }: BenchWindow): Promise<{ memory: number; files: number }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.detach();
  const pids = processTree(app.process().pid!);
  return { memory: memoryOf(pids), files: openFilesOf(pids) };
}
