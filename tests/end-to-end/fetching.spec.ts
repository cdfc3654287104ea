import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { violations } from "./support/axe.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test("recordings that come slowly are shown as they come, paused, resumed, and fetched first where somebody waits", async ({ launch, home }) => {
  test.slow();
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2", "K-2031-q3", "K-2031-q4"] });
  await panel.enrol(home);
  // A way that carries twenty kilobytes a second; documents take no part in the limit.
  expect((await deskCommand("sync", "--home", home, "--pause", "--limit", "20")).status).toBe(0);
  const desk = await launch();
  const { page } = desk;
  const network = page.getByRole("region", { name: "Network" });
  await expect(network.getByText("Fetching is paused.")).toBeVisible();
  await expect(network.getByLabel("At most")).toHaveValue("20000");
  await picture(desk, "fetching-paused");
  expect(await violations(page)).toEqual([]);

  await network.getByRole("button", { name: "Resume fetching" }).click();
  await expect(network.getByText(/a second, about .* left/)).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Recordings here of b-1" })).toBeVisible();
  await picture(desk, "fetching");
  expect(await violations(page)).toEqual([]);

  // An answer further on: its recording is wished for by looking at it.
  await page.getByRole("button", { name: /^Queue of/ }).click();
  await page.getByRole("row", { name: /K-2031/ }).last().click();
  await expect(page.getByText(/^It is coming: .* of /)).toBeVisible();
  await picture(desk, "review-coming");
  expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "Your work" }).click();
  await network.getByRole("button", { name: "Pause fetching" }).click();
  await expect(network.getByText("Fetching is paused.")).toBeVisible();
  await desk.close();

  // Remembered: and with no limit any more, the awaited one opens by itself.
  const again = await launch();
  const side = again.page.getByRole("region", { name: "Network" });
  await expect(side.getByText("Fetching is paused.")).toBeVisible();
  await side.getByLabel("At most").selectOption({ label: "no limit" });
  await again.page.getByRole("button", { name: /^Queue of/ }).click();
  await again.page.getByRole("row", { name: /K-2031/ }).last().click();
  await expect(again.page.getByText(/^Fetching is paused\. When you resume it/)).toBeVisible();
  await again.page.getByRole("button", { name: "Resume fetching" }).click();
  await expect(again.page.getByText("This recording is not on this laptop yet")).toBeHidden();
  await expect.poll(() => again.page.evaluate(() => document.querySelector<HTMLVideoElement>(".deck-shown video")?.readyState ?? 0)).toBeGreaterThan(1);
  await reviewPage(again.page).tab("Notes").isVisible();
  await again.page.getByRole("button", { name: "Your work" }).click();
  await expect(again.page.getByText("all here").first()).toBeVisible();
});
