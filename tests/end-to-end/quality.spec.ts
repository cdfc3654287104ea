import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { violations } from "./support/axe.ts";
import { makeMarkedPanel, MARKED } from "./support/marked-panel.ts";
import { holdBack } from "./support/hold-back.ts";
import { picture, show } from "./support/pictures.ts";

/** A lead's desk with what fourteen assessors handed in: made once, copied for each test. */
let folder: string;
let marked: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-marked-"));
  marked = await makeMarkedPanel(folder);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.beforeEach(({ home }) => cp(marked, home, { recursive: true }));

const qualityPage = (page: Page) => ({
  part: (name: string) => page.getByRole("region", { name, exact: true }),
  summary: page.getByRole("status").filter({ hasText: / marks of / }),
  async open(batch = MARKED) {
    await page.getByRole("button", { name: batch, exact: true }).click();
    await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: "Quality" }).click();
    await expect(page.getByRole("heading", { name: "Quality", exact: true })).toBeVisible();
  },
});

test("what a lead should look at first stands on top in a sentence each, and leads to where it shows", async ({ launch }) => {
  const { page } = await launch();
  const quality = qualityPage(page);
  await quality.open();
  const first = quality.part("Look at first");
  await expect(first.getByRole("listitem")).toHaveText([
    /^B\. Chen has grown stricter: by 0\.8 points in a hundred marks \(0\.7 to 1\.0\)\./,
    /^A\. Morgan marks 1\.2 points below the definitive marks of 48 seeds \(1\.0 to 1\.5\)\./,
    /^C\. Okafor gives 4 to 86.% of the answers; the others to 24.%\./,
    /^B\. Chen marks 1\.1 points below the definitive marks of 48 seeds/,
    /^E\. Farouk marks 1\.0 point above the definitive marks of 48 seeds/,
  ]);
  await first.getByRole("button", { name: "Show 1 more" }).click();
  await expect(first.getByRole("listitem").last()).toHaveText(/^D\. Hughes takes \d+ s for an answer; most others take 4 min \d+ s\./);

  const shows = async (sentence: RegExp, heading: string) => {
    await first.getByRole("button", { name: sentence }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: heading, exact: true })).toBeFocused();
    await expect(page.getByRole("heading", { name: heading, exact: true })).toBeInViewport();
  };
  await shows(/A\. Morgan marks/, "Assessor by assessor");
  const rows = quality.part("Assessor by assessor").getByRole("table").getByRole("rowheader");
  await expect(rows).toHaveText(["A. Morgan"]);
  await page.getByRole("button", { name: "Show everybody again" }).click();
  await expect(rows).toHaveCount(14);
  await shows(/C\. Okafor gives/, "Assessor by assessor");
  await expect(page.getByRole("table", { name: "Scores given" }).getByRole("row", { name: /C\. Okafor/ })).toContainText("86 %");
  await shows(/B\. Chen has grown/, "Over time");
  await expect(quality.part("Over time").getByRole("combobox", { name: "Assessor" })).toHaveValue("1");
});

