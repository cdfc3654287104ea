import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from "electron";
import type { EngineStart, ToEngine, ToShell } from "../../src-shared/bridge/host-messages.ts";
import { assertNever } from "../../src-shared/result.ts";
import type { OpenedMedia } from "../engine/vault/vault.ts";
import { askKeyStore } from "./key-store.ts";
import type { Log } from "./log-file.ts";
import { createMediaAsks } from "./media-asks.ts";
import { askSavePlace } from "./save-place.ts";
import { restartDelayMs, WORKED_WELL_MS } from "./restart-delay.ts";

/** Ending takes the writing of what is pending, no more; an engine that hangs must not keep the computer from shutting down. */
const CLOSE_WITHIN_MS = 5000;

/** Room for what starting makes (MB), so that no garbage is collected while the first screen waits. V8 hears of it only in this way. */
const V8_OPTIONS = ["--js-flags=--min-semi-space-size=16"];

export interface EngineHostDeps {
  /** The engine process' built file. */
  program: string;
  start: EngineStart;
  log: Log;
  /** Unix time in ms. */
  now: () => number;
}

/** The engine's process: started, started again when it dies, and ended in order. */
export interface EngineHost {
  /** The first process exists, or could not be made: from here on it starts beside the shell. */
  readonly launched: Promise<void>;
  /** Calls `running` after every start, and `down` each time the engine has died. */
  watch(watcher: { running: () => void; down: () => void }): void;
  /** Whether it has died and does not run again yet. */
  readonly isDown: boolean;
  /** A new port to the engine; what is asked before it runs waits in the port. @throws Error while there is no process: a bug in the caller. */
  connect(): MessagePortMain;
  openMedia(answerId: number): Promise<OpenedMedia | null>;
  /** Asks for this recording anew the next time. */
  forgetMedia(answerId: number): void;
  mediaDamaged(answerId: number, object: string): void;
  /** Lets the engine finish. Resolves when it has, or after a few seconds at most. */
  close(): Promise<void>;
}

type State =
  | { kind: "starting"; process: UtilityProcess }
  | { kind: "running"; process: UtilityProcess; since: number }
  | { kind: "down"; restart: NodeJS.Timeout }
  | { kind: "closing"; process: UtilityProcess; closed: () => void }
  | { kind: "ended" };

function isStarted(message: unknown): message is Extract<ToShell, { kind: "started" }> {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "started";
}

export function startEngineHost({ program, start, log, now }: EngineHostDeps): EngineHost {
  /** Loaded with the first message that needs them. */
  let schemas: Promise<typeof import("../../src-shared/bridge/host-messages.ts")> | undefined;
  const loadSchemas = () => (schemas ??= import("../../src-shared/bridge/host-messages.ts"));
  const watchers: { running: () => void; down: () => void }[] = [];
  const media = createMediaAsks((id, answerId) => tell({ kind: "open-media", id, answerId }));
  let deathsInARow = 0;
  let closing: Promise<void> | undefined;
  const first = launch();
  const launched = new Promise<void>((resolve) => void first.once("spawn", () => resolve()).once("exit", () => resolve()));
  let state: State = { kind: "starting", process: first };

  function launch(): UtilityProcess {
    const child = utilityProcess.fork(program, [JSON.stringify(start)], { serviceName: "Assessor Desk engine", execArgv: V8_OPTIONS, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout?.on("data", (text: Buffer) => log("info", `engine: ${text}`));
    child.stderr?.on("data", (text: Buffer) => log("error", `engine: ${text}`));
    child.on("message", (message: unknown) => void hear(child, message));
    child.once("exit", (code) => ended(child, code));
    return child;
  }

  function tell(message: ToEngine, ports?: MessagePortMain[]): void {
    if (state.kind === "running" || state.kind === "starting") state.process.postMessage(message, ports);
  }

  /** Messages keep their order, since they all wait for one promise; but that it has started comes while the first screen is being made, waits for no schema, and may pass others. */
  async function hear(child: UtilityProcess, message: unknown): Promise<void> {
    if (isStarted(message)) return act(child, message);
    const { toShell } = await loadSchemas();
    const checked = toShell.safeParse(message);
    if (!checked.success) return log("error", `The engine sent a message that was refused: ${checked.error.message}`);
    act(child, checked.data);
  }

  function act(child: UtilityProcess, message: ToShell): void {
    switch (message.kind) {
      case "started":
        if (state.kind !== "starting" || state.process !== child) return;
        state = { kind: "running", process: child, since: now() };
        log("info", `The engine runs (process ${child.pid}).`);
        media.engineStarted();
        for (const watcher of watchers) watcher.running();
        return;
      case "key-store-ask":
        child.postMessage({ kind: "key-store-answer", id: message.id, bytes: askKeyStore(message) } satisfies ToEngine);
        return;
      case "ask-save-place":
        return void askSavePlace(message.name).then((path) => child.postMessage({ kind: "save-place", id: message.id, path } satisfies ToEngine));
      case "media":
        return media.answered(message.id, message.media);
      case "media-changed":
        return media.forgetAll();
      case "closed":
        if (state.kind === "closing" && state.process === child) state.closed();
        return;
      case "log":
        return log(message.level, `engine: ${message.message}`);
      default:
        assertNever(message);
    }
  }

  function ended(child: UtilityProcess, code: number): void {
    if (state.kind === "closing") return state.closed();
    if ((state.kind !== "starting" && state.kind !== "running") || state.process !== child) return;
    deathsInARow = state.kind === "running" && now() - state.since >= WORKED_WELL_MS ? 1 : deathsInARow + 1;
    const delayMs = restartDelayMs(deathsInARow);
    log("error", `The engine ended by itself (exit code ${code}); it is started again in ${delayMs} ms.`);
    state = { kind: "down", restart: setTimeout(() => (state = { kind: "starting", process: launch() }), delayMs) };
    media.engineEnded();
    for (const watcher of watchers) watcher.down();
  }

  return {
    launched,
    watch: (watcher) => void watchers.push(watcher),
    get isDown() {
      // While it is being started for the first time nothing has gone wrong yet.
      return state.kind === "down" || (state.kind === "starting" && deathsInARow > 0);
    },
    connect() {
      if (state.kind !== "running" && state.kind !== "starting") throw new Error("There is no engine to connect to.");
      const { port1, port2 } = new MessageChannelMain();
      tell({ kind: "connect" }, [port1]);
      return port2;
    },
    openMedia: (answerId) => media.ask(answerId),
    forgetMedia: (answerId) => media.forget(answerId),
    mediaDamaged(answerId, object) {
      media.forget(answerId);
      tell({ kind: "media-damaged", object });
    },
    // A second "quit" waits for the first.
    close: () => (closing ??= close()),
  };

  async function close(): Promise<void> {
    if (state.kind === "down") clearTimeout(state.restart);
    if (state.kind === "starting" || state.kind === "running") await closeProcess(state.process);
    state = { kind: "ended" };
    media.giveUp();
  }

  async function closeProcess(child: UtilityProcess): Promise<void> {
    const closed = new Promise<"closed">((resolve) => (state = { kind: "closing", process: child, closed: () => resolve("closed") }));
    child.postMessage({ kind: "close" } satisfies ToEngine);
    let waiting: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => (waiting = setTimeout(() => resolve("late"), CLOSE_WITHIN_MS)));
    if ((await Promise.race([closed, late])) === "late") log("warn", "The engine did not close in time.");
    clearTimeout(waiting);
    child.kill();
  }
}
