import { vi } from "vitest";

/** Waits until what is asserted holds: longer than a busy machine takes, since the runner's own second is not. */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout: 20_000 });
}
