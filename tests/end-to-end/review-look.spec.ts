import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { violations } from "./support/axe.ts";
import { preparedDesks } from "./support/prepared-desks.ts";
import { reviewPage } from "./support/review-page.ts";

const prepare = preparedDesks();
const line = (page: Page, words: string) => page.getByRole("option").filter({ hasText: words });

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in any state of the screen (${colorScheme})`, async ({ launch, home }) => {
    await prepare(home, ["K-2031-q1", "K-2038-q1"]);
    const { page } = await launch();
    await page.emulateMedia({ colorScheme });
    const review = reviewPage(page);
    await review.begin();
    await page.keyboard.press("4");
    await page.keyboard.press("5");
    await expect(page.getByRole("group", { name: /^You have watched 0 %/ })).toBeVisible();
    expect(await violations(page), "too little watched").toEqual([]);
    await page.getByRole("button", { name: "It was enough to judge" }).click();
    await page.keyboard.press("t");
    await page.keyboard.type("medicine");
    await line(page, "had just come out").focus();
    expect(await violations(page), "transcript").toEqual([]);
    await page.keyboard.press("Shift+Enter");
    await expect(review.note("8 seconds")).toBeFocused();
    expect(await violations(page), "a note being written").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("f");
    await page.getByRole("checkbox", { name: "Safeguarding concern" }).check();
    expect(await violations(page), "flags").toEqual([]);
    await page.keyboard.press("x");
    await page.keyboard.type("No sound");
    expect(await violations(page), "cannot be scored, being asked").toEqual([]);
    await page.getByRole("button", { name: "Record the reason" }).click();
    expect(await violations(page), "cannot be scored").toEqual([]);
    await page.getByRole("button", { name: "I know this candidate…" }).click();
    expect(await violations(page), "withdrawal, being asked").toEqual([]);
    await page.getByRole("button", { name: "Withdraw from this candidate" }).click();
    await expect(page.getByRole("heading", { name: /^You withdrew/ })).toBeVisible();
    expect(await violations(page), "withdrawn").toEqual([]);
  });

test("at 400 % nothing has to be scrolled sideways", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  await page.setViewportSize({ width: 320, height: 256 });
  const review = reviewPage(page);
  await review.begin();
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.keyboard.press("5");
  await expect(page.getByRole("group", { name: /^You have watched/ })).toBeVisible();
  expect(await tooWide()).toBeLessThanOrEqual(0);
  for (const tab of ["Transcript", "Flags", "Notes"] as const) {
    await review.tab(tab).click();
    await expect(review.tab(tab)).toHaveAttribute("aria-selected", "true");
    expect(await tooWide(), tab).toBeLessThanOrEqual(0);
  }
});

test("at 1280×720 the picture, the scale, the score's evidence and the notes are in view without scrolling", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  await page.setViewportSize({ width: 1280, height: 720 });
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("n");
  await page.keyboard.type("A note.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("5");
  await expect(page.getByRole("group", { name: /^You have watched/ })).toBeVisible();
  for (const part of [page.locator(".stage"), review.score(1), review.score(7), review.evidence, review.note("0 seconds"), page.getByRole("button", { name: "It was enough to judge" }), page.getByRole("button", { name: /Check and submit/ })])
    await expect(part).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
});
