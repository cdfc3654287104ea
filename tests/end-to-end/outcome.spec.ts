import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CampaignRules } from "../../src-shared/documents/campaign.ts";
import { expect, test } from "./desk-window.ts";
import { violations } from "./support/axe.ts";
import { createModeratedBatch } from "./support/moderated-batch.ts";
import { outcomePage } from "./support/outcome-page.ts";
import { BATCH } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-outcome-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const rules: Partial<CampaignRules> = { places: 2, combine: "mean", tolerance: 1, cumulativeTolerance: 30, tieBreak: ["decisions"] };
const same = (scores: Record<string, number[]>) => ({ "a-1": scores, "a-2": scores });

/** K-3 is first; K-1 and K-2 are level for the second and last place. */
const tied = { "K-1": [5, 5, 5, 5, 5, 5], "K-2": [5, 5, 6, 4, 5, 5], "K-3": [6, 6, 6, 6, 6, 6], "K-4": [3, 3, 5, 5, 5, 5] };

test("a lead breaks a tie by keyboard, declares, publishes, and sees the document arrive; a correction follows with its reason", async ({ launch, home }) => {
  test.slow();
  const panel = await createModeratedBatch(folder, home, rules, same(tied));
  const first = await launch();
  const outcome = outcomePage(first.page);
  await outcome.open();
  await expect(outcome.row(1)).toContainText("K-3");
  await expect(outcome.row(2)).toContainText("2= sharedK-1");
  await expect(outcome.row(4)).toContainText("Not passed");
  // The columns hold what the rule looks at: the mean of each behaviour, not its sum.
  await expect(outcome.grid.getByRole("columnheader", { name: "Communicating and Influencing mean" })).toBeVisible();

  // Pressed too early, it says what is in the way.
  await outcome.publish.click();
  await expect(outcome.panel("Publish").getByRole("alert")).toContainText("2 candidates of b-1 share the last place that there is.");
  await expect(outcome.panel("Publish").getByRole("alert")).toContainText("Tick the declaration.");

  await outcome.panel("Before publishing").getByRole("button", { name: "Put in order" }).focus();
  await first.page.keyboard.press("Enter");
  await expect(outcome.dialog.getByRole("button", { name: "K-1 further down" })).toBeFocused();
  expect.soft(await violations(first.page), "tie").toEqual([]);
  await first.page.keyboard.press("Alt+ArrowDown");
  await expect(outcome.dialog.getByRole("listitem").first()).toContainText("K-2");
  await expect(outcome.dialog.getByRole("status")).toHaveText("K-1 is now number 2 of 2.");
  await outcome.dialog.getByRole("button", { name: "Keep this order" }).click();
  await expect(outcome.dialog.getByText("Write a reason.")).toBeVisible();
  await outcome.dialog.getByRole("textbox", { name: "Why this order" }).fill("K-2 planned the service with more foresight.");
  await outcome.dialog.getByRole("button", { name: "Keep this order" }).click();
  await expect(outcome.dialog).toBeHidden();
  await expect(outcome.row(2)).toContainText("K-2");
  await expect(outcome.row(2)).toContainText("Offer");
  await expect(outcome.panel("Before publishing")).toContainText("Nothing is in the way.");

  // A candidate's line opens their answers.
  await outcome.row(2).focus();
  await first.page.keyboard.press("Enter");
  await expect(outcome.dialog).toContainText("Ahead of K-1 as a lead decided: K-2 planned the service with more foresight.");
  await expect(outcome.dialog.getByRole("row").nth(3)).toContainText("6 by Assessor a-1, 6 by Assessor a-2");
  expect.soft(await violations(first.page), "candidate").toEqual([]);
  await first.page.keyboard.press("Escape");
  await expect(outcome.row(2)).toBeFocused();

  await outcome.panel("Publish").getByRole("checkbox").check();
  await outcome.publish.click();
  await expect(outcome.dialog).toContainText("2 offers, 1 on the reserve list, 1 not passed.");
  await outcome.dialog.getByRole("button", { name: "Yes, publish" }).click();
  await expect(first.page.getByText("Revision 1 is published.")).toBeVisible();
  await expect(outcome.panel("Published")).toContainText(/Delivered .* to /);
  const [document] = await readdir(path.join(panel.depot, "outcomes", BATCH));
  await expect(outcome.panel("Published")).toContainText(document!);
  expect.soft(await violations(first.page), "published").toEqual([]);
  await first.close();

  await panel.reopen("a-1", "Read the rubric again.");
  await panel.reopen("a-2", "Read the rubric again.");
  for (const person of ["a-1", "a-2"]) await panel.handIn(person, { ...tied, "K-4": [6, 6, 6, 6, 6, 7] });
  await panel.syncLead();
  const { page } = await launch();
  const again = outcomePage(page);
  await again.open();
  await expect(again.panel("Changed since revision 1")).toContainText("K-4 not passed, place 4, 26 → offer, place 1, 37");
  await again.filter(/^Changed/).check();
  await expect(again.grid).toHaveAttribute("aria-rowcount", "5");
  await again.panel("Publish revision 2").getByRole("checkbox").check();
  await again.publish.click();
  await expect(again.panel("Publish revision 2").getByRole("alert")).toContainText("Say why there is a new revision.");
  await again.panel("Publish revision 2").getByRole("textbox", { name: "Why there is a new revision" }).fill("Two assessors corrected K-4.");
  await again.publish.click();
  await again.dialog.getByRole("button", { name: "Yes, publish" }).click();
  await expect(page.getByText("Revision 2 is published.")).toBeVisible();
  await expect(again.panel("Published")).toContainText("Reason: Two assessors corrected K-4.");
  await expect(again.panel("Published")).toContainText("Revision 1, no longer counts");
});