test("coefficients stand with their meaning and their interval, and say why where there are none", async ({ launch }) => {
  const { page } = await launch();
  const quality = qualityPage(page);
  await quality.open();
  const agreement = quality.part("How far assessors agree");
  const row = (name: string) => agreement.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("Exact")).toContainText(/^Exact29\.3 %.*How often two assessors gave an answer the same score\.$/);
  await expect(row("ICC(2,1)")).toContainText(/0\.570\.46 to 0\.69/);
  await expect(row("Interval")).toContainText("0.58");
  await expect(agreement.getByRole("row", { name: /Cohen's kappa is for two assessors, and here are 14/ })).toBeVisible();
});

test("the numbers are of the behaviour and the batches that are chosen", async ({ launch }) => {
  const { page } = await launch();
  const quality = qualityPage(page);
  await quality.open();
  await expect(quality.summary).toHaveText(`${MARKED} · 3,216 marks of 1,320 answers by 14 assessors`);
  await page.getByRole("combobox", { name: "Behaviour" }).selectOption({ label: "Making Effective Decisions" });
  await expect(quality.summary).toHaveText(`${MARKED} · 1,072 marks of 440 answers by 14 assessors`);
  await page.getByRole("combobox", { name: "Behaviour" }).selectOption({ label: "All behaviours" });
  await page.getByRole("radio", { name: "The campaign (3 batches)" }).check();
  await expect(quality.summary).toHaveText(/^All of .+ · 4,\d{3} marks of 1,560 answers by 14 assessors$/);
});

test("the sentence about two assessors is about those who are drawn, and their pair stays marked whichever of them comes first", async ({ launch }) => {
  const { page } = await launch();
  const quality = qualityPage(page);
  await quality.open();
  const two = quality.part("How two assessors differ");
  const [one, other] = [two.getByRole("combobox", { name: "One", exact: true }), two.getByRole("combobox", { name: "The other" })];
  const nameOf = (choice: typeof one) => choice.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.label);
  const marked = quality.part("Two by two").locator("tr.numbers-chosen");
  const plot = two.getByRole("img");
  const [first, second] = [await nameOf(one), await nameOf(other)];
  await expect(plot).toHaveAccessibleName(new RegExp(`^Differences between ${first} and ${second}`));
  await expect(marked).toHaveCount(1);

  const letGo = await holdBack(page, "quality.pair");
  await one.selectOption({ label: second });
  await expect.poll(() => nameOf(other)).toBe(first);
  await expect(marked).toHaveCount(1);
  await expect(quality.part("Two by two").locator(".heat-chosen")).toHaveCount(2);
  await expect(plot).toHaveAccessibleName(new RegExp(`^Differences between ${first} and ${second}`));
  await letGo();
  await expect(plot).toHaveAccessibleName(new RegExp(`^Differences between ${second} and ${first}`));
});

test("a batch that nobody has marked says so, and when numbers come", async ({ launch }) => {
  const { page } = await launch();
  await qualityPage(page).open("demo-1");
  await expect(page.getByRole("heading", { name: "No marks yet" })).toBeVisible();
});

test("every picture says what it shows and has its numbers as a table, by keyboard alone", async ({ launch }) => {
  const { page } = await launch();
  const quality = qualityPage(page);
  await quality.open();
  await expect(page.getByRole("img", { name: /^Quadratic kappa of every two assessors A square for each pair of 14 assessors/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^B\. Chen over time .*B\. Chen grows stricter by 0\.84 points in a hundred marks/ })).toBeVisible();
  const pairs = quality.part("Two by two");
  await pairs.getByText("The numbers as a table").focus();
  await page.keyboard.press("Enter");
  await pairs.getByRole("combobox", { name: "Compare by" }).selectOption({ label: "Mean difference" });
  const worst = pairs.getByRole("button", { name: /^A\. Morgan and E\. Farouk$/ });
  await worst.focus();
  await page.keyboard.press("Enter");
  const two = quality.part("How two assessors differ");
  await expect(two.getByRole("img", { name: /^Differences between A\. Morgan and E\. Farouk A Bland–Altman plot of \d+ answers: E\. Farouk marks 2\.\d\d points higher on average/ })).toBeVisible();
  // Whoever is chosen first is the one whose score the other's is taken from.
  await two.getByRole("combobox", { name: "One" }).selectOption({ label: "E. Farouk" });
  await expect(two.getByRole("img", { name: /^Differences between E\. Farouk and A\. Morgan/ })).toBeVisible();
  await expect(two.getByRole("button", { name: /^P-3\d+, q\d$/ })).toHaveCount(10);
  expect(await violations(page)).toEqual([]);
});

test("pictures of how a panel marks", async ({ launch }) => {
  test.slow();
  const desk = await launch();
  const { page } = desk;
  const quality = qualityPage(page);
  await quality.open();
  await expect(quality.part("Over time")).toBeVisible();
  await picture(desk, "quality");
  for (const [part, name] of [["Assessor by assessor", "assessors"], ["Two by two", "pairs"], ["Over time", "drift"]] as const) {
    await quality.part(part).evaluate((element) => element.scrollIntoView());
    await picture(desk, `quality-${name}`);
  }
});

test("axe finds nothing in dark, at 200 %, or in forced colours, whatever is shown of assessors", async ({ launch }) => {
  test.slow();
  const desk = await launch();
  const { page } = desk;
  await qualityPage(page).open();
  const usual = { width: 1280, height: 720, colorScheme: "light", zoom: 1 } as const;
  for (const look of [{ ...usual, colorScheme: "dark" as const }, { ...usual, zoom: 2 }]) {
    await show(desk, look);
    for (const aspect of ["Scores given", "Pace and drift", "Severity"]) {
      await page.getByRole("radio", { name: aspect }).check();
      expect.soft(await violations(page), `${aspect}, ${look.colorScheme}, zoom ${look.zoom}`).toEqual([]);
    }
  }
  await show(desk, usual);
  await page.emulateMedia({ forcedColors: "active" });
  expect.soft(await violations(page), "forced colours").toEqual([]);
});
