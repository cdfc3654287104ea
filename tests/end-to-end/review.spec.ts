import { expect, test } from "./desk-window.ts";
import { violations } from "./support/axe.ts";
import { readDesk } from "./support/desk-database.ts";
import { preparedDesks } from "./support/prepared-desks.ts";
import { reviewPage } from "./support/review-page.ts";

const prepare = preparedDesks();

test("a note keeps the moment of its key press also at twice the speed, and its moment can be changed by keys", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "2×" });
  // The recording's own clock at the very press, read before anything of ours runs.
  await page.evaluate(() =>
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "n") document.body.dataset["pressedAt"] = String(document.querySelector<HTMLVideoElement>(".deck-shown video")?.currentTime);
      },
      { capture: true },
    ),
  );
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(review.seconds).toBeGreaterThan(4);
  await page.keyboard.press("n");
  await page.keyboard.type("Here.");
  await review.isSaved();
  const moment = () => readDesk<{ at: number }>(home, "SELECT at_seconds AS at FROM notes")[0]?.at ?? Number.NaN;
  const pressedAt = Number(await page.evaluate(() => document.body.dataset["pressedAt"]));
  expect(pressedAt).toBeGreaterThan(4);
  await expect.poll(moment).not.toBeNaN();
  // Kept to a tenth of a second.
  expect(Math.abs(moment() - pressedAt)).toBeLessThan(0.1);

  const before = moment();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(moment).toBeCloseTo(before + 1, 5);
});

test("a flag keeps the moment at which it was raised, jumps there, and survives a restart with its note", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const first = await launch();
  const review = reviewPage(first.page);
  await review.begin();
  await expect(first.page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await first.page.keyboard.press("Shift+ArrowRight");
  await expect.poll(review.seconds).toBe(15);
  await first.page.keyboard.press("f");
  await first.page.getByRole("checkbox", { name: "Hard to hear" }).check();
  await first.page.getByRole("textbox", { name: "What your team lead should know: Hard to hear" }).fill("A drill next door.");
  await first.page.getByRole("checkbox", { name: "Safeguarding concern" }).check();
  await expect(first.page.getByRole("status").filter({ hasText: "Your team lead sees this with your set" })).toBeVisible();
  // A tick taken away by mistake does not take the words with it.
  await first.page.getByRole("checkbox", { name: "Hard to hear" }).uncheck();
  await first.page.getByRole("checkbox", { name: "Hard to hear" }).check();
  await review.isSaved();
  await first.kill();

  const { page } = await launch();
  const again = reviewPage(page);
  await again.begin();
  await again.tab("Flags").click();
  await expect(page.getByRole("textbox", { name: "What your team lead should know: Hard to hear" })).toHaveValue("A drill next door.");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await page.getByRole("button", { name: "0:15, go to this moment: Hard to hear" }).click();
  await expect.poll(again.seconds).toBe(15);
});

test("who knows a candidate withdraws: the marks are hidden, also after a restart, and are there again when it is taken back", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2", "K-2038-q1"]);
  const first = await launch();
  const review = reviewPage(first.page);
  await review.begin();
  await review.mark(6, "Strong example.");
  await first.page.keyboard.press("Control+Enter");
  await expect(first.page).toHaveTitle(/K-2031, question 2/);
  await first.page.keyboard.press("3");
  await review.isSaved();
  await first.page.keyboard.press("f");
  await first.page.getByRole("button", { name: "I know this candidate…" }).click();
  const dialog = first.page.getByRole("dialog", { name: "I know this candidate" });
  await expect(dialog).toContainText("All 2 answers of candidate K-2031 leave your work");
  await first.page.keyboard.type("A former colleague.");
  await dialog.getByRole("button", { name: "Withdraw from this candidate" }).click();
  await expect(first.page.getByRole("heading", { name: "You withdrew from candidate K-2031" })).toBeFocused();
  await expect(first.page.getByText("Your note: “A former colleague.”")).toBeVisible();
  await expect(first.page.getByRole("radiogroup", { name: "Score" })).toHaveCount(0);
  await expect(first.page.locator("video:visible")).toHaveCount(0);
  await expect(first.page.getByText("Strong example.")).toHaveCount(0);
  await expect(first.page.getByText("0 of 1 marked")).toBeVisible();
  // Nor is the other answer, which was seen before, shown as it was: not even for a moment.
  await first.page.keyboard.press("q");
  await first.page.getByRole("radio", { name: /^Withdrawn/ }).check();
  await first.page.evaluate(() => {
    const look = () => document.querySelector(".score-card") && document.body.setAttribute("data-scale-seen", "");
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  await first.page.getByRole("row").filter({ hasText: "K-2031" }).first().click();
  await expect(first.page.getByRole("heading", { name: "You withdrew from candidate K-2031" })).toBeFocused();
  await expect(first.page.locator("body[data-scale-seen]")).toHaveCount(0);
  await first.page.getByRole("button", { name: "Next answer" }).click();
  await expect(first.page).toHaveTitle(/Candidate K-2038, question 1/);
  await first.kill();

  const { page } = await launch();
  await reviewPage(page).begin();
  await expect(page).toHaveTitle(/Candidate K-2038, question 1/);
  await page.keyboard.press("q");
  await page.getByRole("radio", { name: /^Withdrawn/ }).check();
  await page.getByRole("row").filter({ hasText: "K-2031" }).first().click();
  await page.getByRole("button", { name: "Take this back" }).click();
  await expect(page.getByText("1 of 3 marked")).toBeVisible();
  await expect(reviewPage(page).score(6)).toHaveAttribute("aria-checked", "true");
  await expect(reviewPage(page).evidence).toHaveValue("Strong example.");
  expect(readDesk(home, "SELECT what FROM audit WHERE what LIKE 'withdraw%' ORDER BY id")).toEqual([{ what: "withdrawn" }, { what: "withdrawal-taken-back" }]);
});

test("a double click acts once, and a mouse that lies still explains no score", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2", "K-2031-q3"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await page.getByRole("button", { name: "Start marking" }).dblclick();
  await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
  await expect(page.getByRole("radio", { name: /^\d /, checked: true })).toHaveCount(0);

  // The two clicks of a slow hand: the screen changes between them, under a mouse that does not move.
  const tile = await review.score(4).boundingBox();
  const at = { x: tile!.x + 20, y: tile!.y + 20 };
  await page.mouse.move(at.x, at.y);
  await expect(page.getByText("Not scored yet.")).toBeHidden();
  await page.mouse.down();
  await page.keyboard.press("]");
  await expect(page).toHaveTitle(/question 2/);
  await page.mouse.up();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await expect(page.getByText("Not scored yet.")).toBeVisible();
  await expect(page.getByRole("radio", { name: /^\d /, checked: true })).toHaveCount(0);
  await page.mouse.move(at.x + 1, at.y);
  await expect(page.getByText("Not scored yet.")).toBeHidden();
  await page.mouse.click(at.x, at.y);
  await expect(review.score(4)).toHaveAttribute("aria-checked", "true");

  await page.keyboard.press("[");
  await expect(page).toHaveTitle(/question 1/);
  await page.getByRole("button", { name: "Next answer" }).dblclick();
  await expect(page).toHaveTitle(/question 2/);
  await page.keyboard.press("5");
  await expect(review.score(5)).toHaveAttribute("aria-checked", "true");
  await expect(page).toHaveTitle(/question 2/);
});

