/** Where the setup finds and keeps things. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const inRepository = (...parts: string[]) => join(repository, ...parts);

/** What the last setup found, for `scripts/runtime.ts`. */
export const runtimeFile = inRepository(".cache", "runtime.json");

/** A folder that outlives `npm ci` and this clone; every clone on the machine shares it. */
export function inSharedCache(...parts: string[]): string {
  const base = process.env["ASSESSOR_DESK_CACHE"] || process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const path = join(base, "assessor-desk", ...parts);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** A new folder for work in progress, on the same disk as the shared cache. Also clears away what an interrupted setup left there. */
export function workFolder(): string {
  const work = inSharedCache("work");
  mkdirSync(work, { recursive: true });
  for (const name of readdirSync(work)) {
    const abandoned = Date.now() - statSync(join(work, name)).mtimeMs > ABANDONED_AFTER_MS;
    if (abandoned) rmSync(join(work, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(work, "setup-"));
}
