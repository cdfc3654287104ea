import type { Page } from "@playwright/test";
import { expect, test } from "./desk-window.ts";
import { readDesk } from "./support/desk-database.ts";
import { preparedDesks } from "./support/prepared-desks.ts";
import { reviewPage } from "./support/review-page.ts";

const prepare = preparedDesks();

test("changes of a score are undone one by one, also after moving on and coming back, and the audit log has each of them", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1", "K-2031-q2"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  const press = async (key: string, words: string) => {
    await page.keyboard.press(key);
    await expect(page.getByRole("status").filter({ hasText: words })).toBeVisible();
    await review.isSaved();
  };
  await press("4", "Scored 4.");
  await press("5", "Changed from 4 to 5.");
  await page.keyboard.press("x");
  await page.keyboard.type("No sound");
  await page.getByRole("button", { name: "Record the reason" }).click();
  await expect(page.getByText("Cannot be scored: No sound")).toBeVisible();
  await review.isSaved();

  await page.keyboard.press("]");
  await expect(page).toHaveTitle(/question 2/);
  await page.keyboard.press("[");
  await expect(page).toHaveTitle(/question 1/);
  await expect(page.getByText("Changed from 5.")).toBeVisible();
  await press("z", "Back to 5.");
  await expect(review.score(5)).toHaveAttribute("aria-checked", "true");
  await page.getByRole("button", { name: "Undo the score" }).click();
  await expect(review.score(4)).toHaveAttribute("aria-checked", "true");
  await review.isSaved();
  await page.getByRole("button", { name: "Undo the score" }).press("Enter");
  await expect(page.getByRole("radio", { name: /^\d /, checked: true })).toHaveCount(0);
  // The button is gone with the last step; the focus is on the scale.
  await expect(review.score(4)).toBeFocused();
  await review.isSaved();

  const values = () => readDesk<{ to: string }>(home, "SELECT to_value AS 'to' FROM audit WHERE what = 'score' ORDER BY id").map(({ to }) => JSON.parse(to) as unknown);
  const score = (value: number | null) => ({ score: value, cannotScore: null });
  await expect.poll(values).toMatchObject([score(4), score(5), { score: null, cannotScore: "No sound" }, score(5), score(4), score(null)]);
});

test("a score given while it plays keeps what was watched up to that moment", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("Space");
  await expect.poll(review.seconds).toBeGreaterThan(2);
  const { before, after, duration } = await page.evaluate(async () => {
    const video = document.querySelector<HTMLVideoElement>(".deck-shown video")!;
    const before = video.currentTime;
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "5", code: "Digit5", bubbles: true }));
    return { before, after: video.currentTime, duration: video.duration };
  });
  await page.keyboard.press("Space");
  await review.isSaved();
  const [mark] = readDesk<{ share: number }>(home, "SELECT share_when_scored AS share FROM marks");
  // Shares are of the length that was packed, which is rounded.
  expect(mark!.share * duration).toBeGreaterThan(before - 0.1);
  expect(mark!.share * duration).toBeLessThan(after + 0.1);
});

test("a score with too little watched asks why; the reason and what was watched survive a restart", async ({ launch, home }) => {
  await prepare(home, ["K-2031-q1"]);
  const first = await launch();
  const review = reviewPage(first.page);
  await review.begin();
  await first.page.keyboard.press("Space");
  await expect.poll(review.seconds).toBeGreaterThan(2);
  await first.page.keyboard.press("Space");
  await first.page.keyboard.press("5");
  await first.page.keyboard.press("e");
  await first.page.keyboard.type("Clear.");
  const asked = first.page.getByRole("group", { name: /^You have watched [2-9] % of this answer; this campaign asks for 80 %. Watch the rest, or say why/ });
  await expect(asked).toBeVisible();
  await expect(first.page.getByText("0 of 1 marked")).toBeVisible();
  await first.page.getByRole("button", { name: "The recording stops early" }).click();
  await expect(first.page.getByText("1 of 1 marked")).toBeVisible();
  await review.isSaved();
  const words = await first.page.getByText(/^You have watched/).textContent();
  await first.kill();

  const { page } = await launch();
  await page.getByRole("button", { name: /marking$/ }).or(page.getByRole("button", { name: /Check/ })).first().click();
  await openOnly(page);
  await expect(page.getByText(words!)).toBeVisible();
  const reason = page.getByRole("textbox", { name: "Why what was watched is enough" });
  await expect(reason).toHaveValue("The recording stops early");
  await reason.fill("");
  await expect(page.getByText("0 of 1 marked")).toBeVisible();
});

/** To the only answer, wherever the home screen led. */
async function openOnly(page: Page): Promise<void> {
  if (await page.getByRole("radiogroup", { name: "Score" }).isVisible()) return;
  await page.getByRole("row").filter({ hasText: "K-2031" }).or(page.getByRole("button", { name: /K-2031/ })).first().click();
  await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
}
