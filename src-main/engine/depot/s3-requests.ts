import { AwsClient } from "aws4fetch";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { DepotCredentials, Network } from "./network.ts";
import { networkFailure } from "./network-problem.ts";
import { objectUrl, s3Name, type S3Address } from "./s3-address.ts";
import { answerOf, type S3Answer, type Verdict } from "./s3-answer.ts";
import type { S3Body } from "./s3-body.ts";
import { watchForStalls, type StallWatch } from "./stall-watch.ts";

export interface S3Request {
  method: "GET" | "PUT" | "HEAD";
  /** Empty for the bucket itself. */
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: S3Body;
}

/** A store's own answer, with what it took to get it. */
export interface S3Reply extends S3Answer {
  /** An earlier try may have been carried out although its answer was lost. */
  mayHaveHappened: boolean;
}

const TRIES = 4;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** A store that asks for more patience is asked again later, by whoever synchronises. */
const LONGEST_RETRY_AFTER_MS = 20_000;
/** S3 refuses what is dated 15 minutes off. */
const SKEW_WORTH_CORRECTING_MS = 5 * 60_000;
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Sends signed requests to one bucket (AWS Signature Version 4). What may pass is tried again, with full jitter; where
 * this computer's clock is wrong, it is signed once more with the store's own time.
 */
export function createS3Requests(address: S3Address, credentials: DepotCredentials, { fetch, wait, now, random }: Network) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const client = new AwsClient({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}), service: "s3", region: address.region });
  const where = s3Name(address);
  /** How far this computer's clock is behind the store's. Only signatures know of it: what is recorded keeps the computer's time. */
  let clockOffsetMs = 0;

  async function once({ method, key, query = {}, headers = {}, body }: S3Request, watch: StallWatch): Promise<Response> {
    const url = objectUrl(address, key);
    url.search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    const datetime = new Date(now().getTime() + clockOffsetMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
    const signed = await client.sign(url.href, { method, headers: { ...headers, "x-amz-content-sha256": body?.sha256 ?? EMPTY_SHA256 }, aws: { datetime } });
    const asked = fetch(url.href, {
      method,
      headers: { ...Object.fromEntries(signed.headers), "accept-encoding": "identity" },
      ...(body ? { body: body.begin(watch.moved) } : {}),
      signal: watch.signal,
      // Nothing may stay in a cache, go along by itself, or be sent on to somebody else.
      ...{ cache: "no-store", credentials: "omit", redirect: "manual" },
    });
    return watch.during(asked);
  }

  /** One try, told apart: an answer of the store's, or what it failed for. */
  async function attempt(request: S3Request): Promise<Verdict> {
    const watch = watchForStalls(wait);
    try {
      return await answerOf(await once(request, watch), where, watch);
    } catch (error) {
      const { problem, passing } = networkFailure(error, where);
      return { kind: passing ? "passing" : "refused", problem };
    } finally {
      watch.end();
    }
  }

  async function send(request: S3Request): Promise<Result<S3Reply, Problem>> {
    let clockCorrected = false;
    for (let tries = 1; ; tries += 1) {
      const verdict = await attempt(request);
      switch (verdict.kind) {
        case "answer":
          return ok({ ...verdict.answer, mayHaveHappened: tries > 1 });
        case "refused":
          if (clockCorrected || !correctClock(verdict)) return err(verdict.problem);
          clockCorrected = true;
          break;
        case "passing":
          if (tries >= TRIES) return err(verdict.problem);
          await wait(waitMs(verdict.retryAfterMs, tries));
      }
    }
  }

  /** Whether the store's clock differs so much that it may have refused for that. */
  function correctClock({ storeTime }: { storeTime?: number | undefined }): boolean {
    if (storeTime === undefined) return false;
    const offset = storeTime - now().getTime();
    if (Math.abs(offset - clockOffsetMs) < SKEW_WORTH_CORRECTING_MS) return false;
    clockOffsetMs = offset;
    return true;
  }

  function waitMs(retryAfterMs: number | undefined, tries: number): number {
    if (retryAfterMs !== undefined) return Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
    return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  }

  return { where, send };
}
