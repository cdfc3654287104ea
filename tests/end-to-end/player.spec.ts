import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { inRepository } from "../../scripts/setup/places.ts";
import { openPort } from "./bridge-port.ts";
import { expect, test, type Desk } from "./desk-window.ts";
import { openRecordings } from "./support/open-files.ts";
import { createPanel, deskCommand } from "./support/panel.ts";
import { playerPage } from "./support/player-page.ts";
import { reviewPage } from "./support/review-page.ts";

const demo = inRepository("assets", "demo");
const FRAME_SECONDS = 1 / 12;

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-player-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** A desk with these recordings of the demonstration, on the review screen of the first one. */
async function openDesk(launch: () => Promise<Desk>, home: string, recordings: string[]) {
  const panel = await createPanel(folder, { recordings });
  await panel.enrol(home);
  return openReview(await launch());
}

async function openReview(desk: Desk) {
  const { page } = desk;
  await expect(page.getByText(/all here/i).first()).toBeVisible();
  const player = playerPage(page);
  await reviewPage(page).begin();
  await player.ready();
  return { desk, page, player };
}

test("the next answer is ready while the first one plays, and shows at once", async ({ launch, home }) => {
  const { page, player } = await openDesk(launch, home, ["K-2031-q1", "K-2031-q2", "K-2031-q3"]);
  await player.nextReady();
  await player.playPast(0.5);
  const first = await player.shown();
  const second = await player.next();
  expect(second).toMatchObject({ paused: true, muted: true, seconds: 0, inert: true });
  expect(first).toMatchObject({ muted: false, inert: false });
  expect(second.address).not.toBe(first.address);

  await page.evaluate(() => {
    const loads: string[] = [];
    Object.assign(window, { loads });
    document.addEventListener("loadstart", ({ target }) => loads.push((target as HTMLVideoElement).currentSrc), true);
  });
  const title = await page.title();
  await page.keyboard.press("]");
  await expect.poll(() => page.title()).not.toBe(title);
  const shown = await player.shown();
  expect(shown).toMatchObject({ address: second.address, paused: true, muted: false, seconds: 0, inert: false });
  expect(shown.readyState).toBeGreaterThanOrEqual(2);
  // What was ready was not loaded again; the one after it is, in the place of the one before.
  await expect.poll(async () => (await player.next()).address).not.toBe(first.address);
  await player.nextReady();
  const loads = await page.evaluate(() => (window as unknown as { loads: string[] }).loads);
  expect(loads).toEqual([(await player.next()).address]);
  await player.playPast(0.5);
  // And back to the one before, from its beginning.
  await page.keyboard.press("[");
  await expect.poll(() => page.title()).toBe(title);
  await player.ready();
  expect(await player.shown()).toMatchObject({ address: first.address, seconds: 0 });
});

test("keys go by seconds and by single pictures, exactly", async ({ launch, home }) => {
  const { page, player } = await openDesk(launch, home, ["K-2031-q1"]);
  const at = () => player.shown().then(({ seconds }) => seconds);
  await page.keyboard.press("ArrowRight");
  await expect.poll(at).toBeCloseTo(5, 2);
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(at).toBeCloseTo(20, 2);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(at).toBeCloseTo(15, 2);

  await watchPictures(page);
  const pictures = () => page.evaluate(() => (window as unknown as { pictures: number[] }).pictures.at(-1) ?? -1);
  for (const [key, frame] of [[".", 181], [".", 182], [",", 181], [",", 180], [",", 179]] as const) {
    await page.keyboard.press(key);
    await expect.poll(pictures, `picture ${frame}`).toBeCloseTo(frame * FRAME_SECONDS, 3);
  }
  await page.keyboard.press("Home");
  await page.getByRole("slider", { name: "Position in the recording" }).focus();
  for (const [key, seconds] of [["End", (await player.shown()).durationSeconds], ["Home", 0], ["PageUp", 15]] as const) {
    await page.keyboard.press(key);
    await expect.poll(at).toBeCloseTo(seconds, 2);
  }
});

