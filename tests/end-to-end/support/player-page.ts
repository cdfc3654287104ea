import type { Page } from "@playwright/test";
import { expect } from "../desk-window.ts";

export interface DeckFacts {
  address: string;
  readyState: number;
  seconds: number;
  durationSeconds: number;
  paused: boolean;
  muted: boolean;
  speed: number;
  volume: number;
  preservesPitch: boolean;
  width: number;
  height: number;
  inert: boolean;
}

/** The player as a test looks at it: the deck that is shown, and the one that holds the next answer. */
export const playerPage = (page: Page) => {
  const facts = (selector: string) =>
    page.evaluate((selector): DeckFacts | null => {
      const video = document.querySelector<HTMLVideoElement>(selector);
      if (!video) return null;
      const { currentSrc: address, readyState, currentTime: seconds, duration: durationSeconds, paused, muted, playbackRate: speed, volume, preservesPitch, videoWidth: width, videoHeight: height } = video;
      return { address: video.hasAttribute("src") ? address : "", readyState, seconds, durationSeconds, paused, muted, speed, volume, preservesPitch, width, height, inert: video.closest("[inert]") !== null };
    }, selector);
  const shown = async () => (await facts(".deck-shown video"))!;
  // The third deck is empty most of the time; both are where nothing comes next.
  const next = async () => (await facts(".deck:not(.deck-shown) video[src]")) ?? (await facts(".deck:not(.deck-shown) video"))!;
  return {
    shown,
    next,
    /** The recording on screen has its picture. */
    async ready(): Promise<void> {
      await expect.poll(async () => (await shown())?.readyState ?? 0).toBeGreaterThanOrEqual(2);
    },
    async nextReady(): Promise<void> {
      await expect.poll(async () => ((await next()).address === "" ? 0 : (await next()).readyState)).toBeGreaterThanOrEqual(2);
    },
    /** Plays until this moment is passed, and stops. */
    async playPast(seconds: number): Promise<void> {
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await expect.poll(async () => (await shown()).seconds).toBeGreaterThan(seconds);
      await page.getByRole("button", { name: "Pause", exact: true }).click();
      await expect.poll(async () => (await shown()).paused).toBe(true);
    },
    /** Goes on from answer to answer until the recording of this candidate's question is on screen. */
    async goTo(candidate: string, question: number): Promise<void> {
      const wanted = new RegExp(`^Candidate ${candidate}, question ${question}\\b`);
      while (!wanted.test(await page.title())) {
        const before = await page.title();
        await page.keyboard.press("]");
        await expect.poll(() => page.title()).not.toBe(before);
      }
      await this.ready();
    },
  };
};
