import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { startEngine } from "../../src-main/engine/start-engine.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";

/** How long one question took, and how much longer than in an idle second the event loop was held up at most: milliseconds. */
export interface QualityTimes {
  took: number[];
  heldUpMore: number[];
}

/** Asks a desk for all statistics of a batch, by a new engine each time, since an engine keeps its answers. */
export async function askQuality(home: string, batch: string, times: number): Promise<QualityTimes> {
  const took: number[] = [];
  const heldUpMore: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const engine = await startEngine({
      ...{ home, fetch, wait: () => Promise.resolve(), now: () => new Date(), random: () => 0.5, byItself: false, log: () => undefined },
      ...{ depotCredentials: null, keyStore: null, software: "bench", demoAssets: null },
    });
    const idle = await longestDelay(() => setTimeout(1000));
    let asked = 0;
    const delay = await longestDelay(async () => {
      const began = performance.now();
      const view = await engine.request("quality.view", { batch, scope: "batch", behaviour: null });
      asked = performance.now() - began;
      if (!view.ok) throw new Error(describeProblem(view.error));
    });
    took.push(asked);
    heldUpMore.push(Math.max(0, delay - idle));
    await engine.close();
  }
  return { took, heldUpMore };
}

async function longestDelay(act: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await act();
  delay.disable();
  return delay.max / 1e6;
}
