import { startEngine } from "../../src-main/engine/start-engine.ts";
import { boardQueries } from "../../src-shared/bridge/lead/board.ts";

const STARTS = 5;

/** How long a lead's board takes, each time in an engine that was just started; what crosses the bridge is checked as there. */
export async function timeBoard(home: string, batch: string): Promise<{ all: number[]; one: number[] }> {
  const [all, one]: [number[], number[]] = [[], []];
  for (let start = 0; start < STARTS; start += 1) {
    const engine = await startEngine({
      ...{ home, fetch, depotCredentials: null, keyStore: null, software: "bench", demoAssets: null, log: () => undefined, byItself: false },
      ...{ now: () => new Date(), random: Math.random, wait: () => Promise.resolve() },
    });
    try {
      all.push(await timed(() => engine.request("board.view", {}), (answer) => boardQueries["board.view"].output.parse(answer)));
      one.push(await timed(() => engine.request("board.batch", { batch }), (answer) => boardQueries["board.batch"].output.parse(answer)));
    } finally {
      await engine.close();
    }
  }
  return { all, one };
}

async function timed<T>(ask: () => Promise<{ ok: true; value: T } | { ok: false; error: unknown }>, check: (value: T) => unknown): Promise<number> {
  const before = performance.now();
  const answer = await ask();
  if (!answer.ok) throw new Error(`The board does not open: ${JSON.stringify(answer.error)}`);
  check(answer.value);
  return performance.now() - before;
}
