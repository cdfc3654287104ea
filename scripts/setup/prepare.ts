/** Makes the machine ready, after the npm packages: system packages, an Electron to run, SQLite for it. */
import { installSystemPackages } from "./system-packages.ts";
import { findElectron } from "./electron-runtime.ts";
import { provideSqlite } from "./sqlite-binary.ts";
import { SetupError } from "./steps.ts";

try {
  await installSystemPackages();
  const runtime = await findElectron();
  await provideSqlite(runtime);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
