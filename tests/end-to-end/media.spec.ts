import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { openDemonstration, openPort, type TestPort } from "./bridge-port.ts";
import { expect, test, type Desk } from "./desk-window.ts";
import { openRecordings } from "./support/open-files.ts";

/** The recordings of one candidate of the demonstration, all of them on this laptop. */
async function openDemo(desk: Desk): Promise<{ port: TestPort; answers: number[] }> {
  const port = await openPort(desk.page);
  const { strip } = await port.ask("review.view", { answerId: await openDemonstration(port) });
  const answers = strip.map(({ answerId }) => answerId);
  for (const answerId of answers) {
    await expect.poll(async () => (await port.ask("review.view", { answerId })).recording.state).toBe("here");
  }
  return { port, answers };
}

interface Fetched {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/** Asks the scheme itself, past the page and its policy. */
async function fetchMedia(app: ElectronApplication, path: string, options: { range?: string; method?: string; origin?: string } = {}): Promise<Fetched> {
  const { status, headers, base64 } = await app.evaluate(
    async ({ session }, [path, { range, method = "GET", origin }]) => {
      const response = await session.defaultSession.fetch(`media://${path}`, {
        method,
        headers: { ...(range === undefined ? {} : { range }), ...(origin === undefined ? {} : { origin }) },
      });
      // An answer to HEAD has no body, and Electron has been seen to wait for one.
      const bytes = method === "HEAD" ? new ArrayBuffer(0) : await response.arrayBuffer();
      return { status: response.status, headers: Object.fromEntries(response.headers), base64: Buffer.from(bytes).toString("base64") };
    },
    [path, options] as const,
  );
  return { status, headers, bytes: Buffer.from(base64, "base64") };
}

/** Adds players to the page, and resolves when each shows a picture. */
function addPlayers(page: Page, answers: number[]): Promise<number[]> {
  return page.evaluate(
    (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const video = document.createElement("video");
          video.muted = true;
          video.preload = "auto";
          video.dataset["answer"] = `${id}`;
          video.src = `media://answer/${id}`;
          document.body.append(video);
          await new Promise<void>((resolve, reject) => {
            video.addEventListener("loadeddata", () => resolve(), { once: true });
            video.addEventListener("error", () => reject(new Error(video.error?.message)), { once: true });
          });
          return video.duration;
        }),
      ),
    answers,
  );
}

/** Goes to each moment, one after the other or all at once, and tells where the player then stands. */
function seek(page: Page, answer: number, shares: number[], { waiting }: { waiting: boolean }): Promise<{ wanted: number; at: number }[]> {
  return page.evaluate(
    async ([answer, shares, waiting]) => {
      const video = document.querySelector<HTMLVideoElement>(`video[data-answer="${answer}"]`)!;
      const arrived = () => new Promise<void>((resolve) => (video.onseeked = () => video.seeking || resolve()));
      const places: { wanted: number; at: number }[] = [];
      for (const [index, share] of shares.entries()) {
        const wanted = share * video.duration;
        const there = arrived();
        video.currentTime = wanted;
        if (!waiting && index < shares.length - 1) continue;
        await there;
        places.push({ wanted, at: video.currentTime });
      }
      return places;
    },
    [answer, shares, waiting] as const,
  );
}

const SCATTERED = [0.9, 0.1, 0.55, 0.02, 0.98, 0.4, 0.7, 0.25, 0.85, 0];

test("a recording plays, and seeks to wherever it is asked", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  const [answer = 0] = answers;
  const [duration = 0] = await addPlayers(desk.page, [answer]);
  expect(duration).toBeGreaterThan(1);
  const played = await desk.page.evaluate(async () => {
    const video = document.querySelector("video[data-answer]") as HTMLVideoElement;
    await video.play();
    await new Promise<void>((resolve) => (video.ontimeupdate = () => video.currentTime > 0.3 && resolve()));
    video.pause();
    return { width: video.videoWidth, frames: video.getVideoPlaybackQuality().totalVideoFrames };
  });
  expect(played.width).toBeGreaterThan(0);
  expect(played.frames).toBeGreaterThan(0);
  for (const { wanted, at } of await seek(desk.page, answer, SCATTERED, { waiting: true })) expect(at).toBeCloseTo(wanted, 1);
  // As a hand does that drags along the time line.
  const [end] = await seek(desk.page, answer, SCATTERED, { waiting: false });
  expect(end?.at).toBeCloseTo(end?.wanted ?? -1, 1);
});

