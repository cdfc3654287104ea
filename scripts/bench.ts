/** `npm run bench`: the product's speed, as ratios measured side by side in one run. Exits 1 when a limit does not hold. */
import { cpus } from "node:os";
import { benchStartUp } from "./bench/start-up.ts";
import { runCommand } from "./run-command.ts";
import { electronRuntime, openDisplay } from "./runtime.ts";
import { inRepository } from "./setup/places.ts";

const built = await runCommand(process.execPath, [inRepository("scripts", "build.ts")]);
if (built !== 0) process.exit(built);
const { version, official } = electronRuntime();
console.log(`\nElectron ${version}${official ? "" : " (stand-in for the declared one)"}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`);
const display = await openDisplay();
try {
  const holds = await benchStartUp(display.environment);
  process.exitCode = holds ? 0 : 1;
} finally {
  await display.close();
}
