import { expect, type JSHandle, type Page } from "@playwright/test";
import type { Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import type { EngineMessage } from "../../src-shared/bridge/messages.ts";
import { BRIDGE_PORT } from "../../src-shared/bridge/page-messages.ts";

/** The bridge's port as a test holds it in the page, beside the page's own use of it. */
export interface TestPort {
  /** Sends any message, and resolves to the answer that carries `id`. */
  send(message: unknown, id: number): Promise<EngineMessage>;
  /** Leaves a message that the page posts while it is being closed. */
  sendAsPageCloses(message: unknown): Promise<void>;
  /** Asks as the page does. @throws Error unless the engine has done it. */
  ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>;
}

interface InPage {
  post: (message: unknown) => void;
  send: (message: unknown, id: number) => Promise<EngineMessage>;
}

/** Far from what the page itself counts to. */
let nextId = 1_000_000;

/**
 * Asks for a port in the way the page does. Resolves when the engine runs. The page closes each port when the next
 * one comes, so this too goes on with the newest and sends again what was not answered.
 */
export async function openPort(page: Page): Promise<TestPort> {
  // The page shows itself when it has a port of its own; after that no other comes unasked while the engine lives.
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const port: JSHandle<InPage> = await page.evaluateHandle(
    (bridgePort) =>
      new Promise<InPage>((resolve) => {
        const waiting = new Map<number, { message: unknown; answered: (message: EngineMessage) => void }>();
        let newest: MessagePort | undefined;
        const post = (message: unknown) => newest?.postMessage(message);
        window.addEventListener("message", ({ source, data, ports: [port] }) => {
          if (source !== window || data !== bridgePort || !port) return;
          newest = port;
          port.addEventListener("message", ({ data }: MessageEvent<EngineMessage>) => {
            if (data.kind !== "response") return;
            waiting.get(data.id)?.answered(data);
            waiting.delete(data.id);
          });
          port.start();
          for (const { message } of waiting.values()) post(message);
          resolve({
            post,
            send: (message, id) =>
              new Promise((answered) => {
                waiting.set(id, { message, answered });
                post(message);
              }),
          });
        });
        window.postMessage("assessor-desk-bridge-ready", location.origin);
      }),
    BRIDGE_PORT,
  );
  const send = (message: unknown, id: number) => port.evaluate((held, [sent, answer]) => held.send(sent, answer), [message, id] as const);
  return {
    send,
    sendAsPageCloses: (message) => port.evaluate((held, last) => window.addEventListener("pagehide", () => held.post(last)), message),
    async ask<N extends RequestName>(name: N, input: Input<N>) {
      const id = nextId++;
      const answer = await send({ kind: "request", id, name, input }, id);
      if (answer.kind !== "response" || answer.outcome !== "done") throw new Error(`${name} was not done: ${JSON.stringify(answer)}`);
      return answer.output as Output<N>;
    },
  };
}

/** Opens the demonstration, and resolves to an answer of it as soon as its documents have come. */
export async function openDemonstration(port: TestPort): Promise<number> {
  await port.ask("desk.open-demo", {});
  let first: number | undefined;
  await expect(async () => {
    first = (await port.ask("home.view", {})).next?.answerId;
    expect(first).toBeDefined();
  }).toPass();
  return first!;
}
