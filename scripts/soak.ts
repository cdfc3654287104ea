/**
 * `npm run soak [-- KILLS]`: kills a desk with SIGKILL again and again in each of the five things it does
 * (synchronising, marking, submitting, delivering, migrating), 50 times each unless said otherwise, and checks after
 * each kill that nothing acknowledged is lost. `npm test` does a short run of the same.
 */
import { runCommand } from "./run-command.ts";
import { inRepository } from "./setup/places.ts";

const kills = process.argv[2] ?? "50";
if (!/^[1-9]\d*$/.test(kills)) {
  console.error(`"${kills}" is not a number of kills, and nothing was run: give one, or nothing for 50.`);
  process.exit(1);
}
process.chdir(inRepository());
process.env["SOAK_KILLS"] = kills;
process.exitCode = await runCommand(process.execPath, [inRepository("node_modules", "vitest", "vitest.mjs"), "run", "tests/soak"]);
