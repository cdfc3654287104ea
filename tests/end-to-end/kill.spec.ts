import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { openPort } from "./bridge-port.ts";
import { expect, test, type Desk } from "./desk-window.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

const KILLS = 20;
/** About as long as entering takes, so that kills fall before, in and after each step of it. */
const LATEST_KILL_MS = 1200;

/** What stood on the screen in the moment when it said "Saved". */
interface Acknowledged {
  answer: string;
  score: string | null;
  evidence: string;
  notes: string[];
}

/**
 * Writes down, outside the application, what the screen shows each time it says that all is saved. Field and pill
 * change in one step of the page, so what is read here is what the assessor was promised.
 */
async function watchSaved(page: Page, log: Acknowledged[]): Promise<void> {
  await page.exposeFunction("acknowledged", (seen: Acknowledged) => void log.push(seen));
  await page.evaluate(() => {
    const tell = (globalThis as unknown as { acknowledged: (seen: Acknowledged) => void }).acknowledged;
    const look = () => {
      const pill = document.querySelector("[data-testid=saved]");
      const evidence = document.querySelector<HTMLTextAreaElement>("textarea[aria-keyshortcuts=E]");
      if (!pill?.textContent?.startsWith("Saved ") || !evidence) return;
      tell({
        answer: document.title,
        score: document.querySelector("[role=radio][aria-checked=true] b")?.textContent ?? null,
        evidence: evidence.value,
        notes: [...document.querySelectorAll<HTMLTextAreaElement>(".note-text")].map((note) => note.value),
      });
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** A small generator of chance that a failing run can be repeated with. */
function chance(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Scores, notes and justifies, and each time waits to be told that it is saved before going on, as a careful person would. */
async function enter(page: Page, cycle: number): Promise<void> {
  const review = reviewPage(page);
  const isSaved = () => expect(review.saved).toHaveText(/^Saved /, { timeout: 30_000 });
  await page.keyboard.press("Escape");
  await page.keyboard.press(String(scoreOf(cycle)));
  await isSaved();
  await page.keyboard.press("n");
  await page.keyboard.type(`note ${cycle} `, { delay: 10 });
  await page.keyboard.press("Enter");
  await isSaved();
  await review.evidence.press("End");
  await page.keyboard.type(`evidence ${cycle} `, { delay: 10 });
  await page.keyboard.press("Escape");
  await isSaved();
}

const scoreOf = (cycle: number) => (cycle % 7) + 1;

test("whatever was shown as saved is there after kill -9, of the whole application and of the engine alone, at twenty random moments", async ({ launch, home }) => {
  test.setTimeout(600_000);
  const folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"));
  const seed = Date.now() % 1_000_000;
  console.log(`kill moments from seed ${seed}`);
  const random = chance(seed);
  try {
    const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
    await panel.enrol(home);
    expect((await deskCommand("sync", "--home", home)).status).toBe(0);
    const log: Acknowledged[] = [];
    let desk: Desk | undefined;
    for (let cycle = 0; cycle < KILLS; cycle += 1) {
      if (!desk) {
        desk = await open();
      }
      const engineAlone = cycle % 2 === 0;
      const current: Desk = desk;
      const pid = engineAlone ? await current.enginePid() : 0;
      const killed = new Promise<void>((resolve) => {
        setTimeout(() => resolve(engineAlone ? void process.kill(pid, "SIGKILL") : current.kill()), random() * LATEST_KILL_MS);
      });
      const entering = enter(current.page, cycle);
      if (engineAlone) {
        await entering;
        await killed;
        // The window goes on, and everything that was typed comes to rest on disk.
        await expect(reviewPage(current.page).saved).toHaveText(/^Saved /, { timeout: 30_000 });
      } else {
        await entering.catch(() => undefined);
        await killed;
        desk = undefined;
      }
      const promised = log.at(-1);
      const onDisk = await read(desk ?? (desk = await open()), promised !== undefined);
      if (promised) {
        expect(onDisk.evidence.startsWith(promised.evidence), `cycle ${cycle}: “${promised.evidence}” was shown as saved, “${onDisk.evidence}” is there`).toBe(true);
        for (const note of promised.notes) if (note !== "") expect(onDisk.notes.some((each) => each.startsWith(note)), `cycle ${cycle}: the note “${note}” was shown as saved`).toBe(true);
        expect([promised.score, String(scoreOf(cycle))], `cycle ${cycle}: the score ${promised.score} was shown as saved`).toContain(String(onDisk.score));
      }
    }
    expect(log.length).toBeGreaterThan(KILLS);
    await desk!.close();
    expect((await deskCommand("verify", "--home", home)).status).toBe(0);

    /** Starts the desk and goes to the first answer; the second stays unmarked, so that there is always a way to carry on. */
    async function open(): Promise<Desk> {
      const opened = await launch();
      opened.allowConsoleErrors(/.*/);
      await reviewPage(opened.page).begin();
      if (!(await opened.page.getByRole("heading", { name: /Question 1/ }).isVisible())) await opened.page.keyboard.press("[");
      await expect(opened.page.getByRole("heading", { name: /Question 1/ })).toBeVisible();
      await watchSaved(opened.page, log);
      return opened;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** What the engine has on disk for the one answer of the batch. */
async function read(desk: Desk, marked: boolean): Promise<{ score: number | null; evidence: string; notes: string[] }> {
  const port = await openPort(desk.page);
  const { mark } = await port.ask("review.view", { answerId: 1 });
  if (marked) expect(mark.savedAt).not.toBeNull();
  return { score: mark.score, evidence: mark.evidence, notes: mark.notes.map((note) => note.text) };
}
