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

/** What an object store asks for. Secret. */
export interface DepotCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Goes with credentials that are good for some hours. */
  sessionToken?: string | undefined;
}
