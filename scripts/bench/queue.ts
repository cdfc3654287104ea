import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { homeIsThere, openDeskWindow } from "./desk-window.ts";
import { LARGE_ANSWERS, makeLargeDesk } from "./large-desk.ts";
import { reportLimited } from "./limits.ts";

const OPENINGS = 9;
const OPEN_WITHIN_MS = 200;
const FRAME_WITHIN_MS = 50;
const WHEEL_TURNS = 200;
/** Fifteen rows at a turn: 3,000 rows in all. */
const WHEEL_PIXELS = 600;
const PAGES = 200;

/** The queue with 60,000 answers: opened by key until its rows are painted, then scrolled through by wheel and by Page Down. */
export async function benchQueue(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  try {
    const batch = await makeLargeDesk(home);
    const { app, page } = await openDeskWindow(home, environment);
    const opened: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      if (opening > 0) {
        // Whatever the page had read and kept is gone: every opening is the first one.
        await page.reload();
        await homeIsThere(page);
      }
      opened.push(await millisecondsToRows(page, batch));
    }
    const wheel = await frameTimes(page, async () => {
      const list = (await page.getByRole("grid").boundingBox())!;
      await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
      for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(0, WHEEL_PIXELS);
    });
    const pages = await frameTimes(page, async () => {
      for (let press = 0; press < PAGES; press += 1) await page.keyboard.press("PageDown");
    });
    await app.close();
    const of = `with ${LARGE_ANSWERS.toLocaleString("en-GB")} answers`;
    return [
      reportLimited({ what: `Opening the queue ${of}, key press to painted rows`, values: opened, unit: "ms", limit: OPEN_WITHIN_MS, percentile: 1 }),
      reportLimited({ what: `Scrolling the queue ${of} by wheel, frame times`, values: wheel, unit: "ms", limit: FRAME_WITHIN_MS, percentile: 0.95 }),
      reportLimited({ what: `Scrolling the queue ${of} by Page Down, frame times`, values: pages, unit: "ms", limit: FRAME_WITHIN_MS, percentile: 0.95 }),
    ].every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function millisecondsToRows(page: Page, batch: string): Promise<number> {
  await page.getByRole("button", { name: `Queue of ${batch}` }).focus();
  const painted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        document.documentElement.dataset["bench"] = "listening";
        const pressed = ({ timeStamp }: KeyboardEvent) => {
          const look = () => {
            // The frame after the one that has the rows begins when that one was painted.
            const there = document.querySelector(".queue-row .queue-candidate") !== null;
            requestAnimationFrame(there ? () => resolve(performance.now() - timeStamp) : look);
          };
          look();
        };
        window.addEventListener("keydown", pressed, { capture: true, once: true });
      }),
  );
  await page.locator("html[data-bench=listening]").waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  return painted;
}

/** The times between frames while something is done. */
async function frameTimes(page: Page, act: () => Promise<void>): Promise<number[]> {
  const ended = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = performance.now();
        document.documentElement.dataset["bench"] = "counting";
        const frame = () => {
          const now = performance.now();
          times.push(now - last);
          last = now;
          if (document.documentElement.dataset["bench"] === "counting") requestAnimationFrame(frame);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(frame);
      }),
  );
  await page.locator("html[data-bench=counting]").waitFor({ state: "attached" });
  await act();
  await page.evaluate(() => void (document.documentElement.dataset["bench"] = "done"));
  return ended;
}
