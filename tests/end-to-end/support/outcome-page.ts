import type { Page } from "@playwright/test";
import { expect } from "../desk-window.ts";
import { BATCH } from "./panel.ts";

/** The outcome of a batch as a lead finds it. */
export const outcomePage = (page: Page) => ({
  grid: page.getByRole("grid", { name: /^Order of merit/ }),
  /** Counted from 1. */
  row: (number: number) => page.locator(`[role=row][aria-rowindex="${number + 1}"]`),
  filter: (name: RegExp) => page.getByRole("radio", { name }),
  dialog: page.getByRole("dialog"),
  panel: (name: string) => page.getByRole("region", { name }),
  publish: page.getByRole("button", { name: "Publish the outcome" }),
  async open() {
    await page.getByRole("button", { name: BATCH, exact: true }).click();
    await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: "Outcome" }).click();
    await expect(page.getByRole("heading", { name: "Outcome", exact: true })).toBeFocused();
    await expect(this.row(1)).toContainText(/\d/);
  },
});
