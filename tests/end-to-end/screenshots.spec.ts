import { mkdtemp, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { BATCH, createPanel, deskCommand } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";
import { reviewPage } from "./support/review-page.ts";

/** Every state of every screen, in both themes, on a small and a large window and at 200 %. The pictures are in `screenshots/`. */
let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-pictures-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const PASSPHRASE = "plain words for a test";

test("pictures of the first start, of a locked desk, and of one that cannot be opened", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: ["K-2031-q1"] });
  const first = await launch();
  await expect(first.page.getByRole("button", { name: "Enrol" })).toBeVisible();
  await picture(first, "first-start");
  await first.page.getByLabel("File from your team lead").setInputFiles(await panel.invite());
  await first.page.getByLabel("New passphrase for this desk").fill(PASSPHRASE);
  await first.page.getByLabel("The same passphrase again").fill(PASSPHRASE);
  await first.page.getByRole("button", { name: "Enrol" }).click();
  await expect(first.page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible();
  await first.close();
  const locked = await launch();
  await expect(locked.page.getByRole("heading", { name: "Unlock this desk" })).toBeVisible();
  await picture(locked, "locked");
  await locked.close();
  await writeFile(path.join(home, "desk.sqlite"), "This is no database.");
  const refused = await launch();
  await expect(refused.page.getByRole("heading", { name: "This desk cannot be opened" })).toBeVisible();
  await picture(refused, "refused");
});

test("pictures of an empty desk", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: ["K-2031-q1"] });
  const file = path.join(folder, "other.json");
  expect((await deskCommand("invite", "--depot", panel.depot, "--person", "a-2", "--name", "Ben Assessor", "--role", "assessor", "--trust", panel.leadKey, "--out", file)).status).toBe(0);
  expect((await deskCommand("enrol", "--home", home, "--file", file)).status).toBe(0);
  const desk = await launch();
  await expect(desk.page.getByRole("heading", { name: "Nothing is allocated to you yet" })).toBeVisible();
  await picture(desk, "home-empty");
});

test("pictures of the demonstration at work: home, marking, queue, check", async ({ launch, home }) => {
  test.slow();
  expect((await deskCommand("demo", "--home", home)).status).toBe(0);
  const desk = await launch();
  const { page } = desk;
  const review = reviewPage(page);
  await expect(page.getByText("all here").first()).toBeVisible();
  await picture(desk, "home-not-started");
  await review.begin();
  await picture(desk, "review-fresh");

  await page.keyboard.press("Space");
  await expect.poll(() => review.seconds()).toBeGreaterThan(2);
  await page.keyboard.press("Space");
  await page.keyboard.press("n");
  await page.keyboard.type("Names the customer's need before the process.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("6");
  await expect(review.score(6)).toHaveAttribute("aria-checked", "true");
  await picture(desk, "review-little-watched");
  await review.mark(6, "Specific example, own part clear; cost was not weighed.");
  await review.isSaved();
  await picture(desk, "review-marked");
  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  await expect(review.tab("Transcript")).toHaveAttribute("aria-selected", "true");
  await picture(desk, "review-transcript");
  await page.keyboard.press("Escape");
  await review.tab("Flags").click();
  await page.getByRole("checkbox", { name: /Hard to hear/ }).check();
  await picture(desk, "review-flags");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await picture(desk, "help");
  await page.keyboard.press("Escape");
  await page.keyboard.press("]");
  await expect(page).toHaveTitle(/question 2/);
  await page.keyboard.press("x");
  await expect(page.getByRole("dialog", { name: /cannot be scored/i })).toBeVisible();
  await picture(desk, "cannot-score-dialog");
  await page.getByRole("textbox").last().fill("The picture freezes after ten seconds.");
  await page.getByRole("dialog").locator("[type=submit]").click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await picture(desk, "review-cannot-score");

  await page.keyboard.press("q");
  await expect(page.getByRole("row", { name: /K-2031/ }).first()).toBeVisible();
  await picture(desk, "queue");
  await page.getByRole("radio", { name: /^Flagged/ }).check();
  await expect(page.getByText("1 of 42 answers")).toBeVisible();
  await picture(desk, "queue-filtered");
  await page.getByRole("radio", { name: /^Withdrawn/ }).check();
  await expect(page.getByRole("heading", { name: "You withdrew from no candidate" })).toBeVisible();
  await picture(desk, "queue-empty");
  await page.getByRole("radio", { name: /^All answers/ }).check();
  await page.getByRole("row", { name: /K-2038/ }).first().click();
  await expect(page.getByText("Candidate K-2038").first()).toBeVisible();
  await review.tab("Flags").click();
  await page.getByRole("button", { name: /I know this candidate/ }).click();
  await expect(page.getByRole("dialog", { name: "I know this candidate" })).toBeVisible();
  await picture(desk, "withdraw-dialog");
  await page.getByRole("button", { name: "Withdraw from this candidate" }).click();
  await expect(page.getByRole("heading", { name: /You withdrew from candidate/ })).toBeVisible();
  await picture(desk, "review-withdrawn");

  await page.getByRole("button", { name: "Your work" }).click();
  await rename(path.join(home, "demo", "depot"), path.join(home, "demo", "depot-away"));
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText(/^No connection/).first()).toBeVisible();
  await picture(desk, "home-offline");
  await page.getByRole("button", { name: /^Check demo/ }).click();
  await expect(page.getByRole("heading", { name: "Check and submit" })).toBeVisible();
  await picture(desk, "check-missing");
});

