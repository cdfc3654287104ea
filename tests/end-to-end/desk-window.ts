import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, expect, test as base, type ConsoleMessage, type ElectronApplication, type Page } from "@playwright/test";
import { electronArguments, electronRuntime, openDisplay, type Display } from "../../scripts/runtime.ts";
import { inRepository } from "../../scripts/setup/places.ts";

/** The application with its window, on a data folder. */
export interface Desk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  /** Errors on the page's console fail a test, a breach of its security policy among them; but for those it says it provokes. */
  allowConsoleErrors(these: RegExp): void;
  /** What was not allowed. */
  consoleErrors(): string[];
  /** The process id of the engine that runs now. */
  enginePid(): Promise<number>;
  /** As a crash would: kill -9. Resolves when the process is gone. */
  killEngine(): Promise<void>;
  /** The whole application, as a power cut would. Resolves when its main process is gone. */
  kill(): Promise<void>;
  /** As the end of a session does: SIGTERM. Resolves to the exit code. */
  terminate(): Promise<number | null>;
  /** Closes the window, and with it the application, as a person does. Resolves to the exit code. */
  close(): Promise<number | null>;
}

export interface DeskOptions {
  environment?: Record<string, string>;
  /** Further switches for Chromium. */
  switches?: string[];
}

/** What `ASSESSOR_DESK_APP` names, such as a packaged application's folder; by default what was built here. */
export const appFolder = process.env["ASSESSOR_DESK_APP"] ?? inRepository();

/** Starts it for a test; see there. */
const heldApp = join(import.meta.dirname, "held-app");

/** The command line that starts the application on a data folder. */
export function deskCommand(home: string): { executable: string; args: string[] } {
  return { executable: electronRuntime().executable, args: [...electronArguments(), appFolder, "--home", home] };
}

interface Fixtures {
  /** A data folder of the test's own, gone afterwards. */
  home: string;
  /** Starts the application on `home`; more than once in a test that ends it. */
  launch: (options?: DeskOptions) => Promise<Desk>;
  /** The application, started. */
  desk: Desk;
}

export const test = base.extend<Fixtures, { display: Display }>({
  display: [
    async ({}, use) => {
      const display = await openDisplay();
      await use(display);
      await display.close();
    },
    { scope: "worker" },
  ],
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), "assessor-desk-"));
    await use(home);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  },
  launch: async ({ display, home }, use) => {
    const desks: Desk[] = [];
    await use(async (options = {}) => {
      const desk = await start(home, { ...options, environment: { ...options.environment, ...display.environment } });
      desks.push(desk);
      return desk;
    });
    for (const desk of desks) await desk.close();
    expect(desks.flatMap((desk) => desk.consoleErrors())).toEqual([]);
  },
  desk: async ({ launch }, use) => use(await launch()),
});

async function start(home: string, { environment, switches = [] }: DeskOptions): Promise<Desk> {
  const app = await _electron.launch({
    executablePath: electronRuntime().executable,
    args: [...switches, ...electronArguments(), heldApp, "--home", home],
    env: { ...inherited(), ...environment, ASSESSOR_DESK_APP: appFolder },
  });
  const mainProcess = app.process();
  const page = await app.firstWindow();
  const errors: string[] = [];
  const allowed: RegExp[] = [];
  const hear = (message: ConsoleMessage) => void (message.type() === "error" && errors.push(message.text()));
  const fail = (error: Error) => void errors.push(error.stack ?? error.message);
  page.on("console", hear);
  page.on("pageerror", fail);
  // And what was said before anybody listened.
  (await page.consoleMessages()).forEach(hear);
  (await page.pageErrors()).forEach(fail);

  const enginePid = async () => {
    let pid: number | undefined;
    await expect(async () => {
      pid = await app.evaluate(({ app }) => app.getAppMetrics().find((metric) => metric.name === "Assessor Desk engine")?.pid);
      expect(pid).toBeDefined();
    }).toPass();
    return pid!;
  };
  const ended = new Promise<number | null>((resolve) => mainProcess.once("exit", resolve));
  return {
    app,
    page,
    home,
    allowConsoleErrors: (these) => void allowed.push(these),
    consoleErrors: () => errors.filter((text) => !allowed.some((pattern) => pattern.test(text))),
    enginePid,
    async killEngine() {
      const pid = await enginePid();
      process.kill(pid, "SIGKILL");
      await expect.poll(() => isRunning(pid)).toBe(false);
    },
    async kill() {
      mainProcess.kill("SIGKILL");
      await ended;
    },
    async terminate() {
      mainProcess.kill("SIGTERM");
      return ended;
    },
    async close() {
      const closeWindows = () =>
        app.evaluate(({ BrowserWindow }) => {
          setImmediate(() => BrowserWindow.getAllWindows().forEach((window) => window.close()));
        });
      if (mainProcess.exitCode === null && mainProcess.signalCode === null) {
        // The answer to the question may be lost with the window: what counts is that the process ends.
        await closeWindows()
          .catch(closeWindows)
          .catch(() => undefined);
      }
      return ended;
    },
  };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function inherited(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export { expect };
