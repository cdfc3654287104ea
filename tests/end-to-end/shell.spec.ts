import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BRIDGE_PORT, ENGINE_DOWN } from "../../src-shared/bridge/page-messages.ts";
import { openDemonstration, openPort } from "./bridge-port.ts";
import { expect, isRunning, test, type Desk } from "./desk-window.ts";

test("a new desk opens on its first page, named, and large enough to work in", async ({ desk: { app, page } }) => {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/Assessor Desk/);
  expect(page.url()).toMatch(/^app:\/\/desk\//);
  const [width = 0, height = 0] = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getContentSize());
  expect(width).toBeGreaterThanOrEqual(1280);
  expect(height).toBeGreaterThanOrEqual(720);
});

test("the page reaches the engine over its port", async ({ desk: { page, home } }) => {
  const port = await openPort(page);
  expect(await port.ask("desk.state", {})).toMatchObject({ kind: "first-start", home });
});

test("whatever the application writes, it writes into the data folder", async ({ launch, home }) => {
  const userFolder = join(home, "somebody");
  mkdirSync(userFolder);
  const desk = await launch({ environment: { HOME: userFolder, USERPROFILE: userFolder, APPDATA: userFolder, XDG_CONFIG_HOME: "", XDG_CACHE_HOME: "", XDG_DATA_HOME: "" } });
  await openPort(desk.page);
  await desk.close();
  expect(readdirSync(home)).toEqual(expect.arrayContaining(["logs", "window"]));
  expect(readdirSync(userFolder, { recursive: true, encoding: "utf8" }).filter((path) => /assessor|electron|chrom/i.test(path))).toEqual([]);
});

test("when the engine dies the page is told, gets a new port and goes on", async ({ desk }) => {
  const { page } = desk;
  await (await openPort(page)).ask("desk.state", {});
  await page.evaluate(
    ([port, down]) => {
      window.addEventListener("message", ({ data }) => {
        if (data === port || data === down) document.documentElement.dataset["heard"] = `${document.documentElement.dataset["heard"] ?? ""} ${data}`;
      });
    },
    [BRIDGE_PORT, ENGINE_DOWN],
  );
  const before = await desk.enginePid();
  await desk.killEngine();
  await expect(page.locator("html")).toHaveAttribute("data-heard", ` ${ENGINE_DOWN} ${BRIDGE_PORT}`);
  expect(await desk.enginePid()).not.toBe(before);
  expect(await (await openPort(page)).ask("desk.state", {})).toMatchObject({ kind: "first-start" });
});

test("an engine that dies again and again is started again and again", async ({ desk }) => {
  for (let death = 0; death < 4; death += 1) {
    await (await openPort(desk.page)).ask("desk.state", {});
    await desk.killEngine();
  }
  expect(await (await openPort(desk.page)).ask("desk.state", {})).toMatchObject({ kind: "first-start" });
  expect(readFileSync(join(desk.home, "logs", "desk.log"), "utf8").match(/The engine ended by itself/g)).toHaveLength(4);
});

test("a page that is loaded again gets a port of its own", async ({ desk: { page } }) => {
  await (await openPort(page)).ask("desk.state", {});
  await page.reload();
  expect(await (await openPort(page)).ask("desk.state", {})).toMatchObject({ kind: "first-start" });
});

test("a page whose process crashes is loaded again", async ({ desk: { app, page } }) => {
  await openPort(page);
  await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const loadedAgain = new Promise<void>((resolve) => webContents.once("did-finish-load", () => resolve()));
    webContents.forcefullyCrashRenderer();
    await loadedAgain;
  });
  const answered = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(`new Promise((resolve) => {
      addEventListener("message", ({ ports: [port] }) => { if (port) { port.onmessage = ({ data }) => data.id === 7 && resolve(data.outcome); port.postMessage({ kind: "request", id: 7, name: "desk.state", input: {} }); } });
      postMessage("assessor-desk-bridge-ready", location.origin);
    })`),
  );
  expect(answered).toBe("done");
});

const wrongMessages: [string, unknown, number][] = [
  ["a text", "desk.state", -1],
  ["null", null, -1],
  ["a request without a number", { kind: "request", name: "desk.state", input: {} }, -1],
  ["an unknown kind", { kind: "order", id: 41, name: "desk.state", input: {} }, 41],
  ["an unknown name", { kind: "request", id: 42, name: "desk.destroy", input: {} }, 42],
  ["a name of every object's", { kind: "request", id: 43, name: "constructor", input: {} }, 43],
  ["a missing input", { kind: "request", id: 44, name: "review.view" }, 44],
  ["an input of another type", { kind: "request", id: 45, name: "review.view", input: { answerId: "1" } }, 45],
  ["an answer's number below 1", { kind: "request", id: 46, name: "mark.set-score", input: { answerId: 0, score: 3 } }, 46],
];

test("wrong messages are answered with a fault, and nothing else happens", async ({ desk }) => {
  const engine = await desk.enginePid();
  const port = await openPort(desk.page);
  for (const [what, message, id] of wrongMessages) {
    expect(await port.send(message, id), what).toMatchObject({ kind: "response", id, outcome: "fault" });
  }
  expect(await port.ask("desk.state", {})).toMatchObject({ kind: "first-start" });
  expect(await desk.enginePid()).toBe(engine);
});

for (const [what, end] of [
  ["closing the window", (desk: Desk) => desk.close()],
  ["the end of a session", (desk: Desk) => desk.terminate()],
] as const) {
  test(`${what} ends every process, the engine in order`, async ({ desk }) => {
    await (await openPort(desk.page)).ask("desk.state", {});
    const engine = await desk.enginePid();
    expect(await end(desk)).toBe(0);
    await expect.poll(() => isRunning(engine)).toBe(false);
    const log = readFileSync(join(desk.home, "logs", "desk.log"), "utf8");
    expect(log).toMatch(/Ended\.\n$/);
    expect(log).not.toContain("did not close in time");
    expect(log).not.toContain("ended by itself");
  });
}

test("what the page says while its window closes still reaches the engine", async ({ launch }) => {
  const first = await launch();
  const port = await openPort(first.page);
  const answerId = await openDemonstration(port);
  await port.sendAsPageCloses({ kind: "request", id: 900, name: "mark.set-evidence", input: { answerId, text: "Her last words" } });
  await first.close();
  const second = await launch();
  const view = await (await openPort(second.page)).ask("review.view", { answerId });
  expect(view.mark.evidence).toBe("Her last words");
});

test("an application that is killed takes its engine along, and starts again on the same folder", async ({ launch }) => {
  const first = await launch();
  await (await openPort(first.page)).ask("desk.state", {});
  const engine = await first.enginePid();
  await first.kill();
  await expect.poll(() => isRunning(engine)).toBe(false);
  const second = await launch();
  expect(await (await openPort(second.page)).ask("desk.state", {})).toMatchObject({ kind: "first-start" });
});
