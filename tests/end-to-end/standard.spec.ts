import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { CANDIDATES, createBoardPanel, desk as command } from "./support/board-panel.ts";
import { BATCH } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-standard-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const PRACTICE = CANDIDATES.slice(0, 2);
/** Two assessors practise on the first two candidates; each has two of the others. */
const ALLOCATION = [...["a-1", "a-2"].flatMap((person) => PRACTICE.map((candidate) => `${person},${candidate},standardisation,2026-12-01`)), `a-1,${CANDIDATES[2]},live,`, `a-2,${CANDIDATES[3]},live,`];

const screen = (page: Page) => ({
  heading: page.getByRole("heading", { level: 1 }),
  decision: page.getByRole("region", { name: "Decision" }),
  filter: page.getByRole("combobox", { name: "Show" }),
  row: (name: string) => page.getByRole("region", { name: "Work list" }).getByRole("button", { name: new RegExp(`^${name}`) }),
  rationale: page.getByRole("textbox", { name: "Rationale" }),
  dialog: page.getByRole("dialog"),
});

test("a lead records definitive marks with keys alone, changes one, takes one back, and sends them from the board", async ({ launch, home }) => {
  test.slow();
  const { homeOf } = await createBoardPanel(folder, { "l-1": home }, ALLOCATION);
  const desk = await launch();
  const { page } = desk;
  const on = screen(page);
  await page.getByRole("button", { name: BATCH, exact: true }).click();
  await expect(page.getByRole("heading", { name: `2 practice answers of ${BATCH} have no definitive mark` })).toBeVisible();
  await picture(desk, "standard-board-define");
  await page.getByRole("button", { name: "Record definitive marks" }).press("Enter");
  await expect(on.filter).toHaveValue("practice");
  await expect(on.heading).toHaveText(`${PRACTICE[0]} · Question 1`);
  await expect(on.decision.getByText("No definitive mark yet")).toBeVisible();

  // A score needs its rationale.
  await page.keyboard.press("5");
  await expect(page.getByRole("radio", { name: /^5 / })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText("A reason is needed");
  await expect(on.rationale).toBeFocused();
  await page.keyboard.type("Names the need first, and tells what came of it; one example only.");
  await picture(desk, "standard-define");
  await page.keyboard.press("Control+Enter");
  await expect(on.heading).toHaveText(`${PRACTICE[1]} · Question 1`);
  await page.keyboard.press("3");
  await page.keyboard.press("e");
  await page.keyboard.type("Long set-up, no result.");
  await page.keyboard.press("Control+Enter");
  await expect(on.decision.getByText("Team leads agreed on this score in advance.")).toBeVisible();

  // Changed, with the words that were there to begin with.
  await page.keyboard.press("v");
  await expect(on.rationale).toHaveValue("Long set-up, no result.");
  await page.keyboard.press("4");
  await page.keyboard.press("Control+Enter");
  await expect(on.decision.locator(".made-final")).toHaveText("4");
  await picture(desk, "standard-defined");

  // An answer that nobody marks, taken back with a reason.
  await on.filter.selectOption("unallocated");
  await on.row(CANDIDATES[4]!).press("Enter");
  await expect(on.heading).toHaveText(`${CANDIDATES[4]} · Question 1`);
  await expect(page.locator(".deck-shown video")).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("6");
  await page.keyboard.press("e");
  await page.keyboard.type("Strong throughout.");
  await page.keyboard.press("Control+Enter");
  await on.filter.selectOption("defined");
  await on.row(CANDIDATES[4]!).press("Enter");
  await expect(on.heading).toHaveText(`${CANDIDATES[4]} · Question 1`);
  await page.keyboard.press("o");
  await on.dialog.getByRole("textbox", { name: "Why is it taken back?" }).fill("Two leads differ.");
  await on.dialog.getByRole("button", { name: "Take it back" }).press("Enter");
  await expect(on.decision.getByText("Nobody marks it")).toBeVisible();

  await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: /^Board/ }).click();
  await expect(page.getByRole("heading", { name: `2 definitive marks of ${BATCH} are not with 2 assessors yet` })).toBeVisible();
  await picture(desk, "standard-board-send");
  await page.getByRole("button", { name: "Send the definitive marks" }).press("Enter");
  await expect(page.getByRole("heading", { name: /definitive marks/ })).toBeHidden();

  // One more change, sent from the board of all batches.
  await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: /^Moderate/ }).click();
  await on.filter.selectOption("practice");
  await on.row(PRACTICE[1]!).press("Enter");
  await expect(on.heading).toHaveText(`${PRACTICE[1]} · Question 1`);
  await page.keyboard.press("v");
  await page.keyboard.press("3");
  await page.keyboard.press("Control+Enter");
  await expect(on.decision.locator(".made-final")).toHaveText("3");
  await page.getByRole("navigation", { name: "Where you are" }).getByRole("button", { name: "Board" }).click();
  await expect(page.getByRole("heading", { name: `1 definitive mark of ${BATCH} is not with 2 assessors yet` })).toBeVisible();
  await page.getByRole("button", { name: "Send the definitive marks" }).press("Enter");
  await expect(page.getByText("The definitive marks go to everybody who practises.")).toBeVisible();
  await expect(page.getByRole("heading", { name: /definitive mark/ })).toBeHidden();
  for (const person of ["a-1", "a-2"] as const) await command("sync", "--home", homeOf(person));
  const db = new Database(path.join(homeOf("a-1"), "desk.sqlite"), { readonly: true });
  expect(db.prepare("SELECT candidate, score FROM definitive_marks JOIN answers ON id = answer_id ORDER BY candidate").raw().all()).toEqual([[PRACTICE[0], 5], [PRACTICE[1], 3]]);
  db.close();
});

