/** Runs other programs in this terminal. */
import { spawn, type SpawnOptions } from "node:child_process";
import { constants } from "node:os";

const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `end` when a signal ends this process, or when it ends in any other way before `forget` is called.
 * A child that nobody ends would outlive us.
 */
export function whenWeEnd(end: () => void): { forget(): void } {
  const onSignal = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal]);
  process.on("exit", end);
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  return {
    forget() {
      process.removeListener("exit", end);
      for (const signal of ENDING_SIGNALS) process.removeListener(signal, onSignal);
    },
  };
}

/** Resolves to the exit code; 127 when the command could not be started, 128 and more when a signal ended it. */
export async function runCommand(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  const ending = whenWeEnd(() => void child.kill());
  try {
    return await new Promise<number>((resolve) => {
      child.once("error", (error) => {
        console.error(`${command} did not start: ${error.message}`);
        resolve(127);
      });
      child.once("exit", (code, signal) => resolve(exitCode(code, signal)));
    });
  } finally {
    ending.forget();
  }
}

/** As a shell counts: a program that a signal ended has 128 plus the signal's number. */
export function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
