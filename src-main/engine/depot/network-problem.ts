import type { Problem } from "../../../src-shared/problems/problem.ts";
import { Stalled } from "./stall-watch.ts";

/** What a request without an answer means for a user, and whether the same request may well succeed in a moment. */
export interface NetworkFailure {
  problem: Problem;
  passing: boolean;
}

/**
 * Reads what a fetch threw: Node tells the reason by codes in the error's causes (`ECONNRESET`, `UND_ERR_SOCKET`),
 * Chromium in its message (`net::ERR_CONNECTION_RESET`). What is no failure of a network is thrown on.
 */
export function networkFailure(error: unknown, where: string): NetworkFailure {
  if (error instanceof Stalled) return { problem: { kind: "depot-unreachable", where }, passing: false };
  const words = wordsOf(error);
  const is = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (is(/CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_SSL|ERR_TLS/)) return { problem: { kind: "certificate-refused", where }, passing: false };
  if (is(/PROXY_AUTH/)) return { problem: { kind: "proxy-needs-password", where }, passing: false };
  if (is(/redirect/i)) return { problem: { kind: "network-portal", where }, passing: false };
  if (is(/ERR_INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|EAI_AGAIN/)) return { problem: { kind: "no-network", where }, passing: false };
  if (is(/ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|ERR_EMPTY_RESPONSE|ERR_NETWORK_CHANGED|ERR_HTTP2|ERR_INVALID_HTTP_RESPONSE|HPE_/)) return { problem: { kind: "depot-unreachable", where }, passing: true };
  if (is(/ECONN|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EADDR|UND_ERR|net::ERR_|fetch failed|terminated|abort/i)) return { problem: { kind: "depot-unreachable", where }, passing: false };
  throw error;
}

/** Codes and messages, with those of the causes. */
function wordsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = "code" in error ? [String(error.code)] : [];
  const several = error instanceof AggregateError ? error.errors.flatMap(wordsOf) : [];
  return [...code, error.message, ...several, ...wordsOf(error.cause)];
}
