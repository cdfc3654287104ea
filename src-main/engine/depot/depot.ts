import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";

export interface DepotObject {
  /** Of the whole object, whatever byte the stream begins at. */
  sizeBytes: number;
  /** Reading may throw a `DepotReadError` when the depot goes away on the way. */
  bytes: AsyncIterable<Uint8Array>;
}

/**
 * Where batches come from and finished sets go: a folder, or a bucket of an object store. Keys are `/`-separated names without
 * dots at their beginning. Nothing in a depot is ever overwritten or deleted.
 */
export interface Depot {
  /** How to name it to a user: a path or an address without credentials. */
  readonly where: string;
  /** Before something is published for the first time: whether it is there, and keeps what was written first as a depot must. */
  prepare(): Promise<Result<void, Problem>>;
  /** Takes away what an earlier life of this very desk left unfinished under these prefixes. What cannot go now goes another time. */
  tidy(prefixes: readonly string[]): Promise<void>;
  /** All keys that begin with `prefix`, which ends in `/`, in no particular order. A prefix that nothing has gives none. */
  list(prefix: string): Promise<Result<string[], Problem>>;
  /** What comes next in the keys under `prefix` that go on after it: the batches under `batches/`, whatever lies in them. */
  folders(prefix: string): Promise<Result<string[], Problem>>;
  /** A whole small object. `document-damaged` where it is longer than `maxBytes`. */
  read(key: string, maxBytes: number): Promise<Result<Uint8Array, Problem>>;
  /** Streams from `fromByte`, so that an interrupted transfer resumes. Once `signal` is aborted nobody reads on: what is held open may go. */
  open(key: string, fromByte: number, signal?: AbortSignal): Promise<Result<DepotObject, Problem>>;
  /** Puts an object where nothing is yet, durably and at once. `already-exists`: somebody was earlier; compare before believing. */
  create(key: string, bytes: Uint8Array): Promise<Result<"created" | "already-exists", Problem>>;
  /** The same for a file on this computer; `onBytes` is told how many bytes went since the last call. */
  createFromFile(key: string, file: string, onBytes: (bytes: number) => void): Promise<Result<"created" | "already-exists", Problem>>;
}

/** Whether this may be a part of a key: no dot at its beginning, which is for writers at work, and nothing that leads elsewhere. */
export function isKeyPart(part: string): boolean {
  return part !== "" && !part.startsWith(".") && !/[\\:\0/]/.test(part);
}

/** Thrown out of a `DepotObject`'s bytes; carries what to tell the user. */
export class DepotReadError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}
