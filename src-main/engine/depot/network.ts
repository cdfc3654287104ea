/** What reaching a depot over a network needs of the place where the engine runs. */
export interface Network {
  /** Chromium's in the window, with the system's proxy and certificates; Node's elsewhere. */
  fetch: typeof globalThis.fetch;
  /** Resolves after so many milliseconds, or rejects as soon as `signal` is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  now: () => Date;
  /** From 0 up to 1, for back-off. */
  random: () => number;
}

/** A request was broken off because the desk closes: no fault of the network, so it is thrown on and nothing is remembered of it. */
class Ended extends Error {}

/** The same network until `ended` is aborted: what is under way breaks off then, and nothing more is asked or waited for. */
export function endedBy({ fetch, wait, ...rest }: Network, ended: AbortSignal): Network {
  const either = (signal: AbortSignal | null | undefined) => (signal ? AbortSignal.any([signal, ended]) : ended);
  const asEnded = (error: unknown): never => {
    throw ended.aborted ? new Ended("The desk closes.") : error;
  };
  return { ...rest, fetch: (input, init) => fetch(input, { ...init, signal: either(init?.signal) }).catch(asEnded), wait: (ms, signal) => wait(ms, either(signal)) };
}

/** What an object store asks for. Secret. */
export interface DepotCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Goes with credentials that are good for some hours. */
  sessionToken?: string | undefined;
}
