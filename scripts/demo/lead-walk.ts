import { rmSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { desk } from "./demo-desk.ts";
import { openDesk, withoutWindow, type Walk } from "./walk.ts";

const BATCH = "demo-1";
const FIRST = "a-morgan";
const SECOND = { person: "a-singh", name: "A. Singh (demonstration)", role: "assessor" };
const LEAD = { person: "t-rivers", name: "T. Rivers (demonstration)", role: "lead" };
/** How the second assessor scores question 1 to 6: twice not as the first one does. */
const SECOND_SCORES = [5, 6, 4, 5, 5, 3];
const SETTLED_WITH = 4;

/** What a lead does after it: double marking, moderation, quality, outcome, exports. `home` is the first assessor's desk. @throws when a step fails. */
export async function leadWalk({ home, screenshots, environment, step }: Walk): Promise<void> {
  const homeOf = (person: string) => `${home}-${person}`;
  for (const joining of [SECOND, LEAD]) await join(home, homeOf(joining.person), joining);
  step("A second assessor and a team lead join", "each on a laptop of their own, by an enrolment file");
  const [leads, seconds] = [homeOf(LEAD.person), homeOf(SECOND.person)];
  const drawn = await desk<{ doubles: number }>("allocate", "--home", leads, "--batch", BATCH, "--assessors", `${FIRST},${SECOND.person}`);
  step("Allocate", `${drawn.doubles} of the candidates drawn by lot to be marked by both, blind`);
  await desk("sync", "--home", seconds);
  const marked = await (await withoutWindow()).markApart(seconds, SECOND_SCORES);
  await desk("submit", "--home", seconds, "--batch", BATCH);
  step("Mark apart", `${marked} answers by the second assessor, who sees nothing of the first one's marks`);
  await desk("sync", "--home", leads);
  await inTheWindow({ home: leads, screenshots, environment, step });
  const files = ["csv", "xlsx", "pdf"].map((format) => [format, path.join(screenshots, `record.${format}`)] as const);
  // Nothing is ever written over; these are of an earlier walk.
  for (const [, file] of files) rmSync(file, { force: true });
  for (const [format, file] of files) await desk("export", "--home", leads, "--batch", BATCH, "--format", format, "--out", file);
  step("Export", "the batch's record as CSV, XLSX and PDF, beside the screenshots");
}

async function join(demo: string, home: string, { person, name, role }: typeof LEAD): Promise<void> {
  const [depot, key, file] = ["depot", "lead.key.json", `${person}.json`].map((each) => path.join(demo, "demo", each)) as [string, string, string];
  await desk("invite", "--depot", depot, "--person", person, "--name", name, "--role", role, "--trust", key, "--out", file);
  await desk("enrol", "--home", home, "--file", file);
  await desk("sync", "--home", home);
}

async function inTheWindow({ home, screenshots, environment, step }: Walk): Promise<void> {
  const { app, page } = await openDesk(home, environment);
  const picture = (name: string) => page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  const tab = (name: string) => page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: new RegExp(`^${name}`) }).press("Enter");
  try {
    await expect(page.getByRole("heading", { name: "Board", exact: true })).toBeVisible();
    await page.getByRole("button", { name: BATCH, exact: true }).press("Enter");
    await expect(page.getByRole("region", { name: "Assessors" })).toBeVisible();
    await picture("lead-board");
    step("Board", await page.getByRole("heading", { level: 2 }).first().innerText());

    await tab("Moderate");
    const settled = await settleEverything(page, () => picture("lead-moderate"));
    step("Moderate", `${settled} answers settled by keyboard, each with its reason`);

    await tab("Quality");
    await expect(page.getByRole("heading", { name: "Quality", exact: true })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: / marks of / })).toBeVisible({ timeout: 60_000 });
    await picture("lead-quality");
    step("Quality", await page.getByRole("status").filter({ hasText: / marks of / }).innerText());

    await tab("Outcome");
    await expect(page.locator('[role=row][aria-rowindex="2"]')).toContainText(/\d/);
    await page.getByRole("region", { name: "Publish" }).getByRole("checkbox").check();
    await picture("lead-outcome");
    await page.getByRole("button", { name: "Publish the outcome" }).press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Yes, publish" }).press("Enter");
    await expect(page.getByText("Revision 1 is published.")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("region", { name: "Published" })).toContainText(/Delivered/, { timeout: 60_000 });
    await picture("lead-published");
    step("Publish", "the outcome, signed and sealed, with every mark that it rests on");
  } catch (error) {
    await picture("failed").catch(() => undefined);
    throw error;
  } finally {
    await app.close();
  }
}

/** Gives each answer of the work list its score and a reason until there is none. Returns how many. */
async function settleEverything(page: Page, picture: () => Promise<unknown>): Promise<number> {
  const decision = page.getByRole("region", { name: "Decision" });
  await expect(decision).toBeVisible();
  for (let settled = 0; ; settled += 1) {
    await page.keyboard.press("Escape");
    await page.keyboard.press(String(SETTLED_WITH));
    await expect(page.getByRole("radio", { name: new RegExp(`^${SETTLED_WITH} `) })).toHaveAttribute("aria-checked", "true");
    await decision.getByRole("textbox", { name: "Reason" }).fill("Both tell the same example; its result weighs more than the set-up.");
    if (settled === 0) await picture();
    const before = await page.title();
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.title()).not.toBe(before);
    if (!(await decision.isVisible())) return settled + 1;
  }
}
