import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { createModeratedPanel, type GivenMark } from "./support/moderated-panel.ts";
import { BATCH } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-questions-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const marks = (score: number): Record<string, GivenMark> => ({ "K-2031-q1": { score, evidence: "Names the problem first." }, "K-2031-q2": { score: 4, evidence: "One example." } });

test("what a lead asks is the first thing that its assessor sees, and goes back with the next set", async ({ launch, home }) => {
  test.slow();
  const { depot } = await createModeratedPanel(folder, home, { "a-1": marks(6), "a-2": marks(3) });
  const lead = await launch();
  await lead.page.getByRole("button", { name: BATCH, exact: true }).click();
  await lead.page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: /^Moderate/ }).click();
  await expect(lead.page.getByRole("region", { name: "Decision" })).toBeVisible();
  await lead.page.keyboard.press("q");
  const dialog = lead.page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Your question" }).fill("Where do you see what came of it?");
  await dialog.getByRole("radio", { name: "Anna Assessor" }).check();
  await dialog.getByRole("button", { name: "Send back" }).press("Enter");
  await expect.poll(async () => (await readdir(path.join(depot, "queries", "a-1", BATCH, "l-1")).catch(() => [])).length).toBe(1);
  await lead.close();

  // The assessor's laptop in the place of the lead's.
  await rename(home, path.join(folder, "lead-home"));
  await rename(path.join(folder, "a-1"), home);
  const desk = await launch();
  const { page } = desk;
  await expect(page.getByRole("heading", { name: "Your team lead asks about candidate K-2031, question 1" })).toBeVisible();
  await expect(page.getByText("Lena Lead: Where do you see what came of it?")).toBeVisible();
  await picture(desk, "home-asked");
  await page.getByRole("button", { name: "Look at it again" }).press("Enter");
  await expect(page.getByText("Where do you see what came of it?")).toBeVisible();
  await picture(desk, "review-asked");
  await page.keyboard.press("4");
  await page.getByRole("textbox", { name: "Your reply" }).focus();
  await page.keyboard.type("Only claimed. I mark it down.");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("saved")).toHaveText(/^Saved \d/);

  await page.getByRole("button", { name: "Your work" }).click();
  await expect(page.getByText("Your replies are ready to be submitted")).toBeVisible();
  await page.getByRole("button", { name: `Check and submit ${BATCH}` }).click();
  await expect(page.getByText("Your team lead asks about 1 answer.")).toBeVisible();
  await reviewPage(page).submit();
  await expect.poll(async () => (await readdir(path.join(depot, "sets", BATCH, "a-1"))).filter((name) => name.startsWith("2-")).length).toBe(1);
});
