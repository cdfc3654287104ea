import { z } from "zod";
import { problemSchema } from "../problems/problem.ts";
import { events, type EventName } from "./contract.ts";

/** The messages that travel over the bridge's port. Their inputs, outputs and payloads are checked by the contract's own schemas. */
const eventNames = Object.keys(events) as [EventName, ...EventName[]];

/** Renderer to engine. `id` is the renderer's own count; whether there is a request of this name is for `schemasOf` to say. */
export const requestMessage = z.lazy(() => z.object({ kind: z.literal("request"), id: z.int(), name: z.string(), input: z.unknown() }));
export type RequestMessage = z.infer<typeof requestMessage>;

const response = z.lazy(() => z.discriminatedUnion("outcome", [
  z.object({ kind: z.literal("response"), id: z.int(), outcome: z.literal("done"), output: z.unknown() }),
  z.object({ kind: z.literal("response"), id: z.int(), outcome: z.literal("problem"), problem: problemSchema }),
  /** The engine met a bug or a message that its schema refuses; `message` is for the log. */
  z.object({ kind: z.literal("response"), id: z.int(), outcome: z.literal("fault"), message: z.string() }),
]));

/** Engine to renderer. */
export const engineMessage = z.lazy(() => z.discriminatedUnion("kind", [
  response,
  z.object({ kind: z.literal("event"), name: z.enum(eventNames), payload: z.unknown() }),
]));
export type EngineMessage = z.infer<typeof engineMessage>;
