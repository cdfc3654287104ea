/** `npm run build`: builds the app into `out/`; does nothing when `out/` is already made from these sources. */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { buildParts, out } from "./build-configuration.ts";
import { repository } from "./setup/places.ts";

/** Everything that decides what comes out. */
const INPUTS = ["src-*/**/*", "assets/icons/**/*", "package-lock.json", "tsconfig.json", "scripts/build*.ts"];

/** Holds the hash of the inputs that `out/` was made from; absent while it is being made. */
export const buildStamp = join(out, "built-from.txt");

function hashOfInputs(): string {
  const hash = createHash("sha256");
  for (const path of globSync(INPUTS, { cwd: repository }).sort()) {
    const file = join(repository, path);
    if (statSync(file).isFile()) hash.update(path).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** @returns false when there was nothing to do. */
export async function buildApp(): Promise<boolean> {
  const inputs = hashOfInputs();
  if (existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === inputs) return false;
  rmSync(out, { recursive: true, force: true });
  for (const { configuration } of buildParts()) await build(configuration);
  writeFileSync(buildStamp, inputs);
  return true;
}

if (import.meta.main) {
  const startedAt = Date.now();
  const built = await buildApp();
  console.log(built ? `Built into out/ in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.` : "out/ is up to date.");
}
