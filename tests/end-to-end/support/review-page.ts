import type { Page } from "@playwright/test";
import { expect } from "../desk-window.ts";

/** What an assessor does on the review screen, by the names that it gives its parts. */
export const reviewPage = (page: Page) => ({
  saved: page.getByTestId("saved"),
  evidence: page.getByRole("textbox", { name: "Evidence for this score" }),
  score: (value: number) => page.getByRole("radio", { name: new RegExp(`^${value} `) }),
  tab: (name: "Notes" | "Transcript" | "Flags") => page.getByRole("tab", { name: new RegExp(`^${name}`) }),
  note: (moment: string) => page.getByRole("textbox", { name: `Note at ${moment}` }),
  /** The line of the transcript that is being said. */
  presentLine: page.locator("[role=option][aria-current=true]"),

  /** Where the recording on screen stands, in seconds. */
  seconds: () => page.evaluate(() => document.querySelector<HTMLVideoElement>(".deck-shown video")?.currentTime ?? 0),

  async isSaved(): Promise<void> {
    await expect(page.getByTestId("saved")).toHaveText(/^Saved /);
  },

  /** From the home screen to the first answer that is not marked. */
  async begin(): Promise<void> {
    await page.getByRole("button", { name: /^(Start|Carry on) marking$/ }).click();
    await expect(page.getByRole("radiogroup", { name: "Score" })).toBeVisible();
  },

  /** Scores and justifies the answer on screen, with keys alone. Where too little was watched, it says why that is enough. */
  async mark(value: number, evidence: string): Promise<void> {
    await page.keyboard.press("Escape");
    await page.keyboard.press(String(value));
    await expect(this.score(value)).toHaveAttribute("aria-checked", "true");
    const enough = page.getByRole("button", { name: "It was enough to judge", pressed: false });
    if (await enough.isVisible()) await enough.press("Enter");
    await page.keyboard.press("e");
    await page.keyboard.type(evidence);
  },

  /** Marks every answer of the batch; ends on the check page. */
  async markAll(value: number, evidence: string): Promise<void> {
    for (;;) {
      await this.mark(value, evidence);
      const heading = page.getByRole("heading", { level: 1 });
      const before = await page.title();
      await page.keyboard.press("Control+Enter");
      await expect.poll(() => page.title()).not.toBe(before);
      if (/check/i.test((await heading.textContent()) ?? "")) return;
    }
  },

  /** From the check page: declares, submits, confirms. */
  async submit(): Promise<void> {
    await page.getByRole("checkbox", { name: /my own scores/ }).check();
    await page.getByRole("button", { name: "Submit marks" }).click();
    await page.getByRole("button", { name: "Yes, submit" }).click();
  },
});
