import { spawn, type ChildProcess } from "node:child_process";
import { electronArguments, electronRuntime } from "../runtime.ts";

/**
 * An Electron that is only looked at over the Chrome DevTools Protocol. Playwright keeps the bodies of everything that
 * its pages fetch, and asks them much: both would be measured too.
 */
export interface RunningElectron {
  process: ChildProcess;
  /** Of the DevTools server on 127.0.0.1. */
  port: number;
  end(): Promise<void>;
}

export async function startElectron(args: string[], environment: Record<string, string>): Promise<RunningElectron> {
  const child = spawn(electronRuntime().executable, [...electronArguments(), "--remote-debugging-port=0", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const end = async () => {
    child.kill();
    await ended;
  };
  try {
    return { process: child, port: await debuggingPort(child.stderr!), end };
  } catch (error) {
    await end();
    throw error;
  }
}

function debuggingPort(stderr: NodeJS.ReadableStream): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(text)?.[1];
      if (port) resolve(Number(port));
    });
    stderr.once("end", () => reject(new Error(`Electron ended before its window was there:\n${text}`)));
  });
}

/** A conversation with the window's page. */
export interface PageSession {
  send(method: string, params?: object): Promise<unknown>;
  /** The value of an expression in the page; a promise is waited for. */
  evaluate<T>(expression: string): Promise<T>;
  close(): void;
}

interface Answer {
  id: number;
  result?: { result?: { value?: unknown }; exceptionDetails?: { exception?: { description?: string }; text: string } };
  error?: { message: string };
}

/** @returns undefined while there is no page. */
export async function openPage(port: number): Promise<PageSession | undefined> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { type: string; webSocketDebuggerUrl: string }[];
  const page = targets.find((each) => each.type === "page");
  if (!page) return undefined;
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    const answer = JSON.parse(event.data) as Answer;
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  socket.addEventListener("close", () => {
    for (const each of waiting.values()) each.reject(new Error("The page went away."));
  });
  async function send(method: string, params: object = {}): Promise<Answer["result"]> {
    const id = ++lastId;
    const answered = new Promise<Answer>((resolve, reject) => waiting.set(id, { resolve, reject }));
    socket.send(JSON.stringify({ id, method, params }));
    const answer = await answered;
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }
  return {
    send,
    async evaluate<T>(expression: string) {
      const outcome = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      const fault = outcome?.exceptionDetails;
      if (fault) throw new Error(fault.exception?.description ?? fault.text);
      return outcome?.result?.value as T;
    },
    close: () => socket.close(),
  };
}

/** Asks again until there is an answer. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("What was waited for did not come within ten seconds.");
}
