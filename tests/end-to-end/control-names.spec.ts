import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** The roles of everything that somebody works with, as Chromium names them; rows too, where they take the focus. */
const CONTROLS = ["button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "tab", "slider", "spinbutton", "option", "menuitem", "grid"];

/** Controls that do the same, and so may have one name: the check page's lists lead to one answer for several reasons. */
const SAME_DEED: readonly RegExp[] = [/^button: K-2031, question \d$/];

/** What Chromium tells a screen reader about every control on screen, a dialog's alone while it is open: `role: name`. */
async function controls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const isControl = (node: (typeof nodes)[number]) => CONTROLS.includes(String(node.role?.value)) || node.properties?.some(({ name, value }) => name === "focusable" && value.value === true && node.role?.value === "row");
  return nodes.filter((node) => !node.ignored && isControl(node)).map((node) => `${String(node.role?.value)}: ${String(node.name?.value ?? "").trim()}`);
}

async function expectNames(page: Page, where: string, atLeast: number): Promise<void> {
  const all = await controls(page);
  expect(all.length, `controls on ${where}`).toBeGreaterThanOrEqual(atLeast);
  expect(all.filter((each) => each.endsWith(": ")), `without a name on ${where}`).toEqual([]);
  const twice = all.filter((each, at) => all.indexOf(each) !== at && !SAME_DEED.some((allowed) => allowed.test(each)));
  expect(twice, `the same name for different things on ${where}`).toEqual([]);
}

test("every control of every screen and dialog has a name of its own", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
  const first = await launch();
  await expect(first.page.getByRole("button", { name: "Enrol" })).toBeVisible();
  await expectNames(first.page, "first start", 3);
  await first.close();
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);

  const { page } = await launch();
  await expect(page.getByText("all here").first()).toBeVisible();
  await expectNames(page, "home", 4);
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("n");
  await page.keyboard.type("A note.");
  await review.isSaved();
  await expectNames(page, "review with notes", 30);
  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await expectNames(page, "review with the transcript", 30);
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await page.keyboard.press("Space");
  await expectNames(page, "review with flags", 30);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More about playing" }).click();
  await expect(page.getByRole("checkbox", { name: /2 seconds earlier/ })).toBeVisible();
  await expectNames(page, "review with more about playing", 30);
  await page.keyboard.press("Escape");
  for (const [key, dialog] of [["?", "Keys and help"], ["x", /cannot be scored/i]] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
    await expectNames(page, `the dialog ${String(dialog)}`, 3);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Change the key for Note at this moment" }).press("Enter");
  await expect(page.getByRole("button", { name: "Press the new key for Note at this moment" })).toBeFocused();
  await expectNames(page, "the help while a key is chosen", 10);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "I know this candidate…" }).click();
  await expectNames(page, "the question before withdrawing", 3);
  await page.getByRole("button", { name: "Withdraw from this candidate" }).click();
  await expect(page.getByRole("heading", { name: "You withdrew from candidate K-2031" })).toBeVisible();
  await expectNames(page, "withdrawn", 4);
  await page.getByRole("button", { name: "Take this back" }).click();
  await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
  await page.keyboard.press("3");
  await expect(page.getByRole("group", { name: /^You have watched/ })).toBeVisible();
  await expectNames(page, "review that asks why little was watched", 30);
  await page.keyboard.press("q");
  await expect(page.getByRole("grid")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(3);
  await expectNames(page, "queue", 8);
  await page.keyboard.press("h");
  await review.begin();
  await review.markAll(3, "Moderate example.");
  await expectNames(page, "check", 5);
  await page.getByRole("checkbox", { name: /my own scores/ }).check();
  await page.getByRole("button", { name: "Submit marks" }).press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNames(page, "the question before submitting", 3);
  await page.getByRole("button", { name: "Yes, submit" }).press("Enter");
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
  await expectNames(page, "submitted", 3);
  await page.getByRole("button", { name: "Reopen with a reason" }).click();
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await expectNames(page, "submitted, being reopened", 4);
});
