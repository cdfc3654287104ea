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

/** Opens the desk on a data folder, in the real window. */
export async function openDesk(home: string, environment: Record<string, string>): Promise<{ app: ElectronApplication; page: Page }> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const app = await _electron.launch({ executablePath: electronRuntime().executable, args: [...electronArguments(), repository, "--home", home], env: { ...inherited, ...environment } });
  return { app, page: await app.firstWindow() };
}

/** What is done without a window. The engine's migrations are read the way that Vite does. */
export async function withoutWindow(): Promise<typeof WithoutWindow> {
  return (await runnerImport<typeof WithoutWindow>(inRepository("scripts", "demo", "without-window.ts"))).module;
}
