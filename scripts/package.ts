/**
 * `npm run package [-- ARGS…]`: builds the app and packages it into `dist/`, as `electron-builder.yml` says.
 * ARGS go on to electron-builder, such as `--win`.
 *
 * Where only the older Electron from the npm registry is at hand, it makes an unpacked Linux folder with that
 * one, to try the packaging. Such a folder is not to be given to anybody.
 */
import { cpSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildApp } from "./build.ts";
import { runCommand } from "./run-command.ts";
import { electronRuntime, type ElectronRuntime } from "./runtime.ts";
import { inRepository } from "./setup/places.ts";

const args = process.argv.slice(2);
const runtime = electronRuntime();
process.chdir(inRepository());
await buildApp();
process.exitCode = runtime.official ? await electronBuilder(args) : await packageForTrying(runtime);

function electronBuilder(more: string[]): Promise<number> {
  return runCommand(process.execPath, [inRepository("node_modules", "electron-builder", "cli.js"), "--publish", "never", ...more]);
}

async function packageForTrying({ executable, version }: ElectronRuntime): Promise<number> {
  if (args.some((argument) => !["--linux", "dir"].includes(argument))) {
    console.error(`Only an unpacked Linux folder can be made with Electron ${version}, which stands in for the declared one here; nothing was packaged: package on a network that reaches Electron's download host.`);
    return 1;
  }
  const dist = inRepository(".cache", "electron-dist");
  try {
    rmSync(dist, { recursive: true, force: true });
    cpSync(dirname(executable), dist, { recursive: true });
    // What lets it run apps from a folder has no place in a package.
    rmSync(join(dist, "resources", "app"), { recursive: true });
    rmSync(join(dist, "electron.sha256"));
    const code = await electronBuilder(["--linux", "dir", `--config.electronDist=${dist}`, `--config.electronVersion=${version}`]);
    if (code === 0) console.log(`Packaged with Electron ${version} for trying only: this is not the Electron that package.json declares.`);
    return code;
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}
