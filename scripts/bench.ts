/**
 * `npm run bench [-- NAME…]`: the product's speed, as ratios measured side by side in one run; all of it, or only what
 * is named. Exits 1 when a limit does not hold.
 */
import { cpus } from "node:os";
import { benchBoard } from "./bench/board.ts";
import { benchBusy } from "./bench/busy.ts";
import { benchCommit } from "./bench/commit.ts";
import { benchMarking } from "./bench/marking.ts";
import { benchMemory } from "./bench/memory.ts";
import { benchPlayer } from "./bench/player.ts";
import { benchQuality } from "./bench/quality.ts";
import { benchQueue } from "./bench/queue.ts";
import { benchStartUp } from "./bench/start-up.ts";
import { benchSynchronising } from "./bench/synchronising.ts";
import { runCommand } from "./run-command.ts";
import { electronRuntime, openDisplay } from "./runtime.ts";
import { inRepository } from "./setup/places.ts";

/** Each gets what to add to the environment of a window, prints its figures, and says whether its limits hold. */
const benches: Record<string, (environment: Record<string, string>) => Promise<boolean>> = {
  "start-up": benchStartUp,
  player: benchPlayer,
  commit: benchCommit,
  marking: benchMarking,
  queue: benchQueue,
  board: benchBoard,
  memory: benchMemory,
  synchronising: benchSynchronising,
  busy: benchBusy,
  quality: benchQuality,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`"${unknown.join(" ")}" is not measured, and nothing was run: name some of ${Object.keys(benches).join(", ")}, or nothing for all of them.`);
  process.exit(1);
}

const built = await runCommand(process.execPath, [inRepository("scripts", "build.ts")]);
if (built !== 0) process.exit(built);
const { version, official } = electronRuntime();
console.log(`\nElectron ${version}${official ? "" : " (stand-in for the declared one)"}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`);
const display = await openDisplay();
let holds = true;
try {
  for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) holds = (await bench(display.environment)) && holds;
} finally {
  await display.close();
}
process.exitCode = holds ? 0 : 1;
