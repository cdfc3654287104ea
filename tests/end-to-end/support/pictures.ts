import { mkdir, writeFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { inRepository } from "../../../scripts/setup/places.ts";
import { expect, type Desk } from "../desk-window.ts";
import { violations } from "./axe.ts";

/** Ways to look at a screen. The window's size is in CSS pixels at a zoom of 1. */
const looks = [
  { name: "1280x720", width: 1280, height: 720, colorScheme: "light", zoom: 1 },
  { name: "1920x1080", width: 1920, height: 1080, colorScheme: "light", zoom: 1 },
  { name: "dark", width: 1280, height: 720, colorScheme: "dark", zoom: 1 },
  { name: "200-percent", width: 1280, height: 720, colorScheme: "light", zoom: 2 },
] as const;

/**
 * Photographs what a desk shows in every look, as `screenshots/<name>-<look>.png`, and checks of each that no text is
 * cut off and nothing lies beside the window; of the first also that axe finds nothing. `of` is scrolled to the window's top.
 */
export async function picture(desk: Desk, name: string, of?: Locator): Promise<void> {
  await mkdir(inRepository("screenshots"), { recursive: true });
  for (const look of looks) {
    await show(desk, look);
    await of?.evaluate((element) => element.scrollIntoView({ block: "start", behavior: "instant" }));
    // Soft: one run tells of every screen.
    expect.soft(await desk.page.evaluate(cutOff), `${name}, ${look.name}: cut off`).toEqual([]);
    if (look.name === "1280x720") expect.soft(await violations(desk.page), `${name}: axe`).toEqual([]);
    await writeFile(inRepository("screenshots", `${name}-${look.name}.png`), await photograph(desk));
  }
  await show(desk, looks[0]);
}

/** Gives the window a size, a theme and a zoom, and waits until it is drawn so. */
export async function show({ app, page }: Desk, { width, height, colorScheme, zoom }: { width: number; height: number; colorScheme: "light" | "dark"; zoom: number }): Promise<void> {
  // First, since Chromium may put off the first frame of a window whose theme is changed before it.
  // Asked again where Electron loses an answer while it starts.
  await expect(async () => expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())).toBe(true)).toPass();
  await page.emulateMedia({ colorScheme });
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  await app.evaluate(
    ({ BrowserWindow }, asked) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      window.setContentSize(asked.width, asked.height);
      window.webContents.setZoomFactor(asked.zoom);
    },
    { width, height, zoom },
  );
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width / zoom, height / zoom]);
  // Drawn twice at this size, so that what measures itself has done so.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The window as it is: a page's own screenshot knows nothing of zoom. */
async function photograph({ app }: Desk): Promise<Buffer> {
  return Buffer.from(await app.evaluate(async ({ BrowserWindow }) => (await BrowserWindow.getAllWindows()[0]!.capturePage()).toPNG().toString("base64")), "base64");
}

/** In the page: texts that a box cuts off and nothing scrolls to, choices longer than their fields, and whether the document is wider than the window. */
function cutOff(): string[] {
  const found: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`the document is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  const dialog = document.querySelector("dialog[open]");
  const texts = document.createTreeWalker(dialog ?? document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement!;
    const words = text.nodeValue!.trim();
    if (words === "" || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || parent.closest("option, video, style, script, noscript")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const rect = range.getBoundingClientRect();
    for (let box: Element | null = parent; box; box = box.parentElement) {
      const { overflowX, overflowY, position, clipPath } = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      // Only for those who listen.
      if (clipPath !== "none" && (edge.width <= 1 || edge.height <= 1)) break;
      // What scrolls shows it all.
      if (/auto|scroll/.test(`${overflowX} ${overflowY}`) || position === "fixed") break;
      const beside = overflowX !== "visible" && (rect.left < edge.left - 1 || rect.right > edge.right + 1);
      const below = overflowY !== "visible" && (rect.top < edge.top - 1 || rect.bottom > edge.bottom + 1);
      if (beside || below) {
        found.push(`“${words.slice(0, 40)}” by ${box.tagName.toLowerCase()}.${box.className}`);
        break;
      }
    }
  }
  for (const select of (dialog ?? document.body).querySelectorAll("select")) {
    const chosen = select.selectedOptions[0];
    if (!chosen || !select.checkVisibility({ visibilityProperty: true })) continue;
    const wanted = select.cloneNode() as HTMLSelectElement;
    wanted.append(chosen.cloneNode(true));
    wanted.style.cssText = "position: absolute; visibility: hidden; width: max-content; min-width: 0; max-width: none";
    select.after(wanted);
    if (wanted.offsetWidth > select.offsetWidth) found.push(`“${chosen.text}” by its select`);
    wanted.remove();
  }
  return found;
}
