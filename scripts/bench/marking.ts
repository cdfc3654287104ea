import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { desk } from "../demo/demo-desk.ts";
import { openDeskWindow } from "./desk-window.ts";
import { reportLimited } from "./limits.ts";

const PRESSES = 100;
export const SCORE_LIMIT_MS = 50;

/** From the press of a digit to the frame in which the score is chosen, with the engine writing each one to disk. */
export async function benchMarking(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  try {
    await desk("demo", "--home", home);
    const { app, page } = await openDeskWindow(home, environment);
    await page.getByRole("button", { name: /^(Start|Carry on) marking$/ }).click();
    await page.getByRole("radiogroup", { name: "Score" }).waitFor();
    const times: number[] = [];
    await watchScores(page);
    for (let press = 0; press < PRESSES; press += 1) times.push(await millisecondsToScore(page, press % 2 === 0 ? "5" : "4"));
    await app.close();
    return reportLimited({ what: "Key press to painted score", values: times, unit: "ms", limit: SCORE_LIMIT_MS, percentile: 0.95 });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Has the page time each digit that is pressed. */
export async function watchScores(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pressed = ({ key, timeStamp }: KeyboardEvent) => {
      const chosen = () => [...document.querySelectorAll("[role=radio][aria-checked=true]")].some((radio) => radio.textContent.trim().startsWith(key));
      const painted = () => void (document.documentElement.dataset["bench"] = String(performance.now() - timeStamp));
      // Two frames after the change: the first draws it, the second begins when that was painted.
      const look = () => (chosen() ? requestAnimationFrame(() => requestAnimationFrame(painted)) : setTimeout(look));
      setTimeout(look);
    };
    window.addEventListener("keydown", pressed, true);
  });
}

export async function millisecondsToScore(page: Page, digit: string): Promise<number> {
  await page.evaluate(() => delete document.documentElement.dataset["bench"]);
  await page.keyboard.press(digit);
  await page.locator("html[data-bench]").waitFor({ state: "attached" });
  return Number(await page.evaluate(() => document.documentElement.dataset["bench"]));
}
