import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { openPort } from "./bridge-port.ts";
import { appFolder, deskCommand, expect, test } from "./desk-window.ts";

/** Points of Electron's security checklist, each seen from the page or told by Electron itself. */

test("the page has no Node and no Electron", async ({ desk: { page } }) => {
  const found = await page.evaluate(() => ["require", "process", "module", "Buffer", "global", "electron", "ipcRenderer", "__dirname"].filter((name) => name in globalThis));
  expect(found).toEqual([]);
});

test("the preload adds nothing to the page", async ({ desk: { app, page } }) => {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const names = await page.evaluate(() => Object.getOwnPropertyNames(window).sort());
  const withoutPreload = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
    await window.loadURL("app://desk/");
    const found: string[] = await window.webContents.executeJavaScript("Object.getOwnPropertyNames(window).sort()");
    window.destroy();
    return found;
  });
  expect(names).toEqual(withoutPreload);
});

test("the page is sandboxed, isolated and held to web security", async ({ desk: { app } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // Electron has it, and leaves it out of its types.
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return { ...contents.getLastWebPreferences(), preload: undefined };
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
});

test("the developer tools stay closed and the spelling checker fetches nothing", async ({ desk: { app } }) => {
  const [toolsOpened, spellChecked] = await app.evaluate(({ BrowserWindow, session }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    webContents.openDevTools();
    return [webContents.isDevToolsOpened(), session.defaultSession.isSpellCheckerEnabled()];
  });
  expect(toolsOpened).toBe(false);
  // On macOS the dictionaries are the system's.
  expect(spellChecked).toBe(process.platform === "darwin");
});

test("no new window opens", async ({ desk: { app, page } }) => {
  expect(await page.evaluate(() => window.open("app://desk/") === null && window.open("https://example.org/") === null && window.open("about:blank") === null)).toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

for (const address of ["https://example.org/", "file:///etc/passwd", "app://desk/main.js", "app://other/", "media://answer/1", "data:text/html,hello"]) {
  test(`the page does not leave for ${address}`, async ({ desk: { app, page, allowConsoleErrors } }) => {
    allowConsoleErrors(/Not allowed to (load|navigate)/);
    const before = page.url();
    // Chromium itself refuses some of these before anybody is asked.
    const tried = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const { webContents } = BrowserWindow.getAllWindows()[0]!;
          webContents.once("will-navigate", (event) => resolve(event.defaultPrevented));
          webContents.once("console-message", () => resolve(true));
          webContents.once("did-start-navigation", () => resolve(false));
        }),
    );
    // The evaluation before has to be in place; one more round trip on the same connection sees to that.
    await app.evaluate(() => undefined);
    await page.evaluate((to) => location.assign(to), address);
    await tried;
    expect(await page.evaluate(() => location.href)).toBe(before);
    expect(page.url()).toBe(before);
  });
}

test("permissions are denied", async ({ desk: { page } }) => {
  const states = await page.evaluate(async () => {
    const asked: Record<string, string> = {};
    for (const name of ["camera", "microphone", "geolocation", "notifications", "midi", "clipboard-read", "storage-access"]) {
      asked[name] = (await navigator.permissions.query({ name: name as PermissionName })).state;
    }
    asked["camera, used"] = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => "granted",
      (error: unknown) => (error as DOMException).name,
    );
    asked["location, used"] = await new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve("granted"), ({ code }) => resolve(`error ${code}`)));
    asked["notification, asked for"] = await Notification.requestPermission();
    return asked;
  });
  expect(states).toEqual({
    camera: "denied",
    microphone: "denied",
    geolocation: "denied",
    notifications: "denied",
    midi: "denied",
    "clipboard-read": "denied",
    "storage-access": "denied",
    "camera, used": expect.stringMatching(/NotAllowedError|NotFoundError/),
    "location, used": "error 1",
    "notification, asked for": "denied",
  });
});