test("two recordings play and seek at once", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  const two = answers.slice(0, 2);
  expect(two).toHaveLength(2);
  await addPlayers(desk.page, two);
  const both = await Promise.all(two.map((answer) => seek(desk.page, answer, SCATTERED, { waiting: true })));
  for (const { wanted, at } of both.flat()) expect(at).toBeCloseTo(wanted, 1);
  const playing = await desk.page.evaluate(() =>
    Promise.all(
      [...document.querySelectorAll<HTMLVideoElement>("video[data-answer]")].map(async (video) => {
        video.currentTime = 0;
        await video.play();
        await new Promise<void>((resolve) => (video.ontimeupdate = () => video.currentTime > 0.3 && resolve()));
        return video.error;
      }),
    ),
  );
  expect(playing).toEqual([null, null]);
});

test("ranges are answered exactly", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  const path = `answer/${answers[0]}`;
  const whole = await fetchMedia(desk.app, path);
  expect(whole.status).toBe(200);
  const size = whole.bytes.length;
  expect(whole.headers).toMatchObject({ "content-type": "video/mp4", "content-length": `${size}`, "accept-ranges": "bytes", "cache-control": "no-store" });
  expect(whole.bytes.subarray(4, 8).toString("ascii")).toBe("ftyp");

  const parts: [string, number, number][] = [
    ["bytes=0-0", 0, 0],
    ["bytes=0-", 0, size - 1],
    // Across the border of two sealed chunks of 16 KiB, and of what is read at a time.
    ["bytes=16380-16390", 16_380, 16_390],
    ["bytes=262100-262200", 262_100, 262_200],
    ["bytes=-1", size - 1, size - 1],
    ["bytes=-5000", size - 5000, size - 1],
    [`bytes=${size - 3}-${size + 1000}`, size - 3, size - 1],
    [`bytes=-${size + 1000}`, 0, size - 1],
  ];
  for (const [range, first, last] of parts) {
    const part = await fetchMedia(desk.app, path, { range });
    expect(part.status, range).toBe(206);
    expect(part.headers, range).toMatchObject({ "content-range": `bytes ${first}-${last}/${size}`, "content-length": `${last - first + 1}` });
    expect(part.bytes.equals(whole.bytes.subarray(first, last + 1)), range).toBe(true);
  }
  for (const range of [`bytes=${size}-`, "bytes=-0"]) {
    const refused = await fetchMedia(desk.app, path, { range });
    expect(refused.status, range).toBe(416);
    expect(refused.headers["content-range"]).toBe(`bytes */${size}`);
  }
});

test("what is not a recording here is not found", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  for (const path of ["answer/999999", "answer/0", "answer/-1", `answer/0${answers[0]}`, `answer/${answers[0]}/x`, `answer/${answers[0]}?x`, "answer/", "answer/..%2f..%2fetc%2fpasswd", `other/${answers[0]}`]) {
    expect((await fetchMedia(desk.app, path)).status, path).toBe(404);
  }
  desk.allowConsoleErrors(/404/);
  const failed = await desk.page.evaluate(
    () =>
      new Promise<number | undefined>((resolve) => {
        const video = document.createElement("video");
        video.onerror = () => resolve(video.error?.code);
        video.src = "media://answer/999999";
      }),
  );
  // MEDIA_ERR_SRC_NOT_SUPPORTED
  expect(failed).toBe(4);
});

