import type { JSHandle, Page } from "@playwright/test";
import type { Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import { BRIDGE_PORT, type EngineMessage } from "../../src-shared/bridge/messages.ts";

/** A port of the bridge that a test holds in the page, beside the page's own use of it. */
export interface TestPort {
  /** Sends any message, and resolves to the answer that carries `id`. */
  send(message: unknown, id: number): Promise<EngineMessage>;
  /** Every message that came, in order. */
  heard(): Promise<EngineMessage[]>;
  /** Asks as the page does. @throws Error unless the engine has done it. */
  ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** Leaves a message that the page posts while it is being closed. */
  sendAsPageCloses(message: unknown): Promise<void>;
}

interface InPage {
  post: (message: unknown) => void;
  heard: EngineMessage[];
  send: (message: unknown, id: number) => Promise<EngineMessage>;
}

/** Far from what the page itself counts to. */
let nextId = 1_000_000;

/** Asks for a port in the way the page does. Resolves when the engine runs. */
export async function openPort(page: Page): Promise<TestPort> {
  const port: JSHandle<InPage> = await page.evaluateHandle(
    (bridgePort) =>
      new Promise<InPage>((resolve) => {
        const listen = (event: MessageEvent) => {
          const [port] = event.ports;
          if (event.source !== window || event.data !== bridgePort || !port) return;
          window.removeEventListener("message", listen);
          const heard: EngineMessage[] = [];
          const waiting = new Map<number, (message: EngineMessage) => void>();
          port.addEventListener("message", ({ data }: MessageEvent<EngineMessage>) => {
            heard.push(data);
            if (data.kind === "response") waiting.get(data.id)?.(data);
          });
          port.start();
          resolve({
            heard,
            post: (message) => port.postMessage(message),
            send: (message, id) =>
              new Promise((answered) => {
                waiting.set(id, answered);
                port.postMessage(message);
              }),
          });
        };
        window.addEventListener("message", listen);
        window.postMessage("assessor-desk-bridge-ready", location.origin);
      }),
    BRIDGE_PORT,
  );
  const send = (message: unknown, id: number) => port.evaluate((held, [sent, answer]) => held.send(sent, answer), [message, id] as const);
  return {
    send,
    sendAsPageCloses: (message) => port.evaluate((held, last) => window.addEventListener("pagehide", () => held.post(last)), message),
    heard: () => port.evaluate((held) => held.heard),
    async ask<N extends RequestName>(name: N, input: Input<N>) {
      const id = nextId++;
      const answer = await send({ kind: "request", id, name, input }, id);
      if (answer.kind !== "response" || answer.outcome !== "done") throw new Error(`${name} was not done: ${JSON.stringify(answer)}`);
      return answer.output as Output<N>;
    },
  };
}

/** Some answer of the demonstration; it has to be open. */
export async function firstAnswer(port: TestPort): Promise<number> {
  const { next } = await port.ask("home.view", {});
  if (!next) throw new Error("The demonstration has no answer to mark.");
  return next.answerId;
}
