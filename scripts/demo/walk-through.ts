import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { openDesk, withoutWindow, type Walk } from "./walk.ts";

/** How the demonstration's assessor scores question 1 to 6; any scores would do. */
const SCORES = [5, 6, 4, 3, 5, 4];
const PLAYED_SECONDS = 3;

/** Does the main job through the real window: synchronise, play, score, note, check, submit, deliver. @throws when a step fails. */
export async function walkThrough({ home, screenshots, environment, step }: Walk): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  const walk = { screenshots, environment, step };
  await firstStart({ ...walk, home: `${home}-first-start` });
  await firstLook({ ...walk, home });
  const watched = await (await withoutWindow()).watchAhead(home);
  step("Watch", `playing all of it takes an hour, so ${watched} answers count as watched, and the first is played a little`);
  await mainJob({ ...walk, home });
}

/** The home screen, once everything has come. */
async function firstLook({ home, screenshots, environment, step }: Walk): Promise<void> {
  const { app, page } = await openDesk(home, environment);
  await expect(page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible();
  await expect(page.getByText(/all here/i).first()).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: path.join(screenshots, "home.png") });
  await app.close();
  step("Synchronise", "every recording is on this laptop, verified and sealed");
}

async function mainJob({ home, screenshots, environment, step }: Walk): Promise<void> {
  const { app, page } = await openDesk(home, environment);
  const picture = (name: string) => page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  try {
    await page.getByRole("button", { name: /start marking|carry on marking/i }).click();
    await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
    await play(page);
    step("Play the first answer", `${PLAYED_SECONDS} seconds of picture and sound over media://`);
    await page.keyboard.press("t");
    await page.keyboard.type("customer");
    await expect(page.getByRole("tab", { name: /^Transcript/ })).toHaveAttribute("aria-selected", "true");
    await picture("transcript");
    step("Transcript", "it follows the recording, is searched, and jumps to the moment of a line");
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    await page.keyboard.type("Names the customer's need before the process.");
    await expect(page.getByTestId("saved")).toContainText(/^Saved \d/);
    step("Note at this moment", await page.getByTestId("saved").innerText());

    await page.keyboard.press("Escape");
    await page.keyboard.press("q");
    await expect(page.getByRole("heading", { name: "Queue", exact: true })).toBeVisible();
    await expect(page.getByRole("row", { name: /unmarked/ }).first()).toBeVisible();
    await picture("queue");
    const listed = await page.getByRole("grid").getAttribute("aria-rowcount");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("row").nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
    step("Queue", `${Number(listed) - 1} answers to look over, filter and search; the first is opened by key`);

    const total = await markEverything(page, Number(listed) - 1, picture);
    step("Score every answer", `${total} answers with their evidence, by keyboard alone`);

    await expect(page.getByRole("heading", { name: /check and submit/i })).toBeVisible();
    await picture("check");
    await page.getByRole("checkbox", { name: /my own scores/i }).check();
    await page.getByRole("button", { name: "Submit marks" }).click();
    await page.getByRole("button", { name: "Yes, submit" }).click();
    await expect(page.getByText(/^Delivered \d/).first()).toBeVisible({ timeout: 60_000 });
    await picture("delivered");
    step("Submit", "the set is sealed, kept on this laptop, delivered and read back");
  } catch (error) {
    await picture("failed").catch(() => undefined);
    throw error;
  } finally {
    await app.close();
  }
}

/** What somebody sees who opens the desk for the first time. */
async function firstStart({ home, screenshots, environment, step }: Walk): Promise<void> {
  const { app, page } = await openDesk(home, environment);
  await expect(page.getByRole("button", { name: "Open the demonstration" })).toBeVisible();
  await page.screenshot({ path: path.join(screenshots, "first-start.png") });
  await app.close();
  step("Open a desk for the first time", "it asks for an enrolment file, or shows the demonstration");
}

/** Plays from the beginning until some seconds were really shown. */
async function play(page: Page): Promise<void> {
  await page.keyboard.press("Space");
  await expect.poll(() => page.evaluate(() => document.querySelector<HTMLVideoElement>(".deck-shown video")?.currentTime ?? 0), { timeout: 60_000 }).toBeGreaterThan(PLAYED_SECONDS);
  await page.keyboard.press("Space");
}

const TELL_EVERY = 6;

/** Scores and justifies answer after answer until the check page comes, and says how far it is. Returns how many. */
async function markEverything(page: Page, answers: number, picture: (name: string) => Promise<unknown>): Promise<number> {
  const check = page.getByRole("heading", { name: /check and submit/i });
  for (let marked = 0; ; marked += 1) {
    await page.keyboard.press("Escape");
    const score = SCORES[marked % SCORES.length]!;
    await page.keyboard.press(String(score));
    await expect(page.getByRole("radio", { name: new RegExp(`^${score} `) })).toHaveAttribute("aria-checked", "true");
    // The demonstration's campaign asks that most of an answer is watched, or for a reason.
    const enough = page.getByRole("button", { name: "It was enough to judge", pressed: false });
    if (await enough.isVisible()) await enough.press("Enter");
    await page.keyboard.press("e");
    await page.getByRole("textbox", { name: /evidence for this score/i }).fill("Specific example, own part clear, result told; cost was not weighed.");
    if (marked === 0) {
      await page.mouse.move(0, 0);
      await expect(page.getByTestId("saved")).toContainText(/^Saved \d/);
      await picture("review");
    }
    // The title names candidate and question.
    const before = await page.title();
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.title()).not.toBe(before);
    if (await check.isVisible()) return marked + 1;
    if ((marked + 1) % TELL_EVERY === 0) console.log(`  ${marked + 1} of ${answers} answers scored …`);
  }
}
