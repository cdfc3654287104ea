import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { backUp } from "../../src-main/engine/store/backups.ts";
import { expect, test, type Desk } from "./desk-window.ts";
import { createPanel, deskCommand, type Panel } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";
import { playerPage } from "./support/player-page.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
let panel: Panel;
test.beforeEach(async ({ home }) => {
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-survival-"));
  panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Marks the first answer, and leaves the second as it is. */
async function markFirst({ page }: Desk, evidence: string) {
  const review = reviewPage(page);
  await review.begin();
  await review.mark(6, evidence);
  await page.keyboard.press("Escape");
  await review.isSaved();
}

test("a desk whose database was overwritten while it was closed opens with its marks from the backup, and says so", async ({ launch, home }) => {
  const first = await launch();
  await markFirst(first, "Own part clear.");
  await first.close();
  const db = new Database(path.join(home, "desk.sqlite"));
  backUp(db, home, new Date(), "test");
  db.close();
  await writeFile(path.join(home, "desk.sqlite"), randomBytes(300_000));

  const desk = await launch();
  const { page } = desk;
  await expect(page.getByText("Your marks were restored from a backup")).toBeVisible();
  await expect(page.getByText(/^1 of 2 answers/).first().or(page.getByText("1 of 2").first())).toBeVisible();
  await picture(desk, "home-restored");
  expect(await readdir(path.join(home, "damaged"))).toHaveLength(1);
  await page.getByRole("button", { name: "I have read this" }).click();
  await expect(page.getByText("Your marks were restored from a backup")).toBeHidden();
  await page.getByRole("button", { name: "Carry on marking" }).click();
  await expect(page).toHaveTitle(/question 2/);
  await page.keyboard.press("[");
  await expect(reviewPage(page).evidence).toHaveValue("Own part clear.");
  await expect(reviewPage(page).score(6)).toHaveAttribute("aria-checked", "true");
  await desk.close();
  expect((await deskCommand("verify", "--home", home)).status).toBe(0);
});

test("recordings of a batch are removed in the window after a warning, the player says so, and they come again when asked for", async ({ launch, home }) => {
  const desk = await launch();
  const { page } = desk;
  await expect(page.getByText("all here").first()).toBeVisible();
  await page.getByRole("button", { name: "Space" }).click();
  await expect(page.getByRole("dialog", { name: "Space on this laptop" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove the recordings of b-1" })).toBeVisible();
  await picture(desk, "space");
  await page.getByRole("button", { name: "Remove the recordings of b-1" }).click();
  await expect(page.getByRole("dialog", { name: "Remove the recordings of b-1?" })).toBeVisible();
  await expect(page.getByText("b-1 is not submitted and delivered yet")).toBeVisible();
  await picture(desk, "space-remove-needed");
  await page.getByRole("button", { name: "Keep them" }).click();
  await page.getByRole("button", { name: "Remove the recordings of b-1" }).click();
  await page.getByRole("button", { name: "Remove them all the same" }).click();
  await expect(page.getByRole("cell", { name: /^Removed .*, as you asked$/ })).toBeVisible();
  await picture(desk, "space-removed");
  expect((await readdir(path.join(home, "vault"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row", { name: /^b-1/ }).getByText("removed")).toBeVisible();
  await picture(desk, "home-removed");

  await page.getByRole("button", { name: "Start marking" }).click();
  await expect(page.getByText("This recording was removed from this laptop")).toBeVisible();
  await picture(desk, "review-removed");
  await page.getByRole("button", { name: "Fetch again" }).click();
  await playerPage(page).ready();
});

test("recordings of a delivered batch are removed in the window at once, and what was submitted stays", async ({ launch }) => {
  const desk = await launch();
  const { page } = desk;
  // What the page had read before the removal it may ask for once more.
  desk.allowConsoleErrors(/404/);
  const review = reviewPage(page);
  await review.begin();
  await review.markAll(5, "Clear.");
  await review.submit();
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
  await page.getByRole("button", { name: "Your work" }).click();
  await page.getByRole("button", { name: "Space" }).click();
  await picture(desk, "space-delivered");
  await page.getByRole("button", { name: "Remove the recordings of b-1" }).click();
  await picture(desk, "space-remove");
  await page.getByRole("button", { name: "Remove recordings" }).click();
  await expect(page.getByRole("cell", { name: /^Removed / })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Show b-1/ }).click();
  await page.getByRole("button", { name: "Show them in the queue" }).click();
  await page.getByRole("row", { name: /K-2031/ }).first().click();
  await expect(page.getByText("This recording was removed from this laptop")).toBeVisible();
  await expect(review.evidence).toHaveValue(/^Clear\./);
  await picture(desk, "review-submitted-removed");
});