test("pictures of a recording that is damaged, and of one that is missing", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  await rename(panel.depot, `${panel.depot}-away`);
  await damage(path.join(home, "vault"));
  const desk = await launch();
  desk.allowConsoleErrors(/media|ERR_/i);
  const review = reviewPage(desk.page);
  await review.begin();
  await desk.page.keyboard.press("Space");
  await expect(desk.page.getByText(/damaged/i).first()).toBeVisible();
  await picture(desk, "review-damaged");
  await desk.close();

  await rename(`${panel.depot}-away`, panel.depot);
  await rm(home, { recursive: true, force: true });
  await panel.enrol(home);
  await rm(path.join(panel.depot, "batches", BATCH, "media"), { recursive: true, force: true });
  await deskCommand("sync", "--home", home);
  const missing = await launch();
  await missing.page.getByRole("button", { name: /^Queue of/ }).click();
  await expect(missing.page.getByRole("row", { name: /K-2031/ }).first()).toBeVisible();
  await picture(missing, "queue-recordings-to-come");
  await missing.page.getByRole("row", { name: /K-2031/ }).first().click();
  await expect(missing.page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
  await picture(missing, "review-missing");
});

test("pictures of the end: complete, submitted, reopened, all done", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  const desk = await launch();
  const { page } = desk;
  const review = reviewPage(page);
  await review.begin();
  await review.markAll(5, "Specific example, own part clear.");
  await picture(desk, "check-complete");
  await page.getByRole("button", { name: "Submit marks" }).click();
  await expect(page.getByText("This set cannot be submitted yet")).toBeVisible();
  await picture(desk, "check-not-declared");
  await review.submit();
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
  await picture(desk, "check-submitted");
  await page.getByRole("button", { name: "Show them in the queue" }).click();
  await page.getByRole("row", { name: /K-2031/ }).first().click();
  await expect(page.getByText(/^Submitted \d/).first()).toBeVisible();
  await picture(desk, "review-submitted");
  await page.getByRole("button", { name: "Your work" }).click();
  await expect(page.getByRole("heading", { name: "All done" })).toBeVisible();
  await picture(desk, "home-all-done");
  await page.getByRole("button", { name: /^Show b-1/ }).click();
  await page.getByRole("button", { name: "Reopen with a reason" }).click();
  await page.getByRole("textbox", { name: /reason/i }).fill("Heard the recording again.");
  await page.getByRole("button", { name: /^Reopen/ }).last().click();
  await expect(page.getByRole("button", { name: "Submit marks" })).toBeVisible();
  await picture(desk, "check-reopened");
});

/** Turns over a stretch of bytes in the middle of each sealed file. */
async function damage(vault: string): Promise<void> {
  for (const entry of await readdir(vault, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = path.join(entry.parentPath, entry.name);
    const file = await open(name, "r+");
    await file.write(Buffer.alloc(64, 0xa5), 0, 64, Math.floor((await stat(name)).size / 2));
    await file.close();
  }
}
