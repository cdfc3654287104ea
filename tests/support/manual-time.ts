/** A clock and a way to wait that move only when a test says so. */
export interface ManualTime {
  now: () => Date;
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Lets so much time pass, in order, with everything that was waiting for it. */
  pass(ms: number): Promise<void>;
  /** Sets the clock forward or back by so much, as a user or a time server does; nobody waits less or more for it. */
  setClock(byMs: number): void;
}

export function createManualTime(start = new Date("2026-11-21T12:00:00Z")): ManualTime {
  let passed = 0;
  let offset = start.getTime();
  const waiting = new Set<{ at: number; go: () => void }>();

  /** What follows from one thing may read and write real files: time stands still until that is done. */
  const settle = async () => {
    for (let quiet = 0; quiet < 5; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = process.getActiveResourcesInfo().some((name) => /Req/.test(name)) ? 0 : quiet + 1;
    }
  };

  return {
    now: () => new Date(offset + passed),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const one = { at: passed + ms, go: () => (end(), resolve()) };
        const stop = () => (end(), reject(signal!.reason));
        const end = () => {
          waiting.delete(one);
          signal?.removeEventListener("abort", stop);
        };
        signal?.addEventListener("abort", stop, { once: true });
        waiting.add(one);
      }),
    async pass(ms) {
      const until = passed + ms;
      await settle();
      for (;;) {
        const [first] = [...waiting].sort((a, b) => a.at - b.at);
        if (!first || first.at > until) break;
        passed = Math.max(passed, first.at);
        first.go();
        await settle();
      }
      passed = until;
      await settle();
    },
    setClock(byMs) {
      offset += byMs;
    },
  };
}
