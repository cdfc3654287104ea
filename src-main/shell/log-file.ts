import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

export type LogLevel = "info" | "warn" | "error";
/** One line about what the application did; never what somebody wrote, and never a key. */
export type Log = (level: LogLevel, message: string) => void;

const LARGEST_BYTES = 1_000_000;
const LONGEST_LINE = 4000;

/**
 * Writes `desk.log` in `folder`, and moves it to `desk.1.log` when it has grown: two files at most.
 * Lines are few, so each is written at once and is there after a crash. Writing never fails the caller:
 * a full disk must not take the application down for the sake of its log.
 */
export function createLog(folder: string, now: () => Date): Log {
  const file = join(folder, "desk.log");
  return (level, message) => {
    const line = `${now().toISOString()} ${level} ${oneLine(message)}\n`;
    try {
      mkdirSync(folder, { recursive: true });
      if (sizeBytes(file) > LARGEST_BYTES) renameSync(file, join(folder, "desk.1.log"));
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      process.stderr.write(line);
    }
  };
}

function sizeBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function oneLine(message: string): string {
  const line = message.replaceAll(/\s*[\r\n]+\s*/g, " | ");
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
}
