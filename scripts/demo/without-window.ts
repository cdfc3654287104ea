import { setTimeout } from "node:timers/promises";
import { startEngine } from "../../src-main/engine/start-engine.ts";
import type { Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";

type Ask = <N extends RequestName>(name: N, input: Input<N>) => Promise<Output<N>>;

/**
 * Lets every answer of a desk count as watched but the first, which the walk plays a little of: playing them all takes an
 * hour. Returns how many. @throws Error where the engine refuses.
 */
export async function watchAhead(home: string): Promise<number> {
  return withEngine(home, async (ask) => {
    const { next } = await ask("home.view", {});
    const others = (await answersOf(ask)).filter((row) => row.answerId !== next?.answerId);
    for (const { answerId, durationSeconds } of others) await ask("mark.add-watched", { answerId, from: 0, to: durationSeconds });
    return others.length;
  });
}

/** Marks all of a desk's batch, question by question with these scores, as if it had been watched. Returns how many. @throws Error where the engine refuses. */
export async function markApart(home: string, scores: readonly number[]): Promise<number> {
  return withEngine(home, async (ask) => {
    const answers = await answersOf(ask);
    for (const { answerId, durationSeconds, questionNumber } of answers) {
      await ask("mark.add-watched", { answerId, from: 0, to: durationSeconds });
      await ask("mark.put-note", { answerId, noteId: crypto.randomUUID(), atSeconds: Math.min(8, durationSeconds / 2), text: "Says what they did themselves." });
      await ask("mark.set-evidence", { answerId, text: "One example, told from its beginning to what came of it." });
      await ask("mark.set-score", { answerId, score: scores[(questionNumber - 1) % scores.length]! });
    }
    return answers.length;
  });
}

async function answersOf(ask: Ask) {
  const { batches } = await ask("home.view", {});
  return (await ask("queue.page", { batch: batches[0]!.batch, filter: "all", score: null, search: "", offset: 0, limit: 100 })).rows;
}

async function withEngine<T>(home: string, act: (ask: Ask) => Promise<T>): Promise<T> {
  const engine = await startEngine({
    ...{ home, fetch, random: Math.random, now: () => new Date(), wait: (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, { signal }) },
    ...{ depotCredentials: null, keyStore: null, software: "Assessor Desk demonstration", demoAssets: null, log: () => undefined, byItself: false },
  });
  try {
    return await act(async (name, input) => {
      const answered = await engine.request(name, input);
      if (!answered.ok) throw new Error(describeProblem(answered.error));
      return answered.value;
    });
  } finally {
    await engine.close();
  }
}
