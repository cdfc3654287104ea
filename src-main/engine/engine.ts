import type { EventName, EventPayload, Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import type { Result } from "../../src-shared/result.ts";
import type { EnrolRequest } from "./enrolment/enrol.ts";

/** Keeps short secrets for this user on this computer; in the window that is the operating system's key store. */
export interface KeyStore {
  wrap(secret: Uint8Array): Promise<Uint8Array>;
  /** `null` when the key store no longer opens it. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array | null>;
}

/** Everything that the engine is given: it finds nothing by itself. */
export interface EngineDeps {
  /** The desk's data folder; made if it is not there. */
  home: string;
  now: () => Date;
  /** From 0 up to 1, for back-off. */
  random: () => number;
  /** `null`: this computer offers none. */
  keyStore: KeyStore | null;
  /** Name and version of this software, written into documents. */
  software: string;
  demoAssets: string | null;
  log: (level: "info" | "warn" | "error", message: string) => void;
  /** Whether it synchronises by itself, now and again; the command line does so only when told. Yes unless said otherwise. */
  byItself?: boolean;
}

/** A sealed recording on this laptop and the key that opens it. */
export interface OpenedMedia {
  path: string;
  /** 32 bytes. */
  key: Uint8Array;
  type: string;
  sealedBytes: number;
}

/** The desk without a window. */
export interface Engine {
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Result<Output<N>, Problem>>;
  /** Returns a function that ends the listening. */
  onEvent(listener: <N extends EventName>(name: N, payload: EventPayload<N>) => void): () => void;
  openMedia(answerId: number): Promise<OpenedMedia | null>;
  /** The player met a chunk that fails its check: the recording is set aside and fetched again. */
  mediaDamaged(answerId: number): void;
  /** Enrols with a protection of the caller's choice: the command line keeps the data key in a file. */
  enrol(request: EnrolRequest): Promise<Result<Record<string, never>, Problem>>;
  /** Takes marks from a table, all of it or nothing. */
  importMarks(csv: string): Promise<Result<{ marks: number }, Problem>>;
  /** Finishes what is being written and closes the store. */
  close(): Promise<void>;
}
