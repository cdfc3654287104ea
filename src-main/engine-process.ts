import { writeSync } from "node:fs";
import { setTimeout as timeout } from "node:timers/promises";
import { net } from "electron";
import { loadLaterRequests } from "../src-shared/bridge/contract.ts";
import { engineStart, toEngine, type EngineStart, type ToEngine, type ToShell } from "../src-shared/bridge/host-messages.ts";
import { assertNever } from "../src-shared/result.ts";
import { serveBridge, type ServedBridge } from "./engine/bridge-server.ts";
import type { Engine, EngineDeps } from "./engine/engine.ts";
import type { KeyStore } from "./engine/keys/key-store.ts";
import { startEngine } from "./engine/start-engine.ts";

/** The engine in a process of its own. The shell starts it and speaks with it over `process.parentPort`. */

/** What this file needs of a port of Electron's; written down here, so that its types stay out of the engine. */
interface MessagePort {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  on(event: "close", listener: () => void): void;
  postMessage(message: unknown): void;
  start(): void;
}
interface ShellPort {
  on(event: "message", listener: (event: { data: unknown; ports: MessagePort[] }) => void): void;
  postMessage(message: ToShell): void;
}

/** When the window has closed, its last words are still on their way; they arrive well within this time. */
const LAST_WORDS_WITHIN_MS = 1500;
/** By then the window has its first screen; what is asked next finds its schemas loaded. */
const LATER_REQUESTS_AFTER_MS = 500;
const STANDARD_ERROR = 2;

const shell = (process as unknown as { parentPort: ShellPort }).parentPort;
const log: EngineDeps["log"] = (level, message) => shell.postMessage({ kind: "log", level, message });

const keyStoreAsks = new Map<number, (bytes: Uint8Array | null) => void>();
const saveAsks = new Map<number, (path: string | null) => void>();
const bridges = new Set<ServedBridge>();
let nextAsk = 1;

function askKeyStore(direction: "wrap" | "unwrap", bytes: Uint8Array): Promise<Uint8Array | null> {
  const id = nextAsk++;
  const answer = new Promise<Uint8Array | null>((resolve) => keyStoreAsks.set(id, resolve));
  // A copy: a view would take the whole buffer behind it along.
  shell.postMessage({ kind: "key-store-ask", id, direction, bytes: new Uint8Array(bytes) });
  return answer;
}

function askWhereToSave(name: string): Promise<string | null> {
  const id = nextAsk++;
  shell.postMessage({ kind: "ask-save-place", id, name });
  return new Promise((resolve) => saveAsks.set(id, resolve));
}

const keyStore: KeyStore = {
  async wrap(secret) {
    const wrapped = await askKeyStore("wrap", secret);
    if (!wrapped) throw new Error("The operating system's key store refused to keep a key.");
    return wrapped;
  },
  unwrap: (wrapped) => askKeyStore("unwrap", wrapped),
};

function start({ home, software, demoAssets, keyStoreAvailable }: EngineStart): Promise<Engine> {
  return startEngine({
    home,
    // Chromium's: with the system's proxy, its scripts, and the certificates of the organisation.
    fetch: (input, init) => net.fetch(input instanceof URL ? input.href : input, init),
    wait: (ms, signal) => timeout(ms, undefined, { signal }),
    now: () => new Date(),
    random: Math.random,
    depotCredentials: null,
    keyStore: keyStoreAvailable ? keyStore : null,
    software,
    demoAssets,
    log,
    askWhereToSave,
    // The shell starts the engine again, and the start restores what can be. The page holds on to what was not answered.
    onStoreDamaged: () => die("The database is damaged."),
  });
}

async function connect(port: MessagePort | undefined): Promise<void> {
  if (!port) throw new Error("A page's port is missing.");
  // What the page asks meanwhile waits in the port.
  const bridge = serveBridge(
    await engine,
    {
      postMessage: (message) => port.postMessage(message),
      onMessage: (listener) => port.on("message", ({ data }) => listener(data)),
      onClose: (listener) => port.on("close", listener),
    },
    log,
  );
  bridges.add(bridge);
  void bridge.ended.then(() => bridges.delete(bridge));
  port.start();
  setTimeout(() => void loadLaterRequests(), LATER_REQUESTS_AFTER_MS);
}

async function close(): Promise<void> {
  const pagesGone = Promise.all([...bridges].map((bridge) => bridge.ended));
  await Promise.race([pagesGone, new Promise((resolve) => setTimeout(resolve, LAST_WORDS_WITHIN_MS))]);
  await (await engine).close();
  shell.postMessage({ kind: "closed" });
}

async function act(message: ToEngine, ports: MessagePort[]): Promise<void> {
  switch (message.kind) {
    case "connect":
      return connect(ports[0]);
    case "key-store-answer":
      keyStoreAsks.get(message.id)?.(message.bytes);
      keyStoreAsks.delete(message.id);
      return;
    case "save-place":
      saveAsks.get(message.id)?.(message.path);
      saveAsks.delete(message.id);
      return;
    case "open-media": {
      const media = await (await engine).openMedia(message.answerId);
      return shell.postMessage({ kind: "media", id: message.id, media: media && { ...media, key: new Uint8Array(media.key) } });
    }
    case "media-damaged":
      return (await engine).mediaDamaged(message.object);
    case "close":
      return close();
    default:
      assertNever(message);
  }
}

/** Whatever was not expected ends this process, and the shell starts it again from what is on disk. */
function die(reason: unknown): never {
  // A posted message might not leave in time.
  writeSync(STANDARD_ERROR, `${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  process.exit(1);
}

// Ctrl+C and the end of a session reach every process at once. When this one ends is for the shell to say, and
// without the shell it ends anyway.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("uncaughtException", die);
process.on("unhandledRejection", die);

const engine = start(engineStart.parse(JSON.parse(process.argv[2] ?? "null")));
void engine.then((running) => {
  running.onMediaChanged(() => shell.postMessage({ kind: "media-changed" }));
  shell.postMessage({ kind: "started" });
});
shell.on("message", ({ data, ports }) => {
  const checked = toEngine.safeParse(data);
  // No message of the shell ends the engine: it would be sent again to the next one.
  if (checked.success) act(checked.data, ports).catch((error: unknown) => log("error", `${checked.data.kind} failed: ${String(error)}`));
  else log("error", `A message of the shell was refused: ${checked.error.message}`);
});
