import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { desk } from "../demo/demo-desk.ts";
import { repository } from "../setup/places.ts";
import { eventually, openPage, startElectron, type PageSession, type RunningElectron } from "./devtools.ts";
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
    const electron = await startElectron([repository, "--home", home], environment);
    try {
      const page = await eventually(() => openPage(electron.port));
      await until(page, PRESS_START);
      await until(page, "!!document.querySelector('video')");
      await walk(page, EARLY_ANSWERS);
      const early = await counted(electron, page);
      await walk(page, ALL_ANSWERS - EARLY_ANSWERS);
      const late = await counted(electron, page);
      const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
      return [told("Memory of all processes", early.memory, late.memory, megabytes), told("Open files of all processes", early.files, late.files, String)].every(Boolean);
    } finally {
      await electron.end();
    }
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

const PRESS_START = `(() => {
  const start = [...document.querySelectorAll("button")].find((each) => /^(Start|Carry on) marking/.test(each.textContent));
  start?.click();
  return start !== undefined;
})()`;

/** Plays a little of each answer and goes on to the next; at the end of the batch the way leads back. */
async function walk(page: PageSession, answers: number): Promise<void> {
  for (let seen = 0; seen < answers; seen += 1) {
    await press(page, " ", "Space");
    await until(page, `[...document.querySelectorAll("video")].some((video) => !video.paused && video.currentTime > ${PLAYED_SECONDS})`);
    const before = await page.evaluate<string>("document.title");
    await press(page, "]", "BracketRight");
    await until(page, `document.title !== ${JSON.stringify(before)}`);
  }
}

async function press(page: PageSession, key: string, code: string): Promise<void> {
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key, code, text: key });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", key, code });
}

async function until(page: PageSession, expression: string): Promise<void> {
  await eventually(async () => ((await page.evaluate<boolean>(expression)) ? true : undefined));
}

/** What is there once everything that nobody needs any more is thrown away. */
async function counted(electron: RunningElectron, page: PageSession): Promise<{ memory: number; files: number }> {
  await page.send("HeapProfiler.collectGarbage");
  const pids = processTree(electron.process.pid!);
  return { memory: memoryOf(pids), files: openFilesOf(pids) };
}
