import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** What axe finds against WCAG 2.2 AA, each as one line. */
async function violations(page: Page): Promise<string[]> {
  // Electron has no second page for axe to work in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing on any screen (${colorScheme})`, async ({ launch, home }) => {
    const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
    const first = await launch();
    await first.page.emulateMedia({ colorScheme });
    await expect(first.page.getByRole("button", { name: "Enrol" })).toBeVisible();
    expect(await violations(first.page), "first start").toEqual([]);
    await first.close();
    await panel.enrol(home);
    expect((await deskCommand("sync", "--home", home)).status).toBe(0);

    const { page } = await launch();
    await page.emulateMedia({ colorScheme });
    await expect(page.getByText("all here").first()).toBeVisible();
    expect(await violations(page), "home").toEqual([]);
    const review = reviewPage(page);
    await review.begin();
    await page.keyboard.press("n");
    await page.keyboard.type("A note.");
    await expect(review.saved).toHaveText(/^Saved /);
    expect(await violations(page), "review").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page), "help").toEqual([]);
    await page.keyboard.press("Escape");
    await review.markAll(3, "Moderate example.");
    expect(await violations(page), "check").toEqual([]);
    await review.submit();
    await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
    expect(await violations(page), "submitted").toEqual([]);
  });
