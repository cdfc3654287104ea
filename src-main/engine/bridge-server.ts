import { z } from "zod";
import { schemasOf, type RequestName } from "../../src-shared/bridge/contract.ts";
import { requestMessage, type EngineMessage } from "../../src-shared/bridge/messages.ts";
import type { Engine, EngineDeps } from "./engine.ts";

/** One end of a channel to a page, whatever carries it. */
export interface BridgePort {
  postMessage(message: EngineMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, after the last message. */
  onClose(listener: () => void): void;
}

/** A page that is being served. */
export interface ServedBridge {
  /** Resolves when the page has gone and everything that it asked for is done. */
  readonly ended: Promise<void>;
}

/** Where the `id` of a refused message cannot be read, its answer carries this one. */
const NO_ID = -1;
const refusedId = z.object({ id: z.int() });

/**
 * Answers a page's requests from the engine and passes the engine's events on to it, until the port closes.
 * What comes in is checked here once, so that the engine can trust its inputs.
 */
export function serveBridge(engine: Engine, port: BridgePort, log: EngineDeps["log"]): ServedBridge {
  const underWay = new Set<Promise<void>>();
  let open = true;
  const post = (message: EngineMessage) => {
    if (open) port.postMessage(message);
  };

  const stopEvents = engine.onEvent((name, payload) => post({ kind: "event", name, payload }));
  port.onMessage((message) => {
    const answering = answer(engine, message, log).then(post);
    underWay.add(answering);
    void answering.finally(() => underWay.delete(answering));
  });
  const ended = new Promise<void>((resolve) => {
    port.onClose(() => {
      open = false;
      stopEvents();
      void Promise.allSettled(underWay).then(() => resolve());
    });
  });
  return { ended };
}

/** Never rejects: a bug in the engine becomes an answer too, so that the page does not wait for ever. */
async function answer(engine: Engine, message: unknown, log: EngineDeps["log"]): Promise<EngineMessage> {
  const checked = requestMessage.safeParse(message);
  if (!checked.success) {
    const readable = refusedId.safeParse(message);
    return fault(readable.success ? readable.data.id : NO_ID, `A message was refused: ${z.prettifyError(checked.error)}`, log, "warn");
  }
  const { id, input } = checked.data;
  const name = checked.data.name as RequestName;
  try {
    const schemas = await schemasOf(name);
    if (!schemas) return fault(id, "A message was refused: the contract knows no request of its name.", log, "warn");
    const checkedInput = schemas.input.safeParse(input);
    if (!checkedInput.success) return fault(id, `The input of ${name} was refused: ${z.prettifyError(checkedInput.error)}`, log, "warn");
    // The schema of this very name has just passed the input; TypeScript cannot follow a name that varies.
    const result = await engine.request<RequestName>(name, checkedInput.data);
    return result.ok
      ? { kind: "response", id, outcome: "done", output: result.value }
      : { kind: "response", id, outcome: "problem", problem: result.error };
  } catch (error) {
    return fault(id, `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, log, "error");
  }
}

function fault(id: number, message: string, log: EngineDeps["log"], level: "warn" | "error"): EngineMessage {
  log(level, message);
  return { kind: "response", id, outcome: "fault", message };
}