test("at double speed captions and the moments of notes are exact, and the speed stays for the next answer", async ({ launch, home }) => {
  const { page, player } = await openDesk(launch, home, ["K-2031-q1", "K-2031-q2"]);
  for (let faster = 0; faster < 4; faster += 1) await page.keyboard.press("=");
  expect(await player.shown()).toMatchObject({ speed: 2, preservesPitch: true });
  await player.playPast(6);
  const { seconds } = await player.shown();
  const said = cueAt(await readFile(path.join(demo, "media", "K-2031-q1.vtt"), "utf8"), seconds);
  await expect(page.locator(".captions")).toHaveText(said);
  await page.keyboard.press("n");
  await page.keyboard.type("Says what was asked for.");
  await page.keyboard.press("Escape");
  const port = await openPort(page);
  const answerId = Number(/\d+$/.exec((await player.shown()).address)?.[0]);
  await expect.poll(async () => (await port.ask("review.view", { answerId })).mark.notes[0]?.atSeconds ?? -1).toBeCloseTo(seconds, 1);

  const before = await page.title();
  await page.keyboard.press("]");
  await expect.poll(() => page.title()).not.toBe(before);
  await player.ready();
  expect((await player.shown()).speed).toBe(2);
  await page.keyboard.press("c");
  await page.getByRole("slider", { name: "Volume" }).fill("0.4");
  await expect.poll(async () => (await port.ask("desk.state", {})) as unknown).toMatchObject({ preferences: { speed: 2, captionsOn: false, volume: 0.4 } });
  await page.keyboard.press("m");
  expect((await player.shown()).muted).toBe(true);
});

test("after a pause playing goes on two seconds earlier, where that was chosen, but not after a jump", async ({ launch, home }) => {
  const { page, player } = await openDesk(launch, home, ["K-2031-q1"]);
  await page.getByRole("button", { name: "More about playing" }).click();
  await page.getByRole("checkbox", { name: /2 seconds earlier/ }).check();
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const jumps: number[] = [];
    Object.assign(window, { jumps });
    document.addEventListener("seeking", ({ target }) => jumps.push((target as HTMLVideoElement).currentTime), true);
  });
  const jumps = () => page.evaluate(() => (window as unknown as { jumps: number[] }).jumps);
  await player.playPast(2.5);
  expect(await jumps()).toEqual([]);
  const { seconds } = await player.shown();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await jumps())[0] ?? -1).toBeCloseTo(seconds - 2, 1);
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await jumps()).length).toBe(2);
  await player.playPast((await player.shown()).seconds);
  expect(await jumps()).toHaveLength(2);
});

test("an index at the end, a portrait picture, a 15-second answer and WebM play and seek", async ({ launch, home }) => {
  const { page, player } = await openDesk(launch, home, ["K-2031-q6", "K-2052-q4", "K-2059-q3", "K-2063-q2"]);
  for (const [candidate, question] of [["K-2031", 6], ["K-2052", 4], ["K-2059", 3], ["K-2063", 2]] as const) {
    await player.goTo(candidate, question);
    await player.playPast(0.3);
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await player.shown()).seconds, candidate).toBeGreaterThan(5);
    const { width, height, durationSeconds } = await player.shown();
    expect(width < height, candidate).toBe(candidate === "K-2063");
    if (candidate === "K-2052") expect(durationSeconds).toBeCloseTo(15, 0);
  }
});

// Measured by ffmpeg 5: `-af ebur128=dualmono=true`.
const LOUDNESS = { "K-2038-q5": -15.3, "K-2052-q2": -35.1 };

test("a loud and a quiet recording are brought to the same loudness, and play on", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: Object.keys(LOUDNESS) });
  await panel.enrol(home);
  const desk = await launch();
  const { page } = desk;
  await expect(page.getByText(/all here/i).first()).toBeVisible();
  await listenIn(page);
  const { player } = await openReview(desk);
  for (const [candidate, question, lufs, words] of [["K-2038", 5, LOUDNESS["K-2038-q5"], "5 dB quieter"], ["K-2052", 2, LOUDNESS["K-2052-q2"], "15 dB louder"]] as const) {
    await player.goTo(candidate, question);
    await expect(page.getByRole("button", { name: "Level sound on" })).toHaveAttribute("title", new RegExp(words));
    const levelled = await powerOf(page, player);
    await page.keyboard.press("l");
    await expect(page.getByRole("button", { name: "Level sound off" })).toBeVisible();
    const asRecorded = await powerOf(page, player);
    await page.keyboard.press("l");
    expect(Math.abs(10 * Math.log10(levelled / asRecorded) - (-20 - lufs)), candidate).toBeLessThan(1);
  }
});

test("a recording without sound says so, and can be flagged there", async ({ launch, home }) => {
  const { page, player } = await openSilent(launch, home);
  await expect(page.getByRole("status").filter({ hasText: "This recording has no sound." })).toBeVisible();
  await player.playPast(0.3);
  await page.getByRole("button", { name: "Flag a technical fault" }).click();
  await expect(page.getByText("Flagged as a technical fault")).toBeVisible();
});

