import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ElectronApplication, Page } from "@playwright/test";
import { desk } from "../demo/demo-desk.ts";
import { inRepository } from "../setup/places.ts";
import { launchElectron, openDeskWindow } from "./desk-window.ts";
import { report, reportAbsolute } from "./measured.ts";

const WARM_UPS = 3;
const PAIRS = 25;
const SEEKS = 50;
const BEAT_MS = 1000 / 60;
/** Somebody marks meanwhile. */
const PAUSE_MS = 800;
export const NEXT_ANSWER_MS = 100;
const NEVER_SLOWER = 1;
const SEEK_LIMIT = 1.2;
/** Asked by the clock: a window that draws nothing for a while would not be asked at all. */
const PATIENT = { polling: 50, timeout: 60_000 };

const recordings = inRepository("assets", "demo", "media");

/**
 * The next answer's first frame, made ready and not, and random seeks, in the real window with sealed recordings;
 * against a page with one plain video that plays the same recordings from files, in the same Electron. Both windows
 * are open at once and take turns.
 */
export async function benchPlayer(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  const apps: ElectronApplication[] = [];
  try {
    await desk("demo", "--home", home);
    const { app, page: ours } = await openDeskWindow(home, environment);
    apps.push(app);
    await ours.getByRole("button", { name: /^(Start|Carry on) marking$/ }).click();
    await picture(ours);
    // Only then: two programs that start at once keep each other waiting.
    const plainApp = await launchElectron([inRepository("scripts", "bench", "plain-video"), `--home=${path.join(folder, "plain")}`], environment);
    apps.push(plainApp);
    const plain = await plainApp.firstWindow();
    await plain.waitForFunction(() => document.visibilityState === "visible", undefined, PATIENT);

    const prepared = await moves(ours, plain, "]", WARM_UPS + PAIRS, true);
    const unprepared = await moves(ours, plain, "[", PAIRS, false);
    const seeks = await randomSeeks(ours, plain);
    return [
      reportAbsolute({ what: "First frame of the next answer, made ready: absolute", values: prepared.ours, unit: "ms", limit: NEXT_ANSWER_MS }),
      report({ what: "First frame of the next answer, made ready", ...prepared, against: "plain video", unit: "ms", limit: NEVER_SLOWER }),
      report({ what: "First frame of an answer that was not made ready", ...unprepared, against: "plain video", unit: "ms", limit: NEVER_SLOWER }),
      report({ what: `Seek to a random moment of ${clockOf(seeks.durationSeconds)} min`, ...seeks, against: "plain video", unit: "ms", limit: SEEK_LIMIT }),
    ].every(Boolean);
  } finally {
    for (const app of apps) await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Pairs {
  ours: number[];
  theirs: number[];
}

/** Moves through the answers by one key, each time in both windows, and times them; the first ones only warm up. */
async function moves(ours: Page, plain: Page, key: "]" | "[", count: number, madeReady: boolean): Promise<Pairs> {
  await idle(plain);
  const measured: Pairs = { ours: [], theirs: [] };
  for (let move = 0; move < count; move += 1) {
    if (madeReady) await nextIsReady(ours);
    else await idle(ours);
    const title = await ours.title();
    const here = await millisecondsToPicture(ours, key, madeReady);
    // The words follow the picture by a frame.
    await ours.waitForFunction((before) => document.title !== before, title, PATIENT);
    const file = await recordingOnScreen(ours);
    await plain.evaluate((address) => void Object.assign(window, { nextFile: address }), file);
    // What we do once the picture is there must not keep the other window waiting.
    await idle(ours);
    const there = await millisecondsToPicture(plain, key, madeReady);
    if (madeReady && move < WARM_UPS) continue;
    measured.ours.push(here);
    measured.theirs.push(there);
  }
  return measured;
}

/**
 * From the key's press to the end of the frame that was painted with the new recording's first picture in it. The same look
 * at both pages: a video that nothing covers has another recording, its first picture was handed to the screen, or had been
 * where it was made ready, and the display's next beat has come.
 */
export async function millisecondsToPicture(page: Page, key: "]" | "[", madeReady: boolean): Promise<number> {
  const painted = await page.evaluateHandle(([expected, madeReady]) => {
    const shown = () => document.querySelector<HTMLVideoElement>(".deck-shown video") ?? document.querySelector("video")!;
    // What was not made ready is none of what any player held.
    const before = (madeReady ? [shown()] : [...document.querySelectorAll("video")]).map((video) => video.currentSrc);
    const result = new Promise<number>((resolve) =>
      window.addEventListener(
        "keydown",
        (event) => {
          if (event.key !== expected) return;
          const presented = new Set<HTMLVideoElement>();
          const watch = (video: HTMLVideoElement) => void video.requestVideoFrameCallback(() => (before.includes(video.currentSrc) ? watch(video) : presented.add(video)));
          document.querySelectorAll("video").forEach(watch);
          const isSeen = (video: HTMLVideoElement) => !before.includes(video.currentSrc) && (presented.has(video) || (madeReady && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA));
          const look = () => {
            if (![...document.querySelectorAll<HTMLVideoElement>(".deck-over video, .deck-shown video, body > video")].some(isSeen)) requestAnimationFrame(look);
            // The beat that ends this frame: what a page does next may hold up the call, and not the picture that it has painted.
            else requestAnimationFrame((beat) => resolve(beat - event.timeStamp));
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      ),
    );
    // In an object, so that it is not waited for.
    return { result };
  }, [key, madeReady] as const);
  await anyMoment();
  await page.keyboard.press(key);
  const milliseconds = await painted.evaluate(({ result }) => result);
  await painted.dispose();
  return milliseconds;
}

/** The second deck holds a picture, and the page has nothing left to do. */
export async function nextIsReady(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const next = document.querySelector<HTMLVideoElement>(".deck:not(.deck-shown) video[src]");
    return next !== null && next.readyState === HTMLMediaElement.HAVE_ENOUGH_DATA;
  }, undefined, PATIENT);
  await idle(page);
}

export async function picture(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>(".deck-shown video")?.readyState ?? 0) >= HTMLMediaElement.HAVE_CURRENT_DATA, undefined, PATIENT);
}

