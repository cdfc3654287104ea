import { dataSize } from "../../src-shared/data-size.ts";
import { durationText } from "./words.ts";

/** How far a long piece of work is. Bytes are left out where only things are counted. */
export interface Step {
  /** What is being done, as in "Sealing and sending". */
  what: string;
  done: number;
  total: number;
  bytes?: { done: number; total: number };
  /** Where it is measured; otherwise the time left is reckoned from what is done. */
  rate?: { bytesPerSecond: number | null; secondsLeft: number | null };
}

/** Shows progress on standard error; never more than the work needs. */
export interface Progress {
  show(step: Step): void;
  /** Takes a bar away, so that what follows begins on a clean line. */
  end(): void;
}

export const noProgress: Progress = { show: () => undefined, end: () => undefined };

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;
const BAR_WIDTH = 24;

/**
 * A bar on a terminal, redrawn in place; elsewhere, in logs, a plain line now and then. Work that is over before
 * the first line is due shows nothing there.
 */
export function createProgress(output: { isTTY?: boolean; columns?: number; write(text: string): unknown }, now: () => number): Progress {
  const isTerminal = output.isTTY === true;
  let shown = false;
  let what = "";
  let startedAt = 0;
  let toldAt = 0;

  return {
    show(step) {
      const at = now();
      if (step.what !== what) {
        what = step.what;
        startedAt = at;
        toldAt = isTerminal ? 0 : at;
      }
      if (at - toldAt < (isTerminal ? BAR_EVERY_MS : LINE_EVERY_MS)) return;
      toldAt = at;
      const share = shareOf(step);
      const text = [step.what, `${step.done} of ${step.total}`, ...(step.bytes ? [`${dataSize(step.bytes.done)} of ${dataSize(step.bytes.total)}`] : []), ...(step.rate ? rateText(step.rate) : timeLeft(share, at - startedAt))].join(", ");
      if (!isTerminal) return void output.write(`${text}\n`);
      const filled = Math.round(share * BAR_WIDTH);
      const line = `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ${text}`;
      output.write(`\r\u001b[2K${line.slice(0, (output.columns || 80) - 1)}`);
      shown = true;
    },
    end() {
      if (shown) output.write("\r\u001b[2K");
      shown = false;
    },
  };
}

function shareOf({ done, total, bytes }: Step): number {
  const share = bytes && bytes.total > 0 ? bytes.done / bytes.total : done / Math.max(1, total);
  return Math.min(1, Math.max(0, share));
}

function rateText({ bytesPerSecond, secondsLeft }: NonNullable<Step["rate"]>): string[] {
  return [...(bytesPerSecond === null ? [] : [`${dataSize(bytesPerSecond)}/s`]), ...(secondsLeft === null ? [] : [`about ${durationText(secondsLeft)} left`])];
}

/** Nothing in the first moments, when it would only be a guess. */
function timeLeft(share: number, elapsedMs: number): string[] {
  if (share < 0.02 || share >= 1 || elapsedMs < 1000) return [];
  return [`about ${durationText(((elapsedMs / share) * (1 - share)) / 1000)} left`];
}