test("few files stay open after twenty answers", async ({ launch, home }) => {
  test.skip(process.platform !== "linux", "Reads /proc.");
  await deskCommand("demo", "--home", home);
  const { desk, page, player } = await openReview(await launch());
  for (let answers = 0; answers < 20; answers += 1) {
    const before = await page.title();
    await page.keyboard.press("]");
    await expect.poll(() => page.title()).not.toBe(before);
  }
  await player.nextReady();
  await expect.poll(() => openRecordings(desk)).toBeLessThanOrEqual(4);
  expect(await page.evaluate(() => document.querySelectorAll("video").length)).toBe(3);
  await expect.poll(() => page.evaluate(() => document.querySelectorAll("video[src]").length)).toBe(2);
});

/** Keeps the moments of the pictures that are presented from now on. */
async function watchPictures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const pictures: number[] = [];
    Object.assign(window, { pictures });
    const video = document.querySelector<HTMLVideoElement>(".deck-shown video")!;
    video.requestVideoFrameCallback(function seen(_now, { mediaTime }) {
      pictures.push(mediaTime);
      video.requestVideoFrameCallback(seen);
    });
  });
}

/** Whatever is sent to the loudspeakers is also added up, power by power, while the recording is between two moments. */
async function listenIn(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard = { sum: 0, samples: 0 };
    Object.assign(window, { heard });
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
    const ears = new WeakMap<BaseAudioContext, ScriptProcessorNode>();
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      if (to instanceof AudioDestinationNode && !(this instanceof ScriptProcessorNode)) {
        let ear = ears.get(to.context);
        if (!ear) {
          ear = to.context.createScriptProcessor(4096, 1, 1);
          ears.set(to.context, ear);
          ear.onaudioprocess = ({ inputBuffer }) => {
            const video = document.querySelector<HTMLVideoElement>(".deck-shown video");
            if (!video || video.paused || video.currentTime < 2 || video.currentTime > 5) return;
            for (const sample of inputBuffer.getChannelData(0)) heard.sum += sample * sample;
            heard.samples += inputBuffer.length;
          };
          connect.call(ear, to);
        }
        connect.call(this, ear);
      }
      return connect.call(this, to);
    } as typeof AudioNode.prototype.connect;
  });
}

/** The mean power that is heard between the second and the fifth second. */
async function powerOf(page: Page, player: ReturnType<typeof playerPage>): Promise<number> {
  await page.getByRole("slider", { name: "Position in the recording" }).press("Home");
  await page.evaluate(() => Object.assign((window as unknown as { heard: object }).heard, { sum: 0, samples: 0 }));
  await player.playPast(5.2);
  return page.evaluate(() => {
    const { sum, samples } = (window as unknown as { heard: { sum: number; samples: number } }).heard;
    return sum / samples;
  });
}

function cueAt(vtt: string, seconds: number): string {
  for (const [, from, to, text] of vtt.matchAll(/(\S+) --> (\S+).*\n((?:.+\n?)+)/g)) if (secondsOf(from!) <= seconds && seconds < secondsOf(to!)) return text!.trim();
  throw new Error(`Nobody speaks at ${seconds} s: choose another moment.`);
}

const secondsOf = (time: string) => time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

/** A desk with one recording that has a sound track with nothing in it. */
async function openSilent(launch: () => Promise<Desk>, home: string) {
  const media = path.join(folder, "media");
  const [depot, leadKey, enrolment] = ["depot", "lead.key.json", "enrolment.json"].map((name) => path.join(folder, name)) as [string, string, string];
  await mkdir(media);
  await mkdir(depot);
  await copyFile(inRepository("tests", "fixtures", "recordings", "silent.mp4"), path.join(media, "silent.mp4"));
  await copyFile(inRepository("tests", "fixtures", "recordings", "good.mp4"), path.join(media, "good.mp4"));
  await writeFile(path.join(folder, "candidates.csv"), "candidate,question,file,captions,seconds_allowed\nK-1,q1,silent.mp4,,\nK-1,q2,good.mp4,,\n");
  await writeFile(path.join(folder, "allocation.csv"), "assessor,candidate,round,due\na-1,K-1,live,\n");
  const done = async (...args: string[]) => expect(await deskCommand(...args)).toMatchObject({ status: 0 });
  await done("keygen", "--out", leadKey);
  await done("pack", "--campaign", path.join(demo, "campaign.json"), "--candidates", path.join(folder, "candidates.csv"), "--media", media, "--batch", "b-1", "--depot", depot, "--key", leadKey, "--allocate", path.join(folder, "allocation.csv"));
  await done("invite", "--depot", depot, "--person", "a-1", "--name", "Anna Assessor", "--role", "assessor", "--trust", leadKey, "--out", enrolment);
  await done("enrol", "--home", home, "--file", enrolment);
  return openReview(await launch());
}