test("the board shows how practice stands; a lead looks at the comparison and opens live marking with a reason", async ({ launch, home }) => {
  test.slow();
  const { homeOf } = await createBoardPanel(folder, { "l-1": home }, ALLOCATION);
  const table = path.join(folder, "definitive.csv");
  await writeFile(table, ["batch,candidate,question,score,rationale", `${BATCH},${PRACTICE[0]},q1,5,"Names the need first, and tells what came of it; one example only."`, `${BATCH},${PRACTICE[1]},q1,3,"Long set-up, no result."`].join("\n"));
  await command("moderate", "--home", home, "--define", table);
  await command("allocate", "--home", home, "--batch", BATCH, "--definitive");
  await practise(homeOf("a-1"), [5, 4]);
  await practise(homeOf("a-2"), [2, 6]);
  await command("sync", "--home", home);

  const desk = await launch();
  const { page } = desk;
  await expect(page.getByRole("heading", { name: `1 assessor of ${BATCH} waits for you after practice` })).toBeVisible();
  await page.getByRole("button", { name: "Show who waits" }).press("Enter");
  const assessors = page.getByRole("region", { name: "Assessors" });
  await expect(assessors).toBeFocused();
  await expect(assessors.getByRole("row", { name: "Ben Okafor" })).toBeVisible();
  await expect(assessors.getByRole("row", { name: "Anna Assessor" })).toBeHidden();
  await assessors.getByRole("combobox").selectOption("Everybody");
  await expect(assessors.getByRole("row", { name: "Anna Assessor" })).toContainText("within tolerance");
  await expect(assessors.getByRole("row", { name: "Ben Okafor" })).toContainText("0 of 2 within 1; furthest 3");
  await picture(desk, "standard-board");
  await page.getByRole("button", { name: "Show who waits" }).press("Enter");
  await expect(assessors.getByRole("row", { name: "Anna Assessor" })).toBeHidden();

  await assessors.getByRole("button", { name: "Change what a-2 marks" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Ben Okafor (a-2), ${BATCH}` });
  await expect(dialog.getByRole("radio", { name: "Open live marking" })).toBeChecked();
  const rows = dialog.getByRole("region", { name: "Practice answers" }).getByRole("row");
  await expect(rows.filter({ hasText: PRACTICE[0]! })).toContainText("3, too far");
  await expect(rows.filter({ hasText: PRACTICE[0]! })).toContainText("one example only");
  await picture(desk, "standard-practice");
  await dialog.getByRole("button", { name: "Open live marking" }).click();
  await expect(dialog.getByText("A reason is needed")).toBeVisible();
  await dialog.getByLabel("Why").fill("Talked both through on the phone.");
  await dialog.getByRole("button", { name: "Open live marking" }).press("Enter");
  await expect(dialog).toBeHidden();
  await page.getByRole("combobox", { name: "Show" }).selectOption("all");
  await expect(assessors.getByRole("row", { name: "Ben Okafor" })).toContainText("opened by a lead");
  await command("sync", "--home", homeOf("a-2"));
});

/** Marks both practice answers and is shown the definitive marks. */
async function practise(home: string, scores: number[]): Promise<void> {
  await command("sync", "--home", home);
  const table = `${home}.csv`;
  await writeFile(table, ["batch,candidate,question,score,note", ...scores.map((score, index) => `${BATCH},${PRACTICE[index]},q1,${score},"Clear, with an example of their own."`)].join("\n"));
  await command("mark", "--home", home, "--csv", table);
  const db = new Database(path.join(home, "desk.sqlite"));
  db.prepare("UPDATE marks SET shown_at = '2026-11-22T10:00:00.000Z' WHERE score IS NOT NULL").run();
  db.close();
  await command("sync", "--home", home);
}
