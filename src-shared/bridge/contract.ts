import { z } from "zod";
import type { laterCommands, laterQueries } from "./later-requests.ts";
import { deskState, homeView, syncState } from "./views.ts";

/**
 * The contract between renderer and engine. Everything that crosses is named here or in `later-requests.ts`, and checked by
 * these schemas on arrival, on both sides. A query changes nothing; a command's answer means that its change is on disk.
 * Whatever is expected to go wrong comes back as a `Problem`.
 *
 * Hundreds of schemas take longer to build than a first screen to draw: here are those of an assessor's first screen, and
 * all others are loaded when something else is asked, or nobody waits.
 */
const firstQueries = {
  "desk.state": { input: z.object({}), output: deskState },
  "home.view": { input: z.object({}), output: homeView },
} as const;

/** What the engine tells without being asked: which queries are out of date. */
export const topics = z.enum(["desk", "home", "review", "queue", "check", "lead"]);
export type Topic = z.infer<typeof topics>;
export const events = {
  changed: z.object({ topics: z.array(topics) }),
  sync: syncState,
} as const;

type Queries = typeof firstQueries & typeof laterQueries;
type Commands = typeof laterCommands;
export type Requests = Queries & Commands;
export type QueryName = keyof Queries;
export type CommandName = keyof Commands;
export type RequestName = keyof Requests;
export type Input<N extends RequestName> = z.infer<Requests[N]["input"]>;
export type Output<N extends RequestName> = z.infer<Requests[N]["output"]>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

let later: Promise<Record<string, unknown>> | undefined;

/** Loads the schemas of all requests, so that the first one that needs them does not wait. */
export function loadLaterRequests(): Promise<Record<string, unknown>> {
  return (later ??= import("./later-requests.ts").then(({ laterQueries, laterCommands }) => ({ ...laterQueries, ...laterCommands })));
}

/**
 * The schemas of a request; undefined where the contract knows none of this name. Whoever asks while they are being loaded
 * waits behind those who asked before: later requests keep their order among themselves, and only the first screen's may pass them.
 */
export async function schemasOf<N extends RequestName>(name: N): Promise<Requests[N] | undefined> {
  const known: Record<string, unknown> = Object.hasOwn(firstQueries, name) ? firstQueries : await loadLaterRequests();
  return Object.hasOwn(known, name) ? (known[name] as Requests[N]) : undefined;
}
