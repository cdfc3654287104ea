/**
 * `npm run demo`: packs the demonstration's recordings into a folder depot, enrols its assessor, and opens the desk
 * on it. Where there is no display, the main job is done in the real window on a virtual one, each step is printed
 * with its result, and a screenshot of every screen is saved. `npm run demo -- --walk` does so in any case.
 */
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { prepareDemoDesk, verifyDemo } from "./demo/demo-desk.ts";
import { leadWalk } from "./demo/lead-walk.ts";
import { walkThrough } from "./demo/walk-through.ts";
import { runCommand } from "./run-command.ts";
import { electronArguments, electronRuntime, hasDisplay, openDisplay } from "./runtime.ts";
import { inRepository, repository } from "./setup/places.ts";

const walks = !hasDisplay() || process.argv.includes("--walk");
const built = await runCommand(process.execPath, [inRepository("scripts", "build.ts")]);
if (built !== 0) process.exit(built);

if (walks) {
  // Every walk begins with an untouched batch.
  const home = inRepository(".cache", "demo-walk");
  for (const one of ["", "-first-start", "-a-singh", "-t-rivers"]) rmSync(`${home}${one}`, { recursive: true, force: true });
  const screenshots = inRepository("screenshots", "demo");
  const step = (what: string, result: string) => console.log(`✓ ${what}: ${result}`);
  console.log("No display here, so the desk is opened on a virtual one and does the main job itself.\n");
  await prepareDemoDesk(home, step);
  const display = await openDisplay();
  const walk = { home, screenshots, environment: display.environment, step };
  const failure = await walkThrough(walk)
    .then(() => leadWalk(walk))
    .catch((error: unknown) => error)
    .finally(() => display.close());
  if (failure) {
    console.error(failure instanceof Error ? failure.message : failure);
    process.exit(1);
  }
  await verifyDemo(home, step);
  console.log(`\nThe whole way from a published batch to a published outcome works.\nScreenshots: ${path.relative(repository, screenshots)}/   Data folder: ${path.relative(repository, home)}/`);
} else {
  const home = inRepository(".cache", "demo");
  const step = (what: string, result: string) => console.log(`✓ ${what}: ${result}`);
  if (!existsSync(path.join(home, "desk.sqlite"))) await prepareDemoDesk(home, step);
  console.log(`The desk opens on ${path.relative(repository, home)}/. Delete that folder to begin the demonstration again.`);
  process.exitCode = await runCommand(electronRuntime().executable, [...electronArguments(), repository, "--home", home]);
}
