import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { app, session } from "electron";
import { serveApp } from "./shell/app-scheme.ts";
import { reloadOnBuild } from "./shell/development.ts";
import { endInOrder, endOnBug, refuseStart } from "./shell/ending.ts";
import { startEngineHost } from "./shell/engine-host.ts";
import { keyStoreAvailable } from "./shell/key-store.ts";
import { createLog } from "./shell/log-file.ts";
import { serveMedia } from "./shell/media-scheme.ts";
import { setMenu, skipDefaultMenu } from "./shell/menu.ts";
import { connectMenu } from "./shell/page-actions.ts";
import { bridgePages } from "./shell/page-bridge.ts";
import { registerSchemes } from "./shell/schemes.ts";
import { secureContents, secureSession } from "./shell/security.ts";
import { startOptions, type StartOptions } from "./shell/start-options.ts";
import { openWindow, showWindow } from "./shell/window.ts";

// Start-up, in order, and nothing else.

/** This file is built into `out/main`. */
const programs = import.meta.dirname;
const rendererFolder = join(programs, "..", "renderer");
/** The demonstration lies beside the code while it is written, and beside the archive once it is packaged. */
const demoFolders = [join(programs, "..", "..", "assets", "demo"), join(process.resourcesPath, "demo")];

function prepare({ home }: StartOptions): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const chromium = join(home, "window");
  mkdirSync(chromium, { recursive: true });
  app.setName("Assessor Desk");
  // Before the lock, which lies in here: one window for each data folder.
  app.setPath("userData", chromium);
  app.setPath("sessionData", chromium);
}

async function run({ home, development }: StartOptions): Promise<void> {
  const logs = join(home, "logs");
  const log = createLog(logs, () => new Date());
  log("info", `Assessor Desk ${app.getVersion()} starts, Electron ${process.versions.electron}, ${process.platform} ${process.arch}.`);
  endOnBug(log);
  registerSchemes();
  secureContents();
  skipDefaultMenu();
  await app.whenReady();

  // The engine's process starts beside everything else.
  const engine = startEngineHost({
    program: join(programs, "engine-process.cjs"),
    start: {
      home,
      software: `Assessor Desk ${app.getVersion()}`,
      demoAssets: demoFolders.find((folder) => existsSync(folder)) ?? null,
      keyStoreAvailable: keyStoreAvailable(),
    },
    log,
    now: Date.now,
  });
  secureSession(session.defaultSession);
  serveApp(session.defaultSession, rendererFolder);
  serveMedia(session.defaultSession, engine, log);
  const menu = setMenu({ home, logs, development });
  // Opening a window keeps this process busy, and a launch that is not through by then would wait for it.
  await engine.launched;
  const window = openWindow({ preload: join(programs, "preload.cjs"), boundsFile: join(home, "window", "bounds.json"), development, log });
  bridgePages(engine, log);
  connectMenu(menu, log);
  endInOrder(engine, log);

  app.on("second-instance", () => showWindow(window));
  if (development) reloadOnBuild(window, rendererFolder);
}

function start(): void {
  const options = startOptions({ argv: process.argv, env: process.env, platform: process.platform, userFolder: homedir(), cwd: process.cwd() });
  if (!options.ok) return refuseStart(options.error, 2);
  try {
    prepare(options.value);
  } catch (error) {
    return refuseStart(`The data folder ${options.value.home} cannot be used (${error instanceof Error ? error.message : String(error)}). Nothing was changed; check its permissions, or start with --home and another folder.`, 1);
  }
  // The one that runs is shown instead.
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  void run(options.value);
}

start();
