import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { electronArguments, electronRuntime } from "../runtime.ts";
import { repository } from "../setup/places.ts";

export interface BenchWindow {
  app: ElectronApplication;
  page: Page;
}

/** Opens the desk on a data folder as its user would, with the home screen there. */
export async function openDeskWindow(home: string, environment: Record<string, string>): Promise<BenchWindow> {
  const app = await launchElectron([repository, "--home", home], environment);
  const page = await app.firstWindow();
  await homeIsThere(page);
  return { app, page };
}

/** Starts the Electron that was set up, with an app's folder and what that takes. */
export function launchElectron(args: string[], environment: Record<string, string>): Promise<ElectronApplication> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return _electron.launch({ executablePath: electronRuntime().executable, args: [...electronArguments(), ...args], env: { ...inherited, ...environment }, timeout: 60_000 });
}

/** The home screen is there, and what it loads in its idle time too. */
export async function homeIsThere(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Your work", exact: true }).waitFor();
  await page.getByText("all here").first().waitFor({ timeout: 60_000 });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(() => resolve(null)))));
}
