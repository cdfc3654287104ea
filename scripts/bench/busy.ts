import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { inRepository } from "../setup/places.ts";
import { launchElectron } from "./desk-window.ts";
import { reportLimited } from "./limits.ts";
import { enrolDesk, packManyRecordings, RECORDINGS, recordingsIn } from "./many-recordings.ts";
import { millisecondsToScore, SCORE_LIMIT_MS, watchScores } from "./marking.ts";
import { reportAbsolute } from "./measured.ts";
import { millisecondsToPicture, NEXT_ANSWER_MS, nextIsReady, picture } from "./player.ts";

/** So many recordings are here when the window is opened; the rest comes while it is measured. */
const HERE = 20;
const ROUNDS = 4;
const LOOK_EVERY_MS = 5;

/** The review screen's own figures while recordings come from a folder as fast as they can. */
export async function benchBusy(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  try {
    const depot = path.join(folder, "depot");
    mkdirSync(depot);
    const { leadKey } = await packManyRecordings(folder, depot);
    rmSync(path.join(folder, "media"), { recursive: true });
    const home = await enrolDesk(folder, depot, leadKey, "home");
    const first = await fetchSome(home);
    const scores: number[] = [];
    const pictures: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const app = await launchElectron([inRepository(), "--home", home], environment);
      const page = await app.firstWindow();
      await page.getByRole("button", { name: /^(Start|Carry on) marking$/ }).click();
      await picture(page);
      await (round % 2 === 0 ? collectScores(page, home, scores) : collectPictures(page, home, pictures));
      await app.close();
      for (const file of recordingsIn(home)) if (!first.has(file)) rmSync(file);
    }
    return [
      reportLimited({ what: "Key press to painted score, while synchronising at full speed", values: scores, unit: "ms", limit: SCORE_LIMIT_MS, percentile: 0.95 }),
      reportAbsolute({ what: "First frame of the next answer, while synchronising at full speed", values: pictures, unit: "ms", limit: NEXT_ANSWER_MS }),
    ].every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Synchronises until the first recordings are here, in the order of work, and is ended then. Returns their files. */
async function fetchSome(home: string): Promise<Set<string>> {
  const child = spawn(process.execPath, [inRepository("bin", "desk.mjs"), "sync", "--home", home, "--quiet"], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  while (recordingsIn(home).length < HERE) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  child.kill("SIGKILL");
  await ended;
  return new Set(recordingsIn(home));
}

async function collectScores(page: Page, home: string, scores: number[]): Promise<void> {
  await watchScores(page);
  for (let press = 0; isFetching(home); press += 1) scores.push(await millisecondsToScore(page, press % 2 === 0 ? "5" : "4"));
}

async function collectPictures(page: Page, home: string, pictures: number[]): Promise<void> {
  for (let move = 0; move < HERE - 2 && isFetching(home); move += 1) {
    await nextIsReady(page);
    pictures.push(await millisecondsToPicture(page, "]", true));
  }
}

const isFetching = (home: string) => recordingsIn(home).length < RECORDINGS;
