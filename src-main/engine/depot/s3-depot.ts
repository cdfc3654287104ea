import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { errorCode, reasonOf } from "../files/durable-files.ts";
import { DepotReadError, isKeyPart, type Depot, type DepotObject } from "./depot.ts";
import type { DepotCredentials, Network } from "./network.ts";
import { networkFailure } from "./network-problem.ts";
import { s3Name, type S3Address } from "./s3-address.ts";
import { letGo } from "./s3-answer.ts";
import { fromFile, inMemory, sha256Of, type S3Body } from "./s3-body.ts";
import { MAX_PAGE_BYTES, readPage, type Page } from "./s3-listing.ts";
import { createS3Requests } from "./s3-requests.ts";
import { watchForStalls } from "./stall-watch.ts";

/** Says what this is, and proves that what was written first stays: repeating it has to be refused. Written once for ever. */
const MARKER = { key: "depot.json", bytes: Buffer.from(`${JSON.stringify({ kind: "assessor-desk-depot", version: 1 })}\n`) };
const READ_TRIES = 3;
/** Of one listing: as many as 500 batches of 2,000 recordings. Pages have a thousand keys each, and count as that also where they have fewer. */
const MAX_KEYS = 1_000_000;
const PAGE_KEYS = 1_000;

/**
 * A depot in a bucket of an S3-compatible store. Objects are put with `If-None-Match: *`, so that whoever is first stays
 * first; a store that ignores that is found out with the first object that is put.
 */
