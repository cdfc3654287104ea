import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { openPort } from "./bridge-port.ts";
import { expect, test, type Desk } from "./desk-window.ts";
import { expectFocus, tabTo } from "./support/focus.ts";
import { preparedDesks } from "./support/prepared-desks.ts";
import { reviewPage } from "./support/review-page.ts";

const prepare = preparedDesks();

/** As after watching: what was played is told to the engine. */
async function watchAll(page: Page, answerId: number): Promise<void> {
  await (await openPort(page)).ask("mark.add-watched", { answerId, from: 0, to: 80 });
  await expect(page.locator(".time-line-seen")).toBeVisible();
}

const isPlaying = (page: Page) => page.evaluate(() => [...document.querySelectorAll("video")].some((video) => !video.paused));

/** A menu item as the menu shows it. */
const menuItem = ({ app }: Desk, id: string) =>
  app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    return { enabled: item?.enabled, visible: item?.visible, accelerator: item?.accelerator };
  }, id);

const chooseInMenu = ({ app }: Desk, id: string) =>
  app.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);

async function changeKey(page: Page, action: string, ...presses: string[]): Promise<void> {
  await page.getByRole("button", { name: `Change the key for ${action}` }).press("Enter");
  await expectFocus(page, "button", `Press the new key for ${action}`);
  for (const keys of presses) await page.keyboard.press(keys);
}

test("the demonstration is opened and an answer marked with the keyboard alone, and the focus is always somewhere", async ({ desk: { page } }) => {
  test.slow();
  await expectFocus(page, "heading", /.+/);
  await tabTo(page, "button", "Open the demonstration");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible({ timeout: 60_000 });
  await expectFocus(page, "heading", "Your work");
  await tabTo(page, "button", /^(Start|Carry on) marking$/);
  await page.keyboard.press("Enter");
  await expectFocus(page, "heading", /^Candidate .*, Question 1/);
  await expect(page).toHaveTitle(/^Candidate .*, question 1/);

  await page.keyboard.press("Space");
  await expect.poll(() => isPlaying(page)).toBe(true);
  await page.keyboard.press("Space");
  await expect.poll(() => isPlaying(page)).toBe(false);
  await expectFocus(page, "heading", /^Candidate /);

  const review = reviewPage(page);
  await page.keyboard.press("5");
  await expect(review.score(5)).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("e");
  await expectFocus(page, "textbox", "Evidence for this score");
  await page.keyboard.type("5 hens, noted.");
  await expect(review.score(5)).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  await expect(page.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("n");
  await expectFocus(page, "textbox", /^Note at /);
  await page.keyboard.type("Names the need.");
  await page.keyboard.press("Escape");
  await expect(page.locator(":focus")).toHaveCount(1);

  const indicator = page.getByRole("region", { name: /indicators|evidence/i }).getByRole("checkbox").first();
  await tabTo(page, "checkbox", (await indicator.getAttribute("aria-label")) ?? (await indicator.evaluate((box) => (box as HTMLInputElement).labels?.[0]?.textContent ?? "")).trim());
  await page.keyboard.press("Space");
  await expect(indicator).toBeChecked();
  await page.keyboard.press("f");
  await expectFocus(page, "checkbox", /./);
  await page.keyboard.press("Space");
  await expect(review.tab("Flags")).toHaveText("Flags (1)");

  await page.keyboard.press("]");
  await expectFocus(page, "heading", /Question 2/);
  await page.keyboard.press("q");
  await expectFocus(page, "heading", "Queue");
  await page.keyboard.press("/");
  await expectFocus(page, "textbox", /^Candidate/);
  await page.keyboard.press("Escape");
  await expect(page.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("h");
  await expectFocus(page, "heading", "Your work");
});

test("a batch is checked and submitted with the keyboard alone, and the focus comes back from every dialog", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  await expectFocus(page, "heading", "Your work");
  await page.keyboard.press("?");
  await expectFocus(page, "button", "Close");
  await page.keyboard.press("Escape");
  await expectFocus(page, "heading", "Your work");
  await tabTo(page, "button", "Start marking");
  await page.keyboard.press("Enter");
  await expectFocus(page, "heading", /Question 1/);
  await page.keyboard.press("x");
  await expectFocus(page, "textbox", /./);
  await page.keyboard.press("Escape");
  await expectFocus(page, "heading", /Question 1/);
  await watchAll(page, 1);
  await reviewPage(page).mark(5, "Own part clear.");
  await page.keyboard.press("Control+Enter");
  await expectFocus(page, "heading", "Check and submit");
  await tabTo(page, "checkbox", /my own scores/);
  await page.keyboard.press("Space");
  await tabTo(page, "button", "Submit marks");
  await page.keyboard.press("Enter");
  await expectFocus(page, "button", "Yes, submit");
  await page.keyboard.press("Escape");
  await expectFocus(page, "button", "Submit marks");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expectFocus(page, "heading", "Submitted");
  await expect(page).toHaveTitle(/^Submitted /);
});

test("marking an answer that was watched takes three key presses beside the text of its evidence", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2"]);
  const { page } = await launch();
  await reviewPage(page).begin();
  await watchAll(page, 1);
  await page.keyboard.press("5");
  await page.keyboard.press("e");
  await page.keyboard.type("Own part clear, result told.");
  await page.keyboard.press("Control+Enter");
  await expectFocus(page, "heading", /Question 2/);
  await expect(page.getByText("1 of 2 marked")).toBeVisible();
});