/**
 * Each window paints in its own beat of 60 times a second, shifted against the other's by a span that is another in every
 * run. Measured right after the other, one page would wait nearly a whole beat each time of a run and the other hardly at
 * all: so each measurement begins at any moment of the beat.
 */
function anyMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 4 * BEAT_MS));
}

/** As after a while of marking: loudness is measured, nothing is being drawn. */
async function idle(page: Page): Promise<void> {
  await page.evaluate((ms) => new Promise<void>((resolve) => setTimeout(() => requestIdleCallback(() => resolve()), ms)), PAUSE_MS);
}

/** The file that the recording on our screen was packed from. */
async function recordingOnScreen(page: Page): Promise<string> {
  const [, candidate, question] = /Candidate (\S+), question (\d+)/.exec(await page.title()) ?? [];
  const file = readdirSync(recordings).find((name) => new RegExp(`^${candidate}-q${question}\\.(mp4|webm)$`).test(name));
  if (!file) throw new Error(`There is no recording of ${candidate}, question ${question}.`);
  return pathToFileURL(path.join(recordings, file)).href;
}

/** The same moments of the recording that both show now, in turn. */
async function randomSeeks(ours: Page, plain: Page): Promise<Pairs & { durationSeconds: number }> {
  const durationSeconds = await plain.evaluate(() => document.querySelector("video")!.duration);
  const measured: Pairs = { ours: [], theirs: [] };
  for (const share of scattered(SEEKS)) {
    await anyMoment();
    measured.ours.push(await millisecondsToSeek(ours, share * durationSeconds));
    await anyMoment();
    measured.theirs.push(await millisecondsToSeek(plain, share * durationSeconds));
  }
  return { ...measured, durationSeconds };
}

/** Until the player says that it is there and the picture of that moment was handed to the screen. */
function millisecondsToSeek(page: Page, seconds: number): Promise<number> {
  return page.evaluate(async (to) => {
    const video = document.querySelector<HTMLVideoElement>(".deck-shown video") ?? document.querySelector("video")!;
    const sought = new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
    const presented = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    const startedAt = performance.now();
    video.currentTime = to;
    await Promise.all([sought, presented]);
    return performance.now() - startedAt;
  }, seconds);
}

/** Shares between 0 and 1, the same in every run. */
function scattered(count: number): number[] {
  let state = 20_261_121;
  return Array.from({ length: count }, () => {
    // Park and Miller's "minimal standard".
    state = (state * 48_271) % 2_147_483_647;
    return 0.98 * (state / 2_147_483_647);
  });
}

function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
