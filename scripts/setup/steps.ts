/** What every step of the setup needs: to say how far it is, to run commands, and to fail in plain words. */
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { whenWeEnd } from "../run-command.ts";

const REDRAW_EVERY_MS = 500;
const PLAIN_LINE_EVERY_MS = 20_000;

/** Setting up cannot go on. The message says what happened, what is safe and what to do. */
export class SetupError extends Error {}

/**
 * Does one step and shows on standard error that it runs: a line redrawn in a terminal,
 * now and then a plain line elsewhere. `progress` adds how far it is, such as "40 %".
 */
export async function step<T>(label: string, work: () => Promise<T>, progress: () => string = () => ""): Promise<T> {
  const startedAt = Date.now();
  const terminal = process.stderr.isTTY;
  const state = () => [`${Math.round((Date.now() - startedAt) / 1000)} s`, progress()].filter(Boolean).join(", ");
  if (!terminal) console.error(`${label} …`);
  const draw = () => process.stderr.write(terminal ? `\r\x1b[K${label} … ${state()}` : `  still at it, ${state()}\n`);
  const drawing = setInterval(draw, terminal ? REDRAW_EVERY_MS : PLAIN_LINE_EVERY_MS);
  try {
    const result = await work();
    process.stderr.write(terminal ? `\r\x1b[K${label}: ${state()}\n` : `  ${state()}\n`);
    return result;
  } catch (error) {
    if (terminal) process.stderr.write("\n");
    throw error;
  } finally {
    clearInterval(drawing);
  }
}

export interface CommandOutcome {
  /** 127 when the command could not be started at all. */
  code: number;
  /** Both streams, as they came. */
  output: string;
}

export interface CommandOptions {
  cwd?: string;
  environment?: Record<string, string>;
  shell?: boolean;
  stop?: AbortSignal;
}

/** Runs a command to its end and keeps what it prints. */
export function run(command: string, args: string[], { cwd, environment, shell, stop }: CommandOptions = {}): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
      ...(cwd ? { cwd } : {}),
      ...(stop ? { signal: stop } : {}),
      shell: shell ?? false,
      // A group of its own, so that what the command started can be ended with it: a compiler goes on otherwise.
      detached: process.platform !== "win32",
    });
    const ending = whenWeEnd(() => {
      if (process.platform === "win32" || child.pid === undefined) child.kill();
      else process.kill(-child.pid);
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString("utf8");
    const ended = (code: number, output: string) => {
      ending.forget();
      resolve({ code, output });
    };
    child.on("error", (error) => ended(127, `${output()}${error.message}`));
    child.on("close", (code) => ended(code ?? 1, output()));
  });
}

/** As `run`, for a command that must succeed. `sentence` says what its failure means. */
export async function mustRun(sentence: string, command: string, args: string[], options?: CommandOptions): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  const end = output.trimEnd().split("\n").slice(-25).join("\n");
  throw new SetupError(`${end}\n\n${sentence} (${command} ended with ${code}.)`);
}

/** Bytes in a folder that may be growing; 0 while it does not exist. */
export function folderSizeBytes(folder: string): number {
  let sizeBytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) sizeBytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // It changed while we looked; the next look sees more.
  }
  return sizeBytes;
}

/** "40 %" of a folder that will grow to about `fullSizeBytes`. */
export function growth(folder: string, fullSizeBytes: number): () => string {
  return () => `${Math.min(99, Math.floor((100 * folderSizeBytes(folder)) / fullSizeBytes))} %`;
}
