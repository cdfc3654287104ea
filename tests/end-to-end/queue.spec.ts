import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { LARGE_ANSWERS, makeLargeDesk } from "../../scripts/bench/large-desk.ts";
import { expect, test } from "./desk-window.ts";

/** A desk with a batch of 60,000 answers: made once, copied for each test. */
let large: string;
let batch: string;
test.beforeAll(async () => {
  large = await mkdtemp(path.join(tmpdir(), "assessor-desk-large-"));
  batch = await makeLargeDesk(large);
});
test.afterAll(() => rm(large, { recursive: true, force: true }));
test.beforeEach(({ home }) => cp(large, home, { recursive: true }));

const queuePage = (page: Page) => ({
  grid: page.getByRole("grid", { name: `Answers of ${batch}` }),
  /** Counted from 1. */
  row: (number: number) => page.locator(`[role=row][aria-rowindex="${number + 1}"]`),
  filter: (name: RegExp) => page.getByRole("radio", { name }),
  count: page.getByRole("status").filter({ hasText: /answers?$/ }),
  search: page.getByRole("textbox", { name: /^Candidate/ }),
  async open() {
    await page.getByRole("button", { name: `Queue of ${batch}` }).click();
    await expect(this.row(1)).toContainText("L-10000");
  },
});

test("every one of 60,000 answers can be reached by key, and the last one opens with Enter", async ({ launch }) => {
  const { page } = await launch();
  const queue = queuePage(page);
  await queue.open();
  await expect(page.getByRole("heading", { name: "Queue" })).toBeFocused();
  await expect(queue.grid).toHaveAttribute("aria-rowcount", String(LARGE_ANSWERS + 1));

  await page.keyboard.press("ArrowDown");
  await expect(queue.row(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(queue.row(2)).toBeFocused();
  await page.keyboard.press("PageDown");
  await expect(queue.row(2)).not.toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(queue.row(2)).toBeFocused();
  await page.keyboard.press("End");
  await expect(queue.row(LARGE_ANSWERS)).toBeFocused();
  await expect(queue.row(LARGE_ANSWERS)).toContainText("L-19999");
  await expect(queue.row(LARGE_ANSWERS)).toBeInViewport();
  await page.keyboard.press("Home");
  await expect(queue.row(1)).toBeFocused();
  // Of so many rows only those in view are drawn.
  expect(await page.getByRole("row").count()).toBeLessThan(60);

  await page.keyboard.press("End");
  await expect(queue.row(LARGE_ANSWERS)).toContainText("L-19999");
  await expect(queue.row(LARGE_ANSWERS)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
  await expect(page.getByText("Candidate L-19999").first()).toBeVisible();
});

test("whoever comes back from an answer finds the filter, the search, the place and the row as they were", async ({ launch }) => {
  const { page } = await launch();
  const queue = queuePage(page);
  await queue.open();
  await queue.filter(/^Flagged/).check();
  await page.keyboard.press("/");
  await queue.search.fill("L-15");
  await expect(queue.count).toHaveText(/^\d+ of 60,000 answers$/);
  const count = await queue.count.textContent();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("PageDown");
  const active = page.locator("[role=row]:focus");
  await expect(active).toContainText("L-15");
  const before = { row: await active.getAttribute("aria-rowindex"), words: await active.textContent(), top: (await active.boundingBox())!.y };
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();

  await page.keyboard.press("q");
  await expect(queue.filter(/^Flagged/)).toBeChecked();
  await expect(queue.search).toHaveValue("L-15");
  await expect(queue.count).toHaveText(count!);
  await expect(active).toHaveAttribute("aria-rowindex", before.row!);
  await expect(active).toHaveText(before.words!);
  expect((await active.boundingBox())!.y).toBe(before.top);
});

test("each filter shows as many answers as it says, and says so to those who listen", async ({ launch }) => {
  const { page } = await launch();
  const queue = queuePage(page);
  await queue.open();
  const shows: [RegExp, RegExp][] = [
    [/^Unmarked/, /unmarked/],
    [/^Incomplete/, /evidence missing|say why little watched/],
    [/^Flagged/, /\d flags?/],
    [/^Cannot be scored/, /cannot be scored/],
    [/^Scored below 4/, /score [123]▾ below pass/],
    [/^Scored above 4/, /score [567]/],
    [/^Short/, /short/],
    [/^Not fully watched/, /% watched|not yet watched/],
  ];
  for (const [filter, words] of shows) {
    const radio = queue.filter(filter);
    const said = (await radio.locator("xpath=../span[2]").textContent())!;
    await radio.check();
    await expect(queue.count).toHaveText(`${said} of 60,000 answers`);
    await expect(queue.row(1)).toContainText(words);
    await expect(queue.grid).toHaveAttribute("aria-rowcount", String(Number(said.replace(",", "")) + 1));
  }
  await page.getByRole("combobox", { name: /^Compare scores with/ }).selectOption("6");
  await queue.filter(/^Scored above 6/).check();
  await expect(queue.row(1)).toContainText("score 7");

  await queue.filter(/^Withdrawn/).check();
  await expect(page.getByRole("heading", { name: "You withdrew from no candidate" })).toBeVisible();
  await page.keyboard.press("/");
  await expect(queue.search).toBeFocused();
  await queue.search.fill("nobody");
  await expect(page.getByRole("heading", { name: /No candidate’s reference has “nobody” in it/ })).toBeVisible();
  await page.getByRole("button", { name: "Show all answers" }).click();
  await expect(queue.count).toHaveText("60,000 answers");
  await expect(queue.search).toHaveValue("");
});

test("the order is by candidate or by question, and holds for the next answer too", async ({ launch }) => {
  const { page } = await launch();
  const queue = queuePage(page);
  await queue.open();
  await expect(queue.row(2)).toContainText("L-10000");
  await page.getByRole("radio", { name: "By question" }).check();
  await expect(queue.row(2)).toContainText("L-10001");
  await expect(queue.row(2)).toContainText("question 1");
  await queue.row(1).click();
  await expect(page.getByText("Candidate L-10000").first()).toBeVisible();
  await page.keyboard.press("]");
  await expect(page.getByText("Candidate L-10001").first()).toBeVisible();
  await page.keyboard.press("q");
  await expect(page.getByRole("radio", { name: "By question" })).toBeChecked();
});