test("after a withdrawal nothing of the candidate is served any more, and all of it again when it is taken back", async ({ desk }) => {
  const { port, answers } = await openDemo(desk);
  const statuses = () => Promise.all(answers.map(async (id) => (await fetchMedia(desk.app, `answer/${id}`, { range: "bytes=0-9" })).status));
  expect(new Set(await statuses())).toEqual(new Set([206]));
  const { batch, candidate } = await port.ask("review.view", { answerId: answers[0]! });
  await port.ask("candidate.withdraw", { batch, candidate, note: "" });
  await expect.poll(async () => new Set(await statuses())).toEqual(new Set([404]));
  await port.ask("candidate.return", { batch, candidate });
  await expect.poll(async () => new Set(await statuses())).toEqual(new Set([206]));
});

test("requests that are not our page's are refused", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  const path = `answer/${answers[0]}`;
  expect((await fetchMedia(desk.app, path, { method: "POST" })).status).toBe(405);
  expect((await fetchMedia(desk.app, path, { method: "HEAD" })).status).toBe(200);
  expect((await fetchMedia(desk.app, path, { origin: "https://example.org" })).status).toBe(403);
  // The page itself may: it measures how loud a recording is.
  const fetched = await desk.page.evaluate(async (address) => (await (await fetch(address)).arrayBuffer()).byteLength, `media://${path}`);
  expect(fetched).toBeGreaterThan(1000);
});

test("no file stays open when players have gone", async ({ desk }) => {
  test.skip(process.platform !== "linux", "Reads /proc.");
  const { answers } = await openDemo(desk);
  const unread = await desk.app.evaluateHandle(async ({ session }, answer) => {
    const controller = new AbortController();
    const response = await session.defaultSession.fetch(`media://answer/${answer}`, { signal: controller.signal });
    return { controller, response };
  }, answers[0]);
  await expect.poll(() => openRecordings(desk)).toBe(1);
  await unread.evaluate(({ controller }) => controller.abort());
  await expect.poll(() => openRecordings(desk)).toBe(0);

  await addPlayers(desk.page, answers);
  await Promise.all(answers.map((answer) => seek(desk.page, answer, SCATTERED, { waiting: false })));
  await desk.page.evaluate(() => {
    for (const video of document.querySelectorAll("video[data-answer]")) {
      video.removeAttribute("src");
      (video as HTMLVideoElement).load();
      video.remove();
    }
  });
  await expect.poll(() => openRecordings(desk)).toBe(0);

  await addPlayers(desk.page, answers);
  await desk.page.reload();
  await openPort(desk.page);
  await expect.poll(() => openRecordings(desk)).toBe(0);
});

test("a recording goes on playing while the engine is started again", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  const [first = 0, second = 0] = answers;
  await addPlayers(desk.page, [first]);
  await desk.killEngine();
  await addPlayers(desk.page, [second]);
  for (const answer of [first, second]) {
    for (const { wanted, at } of await seek(desk.page, answer, SCATTERED, { waiting: true })) expect(at).toBeCloseTo(wanted, 1);
  }
});

test("a damaged recording stops with an error, and the engine is told", async ({ desk }) => {
  const { answers } = await openDemo(desk);
  const path = `answer/${answers[0]}`;
  const whole = await fetchMedia(desk.app, path);
  const middle = Math.floor(whole.bytes.length / 2);
  await damageEveryRecording(join(desk.home, "vault"));
  const start = await fetchMedia(desk.app, path, { range: "bytes=0-99" });
  expect(start.bytes.equals(whole.bytes.subarray(0, 100))).toBe(true);
  await expect(fetchMedia(desk.app, path, { range: `bytes=${middle}-${middle + 99}` })).rejects.toThrow();
  await expect.poll(() => readFile(join(desk.home, "logs", "desk.log"), "utf8")).toContain(`The recording of answer ${answers[0]} is damaged`);
});

/** Turns over a stretch of bytes in the middle of each sealed file. */
async function damageEveryRecording(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    const file = await open(path, "r+");
    await file.write(Buffer.alloc(64, 0xa5), 0, 64, Math.floor(size / 2));
    await file.close();
  }
}