test("pictures of the outcome: open, a candidate, a tie, published", async ({ launch, home }) => {
  test.slow();
  const candidates = Array.from({ length: 24 }, (_, n) => `K-${2001 + n * 7}`);
  const scores = Object.fromEntries(candidates.map((candidate, n) => [candidate, [0, 1, 2, 3, 4, 5].map((q) => 3 + ((n * 5 + q * 3) % 4))]));
  const other = Object.fromEntries(candidates.map((candidate, n) => [candidate, scores[candidate]!.map((score, q) => ((n + q) % 6 === 0 ? Math.min(7, score + 1) : score))]));
  const panel = await createModeratedBatch(folder, home, { ...rules, places: 6 }, { "a-1": { ...scores, "K-2001": [1, 1, 3, 3, 4, 4] }, "a-2": other });
  const first = await launch();
  const outcome = outcomePage(first.page);
  await outcome.open();
  await picture(first, "outcome");
  await outcome.row(2).click();
  await expect(outcome.dialog.getByRole("table")).toBeVisible();
  await picture(first, "outcome-candidate");
  await first.page.keyboard.press("Escape");
  await outcome.panel("Before publishing").getByRole("button", { name: "Put in order" }).click();
  await expect(outcome.dialog.getByRole("listitem").first()).toContainText("Communicating");
  await picture(first, "outcome-tie");
  await outcome.dialog.getByRole("textbox").fill("By the evidence for decisions.");
  await outcome.dialog.getByRole("button", { name: "Keep this order" }).click();
  await expect(outcome.dialog).toBeHidden();
  await first.close();

  await panel.reopen("a-1", "Marked the wrong person.");
  await panel.handIn("a-1", { ...scores, "K-2001": other["K-2001"]! });
  await panel.syncLead();
  const desk = await launch();
  const published = outcomePage(desk.page);
  await published.open();
  await published.panel("Publish").getByRole("checkbox").check();
  await published.publish.click();
  await published.dialog.getByRole("button", { name: "Yes, publish" }).click();
  await expect(published.panel("Published")).toContainText(/Delivered/);
  await picture(desk, "outcome-published");
});
