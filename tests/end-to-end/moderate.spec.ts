import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { createModeratedPanel, type GivenMark } from "./support/moderated-panel.ts";
import { picture } from "./support/pictures.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-moderate-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const ANNA: Record<string, GivenMark> = {
  "K-2031-q1": { score: 5, evidence: "Names the customer's problem before the process. Clear throughout.", notes: [[4, "Names the problem first."], [14, "“I checked what the regulation allows”"]], ticks: [[4, "p1"], [15, "p3"], [22, "n1"]] },
  "K-2031-q2": { score: 4, evidence: "Adequate, with one example.", ticks: [[7, "p1"]] },
  "K-2044-q1": { score: 6, evidence: "Strong: tells what came of it.", notes: [[9, "Result told, with a figure."]], ticks: [[9, "p2"]], flag: "Reads from the side?" },
  "K-2044-q3": { score: 4, evidence: "Weighs two ways.", ticks: [[6, "p2"]] },
};
const BEN: Record<string, GivenMark> = {
  "K-2031-q1": { score: 3, evidence: "Long set-up; the talk itself takes one sentence.", notes: [[7, "Long set-up."], [19, "No check that it was understood."]], ticks: [[8, "n1"], [20, "n2"]] },
  "K-2031-q2": { score: 4, evidence: "Own part clear." },
  "K-2044-q1": { score: 3, evidence: "Outcome claimed, not evidenced.", notes: [[12, "Outcome claimed."]], ticks: [[12, "n1"]] },
  "K-2044-q3": { score: 5, evidence: "Weighs costs and risks.", ticks: [[7, "p2"], [12, "p3"]] },
};

const moderate = (page: Page) => ({
  open: async () => {
    await expect(page.getByRole("region", { name: "Decision" })).toBeVisible();
  },
  heading: page.getByRole("heading", { level: 1 }),
  list: page.getByRole("region", { name: "Work list" }),
  rows: page.getByRole("region", { name: "Work list" }).locator("button.work-row"),
  score: (value: number) => page.getByRole("radio", { name: new RegExp(`^${value} `) }),
  basis: (name: RegExp) => page.getByRole("radio", { name }),
  reason: page.getByRole("textbox", { name: "Reason" }),
  saved: page.getByTestId("saved"),
});

test("pictures of moderating", async ({ launch, home }) => {
  test.slow();
  await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN }, { tolerance: 1 });
  const desk = await launch();
  const { page } = desk;
  const screen = moderate(page);
  await screen.open();
  await page.keyboard.press("4");
  await page.keyboard.press("e");
  await page.keyboard.type("Ben's point on the long set-up stands; Anna is right that the problem is named first. Adequate.");
  await expect(screen.saved).toHaveText(/^Saved /);
  await picture(desk, "moderate");
});
