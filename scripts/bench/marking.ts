import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { desk } from "../demo/demo-desk.ts";
import { openDeskWindow } from "./desk-window.ts";
import { reportLimited } from "./limits.ts";

const PRESSES = 100;
const LIMIT_MS = 50;

/** From the press of a digit to the frame in which the score is chosen, with the engine writing each one to disk. */
export async function benchMarking(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  try {
    await desk("demo", "--home", home);
    const { app, page } = await openDeskWindow(home, environment);
    await page.getByRole("button", { name: /^(Start|Carry on) marking$/ }).click();
    await page.getByRole("radiogroup", { name: "Score" }).waitFor();
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
    const times: number[] = [];
    for (let press = 0; press < PRESSES; press += 1) {
      await page.evaluate(() => delete document.documentElement.dataset["bench"]);
      await page.keyboard.press(press % 2 === 0 ? "5" : "4");
      await page.locator("html[data-bench]").waitFor({ state: "attached" });
      times.push(Number(await page.evaluate(() => document.documentElement.dataset["bench"])));
    }
    await app.close();
    return reportLimited({ what: "Key press to painted score", values: times, unit: "ms", limit: LIMIT_MS, percentile: 0.95 });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