test("a key that was changed acts, is shown everywhere and survives a restart; the old one does nothing", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const first = await launch();
  const { page } = first;
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("?");
  await changeKey(page, "Note at this moment", "e");
  await expect(page.getByRole("status").filter({ hasText: "E is the key of “Evidence for this score”" })).toBeAttached();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("status").filter({ hasText: "Tab works buttons, fields and dialogs" })).toBeAttached();
  await page.keyboard.press("Control+c");
  await expect(page.getByRole("status").filter({ hasText: "The menu needs Ctrl C." })).toBeAttached();
  await page.keyboard.press("b");
  await expect(page.getByRole("status").filter({ hasText: "“Note at this moment” has the key B now." })).toBeAttached();
  await expectFocus(page, "button", "Change the key for Note at this moment");
  // Waiting for a key that does not come: Escape leaves the action and the dialog as they are.
  await changeKey(page, "Flags", "Escape");
  await expectFocus(page, "button", "Change the key for Flags");
  await changeKey(page, "Captions on or off", "Delete");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await first.close();

  const second = await launch();
  const again = reviewPage(second.page);
  await again.begin();
  await expect(second.page.getByRole("button", { name: "Note at this moment" })).toHaveAttribute("aria-keyshortcuts", "B");
  await expect.poll(() => menuItem(second, "noteHere")).toMatchObject({ enabled: true, accelerator: "B" });
  expect((await menuItem(second, "captions")).accelerator).toBeFalsy();
  await second.page.keyboard.press("n");
  await expectFocus(second.page, "heading", /Question 1/);
  await second.page.keyboard.press("b");
  await expectFocus(second.page, "textbox", /^Note at /);

  await second.page.keyboard.press("Escape");
  await second.page.keyboard.press("?");
  await second.page.getByRole("button", { name: "Usual key for Note at this moment" }).press("Enter");
  await expectFocus(second.page, "button", "Change the key for Note at this moment");
  await second.page.getByRole("button", { name: "Back to the usual keys" }).press("Enter");
  await expect(second.page.locator(":focus")).toHaveCount(1);
  await second.page.keyboard.press("Escape");
  await expect.poll(() => menuItem(second, "captions")).toMatchObject({ accelerator: "C" });
});

test("with single keys off letters do nothing and are not shown; Space, combinations and F1 still act", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("?");
  await tabTo(page, "checkbox", /^Single letters/);
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Note at this moment" })).not.toHaveAttribute("aria-keyshortcuts");
  await page.keyboard.press("n");
  await page.keyboard.press("5");
  await page.keyboard.press("?");
  await page.keyboard.press("Space");
  await expect.poll(() => isPlaying(page)).toBe(true);
  await expect(page.getByRole("textbox", { name: /^Note at / })).toHaveCount(0);
  await expect(review.score(5)).toHaveAttribute("aria-checked", "false");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("F1");
  await expect(page.getByRole("dialog", { name: "Keys and help" })).toBeVisible();
});

test("a menu item does what its key does, only where the screen offers it and no dialog stands before it", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const desk = await launch();
  const { page } = desk;
  await expectFocus(page, "heading", "Your work");
  await expect.poll(() => menuItem(desk, "help")).toMatchObject({ enabled: true });
  expect(await menuItem(desk, "noteHere")).toMatchObject({ enabled: false, accelerator: "N" });
  expect(await menuItem(desk, "score5")).toMatchObject({ visible: false });
  await reviewPage(page).begin();
  await expect.poll(() => menuItem(desk, "noteHere")).toMatchObject({ enabled: true });
  expect(await menuItem(desk, "score5")).toMatchObject({ enabled: true, visible: true });
  expect(await menuItem(desk, "score9")).toMatchObject({ visible: false });
  await chooseInMenu(desk, "score5");
  await expect(reviewPage(page).score(5)).toHaveAttribute("aria-checked", "true");
  await chooseInMenu(desk, "help");
  await expect(page.getByRole("dialog", { name: "Keys and help" })).toBeVisible();
  await expect.poll(() => menuItem(desk, "noteHere")).toMatchObject({ enabled: false });
  await page.keyboard.press("Escape");
  await expect.poll(() => menuItem(desk, "noteHere")).toMatchObject({ enabled: true });
});

test("what is wrong with a message to the menu changes nothing in it", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const desk = await launch();
  await expect.poll(() => menuItem(desk, "help")).toMatchObject({ enabled: true });
  const items = () => Promise.all(["help", "noteHere", "score5", "queue", "home"].map((id) => menuItem(desk, id)));
  const before = await items();
  await desk.page.evaluate(() => window.postMessage({ kind: "assessor-desk-actions-offered", offered: ["quit"], keys: {} }, window.location.origin));
  await expect.poll(() => readFile(path.join(home, "logs", "desk.log"), "utf8")).toContain("The page's word to the menu was refused");
  expect(await items()).toEqual(before);
  await chooseInMenu(desk, "help");
  await expect(desk.page.getByRole("dialog", { name: "Keys and help" })).toBeVisible();
});
