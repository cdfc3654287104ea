#!/usr/bin/env node
/**
 * Starts the command line. SQLite's own binary needs Node 22.14, so on an older Node this goes on with
 * the one that the project brings along.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// npm runs scripts in the project's own folder; files are named from where the user stands.
if (process.env["npm_lifecycle_event"] === "desk" && process.env["INIT_CWD"]) process.chdir(process.env["INIT_CWD"]);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const desk = join(root, "out", "main", "desk.cjs");

if (!existsSync(desk)) {
  const setup = join(root, "scripts", "with-setup.mjs");
  // Standard output belongs to the command: what building prints goes to standard error.
  const built = existsSync(setup) ? spawnSync(process.execPath, [setup, join(root, "scripts", "build.ts")], { stdio: ["ignore", 2, 2] }).status : 1;
  if (built !== 0) {
    console.error("The command line is not built and could not be built; nothing was changed: run `npm run build` and try again.");
    process.exit(1);
  }
}

const [major, minor] = process.versions.node.split(".").map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 14);
const projectNode = ["node", "node.exe"].map((name) => join(root, "node_modules", "node", "bin", name)).find(existsSync);

if (newEnough || !projectNode) {
  await import(pathToFileURL(desk).href);
} else {
  const command = spawn(projectNode, [desk, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl+C reaches the command too; it decides how to end, and we wait for it. What is meant for us alone is passed on.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => command.kill(signal));
  command.on("exit", (status, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
    process.exitCode = status ?? 1;
  });
}
