import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { BATCH, deskCommand } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";
import { createPracticePanel } from "./support/practice-panel.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-practice-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const RATIONALE = "Finds out what the customer needs before offering anything, and says what came of it. Nothing on how the other side saw it, so no more than a 5.";
const definitive = (first: number, second: number) => [
  { candidate: "K-2031", question: "q1", score: first, rationale: RATIONALE },
  { candidate: "K-2031", question: "q2", score: second, rationale: "One example, told clearly; the channel is chosen for the desk’s sake, not the customer’s." },
];

test("an assessor marks what they practise on, compares it with the leads' marks, and live marking opens", async ({ launch, home }) => {
  test.slow();
  const panel = await createPracticePanel(folder, home);
  await panel.say({ definitive: definitive(5, 3) });
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  const desk = await launch();
  const { page } = desk;
  const review = reviewPage(page);

  // Practice comes first, though the allocation has it last.
  await expect(page.getByRole("heading", { name: "Start with candidate K-2031, question 1" })).toBeVisible();
  await picture(desk, "home-practice");
  await review.begin();
  const main = page.getByRole("main");
  await expect(main.getByText("Practice", { exact: true })).toBeVisible();
  await expect(page.getByText("Mark this answer as you would a live one.")).toBeVisible();
  await picture(desk, "practice-fresh");

  // A key too early does nothing; with the mark complete it compares.
  await page.keyboard.press("p");
  await review.mark(4, "Asks what is needed first, and rings back with both options.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Compare with the leads’ mark" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "from then on yours stands as it is" })).toBeVisible();
  await expect(page.locator("body")).not.toContainText(RATIONALE);
  await picture(desk, "practice-complete");
  await page.keyboard.press("p");
  const comparison = page.getByRole("region", { name: "Your mark and the leads’ mark" });
  await expect(comparison.getByRole("heading", { name: "You gave 4, the leads 5: 1 apart" })).toBeVisible();
  await expect(comparison).toContainText("within the tolerance of 1");
  await expect(comparison).toContainText(RATIONALE);
  await expect(comparison).toContainText("rings back with both options");
  await expect(comparison).toBeFocused();
  await expect(page.getByRole("radio", { name: /^5 .*the leads’ score$/ })).toHaveAttribute("aria-checked", "false");
  await picture(desk, "practice-compared");
  // The own mark stands.
  await page.keyboard.press("7");
  await expect(review.score(4)).toHaveAttribute("aria-checked", "true");

  // A live answer can be looked at, and says what comes first.
  await page.getByRole("button", { name: BATCH, exact: true }).click();
  await expect(page.getByText("This batch cannot be submitted yet")).toBeVisible();
  await picture(desk, "check-practising");
  await page.getByRole("button", { name: /question 1/ }).click();
  await expect(page.getByText("Live marking is closed for now.")).toBeVisible();
  await picture(desk, "review-live-closed");
  await page.keyboard.press("4");
  await expect(review.score(4)).toHaveAttribute("aria-checked", "false");
  await page.getByRole("button", { name: "Go to practice" }).press("Enter");
  await expect.poll(() => page.title()).toContain("Candidate K-2031, question 2");

  await review.mark(3, "One example.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("p");
  await expect(page.getByRole("status").filter({ hasText: `Within 1 of the leads’ marks on 2 of 2. Live marking of ${BATCH} is open.` })).toBeVisible();
  await picture(desk, "practice-within");
  await page.getByRole("button", { name: "Start live marking" }).press("Enter");
  await expect.poll(() => page.title()).toContain("Candidate K-2038, question 1");
  await review.mark(5, "Clear.");
  await review.isSaved();
  await expect(review.score(5)).toHaveAttribute("aria-checked", "true");
});

test("outside the tolerance live marking stays closed, until a lead opens it", async ({ launch, home }) => {
  test.slow();
  const panel = await createPracticePanel(folder, home);
  await panel.say({ definitive: definitive(2, 3) });
  const table = path.join(folder, "marks.csv");
  await writeFile(table, `batch,candidate,question,score,note\n${BATCH},K-2031,q1,6,Strong throughout.\n${BATCH},K-2031,q2,3,One example.`);
  for (const args of [["sync", "--home", home], ["mark", "--home", home, "--csv", table]]) expect((await deskCommand(...args)).status).toBe(0);
  const desk = await launch();
  const { page } = desk;
  await expect(page.getByRole("heading", { name: "Compare your mark of candidate K-2031, question 1" })).toBeVisible();
  await picture(desk, "home-to-compare");
  await page.getByRole("button", { name: "Look at it and compare" }).press("Enter");
  await page.getByRole("button", { name: "Compare with the leads’ mark" }).press("Enter");
  await expect(page.getByRole("heading", { name: "You gave 6, the leads 2: 4 apart" })).toBeVisible();
  await expect(page.getByText("beyond the tolerance of 1")).toBeVisible();
  await page.getByRole("button", { name: "Go on with practice" }).press("Enter");
  await expect.poll(() => page.title()).toContain("question 2");
  await page.keyboard.press("p");
  await expect(page.getByRole("status").filter({ hasText: "Live marking stays closed for now." })).toBeVisible();
  await picture(desk, "practice-outside");
  await page.keyboard.press("h");
  await expect(page.getByRole("heading", { name: `Live marking of ${BATCH} is closed for now` })).toBeVisible();
  await picture(desk, "home-outside");
  await desk.close();

  await panel.say({ opened: { at: "2026-11-22T09:00:00.000Z", because: "We talked about question 1." } });
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  const again = await launch();
  await reviewPage(again.page).begin();
  await expect.poll(() => again.page.title()).toContain("Candidate K-2038, question 1");
  await reviewPage(again.page).mark(5, "Clear.");
  await expect(reviewPage(again.page).score(5)).toHaveAttribute("aria-checked", "true");
});
