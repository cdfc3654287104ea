import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { violations } from "./support/axe.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { show } from "./support/pictures.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const window = { width: 1280, height: 720, zoom: 1, colorScheme: "light" } as const;
const looks = [
  { name: "light", ...window },
  { name: "dark", ...window, colorScheme: "dark" },
  { name: "forced colours", ...window, forcedColors: "active" },
  { name: "200 %", ...window, zoom: 2 },
  { name: "400 %", ...window, zoom: 4 },
] as const;

for (const look of looks)
  test(`axe finds nothing on any screen (${look.name})`, async ({ launch, home }) => {
    const open = async () => {
      const desk = await launch();
      await show(desk, look);
      await desk.page.emulateMedia({ colorScheme: look.colorScheme, ...("forcedColors" in look && { forcedColors: look.forcedColors }) });
      return desk;
    };
    const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
    const first = await open();
    await expect(first.page.getByRole("button", { name: "Enrol" })).toBeVisible();
    expect.soft(await violations(first.page), "first start").toEqual([]);
    await first.close();
    await panel.enrol(home);
    expect((await deskCommand("sync", "--home", home)).status).toBe(0);

    const { page } = await open();
    const review = reviewPage(page);
    await expect(page.getByText("all here").first()).toBeVisible();
    expect.soft(await violations(page), "home").toEqual([]);
    await page.getByRole("button", { name: /^Queue of/ }).click();
    await expect(page.getByRole("row", { name: /K-2031/ }).first()).toBeVisible();
    expect.soft(await violations(page), "queue").toEqual([]);
    await page.getByRole("radio", { name: /^Flagged/ }).check();
    await expect(page.getByRole("heading", { name: "Nothing is flagged" })).toBeVisible();
    expect.soft(await violations(page), "empty queue").toEqual([]);
    await page.keyboard.press("h");
    await review.begin();
    await page.keyboard.press("n");
    await page.keyboard.type("A note.");
    await review.isSaved();
    expect.soft(await violations(page), "review").toEqual([]);
    for (const tab of ["Transcript", "Flags"] as const) {
      await review.tab(tab).click();
      expect.soft(await violations(page), `review, ${tab}`).toEqual([]);
    }
    await page.getByRole("button", { name: /I know this candidate/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect.soft(await violations(page), "withdrawing").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("x");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect.soft(await violations(page), "cannot be scored").toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect.soft(await violations(page), "help").toEqual([]);
    await page.keyboard.press("Escape");
    await review.markAll(3, "Moderate example.");
    expect.soft(await violations(page), "check").toEqual([]);
    await review.submit();
    await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
    expect.soft(await violations(page), "submitted").toEqual([]);
  });