test("keys pressed while the next answer comes leave the old one alone, two steps are two, and the way that was chosen last is gone", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2", "K-2031-q3"]);
  const { page } = await launch();
  await reviewPage(page).begin();
  /** Faster than any hand: all before the screen can change. */
  const pressAtOnce = (...keys: string[]) => page.evaluate((all) => all.forEach((key) => window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))), keys);
  await pressAtOnce("]", "5", "n", "]");
  await expect(page).toHaveTitle(/question 3/);
  await expect(page.getByRole("button", { name: /^Q1.*: not scored/ })).toBeVisible();
  await expect(page.getByRole("textbox", { name: /^Note at/ })).toHaveCount(0);
  await pressAtOnce("[", "h");
  await expect(page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible();
  // Longer than any answer takes to come.
  await page.waitForTimeout(500);
  await expect(page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible();
  expect(readDesk(home, "SELECT 1 FROM audit WHERE what = 'score'")).toEqual([]);
});

test("who goes on from an incomplete mark is told on the next answer, with a way back, until the step after", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("5");
  await expect(review.score(5)).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveTitle(/question 2/);
  const told = page.getByRole("status").filter({ hasText: "Question 1 of K-2031 still needs evidence." });
  await expect(told).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await told.getByRole("button", { name: "Go back" }).click();
  await expect(page).toHaveTitle(/question 1/);
  await expect(page.getByText("still needs")).toHaveCount(0);

  await page.keyboard.press("e");
  await page.keyboard.type("Clear.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Question 1 of K-2031 still needs a reason for little watched.")).toBeVisible();
  await page.keyboard.press("[");
  await expect(page).toHaveTitle(/question 1/);
  await page.getByRole("button", { name: "It was enough to judge" }).click();
  await page.keyboard.press("]");
  await expect(page).toHaveTitle(/question 2/);
  await expect(page.getByText("still needs")).toHaveCount(0);
});

test("a note that is removed while it is written is gone, and can be brought back", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("n");
  await page.keyboard.type("Names the need.");
  await expect(review.note("0 seconds")).toBeFocused();
  await page.getByRole("button", { name: "Remove the note at 0 seconds" }).click();
  await expect(page.getByText("Note at 0:00 removed.")).toBeVisible();
  await expect(review.note("0 seconds")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(review.note("0 seconds")).toHaveValue("Names the need.");
  await review.isSaved();
  expect(readDesk(home, "SELECT text FROM notes")).toEqual([{ text: "Names the need." }]);
});

test("by question, the next answer is the next candidate's to the same question, and the order stays after a restart", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2", "K-2038-q1", "K-2038-q2"]);
  const first = await launch();
  const review = reviewPage(first.page);
  await review.begin();
  await expect(first.page).toHaveTitle(/Candidate K-2031, question 1/);
  await first.page.getByRole("radio", { name: "By question" }).check();
  await expect(first.page.getByText("Question 1: answer 1 of 2, candidate K-2031")).toBeVisible();
  await first.page.getByRole("button", { name: "Next answer" }).click();
  await expect(first.page).toHaveTitle(/Candidate K-2038, question 1/);
  await first.page.keyboard.press("Control+Enter");
  await expect(first.page).toHaveTitle(/Candidate K-2031, question 2/);
  await first.kill();

  const { page } = await launch();
  await reviewPage(page).begin();
  await expect(page.getByRole("radio", { name: "By question" })).toBeChecked();
  await expect(page.getByText(/^Question 1: answer 1 of 2/)).toBeVisible();
  await page.keyboard.press("o");
  await expect(page.getByRole("radio", { name: "By candidate" })).toBeChecked();
  await expect(page.getByText("Candidate K-2031", { exact: true })).toBeVisible();
  await page.keyboard.press("]");
  await expect(page).toHaveTitle(/Candidate K-2031, question 2/);
});