export function createS3Depot(address: S3Address, credentials: DepotCredentials | null, network: Network): Depot {
  const where = s3Name(address);
  if (!credentials) return withoutCredentials(where);
  const { send } = createS3Requests(address, credentials, network);
  const denied: Problem = { kind: "depot-denied", where };
  const busy = (status: number): Problem => ({ kind: "depot-busy", where, status });
  let keepsFirstWrites = false;
  /** It was seen to let a second writer in: nothing more is written. */
  let overwrites = false;

  async function list(prefix: string): Promise<Result<string[], Problem>> {
    const keys = await namesUnder(prefix, {}, (page) => page.keys);
    return keys.ok ? ok(keys.value.map((each) => each.slice(address.prefix.length))) : keys;
  }

  async function folders(prefix: string): Promise<Result<string[], Problem>> {
    const prefixes = await namesUnder(prefix, { delimiter: "/" }, (page) => page.prefixes.map((each) => each.replace(/\/$/, "")));
    return prefixes.ok ? ok(prefixes.value.map((each) => each.slice(address.prefix.length + prefix.length))) : prefixes;
  }

  /** Page after page of what is listed under a prefix, as it is called in the bucket. */
  async function namesUnder(prefix: string, query: Record<string, string>, namesOf: (page: Page) => string[]): Promise<Result<string[], Problem>> {
    const names: string[] = [];
    let token: string | undefined;
    let listed = 0;
    do {
      const page = await readPageOf({ "list-type": "2", "encoding-type": "url", prefix: address.prefix + prefix, ...query, ...(token === undefined ? {} : { "continuation-token": token }) });
      if (!page.ok) return page;
      const found = namesOf(page.value);
      // No panel has so many: it is somebody's doing, or a store that has no end.
      listed += Math.max(PAGE_KEYS, found.length);
      if (listed > MAX_KEYS) return err({ kind: "depot-overfull", where, prefix });
      // Whatever a stranger may have put there under a name that no key can have.
      names.push(...found.filter((name) => name.startsWith(address.prefix + prefix) && name.slice(address.prefix.length).split("/").every(isKeyPart)));
      // The same page for ever would fill the memory.
      if (page.value.next !== undefined && page.value.next === token) return err({ kind: "depot-busy", where, status: 200 });
      token = page.value.next;
    } while (token !== undefined);
    return ok(names);
  }

  async function readPageOf(query: Record<string, string>): Promise<Result<Page, Problem>> {
    for (let tries = 1; ; tries += 1) {
      const answer = await send({ method: "GET", key: "", query });
      if (!answer.ok) return answer;
      if (answer.value.kind !== "found") return err(answer.value.kind === "forbidden" ? denied : busy(answer.value.status));
      const bytes = await collect(piecesOf(answer.value.body, MAX_PAGE_BYTES, 0));
      const page = bytes.ok ? readPage(bytes.value) : bytes;
      if (page.ok) return page;
      if (tries >= READ_TRIES) return err(page.error === "cut" ? { kind: "depot-unreachable", where } : page.error === "none" ? { kind: "network-portal", where } : page.error);
    }
  }

  async function open(key: string, fromByte: number, signal?: AbortSignal): Promise<Result<DepotObject, Problem>> {
    checkKey(key);
    const answer = await send({ method: "GET", key, headers: fromByte > 0 ? { range: `bytes=${fromByte}-` } : {} });
    if (!answer.ok) return answer;
    const { kind, status, headers, body } = answer.value;
    switch (kind) {
      case "found":
        break;
      case "missing":
        return err({ kind: "depot-missing", key });
      case "forbidden":
        return err(await missingOrDenied(key));
      case "range-outside": {
        const size = await sizeOf(key);
        return size.ok ? ok({ sizeBytes: size.value, bytes: nothing() }) : size;
      }
      case "taken":
        return err(busy(status));
    }
    const part = status === 206 ? /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get("content-range") ?? "")?.slice(1).map(Number) : undefined;
    if (part) {
      const [first = 0, last = 0, size = 0] = part;
      if (first === fromByte && last === size - 1) return ok({ sizeBytes: size, bytes: piecesOf(body, size - fromByte, 0, { exactly: size - fromByte, signal }) });
    }
    const length = lengthIn(headers);
    // The whole object where a part was asked for: what is there already is passed over.
    if (status === 200 && length !== undefined) return ok({ sizeBytes: length, bytes: piecesOf(body, length, fromByte, { exactly: length, signal }) });
    await letGo(body);
    return err(busy(status));
  }

  /** Who may not list may not know what is missing: such a store says 403 for what is not there. Whether the very key is listed, most may ask. */
  async function missingOrDenied(key: string): Promise<Problem> {
    const listed = await list(key);
    if (!listed.ok) return listed.error;
    return listed.value.includes(key) ? denied : { kind: "depot-missing", key };
  }

  async function sizeOf(key: string): Promise<Result<number, Problem>> {
    const answer = await send({ method: "HEAD", key });
    if (!answer.ok) return answer;
    const size = answer.value.kind === "found" ? lengthIn(answer.value.headers) : undefined;
    return size === undefined ? err(busy(answer.value.status)) : ok(size);
  }

  async function read(key: string, maxBytes: number): Promise<Result<Uint8Array, Problem>> {
    for (let tries = 1; ; tries += 1) {
      const object = await open(key, 0);
      if (!object.ok) return object;
      if (object.value.sizeBytes > maxBytes) {
        await object.value.bytes[Symbol.asyncIterator]().return?.();
        return err({ kind: "document-damaged", name: key, reason: "it is too long" });
      }
      const bytes = await collect(object.value.bytes);
      if (bytes.ok || tries >= READ_TRIES) return bytes;
    }
  }

  async function put(key: string, body: S3Body): Promise<Result<"created" | "already-exists", Problem>> {
    checkKey(key);
    if (overwrites) return err({ kind: "depot-overwrites", where });
    const answer = await send({ method: "PUT", key, body, headers: { "if-none-match": "*" } });
    // Nobody knows whether it got through: what lies there tells.
    if (!answer.ok) return (await isThere(key, body.sha256)) ? ok("created") : answer;
    const { kind, status, mayHaveHappened } = answer.value;
    await letGo(answer.value.body);
    switch (kind) {
      case "found":
        return provenToStay(key, body);
      case "taken":
        keepsFirstWrites = true;
        return ok(mayHaveHappened && (await isThere(key, body.sha256)) ? "created" : "already-exists");
      case "forbidden":
        return err(denied);
      case "missing":
      case "range-outside":
        return err(busy(status));
    }
  }

  /** The very same bytes once more: harmless where they replace themselves, and refused where first writes stay. */
  async function provenToStay(key: string, body: S3Body): Promise<Result<"created", Problem>> {
    if (!keepsFirstWrites) {
      const again = await send({ method: "PUT", key, body, headers: { "if-none-match": "*" } });
      // It lies there; whether it stays is asked with the next one.
      if (!again.ok) return ok("created");
      await letGo(again.value.body);
      overwrites = again.value.kind === "found";
      if (overwrites) return err({ kind: "depot-overwrites", where });
      keepsFirstWrites = again.value.kind === "taken";
    }
    return ok("created");
  }

  /** Whether these very bytes lie there. */
  async function isThere(key: string, sha256: string): Promise<boolean> {
    const object = await open(key, 0);
    if (!object.ok) return false;
    try {
      return (await sha256Of(object.value.bytes)) === sha256;
    } catch (error) {
      if (error instanceof DepotReadError) return false;
      throw error;
    }
  }

  /**
   * What an answer's body brings, but for its first `skip` bytes. More than `atMost`, or less than `exactly`, is a body
   * that was cut or is another's.
   */
  function piecesOf(body: ReadableStream<Uint8Array> | null, atMost: number, skip: number, { exactly, signal }: { exactly?: number; signal?: AbortSignal | undefined } = {}): AsyncIterable<Uint8Array> {
    // An object without a byte has no body.
    const reader = (body ?? new ReadableStream<Uint8Array>({ start: (empty) => empty.close() })).getReader();
    // A body that nobody reads any more would hold its connection.
    const letGoNow = () => void reader.cancel().catch(() => undefined);
    signal?.addEventListener("abort", letGoNow, { once: true });
    if (signal?.aborted) letGoNow();
    const pieces = readPieces(reader, atMost, skip, exactly);
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => pieces.next(),
        // Also before the first piece was asked for, and while one is awaited.
        return() {
          letGoNow();
          return pieces.return(undefined);
        },
      }),
    };
  }

  async function* readPieces(reader: ReadableStreamDefaultReader<Uint8Array>, atMost: number, skip: number, exactly: number | undefined): AsyncGenerator<Uint8Array, undefined> {
    const watch = watchForStalls(network.wait);
    let read = 0;
    try {
      for (;;) {
        const { done, value } = await watch.during(reader.read()).catch((error: unknown) => {
          throw new DepotReadError(networkFailure(error, where).problem);
        });
        if (done) break;
        const rest = value.subarray(Math.max(0, Math.min(skip - read, value.length)));
        read += value.length;
        if (read > atMost) throw new DepotReadError({ kind: "depot-unreachable", where });
        if (rest.length > 0) yield rest;
      }
      if (exactly !== undefined && read < exactly) throw new DepotReadError({ kind: "depot-unreachable", where });
    } finally {
      watch.end();
      await reader.cancel().catch(() => undefined);
    }
  }

  return {
    where,
    list,
    folders,
    open,
    read,

    async prepare() {
      const marked = await put(MARKER.key, inMemory(MARKER.bytes));
      if (!marked.ok) return marked;
      const there = await read(MARKER.key, MARKER.bytes.length * 10);
      if (!there.ok) return there;
      if (Buffer.compare(there.value, MARKER.bytes) !== 0) return err({ kind: "document-newer", name: MARKER.key, what: "another version of the depot's format" });
      return keepsFirstWrites ? ok(undefined) : err(busy(200));
    },

    // An upload that was cut leaves nothing in a store.
    tidy: () => Promise.resolve(),

    create: (key, bytes) => put(key, inMemory(bytes)),

    async createFromFile(key, file, onBytes) {
      try {
        const body = await fromFile(file, onBytes);
        const outcome = await put(key, body);
        if (outcome.ok) body.complete();
        return outcome;
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) throw error;
        return err({ kind: "file-unreadable", file, reason: reasonOf(errorCode(error)) });
      }
    },
  };
}

/** Everything waits until somebody gives it some; what is on this computer can be worked with. */
function withoutCredentials(where: string): Depot {
  const refuse = () => Promise.resolve(err<Problem>({ kind: "depot-credentials-missing", where }));
  return { where, tidy: () => Promise.resolve(), prepare: refuse, list: refuse, folders: refuse, read: refuse, open: refuse, create: refuse, createFromFile: refuse };
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Result<Uint8Array, Problem>> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of bytes) parts.push(part);
  } catch (error) {
    if (error instanceof DepotReadError) return err(error.problem);
    throw error;
  }
  return ok(Buffer.concat(parts));
}

function lengthIn(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function checkKey(key: string): void {
  if (!key.split("/").every(isKeyPart)) throw new RangeError(`Not a depot key: ${key}`);
}
