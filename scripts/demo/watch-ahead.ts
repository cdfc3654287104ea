import { setTimeout } from "node:timers/promises";
import { startEngine } from "../../src-main/engine/start-engine.ts";
import type { Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";

/**
 * Lets every answer of a desk count as watched but the first, which the walk plays a little of: playing them all takes an
 * hour. Returns how many. @throws Error where the engine refuses.
 */
export async function watchAhead(home: string): Promise<number> {
  const engine = await startEngine({
    ...{ home, fetch, random: Math.random, now: () => new Date(), wait: (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, { signal }) },
    ...{ depotCredentials: null, keyStore: null, software: "Assessor Desk demonstration", demoAssets: null, log: () => undefined, byItself: false },
  });
  async function ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    const answered = await engine.request(name, input);
    if (!answered.ok) throw new Error(describeProblem(answered.error));
    return answered.value;
  }
  try {
    const { batches, next } = await ask("home.view", {});
    const { rows } = await ask("queue.page", { batch: batches[0]!.batch, filter: "all", score: null, search: "", offset: 0, limit: 100 });
    const others = rows.filter((row) => row.answerId !== next?.answerId);
    for (const { answerId, durationSeconds } of others) await ask("mark.add-watched", { answerId, from: 0, to: durationSeconds });
    return others.length;
  } finally {
    await engine.close();
  }
}
