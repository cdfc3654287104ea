import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import packageJson from "../../package.json" with { type: "json" };
import { createProgress } from "./progress.ts";
import { runDesk } from "./run-desk.ts";

/** The command line. Built to out/main, or run from here: the project's folder is two levels up either way. */
const demoAssets = path.resolve(import.meta.dirname, "../../assets/demo");

// A reader that has seen enough (`desk … | head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

// No top-level await: the built file is CommonJS.
void runDesk(process.argv.slice(2), {
  env: process.env,
  fetch,
  wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
  now: () => new Date(),
  random: Math.random,
  version: packageJson.version,
  demoAssets: existsSync(demoAssets) ? demoAssets : null,
  createProgress: () => createProgress(process.stderr, Date.now),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then((status) => {
  process.exitCode = status;
});
