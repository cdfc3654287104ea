import { FIRST_PARALLELISM, nextParallelism } from "./parallelism.ts";
import { nextRate, type TransferRate } from "./transfer-rate.ts";

/** How often progress is told and the way is measured: the eye sees no more. */
export const TICK_MS = 500;
/** How many transfers help is decided over so many ticks. */
const TICKS_A_STRETCH = 2;
const newStretch = () => ({ bytes: 0, ticks: 1, allBusy: true, failures: 0 });

/** Measures what arrives: how fast that is, and how many transfers at once help. */
export function createPace() {
  let parallelism = FIRST_PARALLELISM;
  let rate: TransferRate | null = null;
  let sinceTick = 0;
  let stretch = { ...newStretch(), ticks: 0 };
  return {
    atOnce: () => parallelism.atOnce,
    rate: () => rate,
    came: (bytes: number) => void (sinceTick += bytes),
    broke: () => void (stretch.failures += 1),
    /** Every `TICK_MS`, with how many transfers are under way. Says whether it was decided anew how many may be. */
    tick(underWay: number, now: Date): boolean {
      rate = nextRate(rate, sinceTick, now.getTime());
      stretch.bytes += sinceTick;
      sinceTick = 0;
      stretch.ticks += 1;
      stretch.allBusy &&= underWay >= parallelism.atOnce;
      if (stretch.ticks <= TICKS_A_STRETCH) return false;
      const { bytes, allBusy, failures } = stretch;
      parallelism = nextParallelism(parallelism, { bytesPerSecond: (bytes / (TICKS_A_STRETCH * TICK_MS)) * 1000, allBusy, failures });
      stretch = newStretch();
      return true;
    },
  };
}
