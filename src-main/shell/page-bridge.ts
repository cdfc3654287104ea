import { ipcMain, type WebContents } from "electron";
import { BRIDGE_PORT, ENGINE_DOWN } from "../../src-shared/bridge/page-messages.ts";
import type { EngineHost } from "./engine-host.ts";
import { BRIDGE_WANTED, POST_TO_PAGE } from "./ipc-channels.ts";
import type { Log } from "./log-file.ts";
import { isOurPage } from "./security.ts";

/** Gives every page that asks for it a port to the engine, a new one after each start of the engine, and tells it when the engine is down. */
export function bridgePages(engine: EngineHost, log: Log): void {
  /** Those that listen for a port. */
  const pages = new Set<WebContents>();
  /** Those of them that have a port to the engine's present process. */
  const connected = new Set<WebContents>();
  const watched = new WeakSet<WebContents>();
  const givePort = (page: WebContents) => {
    connected.add(page);
    page.postMessage(POST_TO_PAGE, BRIDGE_PORT, [engine.connect()]);
  };
  const tellDown = (page: WebContents) => page.postMessage(POST_TO_PAGE, ENGINE_DOWN);

  /** Whatever is loaded into the window next has to ask for itself. */
  function dropWhenGone(page: WebContents): void {
    if (watched.has(page)) return;
    watched.add(page);
    const drop = () => {
      pages.delete(page);
      connected.delete(page);
    };
    page.on("did-navigate", drop).on("render-process-gone", drop).on("destroyed", drop);
  }

  ipcMain.on(BRIDGE_WANTED, ({ sender, senderFrame }) => {
    if (!isOurPage(senderFrame)) return log("warn", "Somebody else than the desk's page asked for the engine and was refused.");
    dropWhenGone(sender);
    pages.add(sender);
    if (engine.isDown) tellDown(sender);
    else givePort(sender);
  });
  engine.watch({
    running: () => pages.forEach((page) => connected.has(page) || givePort(page)),
    down() {
      connected.clear();
      pages.forEach(tellDown);
    },
  });
}
