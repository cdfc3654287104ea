import type { Page } from "@playwright/test";
import { expect } from "../desk-window.ts";

type Role = Parameters<ReturnType<typeof expect<ReturnType<Page["locator"]>>>["toHaveRole"]>[0];

/** Where the focus is: on something of this role and name, and to be seen if it is a control. */
export async function expectFocus(page: Page, role: Role, name: string | RegExp): Promise<void> {
  const focused = page.locator(":focus");
  await expect(focused).toHaveRole(role);
  await expect(focused).toHaveAccessibleName(name);
  // What takes the focus only to be read out is no control.
  if (["heading", "region", "main"].includes(role)) return;
  const isSeen = await focused.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  });
  expect(isSeen, `the focus on ${String(name)} is seen`).toBe(true);
}

/** Presses Tab until a control of this role and name has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, role: Role & ("button" | "checkbox" | "radio" | "tab" | "textbox"), name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name });
  await expect(wanted.first()).toBeVisible();
  for (let presses = 0; presses < 100; presses += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluateAll((elements) => elements.includes(document.activeElement as never))) return expectFocus(page, role, name);
  }
  throw new Error(`Tab does not reach ${String(name)}.`);
}
