/**
 * `npm start [-- ARGS…]`: runs the app while it is being written. Saving a file of the renderer reloads the window,
 * saving one of the main side starts the app again. ARGS go on to the app, such as `--home DIR`.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { build, type Rolldown } from "vite";
import { buildParts, out } from "./build-configuration.ts";
import { exitCode, whenWeEnd } from "./run-command.ts";
import { electronArguments, electronRuntime, openDisplay } from "./runtime.ts";
import { repository } from "./setup/places.ts";

/** Main and preload often change together. */
const RESTART_AFTER_MS = 200;

const display = await openDisplay();
const environment = {
  ...process.env,
  ...display.environment,
  // Tells the app to reload its window when out/renderer changes.
  ASSESSOR_DESK_DEV: "1",
};

let app: ChildProcess | undefined;
whenWeEnd(() => void app?.kill());

function startApp(): void {
  const started = spawn(electronRuntime().executable, [...electronArguments(), repository, ...process.argv.slice(2)], { stdio: "inherit", env: environment });
  app = started;
  started.once("exit", (code, signal) => {
    // Ended by the one who uses it, not by a restart.
    if (app === started) process.exit(exitCode(code, signal));
  });
}

async function restartApp(): Promise<void> {
  const ending = app;
  app = undefined;
  if (ending && ending.exitCode === null && ending.signalCode === null) {
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill();
    await ended;
  }
  startApp();
}

/** Resolves once the part was built for the first time; calls `rebuilt` every time after that. */
async function watch({ name, configuration }: ReturnType<typeof buildParts>[number], rebuilt: () => void): Promise<void> {
  const watcher = (await build({ ...configuration, build: { ...configuration.build, watch: {} } })) as Rolldown.RolldownWatcher;
  return new Promise((resolve) => {
    let first = true;
    watcher.on("event", (event) => {
      if (event.code === "ERROR") console.error(`The ${name} part was not built; the app goes on with what was there before.\n${event.error.message}`);
      if (event.code !== "BUNDLE_END") return;
      console.log(`Built the ${name} part.`);
      if (!first) rebuilt();
      first = false;
      resolve();
    });
  });
}

let waiting: NodeJS.Timeout | undefined;
let restarting = Promise.resolve();
function restartSoon(): void {
  clearTimeout(waiting);
  // One after the other: an app that is slow to end must not be started twice.
  waiting = setTimeout(() => (restarting = restarting.then(restartApp)), RESTART_AFTER_MS);
}

rmSync(out, { recursive: true, force: true });
await Promise.all(buildParts().map((part) => watch(part, part.name === "renderer" ? () => {} : restartSoon)));
startApp();
