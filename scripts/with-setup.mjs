/**
 * `node scripts/with-setup.mjs [SCRIPT [ARGS…]]`: makes everything ready that the project needs on this
 * machine, then runs SCRIPT under the Node that the project brings along. Without SCRIPT it only makes ready.
 *
 * This first file runs on plain Node 20 with nothing installed, so it is JavaScript and imports nothing
 * from npm. It sees to the npm packages; `setup/prepare.ts` does the rest.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const inRepository = (/** @type {string[]} */ ...parts) => join(repository, ...parts);

/** True when what npm installed last is exactly what `package-lock.json` asks for. */
function npmPackagesMatch() {
  try {
    const wanted = JSON.parse(readFileSync(inRepository("package-lock.json"), "utf8")).packages;
    const installed = JSON.parse(readFileSync(inRepository("node_modules", ".package-lock.json"), "utf8")).packages;
    return Object.keys(wanted).every((path) => {
      if (path === "") return true;
      // npm leaves out what is made for other platforms.
      if (!(path in installed)) return wanted[path].optional === true;
      return installed[path].version === wanted[path].version && installed[path].integrity === wanted[path].integrity;
    }) && Object.keys(installed).every((path) => path in wanted);
  } catch {
    return false;
  }
}

async function installNpmPackages() {
  const startedAt = Date.now();
  const elapsed = () => Math.round((Date.now() - startedAt) / 1000);
  console.error("Installing the npm packages …");
  const ticking = setInterval(() => console.error(`  still installing, ${elapsed()} s so far`), 20_000);
  // Even where `npm --silent` started us, the reason of a failure must show.
  const ci = ["ci", "--no-progress", "--loglevel=error"];
  const cli = process.env["npm_execpath"];
  const code = cli?.endsWith(".js") ? await run(process.execPath, [cli, ...ci]) : await run("npm", ci, { shell: process.platform === "win32" });
  clearInterval(ticking);
  if (code !== 0) {
    fail(`npm could not install the packages (exit code ${code}); nothing else was changed: look at npm's message above, then run the same command again.`);
  }
  console.error(`  installed, ${elapsed()} s`);
}

/** The Node that npm installed for the project, or this one where it is new enough to run TypeScript. */
function projectNode() {
  const installed = ["node", "node.exe"].map((name) => inRepository("node_modules", "node", "bin", name)).find(existsSync);
  if (installed) return installed;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail("The npm package `node` brought no Node 24 for this machine; nothing was changed: start this with Node 24, or allow npm to run install scripts and delete node_modules.");
}

/**
 * Runs a command with this terminal and resolves to its exit code. Signals that reach this process
 * go on to the command, so that it can end in its own way.
 * @param {string} command
 * @param {string[]} args
 * @param {{ shell?: boolean }} [options]
 * @returns {Promise<number>}
 */
function run(command, args, { shell = false } = {}) {
  const path = `${inRepository("node_modules", ".bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const child = spawn(command, args, { stdio: "inherit", cwd: repository, env: { ...process.env, PATH: path }, shell });
  const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
  // A terminal sends Ctrl+C to both of us; passing it on would be a second one.
  const ignore = () => {};
  process.on("SIGINT", process.stdin.isTTY ? ignore : forward).on("SIGTERM", forward).on("SIGHUP", forward);
  return new Promise((resolve) => {
    const ended = (/** @type {number} */ code) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(signal, forward).removeListener(signal, ignore);
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(`${command} did not start: ${error.message}`);
      ended(127);
    });
    child.on("exit", (code, signal) => ended(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** Two setups of one folder at once would pull the packages from under each other. */
async function holdLock() {
  const lock = inRepository(".cache", "setup.lock");
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const holder = Number(readOr(lock, ""));
    if (holder && !isRunning(holder)) rmSync(lock, { force: true });
    else if (!told) {
      console.error("Waiting for another setup of this folder to finish …");
      told = true;
    }
  }
  const release = () => rmSync(lock, { force: true });
  process.on("exit", release);
  return () => {
    process.removeListener("exit", release);
    release();
  };
}

function readOr(/** @type {string} */ path, /** @type {string} */ otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}

function isRunning(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @returns {never} */
function fail(/** @type {string} */ sentence) {
  console.error(sentence);
  process.exit(1);
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  fail(`This needs Node 20 or newer and was started with ${process.versions.node}; nothing was changed: install a newer Node and run the same command again.`);
}
const release = await holdLock();
if (!npmPackagesMatch()) await installNpmPackages();
const node = projectNode();
const prepared = await run(node, [inRepository("scripts", "setup", "prepare.ts")]);
release();
if (prepared !== 0) process.exit(prepared);

const [script, ...args] = process.argv.slice(2);
if (script) process.exit(await run(node, [script, ...args]));
console.error("Everything is ready.");
