import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { desk } from "../demo/demo-desk.ts";
import { electronArguments, electronRuntime } from "../runtime.ts";
import { inRepository, repository } from "../setup/places.ts";
import { report } from "./measured.ts";

const PAIRS = 31;
const WARM_UPS = 3;
const LIMIT = 1.5;

/**
 * Start-up to a usable home screen with a batch of 42 answers, against an empty window in the same Electron with the
 * same flags. Both are told by the page itself: the moment of its `usable` mark, less the moment of the spawn.
 */
export async function benchStartUp(environment: Record<string, string>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  const home = path.join(folder, "home");
  try {
    await desk("demo", "--home", home);
    const ours = () => millisecondsToUsable([repository, "--home", home], environment);
    const empty = () => millisecondsToUsable([inRepository("scripts", "bench", "empty-window"), `--home=${path.join(folder, "empty")}`], environment);
    // Before counting: the disk cache warms, Chromium makes its profile and keeps compiled scripts, as on every day but the first.
    for (let warm = 0; warm < WARM_UPS; warm += 1) {
      await ours();
      await empty();
    }
    const measured = { ours: [] as number[], theirs: [] as number[] };
    for (let pair = 0; pair < PAIRS; pair += 1) {
      measured.ours.push(await ours());
      measured.theirs.push(await empty());
    }
    return report({ what: "Start-up to a usable home screen", ...measured, against: "empty window", unit: "ms", limit: LIMIT });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function millisecondsToUsable(args: string[], environment: Record<string, string>): Promise<number> {
  const spawnedAt = Date.now();
  const child = spawn(electronRuntime().executable, [...electronArguments(), "--remote-debugging-port=0", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    return (await usableAt(await debuggingPort(child.stderr!))) - spawnedAt;
  } finally {
    child.kill();
    await ended;
  }
}

/** Evaluated in the page: when its `usable` mark was set, as Unix time in milliseconds. */
const USABLE_AT = `new Promise((resolve) => {
  const tell = (marks) => { const mark = marks.find((each) => each.name === "usable"); if (mark) resolve(performance.timeOrigin + mark.startTime); };
  tell(performance.getEntriesByType("mark"));
  new PerformanceObserver((list) => tell(list.getEntries())).observe({ type: "mark" });
})`;

/** Asks the window's page over the Chrome DevTools Protocol; nothing else touches it, so that nothing slows it. */
function usableAt(port: number): Promise<number> {
  // A page that is still being loaded may drop the question: it is asked again.
  return eventually(async () => {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { type: string; webSocketDebuggerUrl: string }[];
    const page = targets.find((each) => each.type === "page");
    if (!page) return undefined;
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", reject, { once: true });
    });
    socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: USABLE_AT, awaitPromise: true, returnByValue: true } }));
    const answer = await new Promise<MessageEvent<string>>((resolve) => socket.addEventListener("message", resolve, { once: true }));
    socket.close();
    const { result } = JSON.parse(answer.data) as { result?: { result?: { value?: number } } };
    return result?.result?.value;
  });
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("The window did not open within ten seconds.");
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
