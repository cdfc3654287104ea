import {
  events,
  schemasOf,
  type EventName,
  type EventPayload,
  type Input,
  type Output,
  type RequestName,
} from "../../src-shared/bridge/contract.ts";
import { engineMessage, type EngineMessage, type RequestMessage } from "../../src-shared/bridge/messages.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";

/** Where the page stands with the engine. `restarting`: it was there, has ended, and is being started again. */
export type Connection = "connecting" | "up" | "restarting";

/** What a MessagePort offers and this needs; a test may hand in either end of any channel. */
export interface BridgePort {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  start(): void;
  close(): void;
}

/** An event of the engine, checked by its schema. */
export type EngineEvent = { [N in EventName]: { name: N; payload: EventPayload<N> } }[EventName];

/** The engine answered with a bug of its own, or with something that the contract does not know: never the user's doing. */
export class BridgeFault extends Error {
  override name = "BridgeFault";
}

/** The renderer's end of the bridge. */
export interface BridgeClient {
  /**
   * Asks the engine. While it restarts the answer waits: the same request is sent again over the next port, queries
   * and commands alike, since every command is safe to repeat.
   * @throws BridgeFault if the engine met a bug, or its answer is not what the contract says.
   */
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Result<Output<N>, Problem>>;
  /** A new port: the engine has started. Sends again whatever had no answer yet, in the order in which it was asked. */
  connect(port: BridgePort): void;
  /** The engine has ended; its port is dead. */
  engineDown(): void;
  connection(): Connection;
  /** Returns a function that ends the listening. */
  onConnection(listener: () => void): () => void;
  /** Returns a function that ends the listening. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}

interface Pending {
  message: RequestMessage;
  settle(outcome: Response): void;
  fail(fault: BridgeFault): void;
}
type Response = Extract<EngineMessage, { kind: "response" }>;

async function resultOf<N extends RequestName>(name: N, response: Response): Promise<Result<Output<N>, Problem>> {
  if (response.outcome === "problem") return err(response.problem);
  if (response.outcome === "fault") throw new BridgeFault(response.message);
  const schemas = await schemasOf(name);
  const output = schemas?.output.safeParse(response.output);
  if (!output?.success) throw new BridgeFault(`The answer to ${name} is not as agreed: ${output?.error.message ?? "the contract does not know it"}`);
  return ok(output.data as Output<N>);
}

/** @param reportFault is told of every message that the schemas refuse; such a message is otherwise ignored. */
export function createBridgeClient(reportFault: (fault: BridgeFault) => void): BridgeClient {
  const pending = new Map<number, Pending>();
  const connectionListeners = new Set<() => void>();
  const eventListeners = new Set<(event: EngineEvent) => void>();
  let port: BridgePort | null = null;
  let connection: Connection = "connecting";
  let lastId = 0;

  function setConnection(next: Connection) {
    if (next === connection) return;
    connection = next;
    for (const listener of connectionListeners) listener();
  }

  function receive(data: unknown) {
    const message = engineMessage.safeParse(data);
    if (!message.success) return reportFault(new BridgeFault(`The engine sent something unknown: ${message.error.message}`));
    if (message.data.kind === "event") return receiveEvent(message.data.name, message.data.payload);
    const request = pending.get(message.data.id);
    // An answer to a request that was sent twice may come twice.
    if (!request) return;
    pending.delete(message.data.id);
    if (message.data.outcome === "fault") request.fail(new BridgeFault(message.data.message));
    else request.settle(message.data);
  }

  function receiveEvent(name: EventName, payload: unknown) {
    const parsed = events[name].safeParse(payload);
    if (!parsed.success) return reportFault(new BridgeFault(`The event ${name} is not as agreed: ${parsed.error.message}`));
    const event = { name, payload: parsed.data } as EngineEvent;
    for (const listener of eventListeners) listener(event);
  }

  return {
    request(name, input) {
      const message: RequestMessage = { kind: "request", id: ++lastId, name, input };
      return new Promise((resolve, reject) => {
        pending.set(message.id, {
          message,
          fail: reject,
          settle: (response) => resolve(resultOf(name, response)),
        });
        port?.postMessage(message);
      });
    },
    connect(next) {
      port?.close();
      port = next;
      next.addEventListener("message", (event) => {
        if (port === next) receive(event.data);
      });
      next.start();
      for (const each of pending.values()) next.postMessage(each.message);
      setConnection("up");
    },
    engineDown() {
      port?.close();
      port = null;
      if (connection === "up") setConnection("restarting");
    },
    connection: () => connection,
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
  };
}
