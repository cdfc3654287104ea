import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { StallWatch } from "./stall-watch.ts";

/** An answer that a store itself gave, and that says something: there, not there, taken, no such range. */
export interface S3Answer {
  kind: "found" | "missing" | "forbidden" | "taken" | "range-outside";
  status: number;
  headers: Headers;
  /** Of what was found; other answers have been read to their end. */
  body: ReadableStream<Uint8Array> | null;
}

/** What an answer over HTTP amounts to. */
export type Verdict =
  | { kind: "answer"; answer: S3Answer }
  /** It often helps to ask again: the store is busy, restarting, or somebody writes the same key at this moment. */
  | { kind: "passing"; problem: Problem; retryAfterMs?: number | undefined }
  /** `storeTime` is the store's clock (Unix ms), where a signature may have been refused for this computer's. */
  | { kind: "refused"; problem: Problem; storeTime?: number | undefined };

const MAX_ERROR_BYTES = 64 * 1024;

/** Tells a store's answers from those of whatever stands between: sign-in pages, proxies, gateways. */
export async function answerOf({ status, headers, body }: Response, where: string, watch: StallWatch): Promise<Verdict> {
  const isStore = ["etag", "x-amz-request-id", "x-amz-id-2"].some((name) => headers.has(name));
  if (status >= 200 && status < 300) {
    if (isStore) return { kind: "answer", answer: { kind: "found", status, headers, body } };
    await letGo(body);
    return refused({ kind: "network-portal", where });
  }
  const text = await errorText(body, watch);
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  const answer = (kind: S3Answer["kind"]): Verdict => ({ kind: "answer", answer: { kind, status, headers, body: null } });
  if (status === 407) return refused({ kind: "proxy-needs-password", where });
  if (status === 408 || status === 429 || status >= 500) return { kind: "passing", problem: { kind: "depot-busy", where, status }, retryAfterMs: retryAfterMs(headers) };
  if (!isStore && code === undefined) return refused({ kind: "network-portal", where });
  switch (status) {
    case 404:
      return code === "NoSuchBucket" ? refused({ kind: "depot-not-found", where }) : answer("missing");
    case 409:
      return { kind: "passing", problem: { kind: "depot-busy", where, status } };
    case 412:
      return answer("taken");
    case 416:
      return answer("range-outside");
    case 401:
    case 403:
      return forbidden();
    default: {
      const region = headers.get("x-amz-bucket-region") ?? /<Region>([\w-]+)<\/Region>/.exec(text)?.[1];
      if (region !== undefined) return refused({ kind: "depot-address-wrong", reason: `its bucket lies in the region ${region}` });
      return refused({ kind: "depot-busy", where, status });
    }
  }

  function forbidden(): Verdict {
    const storeTime = Date.parse(headers.get("date") ?? "");
    const clock = Number.isFinite(storeTime) ? { storeTime } : {};
    if (code === "RequestTimeTooSkewed" || code === "RequestExpired") return { ...refused({ kind: "clock-wrong", where }), ...clock };
    if (code === "QuotaExceeded") return refused({ kind: "disk-full", where });
    if (code === "AccessDenied" || code === undefined) return answer("forbidden");
    return { ...refused({ kind: "depot-denied", where }), ...clock };
  }
}

function refused(problem: Problem): Verdict & { kind: "refused" } {
  return { kind: "refused", problem };
}

/** Seconds or a date (RFC 9110, 10.2.3); a date is the store's own, so its distance is taken from the store's clock. */
function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const ms = Date.parse(text) - Date.parse(headers.get("date") ?? "");
  return ms > 0 ? ms : undefined;
}

/** Ends a body that nobody wants, so that its connection is free or closed. */
export async function letGo(body: ReadableStream<Uint8Array> | null): Promise<void> {
  await body?.cancel().catch(() => undefined);
}

/** Enough of an error's body to find its code. */
async function errorText(body: ReadableStream<Uint8Array> | null, watch: StallWatch): Promise<string> {
  if (!body) return "";
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  try {
    for (let length = 0; length < MAX_ERROR_BYTES; ) {
      const { done, value } = await watch.during(reader.read());
      if (done) break;
      parts.push(value);
      length += value.length;
    }
  } catch {
    // The status has come: it says enough.
  }
  await reader.cancel().catch(() => undefined);
  return Buffer.concat(parts).toString("utf8");
}