test("the page reaches no network: its policy refuses, and so does its session", async ({ desk: { app, page, allowConsoleErrors } }) => {
  allowConsoleErrors(/Content Security Policy/);
  const asked: string[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url ?? "");
    response.setHeader("access-control-allow-origin", "*").end("reached");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const violated = await page.evaluate(async (to) => {
      const directives: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => directives.push(effectiveDirective));
      const refused = await fetch(`${to}/fetch`).then(
        () => "reached",
        () => "refused",
      );
      const image = new Image();
      await new Promise((resolve) => {
        image.onload = image.onerror = resolve;
        image.src = `${to}/image`;
      });
      return { refused, directives };
    }, address);
    expect(violated).toEqual({ refused: "refused", directives: ["connect-src", "img-src"] });
    const bySession = await app.evaluate(({ session }, to) => session.defaultSession.fetch(`${to}/session`).then(String, String), address);
    expect(bySession).toContain("ERR_BLOCKED_BY_CLIENT");
    expect(asked).toEqual([]);
  } finally {
    server.close();
  }
});

test("scripts and frames that are not the application's own do not run", async ({ desk: { page, allowConsoleErrors } }) => {
  allowConsoleErrors(/Content Security Policy/);
  const directives = await page.evaluate(async () => {
    const violated: string[] = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violated.push(effectiveDirective));
    const inline = document.createElement("script");
    inline.textContent = "document.title = 'inline script ran'";
    const frame = document.createElement("iframe");
    frame.src = "app://desk/";
    const base = document.createElement("base");
    base.href = "https://example.org/";
    document.head.append(inline, base);
    document.body.append(frame);
    while (violated.length < 3) await new Promise((resolve) => document.addEventListener("securitypolicyviolation", resolve, { once: true }));
    return violated;
  });
  expect(directives.sort()).toEqual(["base-uri", "frame-src", "script-src-elem"]);
  await expect(page).not.toHaveTitle(/inline/);
});

test("the page's address serves the built page and nothing outside its folder", async ({ desk: { page, allowConsoleErrors } }) => {
  allowConsoleErrors(/ERR_FILE_NOT_FOUND/);
  const outside = ["..%2fmain%2fmain.cjs", "%2e%2e%2fmain%2fmain.cjs", "..%5cmain%5cmain.cjs", "assets/..%2f..%2fmain/main.cjs", "%00", "%ff", "C:%5cWindows%5cwin.ini", "%2fetc%2fpasswd", "../main/main.cjs", "assets", "assets/"];
  const answers = await page.evaluate((paths) => Promise.all(paths.map(async (path) => [path, await fetch(`app://desk/${path}`).then(() => "served", () => "not found")])), outside);
  expect(answers).toEqual(outside.map((path) => [path, "not found"]));
  const start = await page.evaluate(async () => {
    const { status, headers } = await fetch("app://desk/");
    return { status, headers: Object.fromEntries(headers) };
  });
  expect(start).toMatchObject({
    status: 200,
    headers: {
      "content-type": "text/html",
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src media:; connect-src 'self' media:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "cache-control": "no-store",
    },
  });
});

test("only the desk's own page is given a way to the engine", async ({ desk: { app, page, home } }) => {
  await openPort(page);
  await app.evaluate(async ({ BrowserWindow }, preload) => {
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } });
    await window.loadURL("data:text/html,<title>stranger</title>");
    await window.webContents.executeJavaScript(`postMessage("assessor-desk-bridge-ready", "*")`);
  }, join(appFolder, "out", "main", "preload.cjs"));
  await expect.poll(() => readFileSync(join(home, "logs", "desk.log"), "utf8")).toContain("asked for the engine and was refused");
});

test("a second start on the same data folder ends and shows the first window", async ({ desk: { app, home }, display }) => {
  const shown = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const window = BrowserWindow.getAllWindows()[0]!;
        window.hide();
        window.once("show", () => resolve());
      }),
  );
  const { executable, args } = deskCommand(home);
  // Rejects unless it ends with 0.
  await promisify(execFile)(executable, args, { env: { ...process.env, ...display.environment } });
  await shown;
});
