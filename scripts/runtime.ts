/** The Electron that the setup found, and a screen for it to draw on where there is none. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { runCommand, whenWeEnd } from "./run-command.ts";
import { runtimeFile } from "./setup/places.ts";
import type { FoundElectron } from "./setup/electron-runtime.ts";

export interface ElectronRuntime {
  /** An absolute path. */
  executable: string;
  version: string;
  /** False for the older Electron that stands in where the declared one cannot be downloaded; it is never shipped. */
  official: boolean;
}

/** @throws Error if the setup has not run in this folder. */
export function electronRuntime(): ElectronRuntime {
  if (!existsSync(runtimeFile)) {
    throw new Error("No Electron has been set up in this folder yet; nothing was changed: run `npm run setup`.");
  }
  const { electron, version, official } = JSON.parse(readFileSync(runtimeFile, "utf8")) as FoundElectron;
  return { executable: electron, version, official };
}

/** What Electron needs before the app's folder: as root its sandbox cannot start; anyone else keeps it. */
export function electronArguments(): string[] {
  return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/** Only Linux can be without one. */
export function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

export interface Display {
  /** To be added to the environment of what shall draw on it; empty for the display that was there anyway. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** The display that is there, or else a virtual one of 1920 × 1080 that lives until `close`, or until this process ends. */
export async function openDisplay(): Promise<Display> {
  if (hasDisplay()) return { environment: {}, close: async () => {} };
  // Xvfb picks a free number and writes it to the file descriptor 3.
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    // Ctrl+C in the terminal must reach the app first, not its screen.
    detached: true,
  });
  const ending = whenWeEnd(() => void server.kill());
  const number = await displayNumber(server);
  return {
    environment: { DISPLAY: `:${number}` },
    close: async () => {
      ending.forget();
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
    },
  };
}

function displayNumber(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new Error("No virtual display could be started; nothing was changed: run `npm run setup`, which installs Xvfb."));
    server.once("error", refuse);
    server.once("exit", refuse);
    let written = "";
    server.stdio[3]?.on("data", (chunk: Buffer) => {
      written += chunk.toString();
      if (written.endsWith("\n")) resolve(Number(written));
    });
  });
}

/** Runs a command, with a display whatever the machine has, and resolves to its exit code. */
export async function withDisplay(command: string, args: string[], environment: Record<string, string> = {}): Promise<number> {
  const display = await openDisplay();
  try {
    return await runCommand(command, args, { env: { ...process.env, ...environment, ...display.environment } });
  } finally {
    await display.close();
  }
}
