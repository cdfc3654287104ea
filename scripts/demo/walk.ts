import path from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { runnerImport } from "vite";
import { electronArguments, electronRuntime } from "../runtime.ts";
import { inRepository, repository } from "../setup/places.ts";
import type { Step } from "./demo-desk.ts";
import type * as WithoutWindow from "./without-window.ts";

/** What both halves of the walk need. */
export interface Walk {
  home: string;
  /** A folder. */
  screenshots: string;
  environment: Record<string, string>;
  step: Step;
}

const OPENS_WITHIN_MS = 60_000;

/** Opens the desk on a data folder, in the real window; tries once more where it does not open. @throws Error with what to do when it does not open at all. */
export async function openDesk(home: string, environment: Record<string, string>): Promise<{ app: ElectronApplication; page: Page }> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const launch = () => _electron.launch({ executablePath: electronRuntime().executable, args: [...electronArguments(), repository, "--home", home], env: { ...inherited, ...environment }, timeout: OPENS_WITHIN_MS });
  const app = await launch()
    .catch(() => launch())
    .catch((cause: unknown) => {
      throw new Error(`The window did not open within a minute, twice. What was done so far is safe; run the same command again, and look into ${path.relative(repository, path.join(home, "logs"))} if it happens again.`, { cause });
    });
  return { app, page: await app.firstWindow() };
}

/** What is done without a window. The engine's migrations are read the way that Vite does. */
export async function withoutWindow(): Promise<typeof WithoutWindow> {
  return (await runnerImport<typeof WithoutWindow>(inRepository("scripts", "demo", "without-window.ts"))).module;
}
