import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { readDesk } from "./support/desk-database.ts";
import { preparedDesks } from "./support/prepared-desks.ts";
import { reviewPage } from "./support/review-page.ts";

const prepare = preparedDesks();
const line = (page: Page, words: string) => page.getByRole("option").filter({ hasText: words });

/** Selects words of a line with the mouse, from their first letter to their last. */
async function selectWords(page: Page, within: Locator, words: string): Promise<void> {
  await within.scrollIntoViewIfNeeded();
  const box = await within.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const from = node.textContent?.indexOf(wanted) ?? -1;
      if (from === -1) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, from + wanted.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, middle: (top + bottom) / 2 };
    }
    throw new Error(`“${wanted}” is not there`);
  }, words);
  await page.mouse.move(box.left + 1, box.middle);
  await page.mouse.down();
  await page.mouse.move(box.right - 1, box.middle, { steps: 5 });
  await page.mouse.up();
}

test("the transcript follows the playing and jumps to a line; who scrolls in it is left alone until they ask", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await review.tab("Transcript").click();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(review.presentLine).toContainText("One of our regular customers");
  await expect(review.presentLine).toContainText("had just come out of hospital");
  // Following takes nobody's focus.
  await expect(review.tab("Transcript")).toBeFocused();

  await line(page, "I drew his day as a line").click();
  await expect(review.presentLine).toContainText("I drew his day as a line");
  expect(await review.seconds()).toBeGreaterThanOrEqual(38.4);
  expect(await review.seconds()).toBeLessThan(41);
  await page.keyboard.press("Space");

  const list = page.getByRole("listbox", { name: "Transcript" });
  const scrolled = () => list.evaluate((element) => element.scrollTop);
  await list.hover();
  await page.mouse.wheel(0, -5000);
  await expect.poll(scrolled).toBe(0);
  const follow = page.getByRole("button", { name: "Follow" });
  await expect(follow).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(review.presentLine).toContainText(/To know that|because people say/);
  expect(await scrolled()).toBe(0);
  await expect(review.presentLine).not.toBeInViewport();
  await follow.click();
  await expect(review.presentLine).toBeInViewport();
});

test("the transcript is searched whatever the case and accents, and worked with the arrows", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  // Typed at once: not one letter may act as a key.
  await page.keyboard.press("t");
  await page.keyboard.type("MÉDICINE");
  await expect(page.getByRole("searchbox", { name: "Search the transcript" })).toHaveValue("MÉDICINE");
  await expect(page.getByText("1 of 2", { exact: true })).toBeVisible();
  await expect(page.locator("mark").first()).toHaveText("medicine");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 of 2", { exact: true })).toBeVisible();
  await expect(page.locator("mark.found-now")).toBeInViewport();
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(page.getByText("2 of 2", { exact: true })).toBeVisible();

  const hit = line(page, "and we put each medicine");
  await expect(hit).toHaveAttribute("tabindex", "0");
  await hit.focus();
  await page.keyboard.press("ArrowUp");
  await expect(line(page, "I drew his day as a line")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(review.seconds).toBeCloseTo(38.434, 1);
  await page.getByRole("searchbox").fill("crocodile");
  await expect(page.getByText("Not said")).toBeVisible();
});

test("selected words become a note at their moment, with the mouse and with keys alone", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await review.tab("Transcript").click();
  await selectWords(page, line(page, "and we put each medicine"), "each medicine");
  // Selecting is no jump.
  expect(await review.seconds()).toBe(0);
  await page.getByRole("button", { name: "Note with this quote" }).click();
  await expect(review.note("40 seconds")).toBeFocused();
  await page.keyboard.type("Own idea.");
  await expect(review.note("40 seconds")).toHaveValue("“each medicine” Own idea.");

  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  await line(page, "I asked him to pretend").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+Enter");
  await expect(review.note("50 seconds")).toBeFocused();
  await review.isSaved();
  const notes = readDesk<{ at_seconds: number; text: string }>(home, "SELECT at_seconds, text FROM notes ORDER BY at_seconds");
  expect(notes).toEqual([
    { at_seconds: 40.956, text: "“each medicine” Own idea." },
    { at_seconds: 50.719, text: "“To know that he had understood, I didn't ask, do you understand, because people say yes to that.” " },
  ]);
});
